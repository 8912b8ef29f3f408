import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { lazyPage } from '../lazy-page.ts'
import { formatMoment } from '../locale.ts'
import { verify } from '../messages/verify.ts'
import { frame } from '../messages/frame.ts'
import { keyIn, recordIn } from '../share-link.ts'
import { useJudgement } from '../use-judgement.ts'
import { VerdictView } from './verify-verdict.tsx'

const words = verify.share

/** Only a share that somebody put words over looks like this. */
const ProfilePage = lazyPage(async () => ({ default: (await import('../components/profile-page.tsx')).ProfilePage }))

/** What a share link opens: the record is fetched as ciphertext, opened with the key in the link and checked here. */
export default function Share({ id = '' }: { readonly id?: string }): VNode {
  const { state, judgeAgain, judgePerson, openShare } = useJudgement()
  const open = (): void => openShare({ node: location.origin, id, key: keyIn(location.hash) })
  useEffect(() => {
    open()
    addEventListener('hashchange', open)
    return () => removeEventListener('hashchange', open)
  }, [id])
  if (state.kind === 'judged' && state.judgement.cover !== undefined) {
    return <ProfilePage key="profile" judgement={state.judgement} note={state.expiresAt === undefined ? undefined : words.until(formatMoment(state.expiresAt))} onAsk={judgeAgain} shown={recordIn(location.hash)} />
  }
  if (state.kind === 'judged') {
    return (
      <Page key="judged" title={state.judgement.verdict.reports.length > 1 ? words.titleSeveral : words.title} lede={state.expiresAt === undefined ? undefined : words.until(formatMoment(state.expiresAt))}>
        <VerdictView judgement={state.judgement} onAsk={judgeAgain} onPerson={judgePerson} shown={recordIn(location.hash)} />
      </Page>
    )
  }
  return (
    <Page key="opening" title={words.title}>
      {state.kind === 'fault' ? (
        <>
          <Notice kind="fault" title={state.words.title}><p>{state.words.text}</p></Notice>
          <div class="button-row"><Button onPress={open}>{frame.tryAgain}</Button></div>
        </>
      ) : <p class="quiet" role="status">{words.loading}</p>}
    </Page>
  )
}
