import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeMultibase } from '../encoding/multibase.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { dereferenceDidUrl } from './dereference-did-url.ts'
import { didKey } from './did-key.ts'

const { publicKey } = await nativeCryptography.importSigningKey(await nativeCryptography.generateKey('Ed25519'))
const did = didKey(publicKey)
const multikey = did.slice('did:key:'.length)

async function error(text: string): Promise<unknown> {
  const found = await dereferenceDidUrl(text, {})
  return 'error' in found ? found.error : 'found'
}

function key(...bytes: readonly number[]): string {
  return `did:key:${encodeMultibase(Uint8Array.from(bytes), 'z')}`
}

it('dereferenceDidUrl() gives the document of a DID, and the method that a fragment names', async () => {
  expect(await dereferenceDidUrl(did, {})).toMatchObject({ document: { id: did } })
  expect(await dereferenceDidUrl(`${did}?publicKeyFormat=Multikey`, {})).toMatchObject({ document: { id: did } })
  expect(await dereferenceDidUrl(`${did}#${multikey}`, {})).toMatchObject({ method: { id: `${did}#${multikey}`, type: 'Multikey', controller: did, publicKeyMultibase: multikey } })
})

it('dereferenceDidUrl() names what is wrong as the specifications do', async () => {
  for (const text of ['', 'did', 'xxx:key:z6Mk', 'did:key:', `did:key:u${multikey.slice(1)}`, `${did}0OIl`, `did:key:0:${multikey}`, `did:key:-1:${multikey}`, `did:key:a:${multikey}`, 'did:key:z']) {
    expect([text, await error(text)]).toEqual([text, text === 'did:key:z' ? 'unsupportedPublicKeyType' : 'invalidDid'])
  }
  for (const text of ['did:example:x', 'did:constructor:x']) expect([text, await error(text)]).toEqual([text, 'methodNotSupported'])
  expect(await error(key(0xed, 0x01, ...new Uint8Array(31)))).toBe('invalidPublicKeyLength')
  expect(await error(key(0x81, 0x24, ...new Uint8Array(97)))).toBe('invalidPublicKeyLength')
  expect(await error(key(0x81, 0x24, ...new Uint8Array(49)))).toBe('invalidPublicKey')
  expect(await error(key(0xec, 0x01, ...new Uint8Array(32)))).toBe('unsupportedPublicKeyType')
  expect(await error(`${did}?publicKeyFormat=Other`)).toBe('unsupportedPublicKeyType')
  expect(await error(`${did}?versionId=1`)).toBe('invalidDidUrl')
  expect(await error('did:key:#x')).toBe('invalidDidUrl')
  expect(await error(`${did}/path`)).toBe('notFound')
  expect(await error(`${did}#other`)).toBe('notFound')
  expect(await error('did:web:college.example')).toBe('notFound')
})

it('dereferenceDidUrl() answers whatever it is asked', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom('', 'did:', 'did:key:', did, 'did:web:a.example', 'did:jwk:'), fc.string(), async (start, rest) => {
    const found = await dereferenceDidUrl(start + rest, {})
    expect('document' in found || typeof found.error === 'string').toBe(true)
  }), { seed: 1 })
})
