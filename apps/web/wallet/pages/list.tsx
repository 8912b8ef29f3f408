import type { VNode } from 'preact'
import { arrangeTimeline, assessSafety, isDraft, loadAllWaiting, loadBackupNote, loadLifeEntries, loadRecords, loadRecoveryNote, loadSyncState, type Safety, type TimelineGroup, type WaitingRecord } from 'everlearned/holder'
import { ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { lazyPage } from '../../lazy-page.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletExchange } from '../../messages/wallet-exchange.ts'
import { walletTimeline } from '../../messages/wallet-timeline.ts'
import { useLoaded } from '../../use-loaded.ts'
import { Timeline } from '../parts/timeline.tsx'
import { UndoNotice } from '../parts/undo-removal.tsx'
import { contentVersion, type OpenSession } from '../session.ts'

const WaitingList = lazyPage(() => import('../parts/waiting-list.tsx'))

/** Everything that the person holds, as cards: what others gave, and what they say themselves. */
export default function List({ session }: { readonly session: OpenSession }): VNode {
  const loaded = useLoaded(async () => {
    const { context } = session
    const { records, broken } = await loadRecords(context)
    const [lives, waiting, backup, recovery, sync] = await Promise.all([loadLifeEntries(context), loadAllWaiting(context), loadBackupNote(context), loadRecoveryNote(context), loadSyncState(context)])
    const held = [...records, ...lives.entries.map(({ changedAt }) => ({ addedAt: changedAt }))]
    const drafts = lives.entries.filter(isDraft).length
    return { groups: arrangeTimeline(records, lives.entries), waiting, drafts, broken: [...broken, ...lives.broken], safety: assessSafety(held, { backup, recovery, sync }) }
  }, [session.context, contentVersion.value])
  const { value, problem } = loaded
  return (
    <Page title={wallet.list.heading} actions={<ButtonLink href="/add" icon="plus">{wallet.list.add}</ButtonLink>}>
      {value !== undefined && <Held {...value} session={session} onChange={loaded.reload} />}
      {value === undefined && problem === undefined && <p class="quiet" role="status">{wallet.working}</p>}
      {value === undefined && problem !== undefined && <Notice kind="fault" title={wallet.unavailable.title}><p>{wallet.unavailable.text}</p></Notice>}
    </Page>
  )
}

interface HeldProps {
  readonly groups: readonly TimelineGroup[]
  readonly waiting: readonly WaitingRecord[]
  readonly drafts: number
  readonly broken: readonly string[]
  readonly safety: Safety
  readonly session: OpenSession
  readonly onChange: () => void
}

function Held({ groups, waiting, drafts, broken, safety, session, onChange }: HeldProps): VNode {
  return (
    <>
      {broken.length > 0 && <Notice kind="fault"><p>{broken.length === 1 ? wallet.list.brokenOne : wallet.list.brokenMany(broken.length)}</p></Notice>}
      <BackupReminder safety={safety} />
      <UndoNotice context={session.context} onUndone={onChange} />
      {drafts > 0 && <Notice kind="care" title={walletTimeline.draftsHeading(drafts)}><p>{walletTimeline.drafts}</p><div><ButtonLink href="/drafts">{walletTimeline.lookAtDrafts}</ButtonLink></div></Notice>}
      {waiting.length > 0 && <WaitingList waiting={waiting} />}
      {groups.length === 0 && broken.length === 0 ? drafts + waiting.length === 0 && <Nothing /> : <Timeline groups={groups} label={wallet.list.count(groups.length)} />}
      <div class="stack stack-tight">
        <div class="buttons">
          <ButtonLink href="/learning" icon="clock">{wallet.list.learning}</ButtonLink>
          {groups.length > 0 && <ButtonLink href="/profiles" icon="people">{wallet.list.profiles}</ButtonLink>}
          {groups.length > 0 && <ButtonLink href="/resume" icon="file">{wallet.list.resume}</ButtonLink>}
        </div>
        {groups.length > 0 && <a class="link-touch" href="/log">{walletExchange.log}</a>}
      </div>
    </>
  )
}

/** The first visit, or a wallet that came back without its records. */
function Nothing(): VNode {
  return (
    <Empty title={wallet.list.emptyHeading}>
      <p>{wallet.list.empty}</p>
      <p>{wallet.list.emptyOwn}</p>
      <div><ButtonLink href="/life/new" icon="plus">{wallet.list.begin}</ButtonLink></div>
      <p>{wallet.list.hadSome}<br /><a class="link-touch" href="/sync">{wallet.list.fromDevices}</a> · <a class="link-touch" href="/import">{wallet.list.fromFile}</a></p>
    </Empty>
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
