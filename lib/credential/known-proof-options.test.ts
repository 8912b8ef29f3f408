import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { KnownProofOptions } from './known-proof-options.ts'

const contexts = ['https://www.w3.org/ns/credentials/v2']
const options: JsonObject = { type: 'DataIntegrityProof', created: '2026-11-20T09:00:00Z', domain: ['a.example', 'b.example'] }
const hashed = Uint8Array.of(1, 2, 3)

function knowing(members: JsonObject = options): KnownProofOptions {
  const known = new KnownProofOptions()
  known.add({ options: members, contexts, name: 'Ed25519 code-point', hashed })
  return known
}

describe('KnownProofOptions', () => {
  it('finds options again by what they say, in whatever order and whatever contexts they name themselves', () => {
    expect(knowing().find({ ...options }, [...contexts], 'Ed25519 code-point')).toBe(hashed)
    expect(knowing().find({ domain: ['a.example', 'b.example'], '@context': 'urn:x', created: '2026-11-20T09:00:00Z', type: 'DataIntegrityProof' }, contexts, 'Ed25519 code-point')).toBe(hashed)
  })

  it.each([
    ['a text more', { ...options, challenge: 'x' }, contexts], ['a text less', { type: 'DataIntegrityProof', created: '2026-11-20T09:00:00Z' }, contexts],
    ['another text', { ...options, created: '2026-11-20T09:00:01Z' }, contexts], ['another item', { ...options, domain: ['a.example', 'c.example'] }, contexts],
    ['one item', { ...options, domain: 'a.example' }, contexts], ['other contexts', options, [...contexts, 'urn:x']],
  ])('does not find options with %s', (_, other, under) => {
    expect(knowing().find(other, under, 'Ed25519 code-point')).toBeUndefined()
    expect(knowing().find(options, contexts, 'P-384 code-point')).toBeUndefined()
  })

  it('does not know values other than texts: 0 and -0 are refused in different ways', () => {
    expect(knowing({ ...options, number: 0 }).find({ ...options, number: -0 }, contexts, 'Ed25519 code-point')).toBeUndefined()
    expect(knowing({ ...options, id: null }).find({ ...options, id: null }, contexts, 'Ed25519 code-point')).toBeUndefined()
  })

  it('keeps what it was told, whatever becomes of the object, and the last sixteen only', () => {
    const domain = ['a.example', 'b.example']
    const told = { ...options, domain }
    const known = knowing(told)
    domain.push('c.example')
    expect(known.find(told, contexts, 'Ed25519 code-point')).toBeUndefined()
    expect(known.find(options, contexts, 'Ed25519 code-point')).toBe(hashed)
    for (let number = 0; number < 16; number += 1) known.add({ options: { created: `${number}` }, contexts, name: 'Ed25519 code-point', hashed })
    expect(known.find(options, contexts, 'Ed25519 code-point')).toBeUndefined()
    expect(known.find({ created: '0' }, contexts, 'Ed25519 code-point')).toBe(hashed)
  })
})
