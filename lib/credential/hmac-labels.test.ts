import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { hmacLabels } from './hmac-labels.ts'
import { shuffledLabels } from './shuffled-labels.ts'

const labels = fc.uniqueArray(fc.nat(500).map((number) => `c14n${number}`), { maxLength: 40 })
const key = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('hmacLabels()', () => {
  it('replaces every label by the HMAC of it, which another program computes alike', () => {
    fc.assert(fc.property(key, labels, (secret, given) => {
      const expected = given.map((label) => [label, `u${createHmac('sha256', secret).update(label).digest('base64url')}`])
      expect([...hmacLabels(secret, cryptography)(given)]).toEqual(expected)
    }), { seed: 1 })
  })

  it('gives two documents of two secrets no label in common', () => {
    const [one, two] = [1, 2].map((fill) => [...hmacLabels(new Uint8Array(32).fill(fill), cryptography)(['c14n0', 'c14n1']).values()])
    expect(one?.filter((label) => two?.includes(label))).toEqual([])
  })
})

describe('shuffledLabels()', () => {
  it('gives every label a place, each once, in an order that only the secret tells', () => {
    fc.assert(fc.property(key, labels, (secret, given) => {
      const shuffled = shuffledLabels(secret, cryptography)(given)
      expect([...shuffled.keys()]).toEqual(given)
      expect([...shuffled.values()].toSorted()).toEqual(given.map((_, place) => `b${place}`).toSorted())
      expect(shuffledLabels(secret, cryptography)(given.toReversed()).get(given[0] ?? '')).toBe(shuffled.get(given[0] ?? ''))
    }), { seed: 1 })
  })

  it('lets nothing be read off the places but how many there are', () => {
    const given = Array.from({ length: 8 }, (_, index) => `c14n${index}`)
    const orders = new Set(Array.from({ length: 40 }, (_, fill) => [...shuffledLabels(new Uint8Array(32).fill(fill), cryptography)(given).values()].join()))
    expect(orders.size).toBe(40)
  })
})
