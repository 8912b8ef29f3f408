import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { describeCredential, loadBackupNote, maySend, removeRecord, type WalletRecord } from 'everlearned/holder'
import { Button, ButtonLink } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { wallet } from '../../messages/wallet.ts'
import { walletClaim } from '../../messages/wallet-claim.ts'
import { walletRecord as words } from '../../messages/wallet-record.ts'
import { useLoaded } from '../../use-loaded.ts'
import GuardianPart from '../parts/guardian-part.tsx'
import { RecordBack } from '../parts/record-back.tsx'
import { RecordCard } from '../parts/record-card.tsx'
import { SamePart } from '../parts/same-part.tsx'
import { TakeAlong } from '../parts/take-along.tsx'
import { useRecord } from '../parts/use-record.ts'
import { VouchedPart } from '../parts/vouched-part.tsx'
import type { OpenPageProps } from '../wallet-app.tsx'

/** One record: its front for people, its back for machines, and what one can do with it. */
export default function Record({ session, id }: OpenPageProps): VNode {
  const loaded = useRecord(session, id)
  const { query } = useLocation()
  if (loaded.value === undefined || loaded.value === null) {
    return <Page title={wallet.home} crumbs={[{ href: '/', label: wallet.home }]}><Loaded of={loaded}>{() => <p>{words.missing}</p>}</Loaded></Page>
  }
  const record = loaded.value
  return (
    <Page title={words.heading} crumbs={[{ href: '/', label: wallet.home }]}>
      {'new' in query && <Taken session={session} />}
      <RecordCard record={record} isWhole />
      <GuardianPart session={session} record={record} onChange={loaded.reload} />
      <div class="buttons"><ButtonLink href={`/record/${id}/share`} kind="main" icon="share" class="button-large">{words.share}</ButtonLink></div>
      {maySend(record, 'link', new Date()) && <VouchedPart session={session} id={id} credential={record.credential} />}
      <Criteria record={record} />
      <SamePart session={session} id={id} />
      {maySend(record, 'file', new Date()) && <TakeAlong session={session} record={record} />}
      <RecordBack record={record} session={session} onChange={loaded.reload} />
      <Remove record={record} session={session} />
    </Page>
  )
}

/** Says that it is done, and that it is safe only once it is backed up. */
function Taken({ session }: { readonly session: OpenPageProps['session'] }): VNode {
  const backup = useLoaded(async () => (await loadBackupNote(session.context)) ?? null, [session.context])
  return (
    <Notice isLive title={walletClaim.done}>
      <p>{walletClaim.doneText}</p>
      {backup.value !== undefined && <p>{backup.value === null ? wallet.list.notSafe : wallet.list.stale}</p>}
      <div><ButtonLink href="/settings#backup" icon="download">{wallet.list.backUp}</ButtonLink></div>
    </Notice>
  )
}

function Criteria({ record }: { readonly record: WalletRecord }): VNode | null {
  const { criteria } = describeCredential(record.credential)
  if (criteria === undefined) return null
  return <section class="stack stack-tight"><h2>{words.criteria}</h2><p class="kept-lines"><bdi>{criteria}</bdi></p></section>
}

function Remove({ record, session }: { readonly record: WalletRecord; readonly session: OpenPageProps['session'] }): VNode {
  const { route } = useLocation()
  const [isAsking, setAsking] = useState(false)
  const remove = async (): Promise<void> => {
    await removeRecord(record.id, session.context)
    route('/')
  }
  return (
    <div>
      <Button kind="danger" onPress={() => setAsking(true)}>{words.remove}</Button>
      {isAsking && (
        <ConfirmDialog title={words.removeHeading} act={words.removeYes} actKind="danger" onAct={() => void remove()} onClose={() => setAsking(false)}>
          <p>{words.removeText}</p>
        </ConfirmDialog>
      )}
    </div>
  )
}
