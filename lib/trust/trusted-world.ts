import { addProof } from '../credential/add-proof.ts'
import type { SigningKey } from '../crypto/cryptography.ts'
import { decodeMultibase } from '../encoding/multibase.ts'
import { encodeHex } from '../encoding/hex.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { canonicalJson, type Json, type JsonObject } from '../encoding/canonical-json.ts'
import { didWebDocument } from '../did/did-web.ts'
import { cosign, cosignerKeyOf } from '../ledger/cosignature.ts'
import { parseCheckpoint } from '../ledger/checkpoint.ts'
import { formatNote } from '../ledger/note.ts'
import { memoryLogStorage } from '../ledger/memory-log-storage.ts'
import { openLog } from '../ledger/open-log.ts'
import { formatPolicy } from '../ledger/policy.ts'
import { parseTlogProof, formatTlogProof } from '../ledger/tlog-proof.ts'
import { parseVerifierKey } from '../ledger/verifier-key.ts'
import type { TransparencyLog } from '../ledger/transparency-log.ts'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { charterOf, didOf, keyOf, multikeyOf, mustBeTaken, Network, origin, registrationOf, seatsOf } from './_network.ts'
import { formatArchiveProof } from './archive-proof.ts'
import { batchPath, buildBatchTree } from './batch-tree.ts'
import { commit } from './commitment.ts'
import { formatLedgerProof } from './ledger-proof.ts'
import type { Statement } from './payloads.ts'
import { sealBatch } from './seal-batch.ts'
import { wholeRegistry, type RegistryView } from './registry-view.ts'

/** A network for tests: a registry log whose every entry is judged, cosigned by four of five. */
export const cosigners = ['education', 'employer', 'certification', 'worker', 'government'] as const

/** The scope and the credential type that the board accredits for. */
export const weldingScope = 'https://example.org/scope/welding'

/** When cosigners sign, unless told otherwise. */
export const cosignedAt: Date = new Date('2026-11-20T12:00:00Z')

/** A credential with what its holder got for it. */
export interface Recorded {
  readonly credential: JsonObject
  readonly ledgerProof: Json
}

/** The log of a registry in the making, for tests of those who judge by it: what is said is by the rules, and cosigned when a proof is made. */
export class TrustedWorld {
  readonly network: Network = new Network({ cryptography })
  readonly log: TransparencyLog
  readonly policy: string

  private constructor(log: TransparencyLog, policy: string) {
    this.log = log
    this.policy = policy
  }

  static async begin(...names: readonly string[]): Promise<TrustedWorld> {
    const log = await openLog(memoryLogStorage(), { origin, signingKey: await keyOf('log'), otherKeys: async () => [await keyOf('log-2')], cryptography })
    const witnesses = await Promise.all(cosigners.map(async (name) => ({ name, key: cosignerKeyOf(`${name}.example`, (await keyOf(`${name}-cosigner`)).publicKey, cryptography.sha256) })))
    const policy = formatPolicy({ logs: [{ key: parseVerifierKey(log.verifierKey, cryptography.sha256) }], witnesses, groups: [{ name: 'four', threshold: 4, members: cosigners }], quorum: 'four' })
    const world = new TrustedWorld(log, policy)
    await world.say({ type: 'charter', payload: await charterOf({ policy }) }, seatsOf())
    for (const name of names) await world.register(name)
    return world
  }

  async register(name: string): Promise<void> {
    await this.network.register(name)
    await this.#catchUp()
  }

  async accredit(by: string, name: string, scope: string = weldingScope): Promise<number> {
    mustBeTaken(await this.network.accredit(by, name, scope))
    await this.#catchUp()
    return this.network.registry.size - 1
  }

  /** Says something under the rules; its place in the log. */
  async say(statement: Statement, names: readonly string[]): Promise<number> {
    mustBeTaken(await this.network.say(statement, names))
    await this.#catchUp()
    return this.network.registry.size - 1
  }

  /** These seats say that the domain of an organisation lists its key. */
  async see(name: string, seats: readonly string[] = ['worker-1', 'employer-1']): Promise<void> {
    for (const seat of seats) {
      const by = `did:key:${await multikeyOf(seat)}`
      await this.say({ type: 'endorse', payload: { by, sequence: this.network.next(by), subject: { did: didOf(name) }, ground: 'domain', keys: [await multikeyOf(name)] } }, [seat])
    }
  }

  /** All sectors find that a DID is not that of who registered it. */
  async free(name: string): Promise<number> {
    return this.say({ type: 'withdraw', payload: { by: 'governance', sequence: this.network.next('governance'), target: 'registration', did: didOf(name) } }, seatsOf())
  }

