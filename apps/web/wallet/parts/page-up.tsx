import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { formatPageLink, type ProfilePage, type WalletProfile } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy-line.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { Qr } from '../../components/qr.tsx'
import { formatDay } from '../../locale.ts'
import { publicProfile } from '../../messages/public-profile.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletProfile } from '../../messages/wallet-profile.ts'
import type { OpenSession } from '../session.ts'
import { codeOf } from './code-of.ts'
import type { Held } from './use-profile.ts'

const words = walletProfile.page
/** So long before its end a page is said to end soon. */
const soonDays = 21

interface PageUpProps {
  readonly session: OpenSession
  readonly profile: WalletProfile
  readonly page: ProfilePage
  readonly held: Held
  readonly mayRenew: boolean
  readonly onAgain: () => void
  readonly onDown: (profile: WalletProfile) => void
}

/** A page that stands: its address in the forms in which one gives it, and how it is changed and taken down. */
export function PageUp({ session, profile, page, held, mayRenew, onAgain, onDown }: PageUpProps): VNode {
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const address = formatPageLink(page)
  const signature = [[profile.name, profile.headline].filter((text) => text !== '').join(' · '), address].filter((text) => text !== '').join(' – ')
  const down = async (): Promise<void> => {
    if (isBusy) return
    setBusy(true)
    try {
      const { unpublishProfile } = await import('../heavy.ts')
      onDown(await unpublishProfile(profile, { ...session.context, fetch: fetch.bind(globalThis), now: new Date() }))
    } catch (thrown) {
      setFault(codeOf(thrown) === 'holder/node-unreachable' ? words.faults.downOffline : words.faults.other)
      setAsking(false)
    } finally {
      setBusy(false)
    }
  }
  const isSoon = new Date(page.expiresAt).getTime() - Date.now() < soonDays * 86_400_000
  const send = (): void => void navigator.share({ url: address, title: profile.name }).catch(() => undefined)
  return (
    <section class="stack">
      <p role="status">{words.up(formatDay(page.expiresAt))}</p>
      {isSoon && <Notice kind="care"><p>{words.soon(formatDay(page.expiresAt))}</p></Notice>}
      {isChanged(profile, page, held) && <Notice kind="care"><p>{words.changed}</p></Notice>}
      {fault !== undefined && <Notice kind="fault"><p>{fault}</p></Notice>}
      <div class="profile-take">
        <div class="stack">
          <CopyLine label={publicProfile.address} text={address} />
          <CopyLine label={words.signature} text={signature} />
          <div class="buttons">
            <a class="button" href={address} target="_blank" rel="noreferrer noopener">{words.look}</a>
            {'share' in navigator && <Button icon="share" onPress={send}>{publicProfile.send}</Button>}
            {mayRenew && <Button onPress={onAgain}>{words.again}</Button>}
            <Button kind="danger" onPress={() => setAsking(true)}>{words.down}</Button>
          </div>
        </div>
        <Qr text={address} label={words.qr} />
      </div>
      {isAsking && <ConfirmDialog title={words.downHeading} act={words.downYes} actKind="danger" busy={isBusy && wallet.working} onAct={() => void down()} onClose={() => setAsking(false)}><p>{words.downText}</p></ConfirmDialog>}
    </section>
  )
}

/** The profile, or an entry that stands on the page, was changed after it was published. */
function isChanged({ changedAt, items }: WalletProfile, { publishedAt }: ProfilePage, { entries }: Held): boolean {
  return changedAt > publishedAt || entries.some((entry) => entry.changedAt > publishedAt && items.some(({ id }) => id === entry.id))
}
