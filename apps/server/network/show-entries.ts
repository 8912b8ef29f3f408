import { encodeBase64url, encodeHex } from 'everlearned/encoding'
import { parseEntry, type Registry, type Statement } from 'everlearned/trust'
import { sql } from 'kysely'
import type { NodeContext } from '../context.ts'
import { ServerError } from '../server-error.ts'
import { ownEntries } from './log-entries.ts'
import { rulesInForce } from './rules-in-force.ts'

/** An entry as people read it. */
export interface EntryView {
  index: number
  type: string
  payload: Record<string, unknown>
  signedBy: { key: string; did: string | null; name: string | null }[]
  final: boolean
}

/** Some entries of this node's log. */
export async function showEntries({ from, limit }: { readonly from: number; readonly limit: number }, context: NodeContext): Promise<{ size: number; types: string[]; entries: EntryView[] }> {
  const { ledger } = context
  const final = await context.finality.checkpoint()
  const entries = await ownEntries(ledger)(from, from + limit)
  return { size: ledger.checkpoint.size, types: await listTypes(context), entries: entries.map((bytes, offset) => showEntry(bytes, from + offset, final?.size ?? 0, context)) }
}

/** The kinds that stand in the log, as far as it was looked through. */
async function listTypes({ database, ledger }: NodeContext): Promise<string[]> {
  const rows = await database.selectFrom('entry_kind').select('type').where('origin', '=', ledger.checkpoint.origin).orderBy('type').execute()
  return rows.map(({ type }) => type)
}

/** One entry with its bytes, and its proof once it is final. @throws ServerError `ledger/not-found` */
export async function showProvenEntry(index: number, context: NodeContext): Promise<EntryView & { bytes: string; proof: string | null }> {
  const { ledger, finality } = context
  const final = await finality.checkpoint()
  const [bytes] = await ownEntries(ledger)(index, index + 1)
  if (bytes === undefined) throw new ServerError('ledger/not-found', 'Cannot show entry: the log has none of this number')
  const proof = final !== undefined && index < final.size ? await ledger.tlogProof(index, final) : null
  return { ...showEntry(bytes, index, final?.size ?? 0, context), bytes: encodeBase64url(bytes), proof }
}

function showEntry(bytes: Uint8Array<ArrayBuffer>, index: number, finalSize: number, context: NodeContext): EntryView {
  const entry = parseEntry(bytes)
  const registries = [context.judgedLog.registry, rulesInForce(context)?.registry].flatMap((registry) => registry ?? [])
  return {
    index, type: entry.type, payload: showPayload(entry), final: index < finalSize,
    signedBy: entry.signatures.map(({ key }) => ({ key, ...ownerOf(key, registries) })),
  }
}

function showPayload(statement: Statement): Record<string, unknown> {
  if (statement.type !== 'batch') return { ...statement.payload }
  return { ...statement.payload, root: encodeHex(statement.payload.root) }
}

interface Owner {
  readonly did: string | null
  readonly name: string | null
}

/** Whose each key is, as of so many entries: looked up anew only when the registry has grown. */
const owners = new WeakMap<Registry, { readonly size: number; readonly keys: ReadonlyMap<string, Owner> }>()

function ownerOf(key: string, registries: readonly Registry[]): Owner {
  for (const registry of registries.toReversed()) {
    const owner = ownersIn(registry).get(key)
    if (owner !== undefined) return owner
  }
  return { did: null, name: null }
}

function ownersIn(registry: Registry): ReadonlyMap<string, Owner> {
  const known = owners.get(registry)
  if (known?.size === registry.size) return known.keys
  const keys = new Map([...registry.participants.values()].flatMap(({ did, name, keys: spans }) => spans.map(({ key }) => [key, { did, name }] as const)))
  owners.set(registry, { size: registry.size, keys })
  return keys
}

/** The most points of a curve. */
const maxPoints = 500

/** How the log grew: every point, or as many as a curve shows, at even distances; the last one is the newest. Looked up by the index, never all read. */
export async function showGrowth({ database }: NodeContext): Promise<{ at: string; size: number }[]> {
  const rows = await database.selectFrom('log_growth').selectAll().orderBy('size').limit(maxPoints + 1).execute()
  const points = rows.length <= maxPoints ? rows : await evenPoints(database)
  return points.map(({ size, reached_at: at }) => ({ at: at.toISOString(), size: Number(size) }))
}

async function evenPoints(database: NodeContext['database']): Promise<readonly { readonly size: string; readonly reached_at: Date }[]> {
  const { rows } = await sql<{ readonly size: string; readonly reached_at: Date }>`
    select distinct point.size, point.reached_at
    from (select min(size) as first, max(size) as last from log_growth) as range
    cross join generate_series(0, ${maxPoints - 1}::bigint) as step
    cross join lateral (
      select size, reached_at from log_growth where size <= range.first + (range.last - range.first) * step / ${maxPoints - 1}::bigint order by size desc limit 1
    ) as point
    order by point.size`.execute(database)
  return rows
}
