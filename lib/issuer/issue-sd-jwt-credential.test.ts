import { SDJwtInstance } from '@sd-jwt/core'
import { describe, expect, it } from 'vitest'
import { createAchievement, createAchievementCredential } from '../credential/open-badge.ts'
import { deriveSdJwt } from '../credential/sd-jwt/derive-sd-jwt.ts'
import { discloseClaims } from '../credential/sd-jwt/disclose-claims.ts'
import { parseSdJwt } from '../credential/sd-jwt/parse-sd-jwt.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { trustNobody } from '../verifier/policy.ts'
import { findingOf } from '../verifier/report.ts'
import { verify } from '../verifier/verify.ts'
import { undated } from './issue-for-disclosure.ts'
import { issueSdJwtCredential, sdJwtFormats, type SdJwtFormat } from './issue-sd-jwt-credential.ts'

const now = new Date('2026-11-21T12:00:00Z')
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const holderKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const occasion = { nonce: 'n-1', audience: 'https://verifier.example' }
const signing = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), cryptography }

function degreeOf(year: number, validUntil?: Date): JsonObject {
  const achievement = createAchievement({ id: 'https://college.example/achievements/1', name: 'Bachelor of Science', description: 'Four years of study.', criteria: { narrative: 'Forty courses.' }, achievementType: 'BachelorDegree' })
  const credential = createAchievementCredential({
    id: 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-3c1d0f6f2a1e', issuer: { id: didKey(signingKey.publicKey), name: 'Example College' }, achievement, subject: { did: didKey(holderKey.publicKey) },
    validFrom: new Date(`${year}-05-12T00:00:00Z`), narrative: 'Graduated with honours', ...(validUntil === undefined ? {} : { validUntil }),
  })
  return undated(credential, now)
}

const issue = async (format: SdJwtFormat, credential = degreeOf(1987)): Promise<string> => (await issueSdJwtCredential(credential, { format, ...signing })).text
const judge = (text: string, context: object = {}) => verify(encodeUtf8(text), { cryptography, now, documents: {}, trust: trustNobody, ...context })

/** Everything that can be read in a token, its parts decoded. */
const readable = (text: string): string => text.split(/[.~]/).map((part) => Buffer.from(part, 'base64url').toString('latin1')).join('\n')

/** The other implementation, given the same primitives. */
const theirs = new SDJwtInstance({
  hasher: (data: string | ArrayBuffer) => cryptography.sha256(typeof data === 'string' ? encodeUtf8(data) : new Uint8Array(data)),
  hashAlg: 'sha-256', saltGenerator: (length: number) => encodeBase64url(cryptography.randomBytes(length)),
  verifier: (data: string, signature: string) => cryptography.verifySignature(signingKey.publicKey, encodeUtf8(data), decodeBase64url(signature)),
  kbSigner: async (data: string) => encodeBase64url(await holderKey.sign(encodeUtf8(data))), kbSignAlg: 'EdDSA',
  kbVerifier: (data: string, signature: string) => cryptography.verifySignature(holderKey.publicKey, encodeUtf8(data), decodeBase64url(signature)),
})

