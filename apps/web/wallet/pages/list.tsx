import type { VNode } from 'preact'
import { loadBackupNote, loadRecords, type WalletRecord } from 'everlearned/holder'
import { ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { wallet } from '../../messages/wallet.ts'
import { useLoaded } from '../../use-loaded.ts'
import { RecordCard } from '../parts/record-card.tsx'
import type { OpenSession } from '../session.ts'

/** Everything that the person holds, as cards. */
export default function List({ session }: { readonly session: OpenSession }): VNode {
  const loaded = useLoaded(async () => ({ ...(await loadRecords(session.context)), backup: await loadBackupNote(session.context) }), [session.context])
  return (
    <Page title={wallet.list.heading} actions={<ButtonLink href="/add" icon="plus">{wallet.list.add}</ButtonLink>}>
      <Loaded of={loaded}>
        {({ records, broken, backup }) => (
          <>
            {broken.length > 0 && <Notice kind="fault"><p>{broken.length === 1 ? wallet.list.brokenOne : wallet.list.brokenMany(broken.length)}</p></Notice>}
            <BackupReminder records={records} madeAt={backup?.madeAt} />
            {records.length === 0 && broken.length === 0 ? <Empty title={wallet.list.emptyHeading}><p>{wallet.list.empty}</p></Empty> : <Cards records={records} />}
          </>
        )}
      </Loaded>
    </Page>
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
function BackupReminder({ records, madeAt }: { readonly records: readonly WalletRecord[]; readonly madeAt: string | undefined }): VNode | null {
  if (!records.some(({ addedAt }) => madeAt === undefined || addedAt > madeAt)) return null
  return (
    <Notice kind="care" title={wallet.list.notSafeHeading}>
      <p>{madeAt === undefined ? wallet.list.notSafe : wallet.list.stale}</p>
      <div><ButtonLink href="/settings#backup" icon="download">{wallet.list.backUp}</ButtonLink></div>
    </Notice>
  )
}
