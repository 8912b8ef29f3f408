import type { VNode } from 'preact'
import { Page } from '../../components/page.tsx'
import { wallet } from '../../messages/wallet.ts'
import { BackupPart } from '../parts/backup-part.tsx'
import { DevicePart } from '../parts/device-part.tsx'
import { RemovePart } from '../parts/remove-part.tsx'
import { UnlockPart } from '../parts/unlock-part.tsx'
import type { OpenPageProps } from '../wallet-app.tsx'

/** Backup, ways in, this device, and the end of it. */
export default function Settings({ session }: OpenPageProps): VNode {
  return (
    <Page title={wallet.settings} crumbs={[{ href: '/', label: wallet.home }]}>
      <div class="stack stack-loose">
        <BackupPart session={session} />
        <UnlockPart session={session} />
        <DevicePart />
        <RemovePart />
      </div>
    </Page>
  )
}
