import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { keepLearning, loadLearning, readSharedLink } from 'everlearned/holder'
import { Loaded } from '../../../components/loaded.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { wallet } from '../../../messages/wallet.ts'
import { walletLearning } from '../../../messages/wallet-learning.ts'
import { useLoaded } from '../../../use-loaded.ts'
import { broughtItems, keptTitle, removedLearning } from '../../learning-notices.ts'
import { answersOfLearning } from '../../parts/learning-answers.ts'
import { LearningForm } from '../../parts/learning-form.tsx'
import { today } from '../../parts/learning-words.ts'
import { readSharedPage } from '../../shared-text.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

const words = walletLearning.form

/** Writes down one thing that was learned: by hand, or as it came through the share sheet. */
export default function NewLearning({ session }: OpenPageProps): VNode {
  const { route } = useLocation()
  const [shared, setShared] = useState(() => readSharedPage(location.hash))
  const others = useLoaded(async () => (await loadLearning(session.context)).items, [session.context])
  useEffect(() => {
    // What was shared does not stay in the address, and so in no history.
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname)
    // While the form is open already, another thing may be shared.
    const again = (): void => {
      const next = readSharedPage(location.hash)
      if (next === undefined) return
      setShared(next)
      history.replaceState(history.state, '', location.pathname)
    }
    addEventListener('hashchange', again)
    return () => removeEventListener('hashchange', again)
  }, [])
  const told = shared === undefined || shared === 'lost' ? {} : readSharedLink(shared)
  return (
    <Page title={words.newHeading} crumbs={[{ href: '/', label: wallet.home }, { href: '/learning', label: walletLearning.heading }]}>
      {shared === 'lost' && <Notice kind="fault"><p>{words.lost}</p></Notice>}
      {shared !== undefined && shared !== 'lost' && <Notice isLive><p>{words.shared}</p></Notice>}
      <Loaded of={others}>
        {(items) => (
          <LearningForm key={JSON.stringify(told)} answers={answersOfLearning({ from: today(), ...told })} others={items} keep={words.keep}
            onKeep={async (decision) => {
              const [item] = await keepLearning([{ ...decision, source: { kind: shared === undefined || shared === 'lost' ? 'written' : 'shared' } }], { ...session.context, now: new Date() })
              keptTitle.value = item?.title
              broughtItems.value = []
              removedLearning.value = undefined
              route('/learning')
            }} />
        )}
      </Loaded>
    </Page>
  )
}
