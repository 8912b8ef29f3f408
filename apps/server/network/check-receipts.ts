import { judgeReceipt, parseTlogProof, type LedgerReceipt } from 'everlearned/ledger'
import type { Selectable } from 'kysely'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import type { Followed } from './followed-logs.ts'
import { endAlarm, raiseAlarm } from './raise-alarm.ts'
import type { LedgerReceiptTable } from './tables.ts'

type Row = Selectable<LedgerReceiptTable>

/** Receipts of a log in a state that are looked at in one turn, the oldest first: one that keeps nothing is in nobody's way. */
const receiptsAtOnce = 200

/**
 * Holds what other logs gave for the entries of this node against the copies of them here. One that was contradicted convicts its
 * log, whose follower then signs nothing more for it; one that was not kept in time is an alarm for as long as it is so.
 */
export async function checkReceipts(context: IssuingContext): Promise<void> {
  for (const followed of context.followedLogs.all) {
    const { origin } = followed.log
    const rows = [...await load(origin, 'withheld', context), ...await load(origin, 'pending', context)]
    const late: Row[] = []
    for (const row of rows) if (await check(row, followed, context) === 'withheld') late.push(row)
    if (rows.length > 0) await tell(origin, late, context)
  }
}

function load(origin: string, state: Row['state'], { database }: IssuingContext): Promise<readonly Row[]> {
  return database.selectFrom('ledger_receipt').selectAll().where('origin', '=', origin).where('state', '=', state).orderBy('received_at').orderBy('id').limit(receiptsAtOnce).execute()
}

async function check(row: Row, { log }: Followed, context: IssuingContext): Promise<Row['state']> {
  const { finality, cryptography, database } = context
  const policy = finality.inForce?.policy
  if (policy === undefined) return row.state
  const receipt: LedgerReceipt = { entry: Uint8Array.from(row.entry), proof: parseTlogProof(row.proof), verifierKey: row.verifier_key, url: row.url, receivedAt: row.received_at }
  const { state } = await judgeReceipt(receipt, { mirrors: [{ name: 'copy', read: log.reader }], policy, laterKeys: [log.verifierKey], now: context.now(), cryptography })
  if (state === 'contradicted') await log.compare(receipt.proof.checkpoint.text)
  // What the log's own key did not sign is not kept in the first place.
  const next = state === 'kept' || state === 'withheld' || state === 'contradicted' ? state : row.state
  if (next !== row.state) await database.updateTable('ledger_receipt').set({ state: next }).where('id', '=', row.id).execute()
  if (next !== row.state && next !== 'kept') await takeBack(row, context)
  return next
}

/** A batch whose log did not keep it is recorded anew, on this node's own log or the next. */
async function takeBack({ origin, entry_index: index }: Row, { database }: IssuingContext): Promise<void> {
  await database.updateTable('ledger_batch').set({ state: 'sealed', log_origin: null, other_size: null, log_index: null, recorded_at: null })
    .where('log_origin', '=', origin).where('log_index', '=', index).execute()
}

async function tell(origin: string, late: readonly Row[], context: IssuingContext): Promise<void> {
  const [first] = late
  if (first === undefined) return endAlarm({ kind: 'withheld', origin }, context)
  const reason = `entry ${first.entry_index}, which the log signed for at ${first.received_at.toISOString()}, is not final${late.length === 1 ? '' : `, and ${late.length - 1} more`}`
  await raiseAlarm({ kind: 'withheld', origin, code: 'ledger/receipt-withheld', reason, proof: null, at: context.now() }, context)
}
