import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as theirSuite from '@digitalbazaar/bbs-2023-cryptosuite'
import * as multikeys from '@digitalbazaar/bls12-381-multikey'
import * as vc from '@digitalbazaar/vc'
import { loadContext } from 'everlearned/credential'
import { didKeyDocument } from 'everlearned/did'
import type { JsonObject } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namesOf, openTestSurface, v2, type SurfaceAnswer, type TestSurface } from '../../open-test-surface.ts'

let surface: TestSurface
beforeAll(async () => {
  surface = await openTestSurface()
})
afterAll(() => surface.node.close())

const derive = (profile: string, verifiableCredential: unknown, selectivePointers: readonly unknown[]): Promise<SurfaceAnswer> => surface.post(`${profile}/credentials/derive`, { verifiableCredential, options: { selectivePointers } })
const copyOf = async (profile: string, base: unknown, pointers: readonly string[]): Promise<JsonObject> => (await derive(profile, base, pointers)).body.verifiableCredential ?? {}
const valueOf = ({ proof }: JsonObject): unknown => (proof as JsonObject)['proofValue']

describe.each(['ecdsa-sd-2023-p256', 'bbs-2023'])('%s', (profile) => {
  it('issues a base that verifies nowhere, and derives copies that do and show no more than was asked', async () => {
    const issued = await surface.issue(profile, {}, { mandatoryPointers: ['/issuer', '/credentialSubject/name'] })
    expect(issued['proof']).toMatchObject({ type: 'DataIntegrityProof', cryptosuite: profile.replace('-p256', ''), proofPurpose: 'assertionMethod', proofValue: expect.stringMatching(/^u2V0/) })
    expect(namesOf(await surface.verify(issued))).toContain('proof/base-proof')
    const { status, body } = await derive(profile, issued, ['/credentialSubject/id'])
    expect([status, body.verifiableCredential?.['credentialSubject']]).toEqual([201, { id: 'did:example:abc', name: 'Alice' }])
    expect(await surface.verify(body.verifiableCredential)).toMatchObject({ status: 200, body: { verified: true, warnings: [] } })
    expect((await surface.verify({ ...body.verifiableCredential, credentialSubject: { id: 'did:example:abc', name: 'Mallory' } })).status).toBe(400)
    expect((await surface.verify({ ...body.verifiableCredential, credentialSubject: { id: 'did:example:abc' } })).status).toBe(400)
  })

  it('derives what is mandatory alone, and all of it', async () => {
    const issued = await surface.issue(profile, {}, { mandatoryPointers: ['/issuer', '/credentialSubject/name'] })
    for (const pointers of [[], ['/issuer'], ['']]) expect((await surface.verify(await copyOf(profile, issued, pointers))).status).toBe(200)
  })

  it('takes no pointers for none that are mandatory', async () => {
    const issued = await surface.issue(profile)
    expect((await surface.verify(await copyOf(profile, issued, ['/issuer', '/credentialSubject/degree']))).status).toBe(200)
    expect((await derive(profile, issued, [])).status).toBe(400)
  })

  it('refuses pointers to nothing, and copies of what is no base', async () => {
    for (const mandatoryPointers of [['/nothing'], [5], ['credentialSubject'], 'text']) expect((await surface.post(`${profile}/credentials/issue`, { credential: surface.credentialOf(profile), options: { mandatoryPointers } })).status).toBe(400)
    const issued = await surface.issue(profile)
    for (const pointers of [['/nothing'], ['/x/x/x/x'], ['x'], ['/type/7'], ['/issuer', '/nothing'], []]) expect([pointers, (await derive(profile, issued, pointers)).status]).toEqual([pointers, 400])
    const copy = await copyOf(profile, issued, ['/issuer'])
    const { proof: _, ...unsecured } = issued
    for (const other of [copy, unsecured, { ...issued, proof: [] }, { ...issued, proof: [issued['proof'], issued['proof']] }, await surface.issue('eddsa-rdfc-2022')]) expect((await derive(profile, other, ['/issuer'])).status).toBe(400)
    expect((await derive('eddsa-rdfc-2022', issued, ['/issuer'])).status).toBe(400)
  })

  it('lets the proof choose how it derives, whatever profile the address names', async () => {
    const other = profile === 'bbs-2023' ? 'ecdsa-sd-2023-p256' : 'bbs-2023'
    const copy = await copyOf(other, await surface.issue(profile), ['/issuer', '/credentialSubject'])
    expect(copy['proof']).toMatchObject({ cryptosuite: profile.replace('-p256', '') })
    expect((await surface.verify(copy)).status).toBe(200)
  })

  it('issues data model 1.1', async () => {
    const issued = await surface.issue(profile, { '@context': ['https://www.w3.org/2018/credentials/v1', { name: 'https://schema.org/name' }], 'credentialSubject': { name: 'Alice' } }, { mandatoryPointers: ['/issuer', '/issuanceDate'] })
    expect((await surface.verify(await copyOf(profile, issued, ['/credentialSubject/name']))).status).toBe(200)
  })
})

