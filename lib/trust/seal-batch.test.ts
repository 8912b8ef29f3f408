import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalBytes } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { batchPath, buildBatchTree, verifyBatchPath } from './batch-tree.ts'
import { commit } from './commitment.ts'
import { parseBatchEntry } from './entry.ts'
import { maxBatchCommitments, sealBatch, type BatchContext } from './seal-batch.ts'

const { sha256 } = cryptography
const signer = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const shared: BatchContext = { issuer: null, scope: 'education', isOverdue: false, origin: 'college.example/ledger', signer, cryptography }
const commitments = (count: number): readonly Uint8Array[] => Array.from({ length: count }, () => cryptography.randomBytes(32))

describe('commit()', () => {
  it('is SHA-256 over the domain, the nonce and the hash of the proof', () => {
    const [proof, nonce] = [Uint8Array.of(1, 2, 3), new Uint8Array(32).fill(7)]
    const expected = sha256(Uint8Array.from([...new TextEncoder().encode('LER-commit-v1\0'), ...nonce, ...sha256(proof)]))
    expect(commit(proof, nonce, sha256)).toEqual(expected)
    expect(commit(proof, new Uint8Array(32), sha256)).not.toEqual(expected)
    expect(() => commit(proof, new Uint8Array(31), sha256)).toThrowError(RangeError)
  })
})

describe('sealBatch()', () => {
  it('proves each commitment, and no other, at its place', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 64, max: 700 }), fc.nat(), async (count, pick) => {
      const real = commitments(count)
      const { entry, leaves, size, root, positions } = await sealBatch(real, shared)
      const { payload: batch } = parseBatchEntry(entry)
      expect(batch).toEqual({ issuer: null, scope: 'education', size, root })
      expect(new Set(positions).size).toBe(count)
      const tree = buildBatchTree(leaves, sha256)
      const at = pick % count
      const index = positions[at]!
      const path = batchPath(tree, index)
      expect(path.length).toBe(Math.log2(size))
      expect(verifyBatchPath(real[at]!, { index, path }, batch, sha256)).toBe(true)
      expect(verifyBatchPath(real[(at + 1) % count]!, { index, path }, batch, sha256)).toBe(false)
      expect(verifyBatchPath(real[at]!, { index: index ^ 1, path }, batch, sha256)).toBe(false)
      expect(verifyBatchPath(real[at]!, { index, path: path.slice(1) }, batch, sha256)).toBe(false)
    }), { numRuns: 20 })
  })

  it('pads to a power of two, so that the number of people does not show', async () => {
    for (const [count, size] of [[64, 64], [65, 128], [128, 128], [129, 256], [5_000, 8_192]] as const) expect((await sealBatch(commitments(count), shared)).size).toBe(size)
  })

  it('scatters the commitments over the whole batch in an order of chance', async () => {
    const { positions, leaves } = await sealBatch(commitments(500), shared)
    expect(positions).not.toEqual(positions.toSorted((left, right) => left - right))
    const inUpperHalf = positions.filter((position) => position >= 256).length
    expect(inUpperHalf).toBeGreaterThan(200)
    expect(inUpperHalf).toBeLessThan(300)
    expect(leaves.length).toBe(512 * 32)
  })

  it('gives each place the same chance', async () => {
    const hits = Array.from({ length: 64 }, () => 0)
    for (let turn = 0; turn < 4_000; turn += 1) hits[(await sealBatch([cryptography.randomBytes(32)], { ...shared, isOverdue: true })).positions[0]!]! += 1
    // Chi-square with 63 degrees of freedom: beyond 126 about once in 200,000 runs.
    expect(hits.reduce((sum, count) => sum + (count - 62.5) ** 2 / 62.5, 0)).toBeLessThan(126)
  })

  it('closes the shared batch below 64 only when it is overdue, and an issuer\'s own batch never', async () => {
    const code = 'trust/batch-too-small'
    await expect(sealBatch(commitments(63), shared)).rejects.toThrowError(expect.objectContaining({ code }))
    await expect(sealBatch(commitments(63), { ...shared, isOverdue: true, issuer: 'did:web:college.example' })).rejects.toThrowError(expect.objectContaining({ code }))
    await expect(sealBatch([], { ...shared, isOverdue: true })).rejects.toThrowError(expect.objectContaining({ code }))
    expect((await sealBatch(commitments(1), { ...shared, isOverdue: true })).size).toBe(64)
    expect(parseBatchEntry((await sealBatch(commitments(64), { ...shared, issuer: 'did:web:college.example' })).entry).payload.issuer).toBe('did:web:college.example')
  })

  it('refuses too many, repeated and malformed commitments', async () => {
    const real = commitments(64)
    const code = 'trust/commitment-malformed'
    await expect(sealBatch([...real, real[0]!], shared)).rejects.toThrowError(expect.objectContaining({ code }))
    await expect(sealBatch([...real, new Uint8Array(31)], shared)).rejects.toThrowError(expect.objectContaining({ code }))
    await expect(sealBatch(Array.from({ length: maxBatchCommitments + 1 }, () => real[0]!), shared)).rejects.toThrowError(expect.objectContaining({ code: 'trust/batch-too-large' }))
  })

  it('seals the largest batch', async () => {
    const { size, positions, leaves } = await sealBatch(commitments(maxBatchCommitments), shared)
    expect(size).toBe(65_536)
    expect(new Set(positions).size).toBe(65_536)
    expect(equalBytes(buildBatchTree(leaves, sha256).root, (await sealBatch(commitments(64), shared)).root)).toBe(false)
  })
})
