import * as jose from 'jose'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../../did/did-key.ts'
import { publicKeyFromJwk, type PublicKeyJwk } from '../../crypto/public-key.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { credentialsContextUrl, openBadgesContextUrl } from '../../credential/contexts.ts'
import { signCredential } from '../../credential/sign-credential.ts'
import { readEndorsement, type EndorsementContext } from './endorsement.ts'
import { readAccreditations } from './read-accreditations.ts'

const now = new Date('2026-11-21T12:00:00Z')
const board = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const boardDid = didKey(board.publicKey)
const stranger = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const college = 'did:web:college.example'
const scope = 'https://board.example/scopes/nursing'
const context: EndorsementContext = { accreditors: [{ id: boardDid, name: 'Board of Nursing', scopes: [scope] }], cryptography, now }

const endorsement = (changes: JsonObject = {}): JsonObject => ({
  '@context': [credentialsContextUrl, openBadgesContextUrl], 'id': 'urn:uuid:4b4b0b7a-3f0a-4c52-9d0a-0d8f5b6b2d11', 'type': ['VerifiableCredential', 'EndorsementCredential'],
  'name': 'Good standing', 'issuer': { id: boardDid, type: ['Profile'], name: 'Anything at all' }, 'validFrom': '2024-01-01T00:00:00Z', 'validUntil': '2030-01-01T00:00:00Z',
  'credentialSubject': { id: college, type: ['EndorsementSubject'], endorsementComment: 'In good standing' }, ...changes,
})

function sign(document: JsonObject, signingKey = board): Promise<JsonObject> {
  return signCredential(document, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography })
}

const read = async (changes: JsonObject = {}, more: Partial<EndorsementContext> = {}): Promise<unknown> => readEndorsement(await sign(endorsement(changes)), college, { ...context, ...more })

