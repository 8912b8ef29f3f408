import { publicKeyFromJwk } from 'everlearned/crypto'
import { didKey } from 'everlearned/did'
import type { JsonObject } from 'everlearned/encoding'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestSurface, v2, type TestSurface } from '../../open-test-surface.ts'

/** Somebody who signs tokens with another implementation. */
interface Signer {
  readonly did: string
  sign(payload: JsonObject, typ?: string): Promise<string>
}

const crvs = { EdDSA: 'Ed25519', ES256: 'P-256' } as const

let surface: TestSurface
let holder: Signer
let issuer: Signer

const openSigner = async (alg: keyof typeof crvs): Promise<Signer> => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const { x = '', y = '' } = await exportJWK(publicKey as CryptoKey)
  const did = didKey(publicKeyFromJwk(alg === 'EdDSA' ? { kty: 'OKP', crv: crvs[alg], x } : { kty: 'EC', crv: crvs[alg], x, y }))
  const kid = `${did}#${did.slice('did:key:'.length)}`
  return { did, sign: (payload, typ) => new SignJWT({ ...payload }).setProtectedHeader({ alg, kid, ...(typ === undefined ? {} : { typ }) }).sign(privateKey as CryptoKey) }
}

const credential = (): JsonObject => ({ '@context': [v2], 'type': ['VerifiableCredential'], 'issuer': issuer.did, 'credentialSubject': { id: 'did:example:alice', name: 'Alice' } })
const envelope = (kind: 'Credential' | 'Presentation', token: string, mediaType = 'application/jwt'): JsonObject => ({ '@context': v2, 'type': `EnvelopedVerifiable${kind}`, 'id': `data:${mediaType},${token}` })

/** As suites of today make them: with the claims that data model 1.1 had, and a nonce. */
const legacyPresentation = async (change: object = {}, inner: object = {}): Promise<JsonObject> => {
  const token = await issuer.sign({ iss: issuer.did, sub: 'did:example:alice', vc: { ...credential(), ...inner } })
  const vp = { '@context': [v2], 'type': ['VerifiablePresentation'], 'holder': holder.did, 'verifiableCredential': [envelope('Credential', token)] }
  return envelope('Presentation', await holder.sign({ iss: holder.did, aud: 'suite.example', nonce: 'n-1', vp, ...change }, 'JWT'))
}

beforeAll(async () => {
  surface = await openTestSurface()
  holder = await openSigner('EdDSA')
  issuer = await openSigner('ES256')
})
afterAll(() => surface.node.close())

describe('an enveloped presentation', () => {
  const verify: TestSurface['verifyPresentation'] = (presentation, options = { challenge: 'n-1' }) => surface.verifyPresentation(presentation, options)

  it('of the claims of data model 1.1 is verified', async () => {
    expect(await verify(await legacyPresentation())).toMatchObject({ status: 200, body: { verified: true } })
    expect((await verify(await legacyPresentation(), { challenge: 'n-1', domain: 'suite.example' })).status).toBe(200)
  })

  it('of data model 2.0 is verified', async () => {
    const token = await issuer.sign(credential(), 'vc+jwt')
    const payload = { '@context': [v2], 'type': ['VerifiablePresentation'], 'holder': holder.did, 'nonce': 'n-1', 'verifiableCredential': [envelope('Credential', token, 'application/vc+jwt')] }
    expect(await verify(envelope('Presentation', await holder.sign(payload, 'vp+jwt'), 'application/vp+jwt'))).toMatchObject({ status: 200, body: { verified: true } })
  })

  it('is refused in an envelope that is none', async () => {
    const good = await legacyPresentation()
    for (const change of [{ '@context': [] }, { '@context': ['https://www.w3.org/ns/credentials/examples/v2'] }, { '@context': undefined }, { id: String(good['id']).split(',').pop() }, { id: undefined }, { type: ['VerifiablePresentation'] }, { type: 'EnvelopedVerifiableCredential' }]) {
      expect([change, (await verify({ ...good, ...change })).status]).toEqual([change, 400])
    }
  })

  it('is refused for another challenge or domain, or altered', async () => {
    const good = await legacyPresentation()
    expect((await verify(good, { challenge: 'other' })).status).toBe(400)
    expect((await verify(good, { challenge: 'n-1', domain: 'other.example' })).status).toBe(400)
    expect((await verify({ ...good, id: `${String(good['id']).slice(0, -8)}AAAAAAAA` })).status).toBe(400)
    expect((await verify(envelope('Presentation', 'e30.e30.e30'))).status).toBe(400)
  })

  it('is refused with a credential that does not verify', async () => {
    expect((await verify(await legacyPresentation({}, { issuer: 'did:example:other' }))).status).toBe(400)
    const forged = await holder.sign({ iss: issuer.did, vc: credential() })
    const vp = { '@context': [v2], 'type': ['VerifiablePresentation'], 'holder': holder.did, 'verifiableCredential': [envelope('Credential', forged.replace(/\.[^.]*$/, '.AAAA'))] }
    expect((await verify(await legacyPresentation({ vp }))).status).toBe(400)
  })
})

describe('an enveloped credential', () => {
  it('is verified, and refused when altered or in another envelope', async () => {
    const good = envelope('Credential', await issuer.sign(credential(), 'vc+jwt'), 'application/vc+jwt')
    expect(await surface.verify(good)).toMatchObject({ status: 200, body: { verified: true, warnings: [] } })
    for (const change of [{ '@context': [] }, { '@context': 'https://www.w3.org/ns/credentials/examples/v2' }, { id: String(good['id']).split(',').pop() }, { type: undefined }, { type: 'VerifiableCredential' }, { id: `${String(good['id']).slice(0, -8)}AAAAAAAA` }]) {
      expect([change, (await surface.verify({ ...good, ...change })).status]).toEqual([change, 400])
    }
  })
})
