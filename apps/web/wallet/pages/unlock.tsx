import type { VNode } from 'preact'
import type { SeedWrap } from 'everlearned/holder'
import { Page } from '../../components/page.tsx'
import { wallet } from '../../messages/wallet.ts'
import { UnlockWallet } from '../parts/unlock-wallet.tsx'

/** A locked wallet: one question. */
export default function Unlock({ wraps }: { readonly wraps: readonly SeedWrap[] }): VNode {
  return <Page title={wallet.unlock.heading} lede={wallet.unlock.lede}><UnlockWallet wraps={wraps} /></Page>
}
