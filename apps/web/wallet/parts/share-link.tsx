import type { VNode } from 'preact'
import { formatShareLink, type WalletShare } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy-line.tsx'
import { Qr } from '../../components/qr.tsx'
import { formatMoment } from '../../locale.ts'
import { walletShare as words } from '../../messages/wallet-share.ts'

/** A link that works: as text, as a code, and through whatever the device sends with. */
export function ShareLink({ share, onClose }: { readonly share: WalletShare; readonly onClose: () => void }): VNode {
  const link = formatShareLink(share)
  return (
    <section class="stack">
      <p role="status">{words.madeText(formatMoment(share.expiresAt))}</p>
      <LinkLine link={link} />
      <figure class="stack stack-tight"><Qr text={link} label={words.qrLabel} /><figcaption class="quiet">{words.qr}</figcaption></figure>
      <div><Button onPress={onClose}>{words.another}</Button></div>
    </section>
  )
}

/** A link as text, and through whatever the device sends with. */
export function LinkLine({ link }: { readonly link: string }): VNode {
  const send = (): void => void navigator.share({ url: link }).catch(() => undefined)
  return (
    <div class="stack">
      <CopyLine label={words.link} text={link} />
      {'share' in navigator && <Button kind="main" icon="share" class="button-wide" onPress={send}>{words.send}</Button>}
    </div>
  )
}
