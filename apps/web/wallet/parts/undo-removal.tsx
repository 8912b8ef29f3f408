import type { VNode } from 'preact'
import { putBack, type WalletContext } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { walletTimeline as words } from '../../messages/wallet-timeline.ts'
import { removedEntry } from '../removed-entry.ts'

/** Puts back what was removed last. */
export async function undoRemoval(context: Pick<WalletContext, 'storage'>): Promise<void> {
  if (removedEntry.value !== undefined) await putBack(removedEntry.value.content, context)
  removedEntry.value = undefined
}

/** Says what was removed, and offers to put it back. */
export function UndoNotice({ context, onUndone }: { readonly context: Pick<WalletContext, 'storage'>, readonly onUndone: () => void }): VNode | null {
  const removed = removedEntry.value
  if (removed === undefined) return null
  return <Notice isLive><p>{words.removed(removed.name)}</p><div><Button onPress={() => void undoRemoval(context).then(onUndone)}>{words.undo}</Button></div></Notice>
}
