import type { Kysely } from 'kysely'
import { parseEntry, type Statement } from 'everlearned/trust'
import type { Tables } from '../database/tables.ts'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import { copiedEntries, ownEntries, type EntryReader } from './log-entries.ts'

/** Entries that are looked through in one transaction. */
const entriesAtOnce = 256

/** Notes for each entry by whom and about whom it is, of this node's log and of those that it validates; goes on where it stopped. */
export async function readMentions(context: IssuingContext): Promise<void> {
  const { judgedLog: { log }, followedLogs, database } = context
  await readLog({ origin: log.checkpoint.origin, size: log.checkpoint.size, read: ownEntries(log) }, database)
  for (const { log: followed } of followedLogs.all) {
    if (followed.role === 'validator') await readLog({ origin: followed.origin, size: followed.size, read: copiedEntries(followed.reader) }, database)
  }
}

async function readLog({ origin, size, read }: { readonly origin: string; readonly size: number; readonly read: EntryReader }, database: Kysely<Tables>): Promise<void> {
  const row = await database.selectFrom('mentions_read').select('size').where('origin', '=', origin).executeTakeFirst()
  for (let from = Number(row?.size ?? 0); from < size;) {
    const entries = await read(from, Math.min(size, from + entriesAtOnce))
    if (entries.length === 0) return
    const statements = entries.map((entry) => parseEntry(entry))
    const kinds = [...new Set(statements.map(({ type }) => type))].map((type) => ({ origin, type }))
    const mentions = statements.flatMap((statement, offset) => mentionsOf(statement).map((mention) => ({ origin, entry_index: from + offset, ...mention })))
    from += entries.length
    await database.transaction().execute(async (transaction) => {
      await transaction.insertInto('entry_kind').values(kinds).onConflict((conflict) => conflict.doNothing()).execute()
      if (mentions.length > 0) await transaction.insertInto('entry_mention').values(mentions).onConflict((conflict) => conflict.doNothing()).execute()
      await transaction.insertInto('mentions_read').values({ origin, size: from }).onConflict((conflict) => conflict.column('origin').doUpdateSet({ size: from })).execute()
    })
  }
}

interface Mention {
  readonly did: string
  readonly part: 'by' | 'about'
  readonly type: string
  readonly leaves: number
}

function mentionsOf(statement: Statement): readonly Mention[] {
  const { type } = statement
  const leaves = type === 'batch' ? statement.payload.size : 0
  const mention = (did: string | null | undefined, part: Mention['part']): readonly Mention[] => (did === null || did === undefined ? [] : [{ did, part, type, leaves }])
  return [...mention(actorOf(statement), 'by'), ...mention(subjectOf(statement), 'about')]
}

function actorOf({ type, payload }: Statement): string | null | undefined {
  switch (type) {
    case 'charter': case 'epoch': case 'policy': case 'rules': case 'constitution': return undefined
    case 'batch': case 'status': case 'archive': return payload.issuer
    case 'register': case 'rotate': case 'reaffirm': return payload.did
    case 'accredit': return payload.accreditor
    case 'regsync': return payload.operator
    default: return payload.by
  }
}

function subjectOf({ type, payload }: Statement): string | undefined {
  switch (type) {
    case 'accredit': return payload.did
    case 'suspend': case 'reinstate': case 'withdraw': return payload.target === 'accreditation' ? undefined : payload.did
    case 'endorse': case 'dispute': return 'did' in payload.subject ? payload.subject.did : undefined
    default: return undefined
  }
}
