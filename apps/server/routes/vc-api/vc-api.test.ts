import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { signCredential, signPresentation } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import type { JsonObject } from 'everlearned/encoding'
import { decodeBitstring, isBitSet } from 'everlearned/status'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestNode } from '../../open-test-node.ts'
import { namesOf, openTestSurface, v2, type TestSurface } from '../../open-test-surface.ts'

const samples = fileURLToPath(new URL('../../../../../shared/data/standards/w3c-vc/samples/vcdm2-test-suite/', import.meta.url))
const files = existsSync(samples) ? readdirSync(samples) : []

let surface: TestSurface
const post: TestSurface['post'] = (path, payload) => surface.post(path, payload)
const credentialOf: TestSurface['credentialOf'] = (profile, change) => surface.credentialOf(profile, change)
const issue: TestSurface['issue'] = (profile, change, options) => surface.issue(profile, change, options)
const verify: TestSurface['verify'] = (credential, options) => surface.verify(credential, options)
const verifyPresentation: TestSurface['verifyPresentation'] = (presentation, options) => surface.verifyPresentation(presentation, options)

beforeAll(async () => {
  surface = await openTestSurface()
})
afterAll(() => surface.node.close())

const profiles = ['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'ecdsa-rdfc-2019-p256', 'ecdsa-rdfc-2019-p384', 'ecdsa-jcs-2019-p256', 'ecdsa-jcs-2019-p384', 'ecdsa-sd-2023-p256', 'bbs-2023', 'bitstring-status-list']

describe('the VC-API', () => {
  it('lists its profiles, each with a did:key that stays', async () => {
    expect(Object.keys(surface.issuers)).toEqual(profiles)
    expect(surface.issuers['eddsa-rdfc-2022']).toMatch(/^did:key:z6Mk/)
    expect(surface.issuers['ecdsa-rdfc-2019-p256']).toMatch(/^did:key:zDn/)
    expect(surface.issuers['ecdsa-rdfc-2019-p384']).toMatch(/^did:key:z82/)
    expect(surface.issuers['bbs-2023']).toMatch(/^did:key:zUC7/)
    expect(new Set(Object.values(surface.issuers)).size).toBe(profiles.length)
    expect((await surface.node.app.inject('/vc-api/profiles')).json()).toEqual(Object.entries(surface.issuers).map(([name, issuer]) => ({ name, issuer })))
  })

  it('is nowhere unless it was opened', async () => {
    const closed = await openTestNode()
    for (const url of ['/vc-api/profiles', '/vc-api/eddsa-rdfc-2022/credentials/issue']) {
      expect((await closed.app.inject({ url, headers: { accept: 'application/json' } })).statusCode).toBe(404)
      expect((await closed.app.inject({ method: 'POST', url, payload: {} })).statusCode).toBe(404)
    }
    await closed.close()
  })

  it('answers callers of this machine alone', async () => {
    const answer = await surface.node.app.inject({ url: '/vc-api/profiles', remoteAddress: '203.0.113.5' })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'access/local-only'])
  })

  it('lets no page of another origin call it', async () => {
    const answer = await surface.node.app.inject({ url: '/vc-api/profiles', headers: { origin: 'https://elsewhere.example' } })
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  it('knows no profile whose suite is not built', async () => {
    expect(await post('no-such-suite/credentials/issue', { credential: credentialOf('eddsa-rdfc-2022') })).toMatchObject({ status: 404, type: expect.stringContaining('application/json'), body: { code: 'vc-api/profile-unknown' } })
  })

  it.each(['{', '', '[]', '"text"', 'null', '{"credential":1}', '{"credential":null}', '{}', '{"credential":{"__proto__":{}}}', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, '{"credential":{},"credential":{}}'].map((payload) => ({ name: payload.slice(0, 40), payload })))('answers the body $name with 400', async ({ payload }) => {
    for (const path of ['credentials/issue', 'credentials/verify', 'credentials/derive', 'credentials/status', 'presentations/verify']) {
      const answer = await post(`ecdsa-sd-2023-p256/${path}`, payload)
      expect([path, answer.status]).toEqual([path, 400])
      expect(answer.body.errors?.length).toBeGreaterThan(0)
      expect(answer.body.verified).toBe(path.endsWith('/verify') ? false : undefined)
    }
  })

  it('takes bodies of up to a mebibyte', async () => {
    const long = 'x'.repeat(1_000_000)
    expect((await verify(await issue('eddsa-jcs-2022', { credentialSubject: { name: long } }))).status).toBe(200)
    expect((await post('eddsa-rdfc-2022/credentials/issue', { credential: { name: `${long}${'x'.repeat(60_000)}` } })).status).toBe(413)
  })
})

describe.each(profiles.filter((name) => name !== 'ecdsa-sd-2023-p256' && name !== 'bbs-2023'))('%s', (profile) => {
  it('issues with one proof, and every profile verifies it', async () => {
    const credential = credentialOf(profile)
    const { status, body } = await post(`${profile}/credentials/issue`, { credential, options: { unknown: true } })
    const issued = body.verifiableCredential ?? {}
    expect(status).toBe(201)
    expect(issued).toMatchObject(credential)
    expect(issued['proof']).toMatchObject({ type: 'DataIntegrityProof', created: expect.stringMatching(/Z$/), proofPurpose: 'assertionMethod', proofValue: expect.stringMatching(/^z/), verificationMethod: expect.stringMatching(/^did:key:(z\w+)#\1$/) })
    for (const other of profiles) expect(await post(`${other}/credentials/verify`, { verifiableCredential: issued })).toMatchObject({ status: 200, body: { verified: true, warnings: [] } })
  })

  it('verifies nothing that was altered', async () => {
    const issued = await issue(profile)
    const proof = issued['proof'] as JsonObject
    const changes: readonly object[] = [
      { credentialSubject: { id: 'did:example:abc', name: 'Mallory' } }, { proof: null }, { proof: [] }, { proof: 'text' }, { added: 'undefined', '@context': [v2] }, { type: ['VerifiableCredential', 'Added'] },
      ...['type', 'cryptosuite', 'verificationMethod', 'proofPurpose', 'proofValue'].flatMap((name) => [{ proof: { ...proof, [name]: undefined } }, { proof: { ...proof, [name]: 'wrong' } }, { proof: { ...proof, [name]: 5 } }]),
      { proof: { ...proof, proofPurpose: 'authentication' } }, { proof: { ...proof, created: '2026' } }, { proof: { ...proof, proofValue: `u${String(proof['proofValue']).slice(1)}` } }, { proof: { ...proof, proofValue: String(proof['proofValue']).slice(1) } },
    ]
    for (const change of changes) {
      const answer = await verify({ ...issued, ...change })
      expect([change, answer.status, answer.body.verified]).toEqual([change, 400, false])
      expect(answer.body.errors?.length).toBeGreaterThan(0)
    }
    const { proof: _, ...unsecured } = issued
    expect((await verify(unsecured)).status).toBe(400)
  })

  it('issues data model 1.1 with what it lacks', async () => {
    const terms = { name: 'https://schema.org/name' }
    const issued = await issue(profile, { '@context': ['https://www.w3.org/2018/credentials/v1', terms], 'credentialSubject': { name: 'Alice' }, 'expirationDate': '2030-01-01T00:00:00Z' })
    const ofStatus = profile === 'bitstring-status-list' ? ['https://www.w3.org/ns/credentials/status/v1'] : []
    expect(issued['@context']).toEqual(['https://www.w3.org/2018/credentials/v1', terms, 'https://w3id.org/security/data-integrity/v2', ...ofStatus])
    expect(issued['issuanceDate']).toBe('2026-05-20T12:00:00Z')
    expect((await verify(issued)).status).toBe(200)
  })
})

describe('POST /vc-api/:profile/credentials/issue', () => {
  it('refuses an issuer that is not the profile\'s, and what no signature would cover', async () => {
    const changes: readonly (readonly [string, object])[] = [
      ['vc-api/issuer-of-another', { issuer: 'did:example:other' }], ['data-model/issuer-malformed', { issuer: null }], ['data-model/subject-empty', { credentialSubject: {} }],
      ['credential/term-undefined', { '@context': [v2], 'undefined': 'x' }], ['credential/term-undefined', { '@context': [v2], 'type': ['VerifiableCredential', 'Undefined'] }],
      ['credential/term-undefined', { '@context': [v2, { VerifiableCredential: 'https://bad.example/' }] }], ['credential/context-unknown', { '@context': [v2, 'https://unknown.example/'] }],
      ['credential/term-undefined', { credentialSubject: { id: 'did:example:abc', knows: { id: 'relative' } } }], ['data-model/context-relative', { '@context': [v2, { '@base': 'https://base.example/' }] }],
      ['data-model/proof-malformed', { proof: { created: '2026-01-01T00:00:00Z' } }],
    ]
    for (const [code, change] of changes) {
      const answer = await post('eddsa-rdfc-2022/credentials/issue', { credential: credentialOf('eddsa-rdfc-2022', change) })
      expect([change, answer.status, namesOf(answer)]).toEqual([change, 400, expect.arrayContaining([code])])
      expect(answer.body.verified).toBeUndefined()
    }
  })

  it('signs names in a language and a direction', async () => {
    const name = { '@value': 'كلمة', '@language': 'ar', '@direction': 'rtl' }
    const issued = await issue('eddsa-rdfc-2022', { name, issuer: { id: surface.issuers['eddsa-rdfc-2022'], name } })
    expect((await verify(issued)).status).toBe(200)
    expect((await verify({ ...issued, name: { ...name, '@direction': 'ltr' } })).status).toBe(400)
  })

  it('puts its own proof in the place of one that came along', async () => {
    const issued = await issue('eddsa-rdfc-2022', { proof: { type: 'Ed25519Signature2020', proofValue: 'z1' } })
    expect(issued['proof']).toMatchObject({ type: 'DataIntegrityProof' })
    expect((await verify(issued)).status).toBe(200)
  })

  it('refuses the same for suites over canonical JSON', async () => {
    for (const change of [{ '@context': [v2], 'undefined': 'x' }, { '@context': [v2, 'https://unknown.example/'] }]) expect((await post('eddsa-jcs-2022/credentials/issue', { credential: credentialOf('eddsa-jcs-2022', change) })).status).toBe(400)
  })
})

describe('POST /vc-api/:profile/credentials/verify', () => {
  it('warns of a key that is not the issuer\'s, and verifies all the same', async () => {
    const { cryptography } = surface.node.context
    const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const signed = await signCredential(credentialOf('eddsa-rdfc-2022', { issuer: 'https://vc.example/issuers/5678' }), { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: surface.node.clock.now, cryptography })
    expect(await verify(signed)).toMatchObject({ status: 200, body: { verified: true, warnings: [{ name: 'ISSUER_MISMATCH' }] } })
  })

  it('verifies what goes by names of its own, with a warning', async () => {
    const licence = { '@protected': true, 'Licence': { '@id': 'urn:own:Licence', '@context': { '@protected': true, 'id': '@id', 'type': '@type', 'expirationDate': 'urn:own:expiration' } }, 'licence': { '@id': 'urn:own:licence', '@type': '@id' } }
    for (const profile of ['eddsa-rdfc-2022', 'ecdsa-jcs-2019-p256']) {
      const issued = await issue(profile, { '@context': [v2, licence], 'credentialSubject': { licence: { type: 'Licence', expirationDate: '01-01-2030' } } })
      expect(await verify(issued)).toMatchObject({ status: 200, body: { verified: true, warnings: [{ name: 'TERM_DISGUISED' }] } })
      expect((await verify({ ...issued, credentialSubject: { licence: { type: 'Licence', expirationDate: '01-01-2040' } } })).status).toBe(400)
    }
  })

  it('refuses what hides under names of its own whether it holds', async () => {
    const terms = 'https://www.w3.org/2018/credentials#'
    const { validUntil, ...over } = await issue('eddsa-rdfc-2022', { validUntil: '2026-01-01T00:00:00Z' })
    const until = { '@type': 'http://www.w3.org/2001/XMLSchema#dateTime', '@value': validUntil ?? null }
    for (const change of [{ [`${terms}validUntil`]: until }, { '@context': [...over['@context'] as string[], { day: `${terms}validUntil` }], 'day': until }]) {
      for (const proof of [over['proof'], [over['proof']]]) expect(namesOf(await verify({ ...over, ...change, proof }))).toEqual(['proof/term-disguised'])
    }
    const { credentialStatus, ...withdrawn } = await issue('bitstring-status-list')
    expect(namesOf(await verify({ ...withdrawn, [`${terms}credentialStatus`]: credentialStatus ?? null }))).toEqual(['proof/term-disguised'])
    const presentation = { '@context': [v2], 'type': ['VerifiablePresentation'], 'verifiableCredential': await issue('eddsa-rdfc-2022') }
    expect((await verifyPresentation({ ...presentation, verifiableCredential: { ...over, [`${terms}validUntil`]: until } })).status).toBe(400)
  })

  it('holds proofs against domain and challenge', async () => {
    const issued = await issue('eddsa-rdfc-2022')
    expect(namesOf(await verify(issued, { challenge: 'c' }))).toContain('proof/challenge-mismatch')
    expect(namesOf(await verify(issued, { domain: 'd' }))).toContain('proof/domain-mismatch')
  })

  it('wants every proof of a set to be good', async () => {
    const issued = await issue('eddsa-rdfc-2022')
    const proof = issued['proof'] as JsonObject
    expect((await verify({ ...issued, proof: [proof] })).status).toBe(200)
    expect((await verify({ ...issued, proof: [proof, proof] })).status).toBe(200)
    expect((await verify({ ...issued, proof: [proof, { ...proof, cryptosuite: 'not-known-2030' }] })).status).toBe(400)
    expect((await verify({ ...issued, proof: [{ ...proof, previousProof: 'urn:uuid:missing' }] })).status).toBe(400)
  })

  it('refuses what is over and what has not begun', async () => {
    expect(namesOf(await verify(await issue('eddsa-rdfc-2022', { validUntil: '2026-01-01T00:00:00Z' })))).toEqual(['validity-period/expired'])
    expect(namesOf(await verify(await issue('eddsa-rdfc-2022', { validFrom: '2027-01-01T00:00:00Z' })))).toEqual(['validity-period/not-yet'])
  })
})

describe('the status of a credential', () => {
  const listOf = async (entry: JsonObject): Promise<JsonObject> => (await surface.node.app.inject(String(entry['statusListCredential']).replace(surface.node.context.config.publicBaseUrl, ''))).json<JsonObject>()
  const isRevoked = async (entry: JsonObject): Promise<boolean> => {
    const { encodedList } = (await listOf(entry))['credentialSubject'] as { encodedList: string }
    return isBitSet(await decodeBitstring(encodedList), Number(entry['statusListIndex']))
  }

  it('is on a list that changes before the answer', async () => {
    const issued = await issue('bitstring-status-list')
    const entry = issued['credentialStatus'] as JsonObject
    expect(entry).toEqual({ id: `${String(entry['statusListCredential'])}#${String(entry['statusListIndex'])}`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: expect.stringMatching(/^\d+$/), statusListCredential: expect.stringMatching(/^http:\/\/localhost:4000\/vc-api\//) })
    expect((await verify(issued)).status).toBe(200)
    expect(await isRevoked(entry)).toBe(false)
    const body = { credentialId: issued['id'], credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' }, status: true }
    expect((await post('bitstring-status-list/credentials/status', body)).status).toBe(200)
    expect(await isRevoked(entry)).toBe(true)
    expect(namesOf(await verify(issued))).toEqual(['status/revoked'])
    expect((await verify(issued, { checks: ['proof'] })).status).toBe(200)
    expect(await verify(await listOf(entry))).toMatchObject({ status: 200, body: { warnings: [] } })
    expect((await listOf(entry))['type']).toEqual(['VerifiableCredential', 'BitstringStatusListCredential'])
  })

  it('gives every credential a place of its own, beside places that it has', async () => {
    const places = await Promise.all(Array.from({ length: 20 }, async () => ((await issue('bitstring-status-list'))['credentialStatus'] as JsonObject)['id']))
    expect(new Set(places).size).toBe(20)
    const other = { type: 'SomethingElse', id: 'urn:status:1' }
    expect((await issue('bitstring-status-list', { '@context': [v2, { SomethingElse: 'https://else.example/' }], 'credentialSubject': { id: 'did:example:abc' }, 'credentialStatus': other }))['credentialStatus']).toEqual([other, expect.objectContaining({ type: 'BitstringStatusListEntry' })])
  })

  it('cannot be changed under an unknown id, for another purpose or another profile', async () => {
    const body = { credentialId: 'urn:uuid:unknown', credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' }, status: true }
    expect((await post('bitstring-status-list/credentials/status', body)).status).toBe(404)
    expect((await post('eddsa-rdfc-2022/credentials/status', body)).status).toBe(400)
    expect((await post('bitstring-status-list/credentials/status', { ...body, credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'message' } })).status).toBe(400)
    expect((await surface.node.app.inject('/vc-api/status-lists/none')).statusCode).toBe(404)
  })

  it('that cannot be looked up is refused', async () => {
    const entry = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '5', statusListCredential: 'https://127.0.0.1:9/list' }
    expect((await verify(await issue('eddsa-rdfc-2022', { credentialStatus: entry }))).status).toBe(400)
  })
})

describe('POST /vc-api/:profile/presentations/verify', () => {
  it('holds a signed one against challenge and domain, and verifies what is in it', async () => {
    const { cryptography } = surface.node.context
    const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const context = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: surface.node.clock.now, cryptography }
    const holder = didKey(signingKey.publicKey)
    const good = await issue('ecdsa-jcs-2019-p384')
    const occasion = { challenge: 'u123', domain: 'suite.example' }
    const signed = await signPresentation({ holder, ...occasion, credentials: [good] }, context)
    expect(await verifyPresentation(signed, occasion)).toMatchObject({ status: 200, body: { verified: true, warnings: [] } })
    expect((await verifyPresentation(signed)).status).toBe(200)
    expect((await verifyPresentation(signed, { ...occasion, challenge: 'other' })).status).toBe(400)
    expect((await verifyPresentation(signed, { ...occasion, domain: 'other.example' })).status).toBe(400)
    expect((await verifyPresentation({ ...signed, holder: 'did:example:other' }, occasion)).status).toBe(400)
    const bad = await signPresentation({ holder, ...occasion, credentials: [good, { ...good, credentialSubject: { name: 'Mallory' } }] }, context)
    expect((await verifyPresentation(bad, occasion)).status).toBe(400)
    expect(await verifyPresentation(await signPresentation({ holder: 'did:example:other', ...occasion }, context), occasion)).toMatchObject({ status: 200, body: { warnings: [{ name: 'HOLDER_MISMATCH' }] } })
  })

  it('takes one that nobody signed, with a warning', async () => {
    const presentation = { '@context': [v2], 'type': ['VerifiablePresentation'], 'verifiableCredential': await issue('eddsa-rdfc-2022') }
    expect(await verifyPresentation(presentation)).toMatchObject({ status: 200, body: { warnings: [{ name: 'PRESENTATION_NOT_SIGNED' }] } })
    for (const change of [{ '@context': undefined }, { '@context': ['https://www.w3.org/ns/credentials/examples/v2', v2] }, { type: 'Other' }, { proof: null }, { proof: [] }, { verifiableCredential: ['text'] }, { added: 'undefined' }]) {
      expect([change, (await verifyPresentation({ ...presentation, ...change })).status]).toEqual([change, 400])
    }
    expect((await verifyPresentation({ type: ['NonconformingDocument'] })).status).toBe(400)
  })
})

/** One row that is skipped where the samples are not beside the checkout: a suite without a test would be an error. */
const samplesOf = (kind: string): readonly string[] => (files.length === 0 ? [`every ${kind} sample`] : files.filter((file) => file.startsWith(`${kind}-`)))

describe('the samples of the data model\'s own suite', () => {
  const read = (file: string): JsonObject => JSON.parse(readFileSync(join(samples, file), 'utf8').replace('PAST DATE', '2020-01-01T00:00:00Z').replace('FUTURE DATE', '2040-01-01T00:00:00Z')) as JsonObject

  /** As the suite does: an issuer is put in where none is given. */
  const withIssuer = (credential: JsonObject): JsonObject => {
    const { issuer } = credential
    const own = surface.issuers['eddsa-rdfc-2022'] ?? ''
    return { ...credential, issuer: typeof issuer === 'object' && issuer !== null ? { id: own, ...issuer } : issuer ?? own }
  }

  it.skipIf(files.length === 0).each(samplesOf('credential'))('%s is issued, or refused, as its name says', async (file) => {
    const { status, body } = await post('eddsa-rdfc-2022/credentials/issue', { credential: file === 'credential-no-issuer-fail.json' ? read(file) : withIssuer(read(file)) })
    expect([body.errors === undefined, status]).toEqual(file.endsWith('-ok.json') ? [true, 201] : [false, 400])
    const answer = status === 201 ? await verify(body.verifiableCredential, { checks: ['proof'] }) : undefined
    const isOver = file.startsWith('credential-validuntil')
    expect(answer?.status ?? 200).toBe(isOver ? 400 : 200)
  })

  it.skipIf(files.length === 0).each(samplesOf('presentation'))('%s is verified, or refused, as its name says', async (file) => {
    const presentation = read(file)
    const credentials = presentation['verifiableCredential'] as readonly JsonObject[] | undefined
    // As the suite does: well-formed credentials are issued before they are presented.
    const issued = await Promise.all((credentials ?? []).map(async (credential) => {
      const { body } = await post('eddsa-rdfc-2022/credentials/issue', { credential: { ...credential, issuer: surface.issuers['eddsa-rdfc-2022'] } })
      return body.verifiableCredential ?? credential
    }))
    const { status } = await post('eddsa-rdfc-2022/presentations/verify', { verifiablePresentation: { ...presentation, ...(credentials === undefined ? {} : { verifiableCredential: issued }) } })
    expect(status).toBe(file.endsWith('-fail.json') ? 400 : 200)
  })
})

describe('any JSON', () => {
  const names = fc.constantFrom('@context', 'id', 'type', 'issuer', 'credentialSubject', 'validFrom', 'credentialStatus', 'proof', 'holder', 'verifiableCredential', 'name', '@id', '@value', 'evidence')
  const value = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(v2, [v2], 'VerifiableCredential', ['VerifiableCredential'], 'VerifiablePresentation', 'EnvelopedVerifiableCredential', 'EnvelopedVerifiablePresentation', 'did:example:a', { id: 'did:example:a' }) as fc.Arbitrary<unknown> }, { weight: 2, arbitrary: fc.jsonValue() as fc.Arbitrary<unknown> })

  it('is answered with less than 500', async () => {
    await fc.assert(fc.asyncProperty(fc.dictionary(names, value, { maxKeys: 8 }), fc.constantFrom('issue', 'verify', 'derive'), async (document, action) => {
      const wellFormed = { ...credentialOf('ecdsa-sd-2023-p256'), ...document }
      for (const each of [document, wellFormed]) {
        expect((await post(`ecdsa-sd-2023-p256/credentials/${action}`, { credential: each, verifiableCredential: each, options: document })).status).toBeLessThan(500)
        expect((await post('ecdsa-sd-2023-p256/presentations/verify', { verifiablePresentation: each })).status).toBeLessThan(500)
      }
    }), { numRuns: 150 })
  })

  it('beside a proof, changed anywhere, is verified never with more than it was', async () => {
    const issued = await issue('eddsa-rdfc-2022')
    const proof = issued['proof'] as JsonObject
    await fc.assert(fc.asyncProperty(fc.constantFrom('type', 'cryptosuite', 'verificationMethod', 'proofPurpose', 'proofValue', 'created'), fc.jsonValue(), async (name, changed) => {
      fc.pre(JSON.stringify(changed) !== JSON.stringify(proof[name]))
      expect((await verify({ ...issued, proof: { ...proof, [name]: changed } })).status).toBe(400)
    }), { numRuns: 100 })
  })
})
