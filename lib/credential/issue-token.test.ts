import { describe, expect, it } from 'vitest'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { openBadgesContextUrl } from './contexts.ts'
import { parseCose } from './cose/cose-sign1.ts'
import { issueToken, refuseUnfit } from './issue-token.ts'
import { parseJws } from './jose/jws.ts'
import { discloseClaims } from './sd-jwt/disclose-claims.ts'
import { parseSdJwt } from './sd-jwt/parse-sd-jwt.ts'

const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const verificationMethod = didKeyVerificationMethod(signingKey.publicKey)
const signer = { signingKey, verificationMethod, cryptography }
const issuer = didKey(signingKey.publicKey)
const credential: JsonObject = { '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiableCredential'], issuer, 'credentialSubject': { id: 'did:example:1', year: 1987 } }
const envelopeOf = (id: Json, more: JsonObject = {}): JsonObject => ({ '@context': 'https://www.w3.org/ns/credentials/v2', 'type': 'EnvelopedVerifiableCredential', id, ...more })
const presentation = (...values: readonly Json[]): JsonObject => ({ '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiablePresentation'], 'holder': issuer, 'verifiableCredential': values })

describe('issueToken()', () => {
  it('says in the header what is within, in each form', async () => {
    const jose = String(await issueToken(credential, { form: 'jose', content: 'credential' }, signer))
    expect(parseJws(jose)).toMatchObject({ header: { alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: verificationMethod }, payload: credential })
    const sdJwt = parseSdJwt(String(await issueToken(credential, { form: 'sd-jwt', content: 'credential', hidden: [['credentialSubject', 'year']] }, signer)))
    expect(sdJwt.message.header).toEqual({ alg: 'ES256', typ: 'vc+sd-jwt', cty: 'vc', kid: verificationMethod })
    expect(JSON.stringify(sdJwt.message.payload)).not.toContain('1987')
    expect(discloseClaims(sdJwt, cryptography).claims).toEqual(credential)
    const cose = await issueToken(credential, { form: 'cose', content: 'credential' }, signer)
    expect(parseCose(cose as Uint8Array<ArrayBuffer>)).toMatchObject({ header: { alg: 'ES256', typ: 'application/vc+cose', kid: verificationMethod }, payload: credential })
    expect(parseJws(String(await issueToken(presentation(), { form: 'jose', content: 'presentation' }, signer))).header).toMatchObject({ typ: 'vp+jwt', cty: 'vp' })
  })

  it('takes what Open Badges adds only under its context', async () => {
    const badge = { ...credential, awardedDate: '2026-01-01T00:00:00Z' }
    await expect(issueToken(badge, { form: 'jose', content: 'credential' }, signer)).rejects.toMatchObject({ code: 'credential/member-foreign' })
    expect(await issueToken({ ...badge, '@context': ['https://www.w3.org/ns/credentials/v2', openBadgesContextUrl] }, { form: 'jose', content: 'credential' }, signer)).toBeTypeOf('string')
  })

  it('refuses to hide what is not there', async () => {
    await expect(issueToken(credential, { form: 'sd-jwt', content: 'credential', hidden: [['credentialSubject', 'month']] }, signer)).rejects.toMatchObject({ code: 'credential/claim-not-found' })
  })
})

describe('refuseUnfit()', () => {
  it.each<[string, string, JsonObject]>([
    ['data model 1.1', 'not-version-2', { ...credential, '@context': ['https://www.w3.org/2018/credentials/v1'] }],
    ['another context first', 'not-version-2', { ...credential, '@context': [openBadgesContextUrl, 'https://www.w3.org/ns/credentials/v2'] }],
    ['no context', 'not-version-2', { ...credential, '@context': [] }],
    ['another type', 'not-version-2', { ...credential, type: ['VerifiablePresentation'] }],
    ['no issuer', 'not-version-2', { ...credential, issuer: {} }],
    ['nothing said of anybody', 'not-version-2', { ...credential, credentialSubject: [] }],
    ['the claim vc', 'claim-reserved', { ...credential, vc: {} }],
    ['the claim vp', 'claim-reserved', { ...credential, vp: null }],
    ['another issuer in its claims', 'claims-conflict', { ...credential, iss: 'did:example:2' }],
  ])('refuses %s in a credential: %s', (_what, code, document) => {
    expect(() => refuseUnfit(document, 'credential')).toThrow(expect.objectContaining({ code: `credential/${code}` }))
  })

  it('lets through what names its issuer twice alike, or by an object', () => {
    expect(() => refuseUnfit({ ...credential, iss: issuer }, 'credential')).not.toThrow()
    expect(() => refuseUnfit({ ...credential, issuer: { id: issuer }, iss: issuer }, 'credential')).not.toThrow()
  })

  it.each<[string, Json]>([
    ['a credential that is not enveloped', credential],
    ['a token that is not enveloped', 'a.b.c'],
    ['an envelope without its context', { type: 'EnvelopedVerifiableCredential', id: 'data:application/vc+jwt,a.b.c' }],
    ['an envelope of another type', envelopeOf('data:application/vc+jwt,a.b.c', { type: 'VerifiableCredential' })],
    ['an envelope without a token', envelopeOf('data:application/vc+jwt,words')],
    ['a token of another kind', envelopeOf('data:application/jwt,a.b.c')],
    ['disclosures where there are none', envelopeOf('data:application/vc+jwt,a.b.c~d~')],
    ['an SD-JWT without its tilde', envelopeOf('data:application/vc+sd-jwt,a.b.c')],
    ['an address that is fetched', envelopeOf('https://college.example/a.b.c')],
    ['an id that is no text', envelopeOf(7)],
    ['nothing', null],
  ])('refuses a presentation with %s', (_what, value) => {
    expect(() => refuseUnfit(presentation(value), 'presentation')).toThrow(expect.objectContaining({ code: 'credential/envelope-malformed' }))
  })

  it('lets through a presentation of enveloped tokens, of nothing, and of nobody', () => {
    const good = ['data:application/vc+jwt,a.b.c', 'data:application/vc+sd-jwt,a.b.c~', 'data:application/vc+sd-jwt,a.b.c~d~e.f.g', 'data:application/vc+cose;base64,0oRD+/=='].map((id) => envelopeOf(id))
    expect(() => refuseUnfit(presentation(...good), 'presentation')).not.toThrow()
    const { holder: _, verifiableCredential: __, ...bare } = presentation()
    expect(() => refuseUnfit(bare, 'presentation')).not.toThrow()
  })
})
