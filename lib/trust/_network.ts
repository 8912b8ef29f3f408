import type { SigningKey } from '../crypto/cryptography.ts'
import { encodeMultikey } from '../crypto/multikey.ts'
import { ed25519Jwk } from '../crypto/secret-jwk.ts'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { cosignerKeyOf } from '../ledger/cosignature.ts'
import { formatPolicy, type Policy } from '../ledger/policy.ts'
import { signConformance } from './conformance.ts'
import { signEntry } from './entry.ts'
import { governanceActor, sectors, type Charter, type Governance, type Register, type Sector, type Statement } from './payloads.ts'
import { newRegistry, supportedRules, type Registry } from './registry.ts'
import { applyEntry, type Applied } from './replay.ts'
import type { ReplayContext } from './ruling.ts'

/** A network for tests: keys made from names, entries signed by them, every entry kept. */
export const origin = 'registry.example/ledger'

/** A key that is always the same for a name. */
export async function keyOf(name: string): Promise<SigningKey> {
  return cryptography.importSigningKey(ed25519Jwk(cryptography.sha256(encodeUtf8(name))))
}

/** The key of a name in Multikey form. */
export async function multikeyOf(name: string): Promise<string> {
  return encodeMultikey((await keyOf(name)).publicKey)
}

/** Signs a statement with the keys of these names. */
export async function signedBy(statement: Statement, names: readonly string[], log: string = origin): Promise<Uint8Array<ArrayBuffer>> {
  return signEntry(statement, { origin: log, signers: await Promise.all(names.map(keyOf)) })
}

/** The DID of an organisation in tests. */
export function didOf(name: string): string {
  return `did:web:${name}.example`
}

/** Three seats a sector, two of which speak for it. */
export async function governanceOf(names: readonly Sector[] = sectors): Promise<Governance> {
  const groups = await Promise.all(names.map(async (sector) => [sector, {
    threshold: 2, seats: await Promise.all([1, 2, 3].map(async (seat) => ({ name: `${sector} ${seat}`, key: await multikeyOf(`${sector}-${seat}`) }))),
  }] as const))
  return Object.fromEntries(groups)
}

/** Two seats of each of these sectors. */
export function seatsOf(names: readonly Sector[] = sectors): readonly string[] {
  return names.flatMap((sector) => [`${sector}-1`, `${sector}-2`])
}

/** Finality by four cosigners out of five, one a sector. */
export async function policyText(): Promise<string> {
  const witnesses = await Promise.all(sectors.map(async (name) => ({ name, key: cosignerKeyOf(`${name}.example`, (await keyOf(`${name}-cosigner`)).publicKey, cryptography.sha256) })))
  const policy: Policy = { logs: [], witnesses, groups: [{ name: 'four', threshold: 4, members: sectors }], quorum: 'four' }
  return formatPolicy(policy)
}

/** The charter of the network of five sectors. */
export async function charterOf(changes: Partial<Charter> = {}): Promise<Charter> {
  return {
    name: 'Test network', policy: await policyText(), governance: await governanceOf(), rules: supportedRules,
    accreditors: [{ did: didOf('board'), name: 'Board', keys: [await multikeyOf('board')], scopes: ['*'] }],
    operator: { did: didOf('operator'), name: 'Operator', keys: [await multikeyOf('operator')] }, ...changes,
  }
}

/** What an organisation registers with, its key being that of its name. */
export async function registrationOf(name: string, changes: Partial<Register> = {}): Promise<Register> {
  const did = changes.did ?? didOf(name)
  const sample = await signConformance(did, { signingKey: await keyOf(name), verificationMethod: `${did}#key-1`, cryptography })
  return { did, name: `The ${name}`, sector: 'education', keys: [await multikeyOf(name)], basis: 'domain', sample, ...changes }
}

/** A log in the making. */
export class Network {
  readonly registry: Registry
  readonly entries: Uint8Array<ArrayBuffer>[] = []
  readonly context: ReplayContext
  readonly #sequences = new Map<string, number>()

  constructor(context: ReplayContext = { cryptography }, log: string = origin) {
    this.registry = newRegistry(log)
    this.context = context
  }

  /** The number that an actor must put on its next statement. */
  next(actor: string): number {
    return this.#sequences.get(actor) ?? 0
  }

  /** Offers the bytes of an entry. */
  async offer(bytes: Uint8Array<ArrayBuffer>): Promise<Applied> {
    const applied = await applyEntry(this.registry, bytes, this.registry.size, this.context)
    if (applied.ok === true) this.entries.push(bytes)
    return applied
  }

  /** Signs a statement, with the right sequence number of its actor, and offers it. */
  async say(statement: Statement, names: readonly string[]): Promise<Applied> {
    const actor = actorOf(statement)
    const applied = await this.offer(await signedBy(statement, names, this.registry.origin))
    if (applied.ok === true && actor !== undefined) this.#sequences.set(actor, this.next(actor) + 1)
    return applied
  }

  /** Begins with the charter and registers these organisations. */
  async begin(...names: readonly string[]): Promise<void> {
    mustBeTaken(await this.say({ type: 'charter', payload: await charterOf() }, seatsOf()))
    for (const name of names) await this.register(name)
  }

  async register(name: string): Promise<void> {
    mustBeTaken(await this.say({ type: 'register', payload: await registrationOf(name) }, [name]))
  }

  /** Accredits in one scope, with the right to accredit others. */
  async accredit(accreditor: string, name: string, scope = 'https://example.org/scope/welding'): Promise<Applied> {
    return this.say({ type: 'accredit', payload: {
      accreditor: didOf(accreditor), sequence: this.next(didOf(accreditor)), did: didOf(name), scopes: [scope], basis: 'institutional', mayAccredit: true, from: '2026-01-01',
    } }, [accreditor])
  }

  /** Records a batch with a root of its own. */
  async batch(name: string | null, signer: string = name ?? 'operator', root: Uint8Array<ArrayBuffer> = cryptography.randomBytes(32)): Promise<Applied> {
    return this.say({ type: 'batch', payload: { issuer: name === null ? null : didOf(name), scope: 'education', size: 64, root } }, [signer])
  }
}

function actorOf({ type, payload }: Statement): string | undefined {
  if (type === 'policy' || type === 'rules' || type === 'constitution') return governanceActor
  if (!('sequence' in payload)) return undefined
  for (const member of ['accreditor', 'issuer', 'operator', 'by', 'did'] as const) {
    const value = (payload as unknown as Readonly<Record<string, unknown>>)[member]
    if (typeof value === 'string') return value
  }
  return undefined
}

/** Fails a test whose preparation was refused. */
export function mustBeTaken(applied: Applied): void {
  if (applied.ok !== true) throw new Error(`${applied.code}: ${applied.reason}`)
}
