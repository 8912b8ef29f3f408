import { encodeHex, encodeUtf8 } from 'everlearned/encoding'
import { rootOfMap, signEntry, statusDigests, type StatusDigest } from 'everlearned/trust'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import { startOfDay } from '../issuing/start-of-day.ts'
import { statusListUrl } from '../issuing/sign-status-list.ts'

/** Lists that are stated in one turn. */
const listsAtOnce = 64

/**
 * Says on the log which bytes the status lists of this node have now, and keeps those bytes: whoever holds them can show that
 * they were the last word of an issuer that is gone. Answers how many were stated.
 *
 * At midnight, whatever happens, a new list too: one that was stated when it changes, or when the first claim of an issuer begins
 * it, would tell the hour in which something happened to somebody.
 */
export async function stateLists(context: IssuingContext): Promise<number> {
  const today = startOfDay(context.now())
  const lists = await context.database.selectFrom('status_list').leftJoin('list_snapshot', 'list_snapshot.list_id', 'status_list.id')
    .select(['status_list.id', 'status_list.organisation_id', 'status_list.key_type', 'status_list.published'])
    .where((where) => where.and([where('status_list.created_at', '<', today), where.or([where('list_snapshot.stated_at', 'is', null), where('list_snapshot.stated_at', '<', today)])]))
    .orderBy('status_list.id').limit(listsAtOnce).execute()
  for (const list of lists) await stateList(list, context)
  return lists.length
}

interface List {
  readonly id: string
  readonly organisation_id: string
  readonly key_type: 'Ed25519' | 'P-256'
  readonly published: string
}

async function stateList({ id, organisation_id: organisationId, key_type: keyType, published }: List, context: IssuingContext): Promise<void> {
  const { database, judgedLog, organisationKeys, cryptography, config, now } = context
  const digest = encodeHex(cryptography.sha256(encodeUtf8(published)))
  const list = statusListUrl(id, { config })
  const { did, key } = await organisationKeys.openSigningKey(organisationId, keyType)
  const { registry } = judgedLog
  // After a crash between log and database it is there already.
  if (statusDigests(registry, { issuer: did, list }).at(-1)?.digest !== digest) {
    const payload: StatusDigest = { issuer: did, sequence: registry.sequences.get(did) ?? 0, list, digest }
    const entry = await signEntry({ type: 'status', payload }, { origin: registry.origin, signers: [key] })
    const [answer] = await judgedLog.submit({ entries: [entry] })
    if (answer?.ok !== true) return
  }
  const values = { digest, published, stated_at: now() }
  await database.insertInto('list_snapshot').values({ list_id: id, ...values }).onConflict((conflict) => conflict.column('list_id').doUpdateSet(values)).execute()
}

/** So many entries after the last one, or so long, the state of everything in force is stated again. */
const epochEntries = 1_000
const epochHours = 24

/** States the root of the map of everything in force, now and then; `since` is when that was last looked at. */
export async function stateEpoch({ judgedLog, operatorKey, cryptography, now }: IssuingContext, since: Date): Promise<boolean> {
  const { registry } = judgedLog
  // The state of everything is that of the registry which is followed.
  if (registry.syncs.length > 0) return false
  const added = registry.size - (registry.epochs.at(-1)?.index ?? -1) - 1
  const isDue = added >= epochEntries || (added > 0 && now().getTime() - since.getTime() >= epochHours * 3_600_000)
  if (!isDue) return false
  const payload = { size: registry.size, root: encodeHex(rootOfMap(registry.map, cryptography.sha256)) }
  const entry = await signEntry({ type: 'epoch', payload }, { origin: registry.origin, signers: [operatorKey] })
  const [answer] = await judgedLog.submit({ entries: [entry] })
  return answer?.ok === true
}
