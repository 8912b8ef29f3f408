import type { VNode } from 'preact'
import { Notice } from '../../components/notice.tsx'
import { wallet } from '../../messages/wallet.ts'

/** A browser that keeps nothing cannot keep a wallet. */
export function Unavailable(): VNode {
  return <Notice kind="fault" title={wallet.unavailable.title}><p>{wallet.unavailable.text}</p></Notice>
}
