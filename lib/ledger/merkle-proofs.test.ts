import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64 } from '../encoding/base64url.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { hashEmptyTree, hashLeaf, hashNode } from './merkle-hash.ts'
import { consistencyRanges, inclusionRanges, splitPoint } from './merkle-range.ts'
import { verifyConsistency } from './verify-consistency.ts'
import { verifyInclusion } from './verify-inclusion.ts'

const { sha256 } = nativeCryptography
const vectors = join(import.meta.dirname, '../../../shared/data/vectors/merkle')

interface Vector {
  readonly desc: string
  readonly wantErr: boolean
  readonly proof: readonly string[] | null
  readonly root?: string
  readonly leafHash?: string
  readonly root1?: string
  readonly root2?: string
  readonly leafIdx?: number
  readonly treeSize?: number
  readonly size1?: number
  readonly size2?: number
}

function readVectors(folder: string): readonly (readonly [string, Vector])[] {
  if (!existsSync(join(vectors, folder))) return []
  const files = readdirSync(join(vectors, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
  return files.map((name) => [name, JSON.parse(readFileSync(join(vectors, folder, name), 'utf8')) as Vector])
}

const bytes = (text: string | null | undefined): Uint8Array<ArrayBuffer> => decodeBase64(text ?? '')

/** The root as RFC 6962, section 2.1 defines it, over leaves that are already hashed. */
function referenceRoot(leaves: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const [first] = leaves
  if (first === undefined) return hashEmptyTree(sha256)
  if (leaves.length === 1) return first
  const split = splitPoint(leaves.length)
  return hashNode(referenceRoot(leaves.slice(0, split)), referenceRoot(leaves.slice(split)), sha256)
}

const leaves = Array.from({ length: 600 }, (_, index) => hashLeaf(Uint8Array.of(index >> 8, index & 0xff), sha256))

describe('verifyInclusion()', () => {
  const cases = readVectors('inclusion')
  it.skipIf(cases.length === 0)('answers every published vector as its authors do', () => {
    expect(cases.length).toBeGreaterThan(90)
    const differing = cases.filter(([, { wantErr, leafIdx = 0, treeSize = 0, leafHash, root, proof }]) =>
      verifyInclusion({ index: leafIdx, size: treeSize, leafHash: bytes(leafHash), root: bytes(root), proof: (proof ?? []).map(bytes) }, sha256) === wantErr)
    expect(differing).toEqual([])
  })

  it('accepts the proof of every leaf of every tree, and no proof with one bit changed', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 600 }), fc.nat(), fc.nat(), (size, at, bit) => {
      const index = at % size
      const proof = inclusionRanges(index, size).map(({ start, end }) => referenceRoot(leaves.slice(start, end)))
      const claim = { index, size, leafHash: leaves[index]!, proof, root: referenceRoot(leaves.slice(0, size)) }
      expect(verifyInclusion(claim, sha256)).toBe(true)
      expect(verifyInclusion({ ...claim, leafHash: flipped(claim.leafHash, bit) }, sha256)).toBe(false)
      expect(verifyInclusion({ ...claim, index: index + size }, sha256)).toBe(false)
      for (const [step, hash] of proof.entries()) expect(verifyInclusion({ ...claim, proof: proof.with(step, flipped(hash, bit)) }, sha256)).toBe(false)
      expect(verifyInclusion({ ...claim, proof: [...proof, claim.root] }, sha256)).toBe(false)
    }))
  })

  it('answers false for counts that are no counts', () => {
    const claim = { index: 0, size: 1, leafHash: leaves[0]!, proof: [], root: leaves[0]! }
    expect(verifyInclusion(claim, sha256)).toBe(true)
    for (const size of [0, -1, 0.5, NaN, Infinity, 2 ** 60]) expect(verifyInclusion({ ...claim, size }, sha256)).toBe(false)
    for (const index of [-1, 0.5, NaN, Infinity]) expect(verifyInclusion({ ...claim, index, size: 10 }, sha256)).toBe(false)
  })
})

describe('verifyConsistency()', () => {
  const cases = readVectors('consistency')
  it.skipIf(cases.length === 0)('answers every published vector as its authors do', () => {
    expect(cases.length).toBeGreaterThan(90)
    const differing = cases.filter(([, { wantErr, size1 = 0, size2 = 0, root1, root2, proof }]) =>
      verifyConsistency({ olderSize: size1, newerSize: size2, olderRoot: bytes(root1), newerRoot: bytes(root2), proof: (proof ?? []).map(bytes) }, sha256) === wantErr)
    expect(differing).toEqual([])
  })

  it('accepts the proof between any two trees, and no proof with one bit changed', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 600 }), fc.nat(), fc.nat(), (newerSize, older, bit) => {
      const olderSize = 1 + (older % newerSize)
      const proof = consistencyRanges(olderSize, newerSize).map(({ start, end }) => referenceRoot(leaves.slice(start, end)))
      const claim = { olderSize, newerSize, olderRoot: referenceRoot(leaves.slice(0, olderSize)), newerRoot: referenceRoot(leaves.slice(0, newerSize)), proof }
      expect(verifyConsistency(claim, sha256)).toBe(true)
      expect(verifyConsistency({ ...claim, newerRoot: flipped(claim.newerRoot, bit) }, sha256)).toBe(false)
      expect(verifyConsistency({ ...claim, olderRoot: flipped(claim.olderRoot, bit) }, sha256)).toBe(false)
      for (const step of proof.keys()) expect(verifyConsistency({ ...claim, proof: proof.toSpliced(step, 1) }, sha256)).toBe(false)
    }))
  })

  it('proves nothing about an empty older tree', () => {
    const empty = hashEmptyTree(sha256)
    expect(verifyConsistency({ olderSize: 0, newerSize: 0, olderRoot: empty, newerRoot: empty, proof: [] }, sha256)).toBe(false)
    expect(verifyConsistency({ olderSize: 0, newerSize: 1, olderRoot: empty, newerRoot: leaves[0]!, proof: [] }, sha256)).toBe(false)
    expect(() => consistencyRanges(0, 5)).toThrowError(expect.objectContaining({ code: 'ledger/index-out-of-range' }))
  })
})

function flipped(hash: Uint8Array<ArrayBuffer>, bit: number): Uint8Array<ArrayBuffer> {
  const changed = hash.slice()
  changed[Math.floor(bit / 8) % 32]! ^= 1 << (bit % 8)
  return changed
}