describe.each(sdJwtFormats)('a degree as %s', (format) => {
  it('verifies whole and in part, and its copy without the year tells none', async () => {
    const text = await issue(format)
    expect(await judge(text)).toMatchObject({ integrity: 'passed', reports: [{ standard: 'open-badges-3.0', issuer: { id: didKey(signingKey.publicKey) } }] })
    const copy = await deriveSdJwt(text, { pointers: ['/credentialSubject/achievement/description'] }, cryptography)
    const { reports: [report], integrity } = await judge(copy)
    expect(integrity).toBe('passed')
    expect(report && findingOf(report, 'schema')).toMatchObject({ outcome: 'unknown', code: 'schema/withheld' })
    expect(readable(copy)).not.toMatch(/1987|honours|"iat"|"nbf"/)
    expect(readable(copy)).toContain('Four years of study')
  })

  it('always shows what the rulings call mandatory, and nothing besides', async () => {
    const copy = await deriveSdJwt(await issue(format), { pointers: [] }, cryptography)
    const { iss: _iss, vct: _vct, cnf: _cnf, ...shown } = discloseClaims(parseSdJwt(copy), cryptography).claims
    const { '@context': contexts, id, type, validFrom } = degreeOf(1987)
    expect(shown).toEqual({
      '@context': contexts, id, type, validFrom, issuer: { id: didKey(signingKey.publicKey), type: ['Profile'], name: 'Example College' },
      credentialSubject: { id: didKey(holderKey.publicKey), type: ['AchievementSubject'], achievement: { id: 'https://college.example/achievements/1', type: ['Achievement'], name: 'Bachelor of Science' } },
    })
  })

  it('belongs to the key of its subject: only that key answers a challenge', async () => {
    const text = await issue(format)
    const asked = { challenge: occasion.nonce, domain: occasion.audience }
    expect(await judge(await deriveSdJwt(text, { pointers: [], keyBinding: { signingKey: holderKey, now, ...occasion } }, cryptography), asked)).toMatchObject({ integrity: 'passed' })
    const { reports: [report] } = await judge(text, asked)
    expect(report && findingOf(report, 'holder-binding')).toMatchObject({ outcome: 'failed', code: 'holder-binding/key-binding-missing' })
  })

  it('is verified by another implementation, in part and with the holder’s key, and what is derived there is passed here', async () => {
    const text = await issue(format)
    const ours = await deriveSdJwt(text, { pointers: ['/awardedDate'], keyBinding: { signingKey: holderKey, now: new Date(), ...occasion } }, cryptography)
    const { payload, kb } = await theirs.verify(ours, { keyBindingNonce: occasion.nonce })
    expect(payload).toMatchObject({ awardedDate: '1987-05-12T00:00:00Z', credentialSubject: { achievement: { name: 'Bachelor of Science' } } })
    expect(kb?.payload).toMatchObject({ aud: occasion.audience, nonce: occasion.nonce })
    const derived = await theirs.present(text, { credentialSubject: { achievement: { description: true } } } as never, { kb: { payload: { iat: Math.floor(now.getTime() / 1_000), aud: occasion.audience, nonce: occasion.nonce } } })
    expect(await judge(derived, { challenge: occasion.nonce, domain: occasion.audience })).toMatchObject({ integrity: 'passed' })
    expect(readable(derived)).toContain('Four years of study')
    expect(readable(derived)).not.toMatch(/1987|honours/)
  })

  it('fails once a disclosure is changed, swapped or made up', async () => {
    const copy = await deriveSdJwt(await issue(format), { pointers: ['/awardedDate'] }, cryptography)
    const newer = copy.replace(/~([\w-]+)~$/, (_, text: string) => `~${encodeBase64url(encodeUtf8(Buffer.from(text, 'base64url').toString().replace('1987', '2020')))}~`)
    const other = await deriveSdJwt(await issue(format, degreeOf(2020)), { pointers: ['/awardedDate'] }, cryptography)
    for (const forged of [newer, copy.replace(/~.*$/, other.slice(other.indexOf('~'))), `${copy}${encodeBase64url(encodeUtf8('["salt","awardedDate","2020-05-12T00:00:00Z"]'))}~`]) {
      expect(await judge(forged)).toMatchObject({ integrity: 'failed' })
    }
  })

  it('commits to the token alone, so every copy has the same ledger proof', async () => {
    const { text, proofBytes, commitmentNonce } = await issueSdJwtCredential(degreeOf(1987), { format, ...signing })
    expect(Buffer.from(proofBytes).toString()).toBe((await deriveSdJwt(text, { pointers: [] }, cryptography)).split('~')[0])
    expect(commitmentNonce).toHaveLength(32)
  })
})

describe('issueSdJwtCredential()', () => {
  it('tells the end of validity in the words of every verifier, and it cannot be left out', async () => {
    const text = await issue('dc+sd-jwt', degreeOf(1987, new Date('2026-11-20T00:00:00Z')))
    const copy = await deriveSdJwt(text, { pointers: [] }, cryptography)
    expect(discloseClaims(parseSdJwt(copy), cryptography).claims).toMatchObject({ exp: Date.parse('2026-11-20T00:00:00Z') / 1_000, vct: 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential' })
    expect(await judge(copy)).toMatchObject({ integrity: 'failed' })
  })

  it('refuses what is signed, of another data model, foreign, or lacks what it should always show', async () => {
    const degree = degreeOf(1987)
    for (const [credential, code] of [
      [{ ...degree, proof: {} }, 'credential/already-signed'], [{ ...degree, '@context': ['https://www.w3.org/2018/credentials/v1'] }, 'credential/not-version-2'],
      [{ ...degree, vct: 'https://elsewhere.example/type' }, 'credential/member-foreign'], [{ ...degree, _sd: [] }, 'credential/member-foreign'],
    ] as const) await expect(issue('dc+sd-jwt', credential)).rejects.toMatchObject({ code })
    await expect(issueSdJwtCredential(degree, { format: 'vc+sd-jwt', ...signing, mandatoryPointers: ['/evidence'] })).rejects.toMatchObject({ code: 'credential/pointer-unmatched' })
  })
})