describe('bbs-2023', () => {
  it('gives no two copies of one claim the same proof, nor a date to know them by', async () => {
    const issued = await surface.issue('bbs-2023', {}, { mandatoryPointers: ['/issuer'] })
    const copies = [await copyOf('bbs-2023', issued, ['/credentialSubject/name']), await copyOf('bbs-2023', issued, ['/credentialSubject/name'])]
    expect(copies.map((copy) => ({ ...copy, proof: null }))).toEqual([{ ...copies[0], proof: null }, { ...copies[0], proof: null }])
    expect(valueOf(copies[0] ?? {})).not.toBe(valueOf(copies[1] ?? {}))
    for (const copy of copies) {
      expect(copy['proof']).not.toHaveProperty('created')
      expect((await surface.verify(copy)).status).toBe(200)
    }
  })

  it('refuses a credential that was changed after it was signed, and one of more statements than it signs', async () => {
    const issued = await surface.issue('bbs-2023')
    expect((await derive('bbs-2023', { ...issued, credentialSubject: { id: 'did:example:abc', name: 'Mallory', degree: 'Bachelor' } }, ['/credentialSubject/name'])).status).toBe(400)
    const crowd = Object.fromEntries(Array.from({ length: 200 }, (_, number) => [`claim${number}`, number]))
    expect(namesOf(await surface.post('bbs-2023/credentials/issue', { credential: surface.credentialOf('bbs-2023', { credentialSubject: crowd }) }))).toEqual(['credential/too-complex'])
  })
})

/** Contexts and did:key documents, as the other implementation asks for them. */
async function documentLoader(url: string): Promise<object> {
  const [did = '', fragment] = url.split('#')
  if (!did.startsWith('did:key:')) return { documentUrl: url, document: structuredClone(loadContext(url, cryptography)), tag: 'static' }
  const document = didKeyDocument(did)
  const [method] = document['verificationMethod'] as readonly JsonObject[]
  return { documentUrl: url, document: fragment === undefined ? document : { '@context': 'https://w3id.org/security/multikey/v1', ...method } }
}

describe('another implementation of bbs-2023', () => {
  const now = new Date('2026-05-20T12:00:00Z')

  it('verifies copies of this surface, and derives copies that this surface verifies', async () => {
    const issued = await surface.issue('bbs-2023', {}, { mandatoryPointers: ['/issuer'] })
    const verifier = new DataIntegrityProof({ cryptosuite: theirSuite.createVerifyCryptosuite() })
    expect((await vc.verifyCredential({ credential: structuredClone(await copyOf('bbs-2023', issued, ['/credentialSubject/name'])), suite: verifier, documentLoader, now })).verified).toBe(true)
    const discloser = new DataIntegrityProof({ cryptosuite: theirSuite.createDiscloseCryptosuite({ selectivePointers: ['/credentialSubject/degree'] }) })
    const theirs = await vc.derive({ verifiableCredential: structuredClone(issued), suite: discloser, documentLoader })
    expect(await surface.verify(theirs)).toMatchObject({ status: 200, body: { warnings: [] } })
  })

  it('issues what this surface derives copies from and verifies', async () => {
    const pair = await multikeys.generateBbsKeyPair({ algorithm: multikeys.ALGORITHMS.BBS_BLS12381_SHA256 })
    const issuer = `did:key:${pair.publicKeyMultibase}`
    Object.assign(pair, { id: `${issuer}#${pair.publicKeyMultibase}`, controller: issuer })
    const suite = new DataIntegrityProof({ signer: pair.signer(), cryptosuite: theirSuite.createSignCryptosuite({ mandatoryPointers: ['/issuer'] }), date: '2026-05-20T12:00:00Z' })
    const credential = { '@context': [v2, 'https://www.w3.org/ns/credentials/examples/v2'], 'type': ['VerifiableCredential'], issuer, 'credentialSubject': { id: 'did:example:abc', name: 'Alice', degree: 'Bachelor' } }
    const base = await vc.issue({ credential, suite, documentLoader, now })
    expect(namesOf(await surface.verify(base))).toContain('proof/base-proof')
    expect(await surface.verify(await copyOf('bbs-2023', base, ['/credentialSubject/degree']))).toMatchObject({ status: 200, body: { warnings: [] } })
  })
})
