import { expect, it } from 'vitest'
import { didJwk } from '../did/did-jwk.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { didWebDocument } from '../did/did-web.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createKeyResolver } from './resolve-key.ts'

const { publicKey } = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const did = 'did:web:college.example'
const controller = 'https://college.example/issuer'
const documents = {
  [did]: didWebDocument(did, [{ fragment: 'key-1', publicKey, isRetired: true }]),
  [controller]: { id: controller, verificationMethod: [{ id: '#k', type: 'Multikey', controller, publicKeyMultibase: didKey(publicKey).slice(8) }], assertionMethod: ['#k'] },
}

it('createKeyResolver() finds keys by did:key, did:web and address, each time the same', async () => {
  const resolveKey = createKeyResolver({ documents })
  for (const method of [didKeyVerificationMethod(publicKey), didKeyVerificationMethod(publicKey), `${did}#key-1`, `${controller}#k`]) {
    expect(await resolveKey(method, 'assertionMethod')).toEqual({ publicKey })
  }
})

it('createKeyResolver() tells a key that may not be used from one that is out of reach', async () => {
  const resolveKey = createKeyResolver({ documents })
  const code = async (method: string, relationship: 'assertionMethod' | 'authentication' = 'assertionMethod'): Promise<unknown> => {
    const { outcome, code: found } = await resolveKey(method, relationship) as { outcome?: string; code?: string }
    return [outcome, found]
  }
  expect(await code(`${did}#key-1`, 'authentication')).toEqual(['failed', 'proof/key-not-allowed'])
  expect(await code(`${did}#key-2`)).toEqual(['failed', 'proof/key-not-found'])
  expect(await code('did:web:other.example#key-1')).toEqual(['unknown', 'proof/key-unavailable'])
  expect(await code('https://other.example/issuer#z6Mk')).toEqual(['unknown', 'proof/key-unavailable'])
  expect(await code('did:example:1#k')).toEqual(['failed', 'proof/did-method-unsupported'])
  for (const method of ['', 'z6Mk', 'xxx:z6Mk', 'http://college.example#k', 'did:key:z6Mk#z6Mk', '__proto__#x']) expect(await code(method)).toEqual(['failed', 'proof/method-malformed'])
})

it('createKeyResolver() never takes a key out of the fragment of an address', async () => {
  expect(await createKeyResolver({})(`${controller}#${didKey(publicKey).slice(8)}`, 'assertionMethod')).toMatchObject({ outcome: 'unknown' })
})

it('createKeyResolver() tells when the use of a key ended, and takes no end that is no moment', async () => {
  const ended = (expires: unknown): object => ({ id: did, verificationMethod: [{ id: '#k', type: 'Multikey', controller: did, publicKeyMultibase: didKey(publicKey).slice(8), expires }], assertionMethod: ['#k'] })
  const resolve = (expires: unknown): Promise<unknown> => createKeyResolver({ documents: { [did]: ended(expires) } })(`${did}#k`, 'assertionMethod')
  expect(await resolve('2026-01-01T00:00:00Z')).toEqual({ publicKey, expires: new Date('2026-01-01T00:00:00Z') })
  for (const expires of ['2026-01-01', 'never', 7, null]) expect(await resolve(expires)).toMatchObject({ outcome: 'failed', code: 'proof/key-malformed' })
})

it('createKeyResolver() finds the key of a did:jwk', async () => {
  expect(await createKeyResolver({})(`${didJwk(publicKey)}#0`, 'authentication')).toEqual({ publicKey })
  expect(await createKeyResolver({})(`${didJwk(publicKey)}#1`, 'authentication')).toMatchObject({ outcome: 'failed', code: 'proof/key-not-found' })
})
