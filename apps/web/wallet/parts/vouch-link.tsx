import type { VNode } from 'preact'
import { formatAttestationLink, saveAttestation, type WalletAttestation } from 'everlearned/holder'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy-line.tsx'
import { Qr } from '../../components/qr.tsx'
import { formatMoment } from '../../locale.ts'
import { walletShare } from '../../messages/wallet-share.ts'
import { walletVouch as words } from '../../messages/wallet-vouch.ts'
import type { OpenSession } from '../session.ts'

/** The link for somebody who is asked: the person sends it themselves, from their own mail or however they reach them. */
export function VouchLink({ asked, session, onClose }: { readonly asked: WalletAttestation; readonly session: OpenSession; readonly onClose: () => void }): VNode {
  const link = formatAttestationLink(asked)
  const until = formatMoment(asked.expiresAt)
  // From the second time on it is a reminder.
  const noteReminder = (): void => { if (Date.now() - Date.parse(asked.createdAt) > 3_600_000) void saveAttestation({ ...asked, remindedAt: new Date().toISOString() }, session.context) }
  const send = (): void => void navigator.share({ url: link }).then(noteReminder, () => undefined)
  return (
    <section class="stack">
      <p role="status">{words.madeText(asked.who, until)}</p>
      <CopyLine label={walletShare.link} text={link} />
      {asked.address !== '' && <span onClick={noteReminder}><ButtonLink kind="main" icon="mail" class="button-wide" href={mailTo(asked.address, words.mailSubject, words.mailText(link, until))}>{words.mail}</ButtonLink></span>}
      {'share' in navigator && <Button icon="share" class="button-wide" onPress={send}>{walletShare.send}</Button>}
      <figure class="stack stack-tight"><Qr text={link} label={walletShare.qrLabel} /><figcaption class="quiet">{walletShare.qr}</figcaption></figure>
      <div><Button onPress={onClose}>{words.done}</Button></div>
    </section>
  )
}

/** Opens the person's own mail (RFC 6068). In sentences from right to left a link must stand without the marks that keep it apart. */
function mailTo(address: string, subject: string, text: string): string {
  return `mailto:${encodeURIComponent(address)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text.replaceAll(/[\u2068\u2069]/g, '').replaceAll('\n', '\r\n'))}`
}
