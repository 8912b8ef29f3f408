import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeHex } from '../encoding/hex.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { changeMap, emptyEpochMap, proveInMap, rootOfMap, verifyEpochProof, type EpochMap } from './epoch-map.ts'

const { sha256 } = nativeCryptography
const digestOf = (text: string): Uint8Array => sha256(new TextEncoder().encode(text))
const names = fc.uniqueArray(fc.string({ maxLength: 4 }), { maxLength: 60 })
/** Also keys that share their first bits, as nobody would find them for SHA-256. */
const keys = fc.uniqueArray(fc.tuple(fc.constantFrom(0, 1, 128), fc.nat(3)).map(([first, last]) => new Uint8Array(32).with(0, first).with(31, last)), { selector: (key) => key.join() })

function mapOf(pairs: readonly (readonly [Uint8Array, Uint8Array])[]): EpochMap {
  return pairs.reduce<EpochMap>((map, [key, value]) => changeMap(map, key, value), emptyEpochMap)
}

describe('an epoch map', () => {
  it('has one root, in whatever order its leaves came and whatever they held before', () => {
    fc.assert(fc.property(keys, fc.infiniteStream(fc.nat()), (list, chances) => {
      const pairs = list.map((key) => [key, digestOf(key.join())] as const)
      const shuffled = pairs.map((pair) => ({ pair, chance: chances.next().value ?? 0 })).toSorted((left, right) => left.chance - right.chance).map(({ pair }) => pair)
      const before = shuffled.map(([key]) => [key, digestOf('before')] as const)
      expect(encodeHex(rootOfMap(mapOf([...before, ...shuffled]), sha256))).toBe(encodeHex(rootOfMap(mapOf(pairs), sha256)))
    }))
  })

  it('has another root when one value is another', () => {
    const map = mapOf([[digestOf('a'), digestOf('1')], [digestOf('b'), digestOf('2')]])
    const roots = [map, changeMap(map, digestOf('a'), digestOf('3')), changeMap(map, digestOf('c'), digestOf('1')), emptyEpochMap].map((one) => encodeHex(rootOfMap(one, sha256)))
    expect(new Set(roots).size).toBe(4)
  })

  it('leaves the map that it was made from as it was', () => {
    const map = mapOf([[digestOf('a'), digestOf('1')]])
    const root = encodeHex(rootOfMap(map, sha256))
    changeMap(map, digestOf('a'), digestOf('2'))
    expect(encodeHex(rootOfMap(map, sha256))).toBe(root)
  })

  it('proves what a key holds, and that a key holds nothing, and no other thing', () => {
    fc.assert(fc.property(names, fc.string({ maxLength: 5 }), (list, asked) => {
      const map = mapOf(list.map((name) => [digestOf(name), digestOf(`value of ${name}`)]))
      const [key, root] = [digestOf(asked), rootOfMap(map, sha256)]
      const value = list.includes(asked) ? digestOf(`value of ${asked}`) : null
      const proof = proveInMap(map, key, sha256)
      expect(verifyEpochProof({ key, value, root }, proof, sha256)).toBe(true)
      expect(verifyEpochProof({ key, value: value === null ? digestOf('x') : null, root }, proof, sha256)).toBe(false)
      expect(verifyEpochProof({ key, value, root: digestOf('root') }, proof, sha256)).toBe(false)
      expect(verifyEpochProof({ key, value, root }, { ...proof, siblings: [...proof.siblings, digestOf('more')] }, sha256)).toBe(false)
    }))
  })

  it('proves no absence by the leaf of a key elsewhere, nor of the key itself', () => {
    const map = mapOf(Array.from({ length: 200 }, (_, index) => [digestOf(`${index}`), digestOf('v')]))
    const root = rootOfMap(map, sha256)
    const key = digestOf('7')
    const own = proveInMap(map, key, sha256)
    for (const other of ['7', '8', '9', '10']) {
      expect(verifyEpochProof({ key, value: null, root }, { siblings: own.siblings, other: { key: digestOf(other), value: digestOf('v') } }, sha256)).toBe(false)
      expect(verifyEpochProof({ key, value: null, root }, { ...proveInMap(map, digestOf(other), sha256), other: { key: digestOf(other), value: digestOf('v') } }, sha256)).toBe(false)
    }
  })

  it('takes hashes of another length, and a path of a thousand, for no proof', () => {
    const map = mapOf([[digestOf('a'), digestOf('1')]])
    const claim = { key: digestOf('a'), value: digestOf('1'), root: rootOfMap(map, sha256) }
    expect(verifyEpochProof({ ...claim, key: new Uint8Array(31) }, { siblings: [] }, sha256)).toBe(false)
    expect(verifyEpochProof(claim, { siblings: [new Uint8Array(33)] }, sha256)).toBe(false)
    expect(verifyEpochProof(claim, { siblings: Array.from({ length: 1_000 }, () => digestOf('x')) }, sha256)).toBe(false)
  })

  it('has proofs that grow with the logarithm of its size', () => {
    const map = mapOf(Array.from({ length: 20_000 }, (_, index) => [digestOf(`${index}`), digestOf('v')]))
    const lengths = Array.from({ length: 200 }, (_, index) => proveInMap(map, digestOf(`${index}`), sha256).siblings.length)
    expect(lengths.reduce((sum, length) => sum + length, 0) / lengths.length).toBeLessThan(18)
    expect(Math.max(...lengths)).toBeLessThan(34)
  })
})
