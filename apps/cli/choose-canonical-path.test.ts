import { canonicalize, useCanonicalPath } from 'everlearned/credential'
import { nativeCryptography } from 'everlearned/node'
import { afterEach, expect, it } from 'vitest'
import { chooseCanonicalPath } from './choose-canonical-path.ts'

afterEach(() => useCanonicalPath('fast'))

it('every way to canonicalise writes the same, and a way that does not exist is refused', async () => {
  const document = { '@context': 'https://www.w3.org/ns/credentials/v2', id: 'urn:a', type: ['VerifiableCredential'], issuer: 'did:example:a', credentialSubject: { id: 'urn:s' } }
  const texts: string[] = []
  for (const setting of [undefined, '', 'fast', 'sampled', 'reference', 'both']) {
    await chooseCanonicalPath(setting)
    texts.push(await canonicalize(document, nativeCryptography))
  }
  expect(new Set(texts).size).toBe(1)
  await expect(chooseCanonicalPath('other')).rejects.toThrow('LER_CANONICAL must be one of fast, sampled, reference, both')
})
