import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { loadLearning, putBack, removeLearning } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { walletLearning as words } from '../../messages/wallet-learning.ts'
import { walletTimeline } from '../../messages/wallet-timeline.ts'
import { broughtItems, keptTitle, removedLearning } from '../learning-notices.ts'
import type { OpenSession } from '../session.ts'

/** What was done to the log last, and how it is undone. */
export function LearningNotices({ context, onChange }: { readonly context: OpenSession['context'], readonly onChange: () => void }): VNode {
  useEffect(() => () => { keptTitle.value = undefined }, [])
  const [kept, removed, brought] = [keptTitle.value, removedLearning.value, broughtItems.value]
  const restore = async (): Promise<void> => {
    if (removed !== undefined) await putBack(removed.content, context)
    removedLearning.value = undefined
    onChange()
  }
  const takeOut = async (): Promise<void> => {
    await removeLearning((await loadLearning(context)).items.filter(({ id }) => brought.includes(id)), context)
    broughtItems.value = []
    onChange()
  }
  return (
    <>
      {kept !== undefined && <Notice isLive><p data-testid="kept">{words.kept(kept)}</p></Notice>}
      {removed !== undefined && <Notice isLive><p>{words.removed(removed.count)}</p><div><Button onPress={() => void restore()}>{walletTimeline.undo}</Button></div></Notice>}
      {brought.length > 0 && <Notice isLive><p>{words.table.done(brought.length)}</p><div><Button onPress={() => void takeOut()}>{words.table.undo}</Button></div></Notice>}
    </>
  )
}
