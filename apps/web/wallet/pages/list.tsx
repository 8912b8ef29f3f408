import type { VNode } from 'preact'
import { assessSafety, loadBackupNote, loadLifeEntries, loadRecords, loadRecoveryNote, loadSyncState, type Safety, type WalletRecord } from 'everlearned/holder'
import { ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { wallet } from '../../messages/wallet.ts'
import { useLoaded } from '../../use-loaded.ts'
import { RecordCard } from '../parts/record-card.tsx'
import { contentVersion, type OpenSession } from '../session.ts'

/** Everything that the person holds, as cards. */
export default function List({ session }: { readonly session: OpenSession }): VNode {
  const loaded = useLoaded(async () => {
    const { context } = session
    const { records, broken } = await loadRecords(context)
    const [lives, backup, recovery, sync] = await Promise.all([loadLifeEntries(context), loadBackupNote(context), loadRecoveryNote(context), loadSyncState(context)])
    const held = [...records, ...lives.entries.map(({ changedAt }) => ({ addedAt: changedAt }))]
    return { records, broken, safety: assessSafety(held, { backup, recovery, sync }) }
  }, [session.context, contentVersion.value])
  return (
    <Page title={wallet.list.heading} actions={<ButtonLink href="/add" icon="plus">{wallet.list.add}</ButtonLink>}>
      <Loaded of={loaded}>
        {({ records, broken, safety }) => (
          <>
            {broken.length > 0 && <Notice kind="fault"><p>{broken.length === 1 ? wallet.list.brokenOne : wallet.list.brokenMany(broken.length)}</p></Notice>}
            <BackupReminder safety={safety} />
            {records.length === 0 && broken.length === 0 ? <Nothing /> : <Cards records={records} />}
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** The first visit, or a wallet that came back without its records. */
function Nothing(): VNode {
  return (
    <Empty title={wallet.list.emptyHeading}>
      <p>{wallet.list.empty}</p>
      <p>{wallet.list.hadSome} <a href="/sync">{wallet.list.fromDevices}</a> · <a href="/import">{wallet.list.fromFile}</a></p>
    </Empty>
  )
}

function Cards({ records }: { readonly records: readonly WalletRecord[] }): VNode {
  return (
    <ul class="cards" aria-label={wallet.list.count(records.length)}>
      {records.map((record) => <li key={record.id}><a class="card-whole" href={`/record/${record.id}`}><RecordCard record={record} /></a></li>)}
    </ul>
  )
}

/** Until a backup holds everything, the page says in plain words what that means. */
function BackupReminder({ safety }: { readonly safety: Safety }): VNode | null {
  if (safety === 'empty' || safety === 'safe') return null
  if (safety === 'keys-only') {
    return (
      <Notice kind="care" title={wallet.list.keysOnlyHeading}>
        <p>{wallet.list.keysOnly}</p>
        <div><ButtonLink href="/settings#safe" icon="download">{wallet.list.chooseHow}</ButtonLink></div>
      </Notice>
    )
  }
  return (
    <Notice kind="care" title={wallet.list.notSafeHeading}>
      <p>{safety === 'nothing' ? wallet.list.notSafe : wallet.list.stale}</p>
      <div><ButtonLink href="/settings#backup" icon="download">{wallet.list.backUp}</ButtonLink></div>
    </Notice>
  )
}
