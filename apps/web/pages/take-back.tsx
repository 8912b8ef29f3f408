import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { takeBack } from '../attestation-api.ts'
import { Button } from '../components/button.tsx'
import { Page } from '../components/page.tsx'
import { ProblemNotice } from '../components/problem-notice.tsx'
import { vouch as words } from '../messages/vouch.ts'
import { useSend } from '../use-send.ts'

/** What the link opens that somebody keeps who vouched for a record. Opening it changes nothing. */
export default function TakeBack(): VNode {
  const [, id, token] = /^#([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/.exec(location.hash) ?? []
  const [isDone, setDone] = useState(false)
  const { isBusy, problem, send } = useSend()
  if (id === undefined || token === undefined) return <Page title={words.cut} lede={words.cutText}><div /></Page>
  if (isDone) return <Page key="done" title={words.backDone} lede={words.backDoneText}><div /></Page>
  const act = (): void => void send(async () => {
    await takeBack(id, token)
    setDone(true)
  })
  return (
    <Page key="ask" title={words.backTitle} lede={words.backLede}>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <div><Button kind="danger" class="button-large" busy={isBusy && words.loading} onPress={act}>{words.backAct}</Button></div>
    </Page>
  )
}
