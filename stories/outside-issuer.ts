import { addProof } from 'everlearned/credential'
import { encodeMultikey, type SigningKey } from 'everlearned/crypto'
import { didWebDocument } from 'everlearned/did'
import { decodeMultibase, type JsonObject } from 'everlearned/encoding'
import { formatTlogProof, httpLogReader, proveEntry } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { batchPath, buildBatchTree, commit, formatLedgerProof, sealBatch, signConformance, signEntry, type Payloads, type Statement } from 'everlearned/trust'
import { formatBundle } from 'everlearned/verifier'
import { newSigningKey } from '../apps/cli/test-operator.ts'

/** A log that anybody may send entries to. */
export interface OpenLog {
  readonly url: string
  readonly origin: string
  readonly verifierKey: string
}

/** What a holder has: the credential, and where its signature is recorded. */
export interface IssuedOutside {
  readonly credential: JsonObject
  readonly record?: OutsideRecord
}

/** Where a signature is recorded, and what proves that it is this one. */
export interface OutsideRecord {
  readonly index: number
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly batchIndex: number
  readonly batchPath: readonly Uint8Array[]
  readonly entry: Uint8Array<ArrayBuffer>
}

type Unnumbered<Payload> = Payload extends unknown ? Omit<Payload, 'sequence'> : never

/** An issuer with software of its own: it knows the formats, and no node. Whoever has its key can do what it can. */
export class OutsideIssuer {
  readonly did: string
  readonly name: string
  readonly #log: OpenLog
  #sequence = 0

  constructor(did: string, name: string, log: OpenLog) {
    this.did = did
    this.name = name
    this.#log = log
  }

  /** Registers itself, as anybody may. */
  async register(key: SigningKey, recovery?: SigningKey): Promise<number> {
    const sample = await signConformance(this.did, { signingKey: key, verificationMethod: this.methodOf(key), cryptography })
    const recoveryKey = recovery === undefined ? {} : { recoveryKey: encodeMultikey(recovery.publicKey) }
    const payload = { did: this.did, name: this.name, sector: 'education', keys: [encodeMultikey(key.publicKey)], ...recoveryKey, basis: 'self-declared', sample } as const
    return this.#send(await signEntry({ type: 'register', payload }, { origin: this.#log.origin, signers: recovery === undefined ? [key] : [key, recovery] }))
  }

  /** Says something about itself, or for another; its number is filled in. */
  async say<Type extends 'rotate' | 'withdraw' | 'reaffirm' | 'archive' | 'status' | 'endorse'>(type: Type, payload: Unnumbered<Payloads[Type]>, ...signers: readonly SigningKey[]): Promise<number> {
    const statement = { type, payload: { ...payload, sequence: this.#sequence } } as unknown as Statement
    const index = await this.#send(await signEntry(statement, { origin: this.#log.origin, signers }))
    this.#sequence += 1
    return index
  }

  /** Signs a badge for somebody. */
  async sign(key: SigningKey, achievement: string, validFrom = '2026-11-01T00:00:00Z'): Promise<JsonObject> {
    return addProof({
      '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
      'id': `urn:uuid:${crypto.randomUUID()}`, 'type': ['VerifiableCredential', 'OpenBadgeCredential'], 'name': achievement, validFrom,
      'issuer': { id: this.did, type: ['Profile'], name: this.name },
      'credentialSubject': {
        type: ['AchievementSubject'], id: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
        achievement: { id: 'https://example.org/achievements/1', type: ['Achievement'], achievementType: 'Degree', name: achievement, description: achievement, criteria: { narrative: 'Passed' } },
      },
    }, { proofPurpose: 'assertionMethod' }, { signingKey: key, verificationMethod: this.methodOf(key), created: new Date(validFrom), cryptography })
  }

  /** Records the signature of a credential in a batch of its own. */
  async record(credential: JsonObject, key: SigningKey): Promise<IssuedOutside & { readonly record: OutsideRecord }> {
    const nonce = cryptography.randomBytes(32)
    const proofBytes = decodeMultibase(String((credential['proof'] as JsonObject)['proofValue']), 'z')
    const others = Array.from({ length: 63 }, () => cryptography.randomBytes(32))
    const batch = await sealBatch([commit(proofBytes, nonce, cryptography.sha256), ...others], { issuer: this.did, scope: 'education', isOverdue: true, origin: this.#log.origin, signer: key, cryptography })
    const [batchIndex = 0] = batch.positions
    const path = batchPath(buildBatchTree(batch.leaves, cryptography.sha256), batchIndex)
    return { credential, record: { index: await this.#send(batch.entry), nonce, batchIndex, batchPath: path, entry: batch.entry } }
  }

  /** The DID document that its address would serve with these keys. */
  documentOf(...keys: readonly SigningKey[]): JsonObject {
    return didWebDocument(this.did, keys.map((key) => ({ fragment: encodeMultikey(key.publicKey), publicKey: key.publicKey, isRetired: false }))) as unknown as JsonObject
  }

  methodOf(key: SigningKey): string {
    return `${this.did}#${encodeMultikey(key.publicKey)}`
  }

  async #send(entry: Uint8Array<ArrayBuffer>): Promise<number> {
    const answer = await fetch(`${this.#log.url}/entries`, { method: 'POST', body: entry, headers: { 'content-type': 'application/octet-stream' } })
    const { index, code } = await answer.json() as { readonly index?: number; readonly code?: string }
    if (index === undefined) throw new Error(code)
    return index
  }
}

/** A new issuer under an identifier that its key is. */
export async function newKeyIssuer(name: string, log: OpenLog): Promise<{ readonly issuer: OutsideIssuer; readonly key: SigningKey }> {
  const key = await newSigningKey()
  return { issuer: new OutsideIssuer(`did:key:${encodeMultikey(key.publicKey)}`, name, log), key }
}

/** The file that a holder shares: the credential, with the proof of its record under the last final checkpoint that a copy shows. */
export async function bundleOf({ credential, record }: IssuedOutside, copy: string, { verifierKey }: OpenLog, more: Partial<Parameters<typeof formatBundle>[0]> = {}): Promise<string> {
  const proven = record === undefined ? undefined : await proveEntry(httpLogReader(copy, (url) => fetch(url)), record.index, { verifierKey, cryptography })
  const ledgerProofs = record === undefined || proven === undefined ? [] : [formatLedgerProof({ ...record, proof: formatTlogProof(proven.proof) }) as unknown as JsonObject]
  return formatBundle({ credentials: [JSON.stringify(credential)], documents: {}, status: {}, ledgerProofs, logs: [], ...more })
}
