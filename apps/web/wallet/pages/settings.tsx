import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { LanguageSwitch } from '../../components/language-switch.tsx'
import { Page } from '../../components/page.tsx'
import { frame } from '../../messages/frame.ts'
import { wallet } from '../../messages/wallet.ts'
import { isKiosk } from '../kiosk.ts'
import { BackupPart } from '../parts/backup-part.tsx'
import { BuildPart } from '../parts/build-part.tsx'
import { DevicePart } from '../parts/device-part.tsx'
import { RemovePart } from '../parts/remove-part.tsx'
import { MovePart, SafePart } from '../parts/safe-part.tsx'
import { UnlockPart } from '../parts/unlock-part.tsx'
import type { OpenPageProps } from '../wallet-app.tsx'

/** Backup, ways in, this device, and the end of it. A link may lead to one part of it: that takes the focus. */
export default function Settings({ session }: OpenPageProps): VNode {
  useEffect(() => showPart(location.hash.slice(1)), [])
  return (
    <Page title={wallet.settings} crumbs={[{ href: '/', label: wallet.home }]}>
      <div class="stack stack-loose">
        <SafePart session={session} />
        <BackupPart session={session} />
        {!isKiosk.value && <UnlockPart session={session} />}
        <MovePart />
        <DevicePart />
        {!isKiosk.value && <BuildPart />}
        <section class="stack"><h2>{frame.language}</h2><LanguageSwitch label={frame.language} /></section>
        <RemovePart />
      </div>
    </Page>
  )
}

/** Untrusted: whatever stands in the address; what names no part is left alone. */
function showPart(id: string): void {
  const heading = document.getElementById(id)?.querySelector('h2')
  if (heading === null || heading === undefined) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
  heading.scrollIntoView()
}
