import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes } from '../encoding/bytes.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { decodeFrames, encodeFrame } from './journal.ts'

const { sha256 } = nativeCryptography
const batch = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 6 })

describe('decodeFrames()', () => {
  it('reads back every frame in order', () => {
    fc.assert(fc.property(fc.array(batch, { maxLength: 5 }), (batches) => {
      const bytes = concatBytes(...batches.map((entries) => encodeFrame(entries, sha256)))
      expect(decodeFrames(bytes, sha256)).toEqual({ entries: batches.flat(), length: bytes.length })
    }))
  })

  it('stops before a frame that is cut anywhere', () => {
    fc.assert(fc.property(batch, batch, fc.nat(), (first, second, at) => {
      const [whole, torn] = [encodeFrame(first, sha256), encodeFrame(second, sha256)]
      const cut = concatBytes(whole, torn.subarray(0, at % torn.length))
      expect(decodeFrames(cut, sha256)).toEqual({ entries: first, length: whole.length })
    }))
  })

  it('stops before a frame with one bit changed', () => {
    fc.assert(fc.property(batch, batch, fc.nat(), (first, second, bit) => {
      const [whole, torn] = [encodeFrame(first, sha256), encodeFrame(second, sha256)]
      torn[Math.floor(bit / 8) % torn.length]! ^= 1 << (bit % 8)
      expect(decodeFrames(concatBytes(whole, torn), sha256).entries).toEqual(first)
    }))
  })

  it('reads nothing from arbitrary bytes or zeros', () => {
    expect(decodeFrames(new Uint8Array(10_000), sha256)).toEqual({ entries: [], length: 0 })
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeFrames(bytes, sha256).entries).toEqual([])
    }))
  })
})
