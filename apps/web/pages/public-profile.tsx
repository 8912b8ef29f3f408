import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/button.tsx'
import { CopyLine } from '../components/copy-line.tsx'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { ProfilePage } from '../components/profile-page.tsx'
import { Qr } from '../components/qr.tsx'
import { formatDay } from '../locale.ts'
import { frame } from '../messages/frame.ts'
import { publicProfile as words } from '../messages/public-profile.ts'
import { useJudgement } from '../use-judgement.ts'

/** What somebody chose to show to everybody: fetched from this node, checked here, and not remembered that it was read. */
export default function PublicProfile({ id = '' }: { readonly id?: string }): VNode {
  const { state, judgeAgain, openPage } = useJudgement()
  useEffect(() => openPage(id), [id])
  if (state.kind === 'judged') {
    return <ProfilePage key="judged" judgement={state.judgement} note={state.expiresAt === undefined ? undefined : words.until(formatDay(state.expiresAt))} onAsk={judgeAgain}><TakeAlong /></ProfilePage>
  }
  return (
    <Page key="opening" title={words.title}>
      {state.kind === 'fault' ? (
        <>
          <Notice kind="fault" title={state.words.title}><p>{state.words.text}</p></Notice>
          <div class="button-row"><Button onPress={() => openPage(id)}>{frame.tryAgain}</Button></div>
        </>
      ) : <p class="quiet" role="status">{words.loading}</p>}
    </Page>
  )
}

/** The address of the page, for a card or a message. */
function TakeAlong(): VNode {
  const address = `${location.origin}${location.pathname}`
  const send = (): void => void navigator.share({ url: address, title: document.title }).catch(() => undefined)
  return (
    <details class="more no-print">
      <summary>{words.take}</summary>
      <div class="profile-take">
        <div class="stack">
          <CopyLine label={words.address} text={address} />
          {'share' in navigator && <div><Button icon="share" onPress={send}>{words.send}</Button></div>}
        </div>
        <Qr text={address} label={words.qr} />
      </div>
    </details>
  )
}
