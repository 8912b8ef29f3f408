/**
 * What this node says of itself on its log: the charter of a network of one, who its organisations are, under which keys they sign,
 * and their DID documents for the time after them.
 *
 * Nothing is queued: the log, as replayed, is held against the database, and what it does not say yet is said. So a crash anywhere
 * loses nothing and repeats nothing.
 */
import { encodeMultikey, type SigningKey } from 'everlearned/crypto'
import { canonicalJson, encodeHex, encodeUtf8, type Json, type JsonObject } from 'everlearned/encoding'
import { archived, keysInForce, signConformance, signEntry, supportedRules, type Charter, type Register, type Registry, type Sector, type Statement } from 'everlearned/trust'
import { didDocumentFor } from '../accounts/did-document.ts'
import { issuerDid, keyTypeOf, openOrganisationKey } from '../accounts/organisation-keys.ts'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import { ServerError } from '../server-error.ts'
import { ownRegistrar, type Registrar } from './registrar.ts'
import { rulesInForce } from './rules-in-force.ts'

/** An organisation under one of its DIDs, as the database has it. */
interface Issuer {
  /** Undefined for the node itself. */
  readonly organisationId: string | undefined
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
 * Says on this node's log what it does not say yet of its organisations. Where the log follows the registry of another node, who
 * they are is said there: see {@link registerElsewhere}. Answers what the rules did not allow, which holds up nobody else: an
 * organisation that was suspended and takes new keys, for example.
 *
 * @throws ServerError `ledger/statement-refused` when the log cannot even begin
 */
export async function stateOrganisations(context: IssuingContext): Promise<readonly ServerError[]> {
  const { registry } = context.judgedLog
  const own = ownRegistrar(context)
  if (registry.size === 0) await state({ type: 'charter', payload: await charterOfOne(context) }, [context.operatorKey], own)
  return stateEach(await loadIssuers(context), async (issuer) => {
    if (registry.syncs.length === 0) await stateKeys(issuer, own, context)
    await stateDocument(issuer, context)
  })
}

/**
 * Registers this node and its organisations in the registry of another node, as far as they are not there. What was taken is seen
 * once it is copied and replayed here; until then nothing more is said of that participant.
 *
 * @throws ServerError `ledger/statement-refused` when everything else is said
 */
export async function registerElsewhere(registrar: Registrar, said: Map<string, number>, context: IssuingContext): Promise<void> {
  const [refusal] = await stateEach([await operatorAsIssuer(context), ...await loadIssuers(context)], async (issuer) => {
    if ((said.get(issuer.did) ?? -1) >= registrar.registry.size) return
    const index = await stateKeys(issuer, registrar, context)
    if (index !== undefined) said.set(issuer.did, index)
  })
  if (refusal !== undefined) throw refusal
}

/** Says something of one issuer after the other; answers the refusals. */
async function stateEach(issuers: readonly Issuer[], say: (issuer: Issuer) => Promise<void>): Promise<readonly ServerError[]> {
  const refusals: ServerError[] = []
  for (const issuer of issuers) {
    try {
      await say(issuer)
    } catch (cause) {
      if (!(cause instanceof ServerError)) throw cause
      refusals.push(cause)
    }
  }
  return refusals
}

/** The DIDs under which this node records, with the keys that have to be in force for that. */
export async function recordingDids(context: IssuingContext): Promise<readonly Pick<Issuer, 'did' | 'current'>[]> {
  return [await operatorAsIssuer(context), ...(await loadIssuers(context)).filter(({ current }) => current.length > 0)]
}

/** The node itself: it signs the batches that small issuers share, and what its log follows. */
async function operatorAsIssuer({ config, database, operatorKey }: IssuingContext): Promise<Issuer> {
  const key = encodeMultikey(operatorKey.publicKey)
  const first = await database.selectFrom('organisation').select('sector').where('approved_at', 'is not', null).orderBy('id').executeTakeFirst()
  return { organisationId: undefined, did: `did:key:${key}`, name: config.name, url: null, sector: first?.sector ?? 'education', keys: [key], current: [key] }
}

/** A network begins with one member; others join by a change of its policy, which this one and they sign. */
async function charterOfOne({ config, ledger, operatorKey }: IssuingContext): Promise<Charter> {
  const key = encodeMultikey(operatorKey.publicKey)
  return {
    name: config.name, policy: `log ${ledger.verifierKey}\nquorum none\n`, rules: supportedRules, accreditors: [],
    governance: { education: { threshold: 1, seats: [{ name: config.name, key }] } },
    operator: { did: `did:key:${key}`, name: config.name, keys: [key] },
  }
}

async function loadIssuers({ database }: IssuingContext): Promise<readonly Issuer[]> {
  const rows = await database.selectFrom('organisation').innerJoin('organisation_key', 'organisation_key.organisation_id', 'organisation.id')
    .select(['organisation.id', 'organisation.did', 'organisation.name', 'organisation.url', 'organisation.sector', 'organisation_key.multikey', 'organisation_key.retired_at'])
    .where('organisation.approved_at', 'is not', null).orderBy('organisation.id').orderBy('organisation_key.created_at').orderBy('organisation_key.id').execute()
  const issuers = new Map<string, Issuer>()
  for (const { id, did, name, url, sector, multikey, retired_at: retiredAt } of rows) {
    // Keys of BLS12-381 sign no entries; what ties one to a did:web is that its document, which is archived, lists it.
    const signsEntries = keyTypeOf(multikey) !== 'BLS12-381'
    if (!signsEntries && !did.startsWith('did:web:')) continue
    const own = issuerDid(did, multikey)
    const { keys, current } = issuers.get(own) ?? { keys: [], current: [] }
    issuers.set(own, { organisationId: id, did: own, name, url, sector, keys: [...keys, multikey], current: signsEntries && retiredAt === null ? [...current, multikey] : current })
  }
  return [...issuers.values()]
}

/** Answers the index of what it stated; undefined when everything is said already, or cannot be said for now. */
async function stateKeys(issuer: Issuer, registrar: Registrar, context: IssuingContext): Promise<number | undefined> {
  const { registry } = registrar
  const { did, current } = issuer
  if (!registry.participants.has(did)) return current.length > 0 ? register(issuer, registrar, context) : undefined
  const inForce = keysInForce(registry, did, registry.size)
  const [add, remove] = [current.filter((key) => !inForce.includes(key)), inForce.filter((key) => !current.includes(key))]
  const old = inForce[0]
  const isRenamed = issuer.name !== registry.participants.get(did)?.name && registry.rulesVersion > 1
  if (old === undefined || (add.length === 0 && remove.length === 0 && !isRenamed)) return undefined
  const signers = await openKeys(issuer, [old, ...add], context)
  return state({ type: 'rotate', payload: { did, sequence: sequenceOf(did, registry), add, remove, ...(isRenamed ? { name: issuer.name } : {}) } }, signers, registrar)
}

async function register(issuer: Issuer, registrar: Registrar, context: IssuingContext): Promise<number | undefined> {
  const { did, name, url, sector, current } = issuer
  const signers = await openKeys(issuer, current, context)
  const [signingKey] = signers
  if (signingKey === undefined) return undefined
  const sample = await signConformance(did, { signingKey, verificationMethod: `${did}#${encodeMultikey(signingKey.publicKey)}`, cryptography: context.cryptography })
  const payload: Register = {
    did, name, sector, keys: current, ...(url === null ? {} : { url }), basis: did.startsWith('did:web:') ? 'domain' : 'self-declared', sample,
  }
  return state({ type: 'register', payload }, signers, registrar)
}

/** A did:key needs no document; that of a did:web outlives its web server here. */
async function stateDocument({ organisationId, did, keys, current }: Issuer, context: IssuingContext): Promise<void> {
  const { judgedLog: { registry }, cryptography } = context
  if (!did.startsWith('did:web:') || organisationId === undefined) return
  const document = didDocumentFor(did, keys) as unknown as JsonObject
  const digest = encodeHex(cryptography.sha256(encodeUtf8(canonicalJson(document as Json))))
  if (archived(registry, { issuer: did, id: did }).at(-1)?.digest === digest) return
  const rules = rulesInForce(context)
  const key = current[0]
  // Where a registry is followed it may not know the key yet: then a later turn says it.
  const isKnown = rules !== undefined && key !== undefined && (rules.followed === undefined || keysInForce(rules.registry, did, rules.at).includes(key))
  if (!isKnown) return
  const signer = await openOrganisationKey(organisationId, key, context)
  await state({ type: 'archive', payload: { issuer: did, sequence: sequenceOf(did, registry), kind: 'did-document', id: did, digest, document } }, [signer], ownRegistrar(context))
}

async function openKeys({ organisationId }: Issuer, keys: readonly string[], context: IssuingContext): Promise<readonly SigningKey[]> {
  return organisationId === undefined ? [context.operatorKey] : Promise.all(keys.map((key) => openOrganisationKey(organisationId, key, context)))
}

function sequenceOf(did: string, registry: Registry): number {
  return registry.sequences.get(did) ?? 0
}

/** What the registry of another node says when the copy of it here is behind: a later turn looks again. */
const behindCodes: readonly string[] = ['trust/sequence-wrong', 'trust/did-taken', 'trust/key-again', 'trust/key-not-in-force']

async function state(statement: Statement, signers: readonly SigningKey[], registrar: Registrar): Promise<number | undefined> {
  const { registry, isOwn } = registrar
  const answer = await registrar.submit(await signEntry(statement, { origin: registry.origin, signers }))
  if (answer.ok === true) return answer.index
  if (!isOwn && (answer.ok === 'later' || behindCodes.includes(answer.code))) return undefined
  throw new ServerError('ledger/statement-refused', `Cannot state ${statement.type}: the rules of the log do not allow it (${answer.code})`)
}