describe('readEndorsement()', () => {
  it('takes the endorsement of an accreditor of the verifier for an accreditation, for what the verifier says', async () => {
    const window = { from: new Date('2024-01-01T00:00:00Z'), until: new Date('2030-01-01T00:00:00Z') }
    const by = { id: boardDid, name: 'Board of Nursing' }
    expect(await read()).toEqual({ state: 'listed', registry: 'Board of Nursing', standing: {
      source: 'endorsement', registry: 'Board of Nursing', did: college, name: null, state: 'in-force', chain: [by, { id: college, name: null }], isRootPinned: true, checkedAt: now, ...window,
      accreditedFor: [{ scope, by, ...window }],
    } })
  })

  it('passes over what a stranger says, about others, about badges, or what is no endorsement', async () => {
    expect(await read({ issuer: didKey(stranger.publicKey) })).toBeUndefined()
    expect(await read({ credentialSubject: { id: `${college}/`, type: ['EndorsementSubject'] } })).toBeUndefined()
    expect(await read({ credentialSubject: [{ id: college, type: ['EndorsementSubject'] }, { id: 'did:web:other.example', type: ['EndorsementSubject'] }] })).toBeUndefined()
    expect(await read({ type: ['VerifiableCredential'] })).toBeUndefined()
    for (const other of [null, 7, 'x', 'a.b.c', [], {}] as Json[]) expect(await readEndorsement(other, college, context)).toBeUndefined()
  })

  it('refuses what the accreditor did not sign', async () => {
    const forged = await sign(endorsement(), stranger)
    expect(await readEndorsement(forged, college, context)).toMatchObject({ state: 'refused', code: 'registry/signature-invalid' })
    expect(await readEndorsement(endorsement(), college, context)).toMatchObject({ state: 'refused' })
    expect(await readEndorsement({ ...await sign(endorsement({ credentialSubject: { id: 'did:web:other.example', type: ['EndorsementSubject'] } })), credentialSubject: { id: college, type: ['EndorsementSubject'] } }, college, context)).toMatchObject({ state: 'refused' })
  })

  it.each([[{ validUntil: '2026-11-21T12:00:00Z' }, 'expired'], [{ validFrom: '2026-11-21T12:00:01Z' }, 'not-yet']])('tells from its dates %j that it is %s', async (changes, state) => {
    expect(await read(changes)).toMatchObject({ state: 'listed', standing: { state } })
  })

  it('leaves open what it cannot look up, and knows what was taken back', async () => {
    const status = { credentialStatus: { id: 'https://board.example/status/1#4', type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '4', statusListCredential: 'https://board.example/status/1' } }
    expect(await read(status)).toMatchObject({ state: 'unknown', code: 'registry/status-unknown' })
    expect(await read(status, { checkStatus: async () => ({ outcome: 'failed', code: 'status/revoked', reason: 'x' }) })).toMatchObject({ state: 'listed', standing: { state: 'withdrawn' } })
    expect(await read(status, { checkStatus: async () => ({ outcome: 'passed' }) })).toMatchObject({ state: 'listed', standing: { state: 'in-force' } })
    const far = { accreditors: [{ id: 'did:web:board.example', name: 'Far board', scopes: [scope] }] }
    expect(await readEndorsement({ ...await sign(endorsement({ issuer: 'did:web:board.example' })), proof: { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', created: '2026-01-01T00:00:00Z', verificationMethod: 'did:web:board.example#1', proofPurpose: 'assertionMethod', proofValue: 'z5fE8' } }, college, { ...context, ...far }))
      .toMatchObject({ state: 'unknown', code: 'registry/signature-unknown' })
  })

  it('reads an endorsement that another program signed as a token', async () => {
    const { publicKey, privateKey } = await jose.generateKeyPair('ES256', { extractable: true })
    const key = publicKeyFromJwk(await jose.exportJWK(publicKey) as unknown as PublicKeyJwk)
    const accreditors = [{ id: didKey(key), name: 'Token board', scopes: [scope] }]
    const claims = { ...endorsement({ issuer: { id: didKey(key), type: ['Profile'] } }), iss: didKey(key), sub: college }
    const token = (more: object, header: object = {}): Promise<string> => new jose.SignJWT({ ...claims, ...more }).setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: didKeyVerificationMethod(key), ...header }).sign(privateKey)
    const readToken = async (more: object, header: object = {}): Promise<unknown> => readEndorsement(await token(more, header), college, { ...context, accreditors })
    expect(await readToken({})).toMatchObject({ state: 'listed', registry: 'Token board', standing: { state: 'in-force' } })
    expect(await readToken({ exp: now.getTime() / 1_000 })).toMatchObject({ state: 'refused', code: 'registry/endorsement-expired' })
    expect(await readToken({ iss: boardDid })).toMatchObject({ state: 'refused', code: 'registry/endorsement-conflict' })
    expect(await readToken({}, { kid: didKeyVerificationMethod(stranger.publicKey) })).toMatchObject({ state: 'refused' })
    expect(await readEndorsement((await token({})).replace(/[^.]+$/, ''), college, { ...context, accreditors })).toMatchObject({ state: 'refused' })
  })
})

describe('readAccreditations()', () => {
  const claim = { type: ['Profile', 'AccreditationProfile'], id: boardDid, name: 'Board of Nursing', url: 'https://board.example', contactInstructions: 'Call', accreditationDate: '2010-09-01', educationalSector: 'Postsecondary' }
  const profile = { id: college, type: ['Profile', 'IssuerAccreditationProfile'], name: 'College', accreditations: [claim] }

  it('never counts what the issuer says of itself', async () => {
    expect(await readAccreditations(profile, [], context)).toEqual({ answers: [], claims: [{
      accreditorName: 'Board of Nursing', accreditorId: boardDid, url: 'https://board.example', on: '2010-09-01', sector: 'Postsecondary', isConfirmed: false,
    }] })
  })

  it('tells when the accreditor says so too, by who signed and not by the name', async () => {
    const signed = await sign(endorsement())
    const impostor = { ...claim, id: 'https://impostor.example' }
    const { answers, claims } = await readAccreditations({ ...profile, endorsement: [signed], accreditations: [claim, impostor] }, [], context)
    expect(answers).toHaveLength(1)
    expect(claims.map(({ isConfirmed }) => isConfirmed)).toEqual([true, false])
    expect((await readAccreditations(college, [signed], context)).answers).toHaveLength(1)
    const expired = await sign(endorsement({ validUntil: '2025-01-01T00:00:00Z' }))
    expect((await readAccreditations({ ...profile, endorsement: expired }, [], context)).claims[0]?.isConfirmed).toBe(false)
  })

  it('reads the accreditors that CTDL names, and nothing out of what is malformed', async () => {
    const uri = 'https://credentialengineregistry.org/resources/ce-cfb15560-78c6-42b7-b62c-c3112c0de8f6'
    expect((await readAccreditations({ 'id': college, 'ceterms:accreditedBy': [uri, { '@id': uri }, 7, null, 'x y'] }, [], context)).claims).toEqual([
      { accreditorName: null, accreditorId: uri, isConfirmed: false }, { accreditorName: null, accreditorId: uri, isConfirmed: false },
    ])
    for (const issuer of [undefined, null, 7, [], { name: 'x' }] as (Json | undefined)[]) expect(await readAccreditations(issuer, [], context)).toEqual({ answers: [], claims: [] })
    expect((await readAccreditations({ id: college, accreditations: Array.from({ length: 1_000 }, () => claim) }, [], context)).claims).toHaveLength(16)
  })
})

const sample = new URL('../../../../shared/data/standards/open-badges-3.0/samples/dcc/v2_bothSignatureTypes_didkey_legacy-noStatus-notExpired-endorsement.json', import.meta.url)
describe.skipIf(!existsSync(sample))('a published endorsement', () => {
  it('counts when its endorser is an accreditor of the verifier, and only for its subject', async () => {
    const document = JSON.parse(readFileSync(sample, 'utf8')) as JsonObject
    const accreditors = [{ id: 'did:key:z6MknNQD1WHLGGraFi6zcbGevuAgkVfdyCdtZnQTGWVVvR5Q', name: 'State', scopes: [scope] }]
    expect(await readEndorsement(document, 'https://1edtech.edu/issuers/565049', { ...context, accreditors })).toMatchObject({ state: 'listed', standing: { state: 'in-force' } })
    expect(await readEndorsement(document, college, { ...context, accreditors })).toBeUndefined()
  })
})
