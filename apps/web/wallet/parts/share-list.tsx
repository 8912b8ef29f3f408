import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { endShare, type WalletShare } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatMoment } from '../../locale.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletShare as words } from '../../messages/wallet-share.ts'
import type { OpenSession } from '../session.ts'
import { codeOf } from './code-of.ts'

interface ShareListProps {
  readonly session: OpenSession
  readonly shares: readonly WalletShare[]
  readonly onShow: (share: WalletShare) => void
  readonly onEnded: (share: WalletShare) => void
}

/** The links of one record that work now, each with the way to end it. */
export function ShareList({ session, shares, onShow, onEnded }: ShareListProps): VNode | null {
  const [busy, setBusy] = useState<string>()
  const [notice, setNotice] = useState<{ readonly kind: 'info' | 'fault'; readonly text: string }>()
  const end = async (share: WalletShare): Promise<void> => {
    setBusy(share.id)
    try {
      await endShare(share, { ...session.context, fetch: fetch.bind(globalThis), now: new Date() })
      setNotice({ kind: 'info', text: words.ended })
      onEnded(share)
    } catch (thrown) {
      setNotice({ kind: 'fault', text: codeOf(thrown) === 'holder/node-unreachable' ? words.faults.endOffline : words.faults.endOther })
    } finally {
      setBusy(undefined)
    }
  }
  if (shares.length === 0 && notice === undefined) return null
  return (
    <section class="stack">
      {shares.length > 0 && <h2>{words.listHeading}</h2>}
      {notice !== undefined && <Notice kind={notice.kind} isLive><p>{notice.text}</p></Notice>}
      <ul class="ways">
        {shares.map((share) => (
          <li key={share.id}>
            <span><span class="strong">{share.note === '' ? words.noNote : share.note}</span><br /><span class="quiet small">{words.ends(formatMoment(share.expiresAt))}</span></span>
            <span class="row">
              <Button onPress={() => onShow(share)}>{words.show}</Button>
              <Button kind="danger" busy={busy === share.id && wallet.working} onPress={() => void end(share)}>{words.end}</Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
