/**
 * What this node says of itself on its log: the charter of a network of one, who its organisations are, under which keys they sign,
 * and their DID documents for the time after them.
 *
 * Nothing is queued: the log, as replayed, is held against the database, and what it does not say yet is said. So a crash anywhere
 * loses nothing and repeats nothing.
 */
import { encodeMultikey, type SigningKey } from 'everlearned/crypto'
import { canonicalJson, encodeHex, encodeUtf8, type Json, type JsonObject } from 'everlearned/encoding'
import { archived, keysInForce, signConformance, signEntry, type Charter, type Register, type Sector, type Statement } from 'everlearned/trust'
import { didDocumentFor } from '../accounts/did-document.ts'
import { issuerDid, keyTypeOf, openOrganisationKey } from '../accounts/organisation-keys.ts'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import { ServerError } from '../server-error.ts'

/** An organisation under one of its DIDs, as the database has it. */
interface Issuer {
  readonly organisationId: string
  readonly did: string
  readonly name: string
  readonly url: string | null
  readonly sector: Sector
  /** All keys of the DID, those of before among them, in the order they were made. */
  readonly keys: readonly string[]
  /** Those that sign now. */
  readonly current: readonly string[]
}

/**
 * Says on the log what it does not say yet of this node's organisations; answers how many entries that took.
 *
 * @throws ServerError `ledger/statement-refused` when the rules do not allow what the node has to say
 */
export async function stateOrganisations(context: IssuingContext): Promise<number> {
  const before = context.judgedLog.registry.size
  if (before === 0) await state({ type: 'charter', payload: await charterOfOne(context) }, [context.operatorKey], context)
  for (const issuer of await loadIssuers(context)) {
    await stateKeys(issuer, context)
    await stateDocument(issuer, context)
  }
  return context.judgedLog.registry.size - before
}

/** A network begins with one member; others join by a change of its policy, which this one and they sign. */
async function charterOfOne({ config, ledger, operatorKey }: IssuingContext): Promise<Charter> {
  const key = encodeMultikey(operatorKey.publicKey)
  return {
    name: config.name, policy: `log ${ledger.verifierKey}\nquorum none\n`, rules: 1, accreditors: [],
    governance: { education: { threshold: 1, seats: [{ name: config.name, key }] } },
    operator: { did: `did:key:${key}`, name: config.name, keys: [key] },
  }
}

async function loadIssuers({ database }: IssuingContext): Promise<readonly Issuer[]> {
  const rows = await database.selectFrom('organisation').innerJoin('organisation_key', 'organisation_key.organisation_id', 'organisation.id')
    .select(['organisation.id', 'organisation.did', 'organisation.name', 'organisation.url', 'organisation.sector', 'organisation_key.multikey', 'organisation_key.retired_at'])
    .orderBy('organisation.id').orderBy('organisation_key.created_at').orderBy('organisation_key.id').execute()
  const issuers = new Map<string, Issuer>()
  for (const { id, did, name, url, sector, multikey, retired_at: retiredAt } of rows) {
    // Keys of BLS12-381 sign no entries.
    if (keyTypeOf(multikey) === 'BLS12-381') continue
    const own = issuerDid(did, multikey)
    const { keys, current } = issuers.get(own) ?? { keys: [], current: [] }
    issuers.set(own, { organisationId: id, did: own, name, url, sector, keys: [...keys, multikey], current: retiredAt === null ? [...current, multikey] : current })
  }
  return [...issuers.values()]
}

async function stateKeys(issuer: Issuer, context: IssuingContext): Promise<void> {
  const { registry } = context.judgedLog
  const { did, current } = issuer
  if (!registry.participants.has(did)) {
    if (current.length > 0) await register(issuer, context)
    return
  }
  const inForce = keysInForce(registry, did, registry.size)
  const [add, remove] = [current.filter((key) => !inForce.includes(key)), inForce.filter((key) => !current.includes(key))]
  const old = inForce[0]
  if (old === undefined || (add.length === 0 && remove.length === 0)) return
  const signers = await openKeys(issuer, [old, ...add], context)
  await state({ type: 'rotate', payload: { did, sequence: sequenceOf(did, context), add, remove } }, signers, context)
}

async function register(issuer: Issuer, context: IssuingContext): Promise<void> {
  const { did, name, url, sector, current } = issuer
  const signers = await openKeys(issuer, current, context)
  const [signingKey] = signers
  if (signingKey === undefined) return
  const sample = await signConformance(did, { signingKey, verificationMethod: `${did}#${encodeMultikey(signingKey.publicKey)}`, cryptography: context.cryptography })
  const payload: Register = {
    did, name, sector, keys: current, ...(url === null ? {} : { url }), basis: did.startsWith('did:web:') ? 'domain' : 'self-declared', sample,
  }
  await state({ type: 'register', payload }, signers, context)
}

/** A did:key needs no document; that of a did:web outlives its web server here. */
async function stateDocument({ organisationId, did, keys, current }: Issuer, context: IssuingContext): Promise<void> {
  const { judgedLog, cryptography } = context
  if (!did.startsWith('did:web:')) return
  const document = didDocumentFor(did, keys) as unknown as JsonObject
  const digest = encodeHex(cryptography.sha256(encodeUtf8(canonicalJson(document as Json))))
  if (archived(judgedLog.registry, { issuer: did, id: did }).at(-1)?.digest === digest) return
  const key = current[0]
  if (key === undefined) return
  const signer = await openOrganisationKey(organisationId, key, context)
  await state({ type: 'archive', payload: { issuer: did, sequence: sequenceOf(did, context), kind: 'did-document', id: did, digest, document } }, [signer], context)
}

function openKeys({ organisationId }: Issuer, keys: readonly string[], context: IssuingContext): Promise<readonly SigningKey[]> {
  return Promise.all(keys.map((key) => openOrganisationKey(organisationId, key, context)))
}

function sequenceOf(did: string, { judgedLog }: IssuingContext): number {
  return judgedLog.registry.sequences.get(did) ?? 0
}

async function state(statement: Statement, signers: readonly SigningKey[], { judgedLog, ledger }: IssuingContext): Promise<void> {
  const entry = await signEntry(statement, { origin: ledger.checkpoint.origin, signers })
  const [answer] = await judgedLog.submit({ entries: [entry] })
  if (answer?.ok !== true) throw new ServerError('ledger/statement-refused', `Cannot state ${statement.type}: the rules of the log do not allow it (${answer?.code ?? 'no answer'})`)
}
