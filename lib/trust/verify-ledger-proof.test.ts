import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { memoryLogStorage } from '../ledger/memory-log-storage.ts'
import { openLog } from '../ledger/open-log.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { batchPath, buildBatchTree } from './batch-tree.ts'
import { encodeMultikey } from '../crypto/multikey.ts'
import { commit } from './commitment.ts'
import { formatEntry, parseBatchEntry } from './entry.ts'
import { formatLedgerProof, parseLedgerProof, type LedgerProof } from './ledger-proof.ts'
import { sealBatch } from './seal-batch.ts'
import { verifyLedgerProof, type LedgerProofContext } from './verify-ledger-proof.ts'

const issuer = 'did:web:college.example'
const proofs = Array.from({ length: 100 }, (_, index) => encodeUtf8(`signature ${index}`))
const nonces = proofs.map(() => cryptography.randomBytes(32))

async function newLog(origin = 'college.example/ledger'): Promise<Awaited<ReturnType<typeof openLog>>> {
  return openLog(memoryLogStorage(), { origin, cryptography, signingKey: await cryptography.importSigningKey(await cryptography.generateKey('Ed25519')) })
}

const signer = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const signedBy = [encodeMultikey(signer.publicKey)]
const log = await newLog()
const foreignLog = await newLog('another.example/ledger')
const namesake = await newLog()

async function record(batchIssuer: string | null, into = log): Promise<readonly LedgerProof[]> {
  const commitments = proofs.map((proof, index) => commit(proof, nonces[index]!, cryptography.sha256))
  const batch = await sealBatch(commitments, { issuer: batchIssuer, scope: 'education', isOverdue: false, origin: into.checkpoint.origin, signer, cryptography })
  const { indexes: [index = 0] } = await into.append([batch.entry])
  const tree = buildBatchTree(batch.leaves, cryptography.sha256)
  const proof = await into.tlogProof(index)
  return nonces.map((nonce, at) => {
    const batchIndex = batch.positions[at]!
    return formatLedgerProof({ nonce, batchIndex, batchPath: batchPath(tree, batchIndex), entry: batch.entry, proof })
  })
}

const [good = [], shared = []] = [await record(issuer), await record(null)]
const context = (at: number): LedgerProofContext => ({ proofBytes: proofs[at]!, issuer, logs: [foreignLog.verifierKey, log.verifierKey], cryptography })

