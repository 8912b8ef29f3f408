import { describe, expect, it } from 'vitest'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { canonicalize } from './canonicalize.ts'
import type { Json } from '../encoding/canonical-json.ts'

const contexts = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json']
const credential = (more: { readonly [key: string]: Json }): { readonly [key: string]: Json } => ({ '@context': contexts, type: ['VerifiableCredential'], issuer: 'did:web:college.example', ...more })
const many = (count: number, make: (index: number) => Json): Json => Array.from({ length: count }, (_, index) => make(index))

describe('a document made to keep a verifier busy', () => {
  it.each<[string, Json]>([
    ['a crowd of types', credential({ evidence: [{ id: 'urn:x', type: many(20_000, (index) => `urn:t${index}`) }] })],
    ['a crowd of unnamed nodes', credential({ evidence: many(20_000, () => ({ type: 'Evidence', name: 'x' })) })],
    ['a crowd of values', credential({ name: many(20_000, (index) => ({ '@value': `x${index}`, '@language': 'en' })) })],
    ['one node in many places', credential({ evidence: many(1_000, (index) => ({ id: `urn:${index}`, type: 'Evidence', creator: many(20, (other) => ({ id: 'urn:x', type: 'Profile', name: `${index} ${other}` })) })) })],
    ['many contexts of its own', credential({ evidence: many(2_100, (index) => ({ '@context': { a: 'urn:a' }, id: `urn:${index}`, a: 'x' })) })],
    ['many terms of its own', { ...credential({}), '@context': [...contexts, Object.fromEntries(Array.from({ length: 2_100 }, (_, index) => [`t${index}`, `urn:${index}`]))] }],
  ])('is refused in good time: %s', async (_, document) => {
    const began = process.cpuUsage()
    await expect(canonicalize(document as never, nativeCryptography)).rejects.toMatchObject({ code: expect.stringMatching(/^credential\/(too-complex|term-undefined)$/) })
    const { user, system } = process.cpuUsage(began)
    expect((user + system) / 1_000).toBeLessThan(10_000)
  }, 60_000)

  it.each<[string, Json]>([
    ['a purpose', { proof: { type: 'DataIntegrityProof', proofPurpose: '__proto__' } }], ['an address', { issuer: '__proto__' }], ['an address in an object', { issuer: { id: '__proto__', type: ['Profile'], name: 'x' } }],
    ['an address behind @reverse', { evidence: { '@reverse': { name: { '@id': '__proto__', name: 'x' } } } }], ['a graph', { evidence: { '@id': '__proto__', '@graph': [{ id: 'urn:x', name: 'x' }] } }], ['a type', { type: ['__proto__'] }],
    ['a language', { name: { '@value': 'x', '@language': '__proto__' } }], ['a datatype', { name: { '@value': 'x', '@type': '__proto__' } }], ['an index', { evidence: { '@index': '__proto__', name: 'x' } }],
    ['a name in a context of its own', { evidence: { '@context': { a: '__proto__', b: { '@id': 'urn:b', '@type': '__proto__' }, c: '__proto__:c' }, a: 'x', b: 'x', c: 'x' } }],
  ])('has no way to all objects of the process, and spoils no other: __proto__ as %s', async (_, more) => {
    await canonicalize(credential(more as never) as never, nativeCryptography).catch(() => undefined)
    for (const name in Object.prototype) expect(name).toBe('')
    expect(await canonicalize(credential({ id: 'urn:next' }) as never, nativeCryptography)).toContain('<urn:next>')
  })

  it('is not taken for a long honest one', async () => {
    const document = credential({ evidence: many(1_000, (index) => ({ id: `urn:${index}`, type: ['Evidence'], name: `Sheet ${index}`, narrative: 'x' })) })
    expect((await canonicalize(document, nativeCryptography)).split('\n')).toHaveLength(4_003)
  }, 60_000)
})