  async #catchUp(): Promise<void> {
    await this.log.append(this.network.entries.slice(this.log.checkpoint.size))
  }

  /** Signs a badge as `name`, under its did:web or what is given. */
  async sign(name: string, more: JsonObject = {}, key: string = name): Promise<JsonObject> {
    const did = didOf(name)
    return addProof({
      '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
      'id': 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', 'type': ['VerifiableCredential', 'OpenBadgeCredential'], 'name': 'Welding', 'issuer': { id: did, type: ['Profile'] }, 'validFrom': '2026-11-01T00:00:00Z',
      'credentialSubject': {
        id: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK', type: ['AchievementSubject'],
        achievement: { id: weldingScope, type: ['Achievement'], achievementType: 'Certificate', name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three welds' } },
      },
      ...more,
    }, { proofPurpose: 'assertionMethod' }, { signingKey: await keyOf(key), verificationMethod: `${did}#key-1`, created: new Date('2026-11-01T00:00:00Z'), cryptography })
  }

  /** Records a credential in a batch of its issuer, or the shared one. */
  async record(credential: JsonObject, batchOf: string | null, signer: string = batchOf ?? 'operator'): Promise<number> {
    const nonce = new Uint8Array(32).fill(this.network.registry.size)
    const proofBytes = decodeMultibase(String((credential['proof'] as JsonObject)['proofValue']), 'z')
    const issuer = batchOf === null ? null : didOf(batchOf)
    // The credentials of others in the same batch.
    const others = Array.from({ length: 63 }, () => cryptography.randomBytes(32))
    const batch = await sealBatch([commit(proofBytes, nonce, cryptography.sha256), ...others], { issuer, scope: 'education', isOverdue: true, origin, signer: await keyOf(signer), cryptography })
    mustBeTaken(await this.network.offer(batch.entry))
    await this.#catchUp()
    const [batchIndex = 0] = batch.positions
    const index = this.network.registry.size - 1
    this.#batches.set(index, { nonce, batchIndex, batchPath: batchPath(buildBatchTree(batch.leaves, cryptography.sha256), batchIndex), entry: batch.entry })
    return index
  }

  readonly #batches = new Map<number, Omit<Parameters<typeof formatLedgerProof>[0], 'proof'>>()

  async ledgerProof(index: number, by: readonly string[] = cosigners.slice(0, 4), at: Date = cosignedAt): Promise<Json> {
    const batch = this.#batches.get(index)
    if (batch === undefined) throw new RangeError('no batch was recorded there')
    return formatLedgerProof({ ...batch, proof: await this.tlogProof(index, by, at) }) as unknown as Json
  }

  /** The proof of an entry under a checkpoint that these have cosigned. */
  async tlogProof(index: number, by: readonly string[] = cosigners.slice(0, 4), at: Date = cosignedAt): Promise<string> {
    const proof = parseTlogProof(await this.log.tlogProof(index))
    const { checkpoint } = proof
    const lines = await Promise.all(by.map(async (name) => cosign(checkpoint, { name: `${name}.example`, key: await keyOf(`${name}-cosigner`), seconds: Math.floor(at.getTime() / 1_000) }, cryptography)))
    return formatTlogProof({ ...proof, checkpoint: parseCheckpoint(formatNote({ ...checkpoint.note, signatures: [...checkpoint.note.signatures, ...lines] })) })
  }

  /** Archives the DID document of an organisation; the proof that it did. */
  async archive(name: string, document: JsonObject): Promise<Json> {
    const digest = encodeHex(cryptography.sha256(encodeUtf8(canonicalJson(document))))
    const index = await this.say({ type: 'archive', payload: { issuer: didOf(name), sequence: this.network.next(didOf(name)), kind: 'did-document', id: didOf(name), digest, document } }, [name])
    return formatArchiveProof({ entry: this.network.entries[index] ?? new Uint8Array(), proof: await this.tlogProof(index) }) as unknown as Json
  }

  /** What somebody believes who trusts this network and holds its registry. */
  get trusted(): { readonly name: string; readonly policy: string; readonly registry: RegistryView } {
    return { name: 'Test network', policy: this.policy, registry: wholeRegistry(this.network.registry) }
  }
}

/** The DID document of a did:web with the key of a name. */
export async function documentOf(name: string, key: string = name): Promise<JsonObject> {
  const { publicKey }: SigningKey = await keyOf(key)
  return didWebDocument(didOf(name), [{ fragment: 'key-1', publicKey, isRetired: false }]) as unknown as JsonObject
}

export { didOf, keyOf, multikeyOf, origin, registrationOf, seatsOf }
