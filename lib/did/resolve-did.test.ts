import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { didKey } from './did-key.ts'
import { resolveDid } from './resolve-did.ts'

const publicKey = (await nativeCryptography.importSigningKey(await nativeCryptography.generateKey('Ed25519'))).publicKey
const did = 'did:web:college.example:orgs:north'
const document = { id: did, verificationMethod: [] }

describe('resolveDid()', () => {
  it('computes the document of a did:key', async () => {
    expect(await resolveDid(didKey(publicKey), {})).toMatchObject({ document: { id: didKey(publicKey) } })
  })

  it('finds a did:web among the documents at hand, by DID or by address', async () => {
    expect(await resolveDid(did, { documents: { [did]: document } })).toEqual({ document })
    expect(await resolveDid(did, { documents: { 'https://college.example/orgs/north/did.json': document } })).toEqual({ document })
  })

  it('leaves a did:web unresolved rather than touching the network', async () => {
    expect(await resolveDid(did, {})).toMatchObject({ unresolved: 'unavailable' })
    expect(await resolveDid(did, { fetchDocument: async () => Promise.reject(new Error('offline')) })).toMatchObject({ unresolved: 'unavailable' })
  })

  it('fetches the one address that the identifier names when it may', async () => {
    const asked: string[] = []
    const fetchDocument = async (url: string): Promise<unknown> => {
      asked.push(url)
      return document
    }
    expect(await resolveDid(did, { fetchDocument })).toEqual({ document })
    expect(asked).toEqual(['https://college.example/orgs/north/did.json'])
  })

  it('refuses the document of another identifier', async () => {
    expect(await resolveDid(did, { documents: { [did]: { id: 'did:web:evil.example' } } })).toMatchObject({ unresolved: 'malformed' })
    expect(await resolveDid(did, { documents: { [did]: null } })).toMatchObject({ unresolved: 'malformed' })
    expect(await resolveDid(did, { documents: { [did]: { id: did, verificationMethod: Array.from({ length: 257 }, () => ({})) } } })).toMatchObject({ unresolved: 'malformed' })
  })

  it('says which methods it does not resolve', async () => {
    expect(await resolveDid('did:example:123', {})).toMatchObject({ unresolved: 'method-unsupported' })
    expect(await resolveDid('did:constructor:123', {})).toMatchObject({ unresolved: 'method-unsupported' })
  })

  it('answers whatever it is asked', async () => {
    for (const text of ['', 'did:key:', 'did:key:z6Mk', 'did:web:a/b', `did:web:${'a'.repeat(3_000)}`, 'did:web:%00', 'did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme', `${didKey(publicKey)}#x`]) {
      expect(await resolveDid(text, {})).toMatchObject({ unresolved: 'malformed' })
    }
    await fc.assert(fc.asyncProperty(fc.string(), async (text) => {
      expect(await resolveDid(text.startsWith('did:') ? text : `did:key:${text}`, {})).toHaveProperty('unresolved')
    }), { numRuns: 300, seed: 1 })
  })
})