describe('verifyLedgerProof()', () => {
  it('passes the proof of every credential of a batch and says where it is recorded', async () => {
    for (const [at, proof] of good.entries()) {
      expect(await verifyLedgerProof(JSON.parse(JSON.stringify(proof)), context(at))).toEqual({
        outcome: 'passed', recordedIn: { origin: 'college.example/ledger', index: 0, size: 1, issuer, scope: 'education', signedBy, believed: { network: null, cosigners: [] } },
      })
    }
    expect(await verifyLedgerProof(shared[5], context(5))).toMatchObject({ outcome: 'passed', recordedIn: { index: 1, issuer: null } })
  })

  it('fails the proof of another credential, another nonce and another place', async () => {
    const code = 'trust/commitment-not-in-batch'
    expect(await verifyLedgerProof(good[1], context(0))).toMatchObject({ outcome: 'failed', code })
    expect(await verifyLedgerProof({ ...good[0], nonce: good[1]!.nonce }, context(0))).toMatchObject({ outcome: 'failed', code })
    expect(await verifyLedgerProof({ ...good[0], batchIndex: good[0]!.batchIndex ^ 1 }, context(0))).toMatchObject({ outcome: 'failed', code })
  })

  it('fails a batch that names another issuer', async () => {
    expect(await verifyLedgerProof(good[0], { ...context(0), issuer: 'did:web:mill.example' })).toMatchObject({ outcome: 'failed', code: 'trust/batch-of-another-issuer' })
    expect(await verifyLedgerProof(shared[0], { ...context(0), issuer: 'did:web:mill.example' })).toMatchObject({ outcome: 'passed' })
  })

  it('fails an entry that is not the one in the log', async () => {
    const batch = parseBatchEntry(Uint8Array.from(atob(good[0]!.entry.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0)))
    const altered = encodeBase64url(formatEntry({ type: 'batch', payload: { ...batch.payload, scope: 'employment' } }, batch.signatures))
    expect(await verifyLedgerProof({ ...good[0], entry: altered }, context(0))).toMatchObject({ outcome: 'failed', code: 'trust/entry-not-in-log' })
    expect(await verifyLedgerProof({ ...good[0], proof: shared[0]!.proof }, context(0))).toMatchObject({ outcome: 'failed', code: 'trust/entry-not-in-log' })
  })

  it('fails an entry that the key it names did not sign, or signed for another log', async () => {
    for (const origin of ['college.example/ledger', 'another.example/ledger']) {
      const commitments = proofs.map((proof, index) => commit(proof, nonces[index]!, cryptography.sha256))
      const batch = await sealBatch(commitments, { issuer, scope: 'education', isOverdue: false, origin, signer, cryptography })
      const { payload, signatures } = parseBatchEntry(batch.entry)
      const forged = signatures.map(({ key, signature }) => ({ key, signature: origin === 'college.example/ledger' ? signature.with(0, signature[0]! ^ 1) : signature }))
      const entry = formatEntry({ type: 'batch', payload }, forged)
      const { indexes: [index = 0] } = await log.append([entry])
      const [batchIndex = 0] = batch.positions
      const proof = formatLedgerProof({ nonce: nonces[0]!, batchIndex, batchPath: batchPath(buildBatchTree(batch.leaves, cryptography.sha256), batchIndex), entry, proof: await log.tlogProof(index) })
      expect(await verifyLedgerProof(proof, context(0))).toMatchObject({ outcome: 'failed', code: 'trust/entry-signature-invalid' })
    }
  })

  it('does not know about a log whose key the verifier does not hold, also one of the same name', async () => {
    const code = 'trust/log-not-trusted'
    expect(await verifyLedgerProof(good[0], { ...context(0), logs: [] })).toMatchObject({ outcome: 'unknown', code })
    expect(await verifyLedgerProof(good[0], { ...context(0), logs: [foreignLog.verifierKey] })).toMatchObject({ outcome: 'unknown', code })
    const [elsewhere] = await record(issuer, namesake)
    expect(await verifyLedgerProof(elsewhere, context(0))).toMatchObject({ outcome: 'unknown', code })
  })

  it('fails a checkpoint that carries the trusted key\'s id but not its signature', async () => {
    const [elsewhere] = await record(issuer, namesake)
    const [own, theirs] = [elsewhere!.proof.trimEnd().split(' ').at(-1)!, good[0]!.proof.trimEnd().split(' ').at(-1)!]
    const forged = elsewhere!.proof.replace(own, `${theirs.slice(0, 8)}${own.slice(8)}`)
    const finding = await verifyLedgerProof({ ...elsewhere, proof: forged }, context(0))
    expect(finding).toMatchObject({ outcome: 'failed', code: 'trust/checkpoint-signature-invalid' })
  })

  it('fails, and never throws on, any value that is no ledger proof', async () => {
    const hostile = [
      null, undefined, 7, 'proof', [], {}, { ...good[0], type: 'Other' }, { ...good[0], nonce: 'AAAA' }, { ...good[0], nonce: 7 }, { ...good[0], batchIndex: -1 }, { ...good[0], batchIndex: 2 ** 40 },
      { ...good[0], batchIndex: '1' }, { ...good[0], batchPath: Array.from({ length: 17 }, () => good[0]!.batchPath[0]) }, { ...good[0], batchPath: { length: 1 } }, { ...good[0], batchPath: [7] },
      { ...good[0], entry: '' }, { ...good[0], entry: '####' }, { ...good[0], entry: 'A'.repeat(2_000) }, { ...good[0], proof: '' }, { ...good[0], proof: null }, { ...good[0], proof: 'x'.repeat(1e6) },
    ]
    for (const value of hostile) expect(await verifyLedgerProof(value, context(0))).toMatchObject({ outcome: 'failed', code: 'trust/ledger-proof-malformed' })
    await fc.assert(fc.asyncProperty(fc.jsonValue(), async (value) => {
      expect(await verifyLedgerProof(value, context(0))).toMatchObject({ outcome: 'failed' })
    }))
  })

  it('never passes a proof with one character changed, unless it stands for the same bytes', async () => {
    const text = JSON.stringify(good[0])
    await fc.assert(fc.asyncProperty(fc.nat(), fc.nat(94), async (at, character) => {
      const position = at % text.length
      const changed = text.slice(0, position) + String.fromCharCode(32 + character) + text.slice(position + 1)
      const value = parsed(changed)
      const isSame = value !== undefined && JSON.stringify(normal(value)) === text
      expect((await verifyLedgerProof(value, context(0))).outcome === 'passed').toBe(isSame)
    }), { numRuns: 300 })
  })
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The members that count, in order. */
function normal(value: unknown): unknown {
  try {
    return parseLedgerProof(value)
  } catch {
    return undefined
  }
}
