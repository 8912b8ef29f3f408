import type { VNode } from 'preact'
import type { CopyForm } from 'everlearned/exchange/claim'
import { Notice } from '../../components/notice.tsx'
import { walletShare as words } from '../../messages/wallet-share.ts'

/** What a share will not tell, and what somebody could make of it all the same. */
export function ShareNotice({ form, isWithheld, years }: { readonly form: CopyForm; readonly isWithheld: boolean; readonly years: readonly string[] }): VNode {
  const linked = form === 'bbs-2023' ? words.unlinked : words.linked
  if (!isWithheld) return <Notice title={form === 'bbs-2023' ? words.unlinkedHeading : words.linkedHeading}><p>{linked}</p></Notice>
  return years.length === 0
    ? <Notice title={words.withheldHeading}><p>{words.withheld}</p><p>{linked}</p></Notice>
    : <Notice kind="care" title={words.yearsHeading(years.join(', '))}><p>{words.years}</p><p>{linked}</p></Notice>
}
