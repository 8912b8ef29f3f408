import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bakeSvg } from '../credential/baked-svg.ts'
import { signCose } from '../credential/cose/cose-sign1.ts'
import { issueToken } from '../credential/issue-token.ts'
import { signJws } from '../credential/jose/jws.ts'
import { issueSdJwt } from '../credential/sd-jwt/issue-sd-jwt.ts'
import { presentSdJwt } from '../credential/sd-jwt/present-sd-jwt.ts'
import type { SigningKey } from '../crypto/cryptography.ts'
import { publicKeyToJwk } from '../crypto/public-key.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { didWebDocument } from '../did/did-web.ts'
import { encodeBase64, encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { memoryLogStorage } from '../ledger/memory-log-storage.ts'
import { openLog } from '../ledger/open-log.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createBitstring, withBit } from '../status/bitstring.ts'
import { createStatusEntry, createStatusListCredential } from '../status/status-list-credential.ts'
import { batchPath, buildBatchTree } from '../trust/batch-tree.ts'
import { commit } from '../trust/commitment.ts'
import { formatLedgerProof } from '../trust/ledger-proof.ts'
import { sealBatch } from '../trust/seal-batch.ts'
import { formatBundle } from './bundle.ts'
import { trustNobody } from './policy.ts'
import type { CheckName, NamedFinding, Report, Verdict } from './report.ts'
import { findingOf } from './report.ts'
import type { VerifyContext } from './verify-context.ts'
import { verify } from './verify.ts'

const now = new Date('2026-11-21T12:00:00Z')
const seconds = now.getTime() / 1_000
const newKey = async (type: 'Ed25519' | 'P-256' | 'P-384' = 'Ed25519'): Promise<SigningKey> => cryptography.importSigningKey(await cryptography.generateKey(type))
const issuerKey = await newKey()
const holderKey = await newKey('P-256')
const issuer = didKey(issuerKey.publicKey)
const holder = didKey(holderKey.publicKey)
const kid = didKeyVerificationMethod(issuerKey.publicKey)
const signing = { signingKey: issuerKey, verificationMethod: kid, cryptography }
const forms = ['jose', 'sd-jwt', 'cose'] as const

const credential: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2'], 'id': 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', 'type': ['VerifiableCredential'], issuer,
  'validFrom': '2026-01-01T00:00:00Z', 'credentialSubject': { id: holder, name: 'Ana', year: 1987 },
}
const presentation = (values: readonly Json[]): JsonObject => ({ '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiablePresentation'], holder, 'verifiableCredential': values })
const diploma: JsonObject = { vct: 'urn:education:diploma:1', iss: issuer, iat: seconds - 60, exp: seconds + 3_600, sub: holder, degree: 'BSc', year: 1987, cnf: { jwk: { ...publicKeyToJwk(holderKey.publicKey) } } }

async function issue(form: (typeof forms)[number], document = credential): Promise<string> {
  const token = await issueToken(document, { form, content: 'credential', hidden: form === 'sd-jwt' ? [['credentialSubject', 'year']] : [] }, signing)
  return typeof token === 'string' ? token : encodeBase64(token)
}
const jwt = (payload: JsonObject, header: JsonObject = {}, key = issuerKey): Promise<string> => signJws({ typ: 'vc+jwt', kid, ...header }, payload, key)
const sdJwt = (claims: JsonObject = diploma, hidden: readonly (readonly string[])[] = [['year']], header: JsonObject = {}): Promise<string> =>
  issueSdJwt({ claims, hidden, header: { typ: 'dc+sd-jwt', kid, ...header } }, signing)

function judge(value: string | JsonObject | Uint8Array<ArrayBuffer>, context: Partial<VerifyContext> = {}): Promise<Verdict> {
  const bytes = value instanceof Uint8Array ? value : encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value))
  return verify(bytes, { cryptography, now, documents: {}, trust: trustNobody, ...context })
}

async function reportOn(value: string | JsonObject | Uint8Array<ArrayBuffer>, context: Partial<VerifyContext> = {}): Promise<Report> {
  const { reports: [report, ...others] } = await judge(value, context)
  if (report === undefined || others.length > 0) throw new Error('not one report')
  return report
}

const findingOn = async (name: CheckName, value: string | JsonObject, context: Partial<VerifyContext> = {}): Promise<NamedFinding> => findingOf(await reportOn(value, context), name)
const codesOf = ({ checks }: Report): readonly string[] => checks.flatMap(({ outcome, code }) => (outcome === 'failed' && code !== 'issuer-trust/issuer-unknown' ? [code ?? ''] : []))

describe('verify() on tokens', () => {
  it.each(forms)('passes a credential in the form %s, bare, in an envelope, in a picture and in a share file', async (form) => {
    const token = await issue(form)
    const media = { 'jose': 'vc+jwt,', 'sd-jwt': 'vc+sd-jwt,', 'cose': 'vc+cose;base64,' }[form]
    const envelope = { '@context': 'https://www.w3.org/ns/credentials/v2', 'type': 'EnvelopedVerifiableCredential', 'id': `data:application/${media}${token}` }
    const bundle = formatBundle({ credentials: [token], documents: {}, status: {}, ledgerProofs: [], logs: [] })
    for (const value of [token, envelope, bakeSvg('<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>', token), bundle]) {
      const report = await reportOn(value)
      expect(report).toMatchObject({ integrity: 'passed', standard: 'w3c-vc', issuer: { id: issuer } })
      expect(['format', 'proof', 'issuer-binding', 'validity-period'].map((name) => findingOf(report, name as CheckName).outcome)).toEqual(['passed', 'passed', 'passed', 'passed'])
    }
  })

  it('passes COSE as bytes', async () => {
    expect(await reportOn(await signCose({ typ: 'application/vc+cose', kid }, credential, issuerKey))).toMatchObject({ integrity: 'passed' })
  })

  it('reads a token whose lines were folded', async () => {
    for (const text of [await issue('jose'), await sdJwt()]) expect(await reportOn(text.replace(/.{60}/g, '$&\r\n  '))).toMatchObject({ integrity: 'passed' })
  })

  it('passes an SD-JWT VC, whole, in part, and in the JSON form', async () => {
    const token = await sdJwt()
    expect(await reportOn(token)).toMatchObject({ integrity: 'passed', standard: 'sd-jwt-vc', issuer: { id: issuer } })
    expect(await reportOn(await presentSdJwt(token, { shown: [] }, cryptography))).toMatchObject({ integrity: 'passed' })
    const [jws = '', ...rest] = token.split('~')
    const [header = '', payload = '', signature = ''] = jws.split('.')
    expect(await reportOn({ protected: header, payload, signature, header: { disclosures: rest.filter((text) => text !== '') } })).toMatchObject({ integrity: 'passed', standard: 'sd-jwt-vc' })
  })

  it('passes data model 1.1 with its claim vc, read and never issued', async () => {
    const { validFrom: _, ...others } = credential
    const legacy = { ...others, '@context': ['https://www.w3.org/2018/credentials/v1'], 'issuanceDate': '2026-01-01T00:00:00Z' }
    const claims = { iss: issuer, sub: holder, jti: String(credential['id']), nbf: Date.parse('2026-01-01T00:00:00Z') / 1_000, vc: legacy }
    expect(await reportOn(await jwt(claims, { typ: 'JWT' }))).toMatchObject({ integrity: 'passed' })
    for (const changed of [{ iss: 'did:example:2' }, { sub: 'did:example:2' }, { jti: 'urn:uuid:2' }, { nbf: 1 }, { nbf: 'soon' }]) {
      expect(await findingOn('format', await jwt({ ...claims, ...changed }, { typ: 'JWT' }))).toMatchObject({ outcome: 'failed', code: 'format/claims-conflict' })
    }
  })

  it('judges a status list, a metadata document and a presentation as no credential at all', async () => {
    for (const typ of ['statuslist+jwt', 'kb+jwt', 'vp+jwt', 'at+jwt', 'dpop+jwt']) expect(codesOf(await reportOn(await jwt(credential, { typ })))).toEqual(['proof/type-mismatch'])
  })
})

describe('proof and issuer-binding of tokens', () => {
  it.each(forms)('fail a token in the form %s that another key signed', async (form) => {
    const forged = await issueToken(credential, { form, content: 'credential' }, { ...signing, signingKey: await newKey() })
    const text = typeof forged === 'string' ? forged : encodeBase64(forged)
    expect(codesOf(await reportOn(text))).toEqual(['proof/signature-invalid'])
  })

  it('fail what somebody signed in the name of another, under any name of a key', async () => {
    const thief = await newKey()
    const stolen = { ...credential, issuer: 'did:web:college.example' }
    const document = didWebDocument('did:web:college.example', [{ fragment: 'key-1', publicKey: issuerKey.publicKey, isRetired: false }]) as unknown as JsonObject
    const documents = { 'did:web:college.example': document }
    expect(codesOf(await reportOn(await jwt(stolen, { kid: didKeyVerificationMethod(thief.publicKey) }, thief), { documents }))).toEqual(['issuer-binding/key-of-another'])
    for (const name of ['did:web:college.example#key-1', 'key-1', '#key-1', undefined]) {
      const header = name === undefined ? {} : { kid: name }
      const token = await signJws({ typ: 'vc+jwt', jwk: { ...publicKeyToJwk(thief.publicKey) }, ...header }, stolen, thief)
      expect(codesOf(await reportOn(token, { documents }))).toEqual(['proof/signature-invalid'])
      expect(await reportOn(await signJws({ typ: 'vc+jwt', ...header }, stolen, issuerKey), { documents })).toMatchObject({ integrity: 'passed' })
      expect(await reportOn(token)).toMatchObject({ integrity: 'unknown' })
    }
  })

  it('say that a document of the sharer proves nothing of the issuer', async () => {
    const document = didWebDocument('did:web:college.example', [{ fragment: 'key-1', publicKey: issuerKey.publicKey, isRetired: false }]) as unknown as JsonObject
    const token = await jwt({ ...credential, issuer: 'did:web:college.example' }, { kid: 'did:web:college.example#key-1' })
    const report = await reportOn(formatBundle({ credentials: [token], documents: { 'did:web:college.example': document }, status: {}, ledgerProofs: [], logs: [] }))
    expect([findingOf(report, 'proof').outcome, findingOf(report, 'issuer-binding')]).toEqual(['passed', expect.objectContaining({ outcome: 'unknown', code: 'issuer-binding/document-unproven' })])
  })

  it('leave an issuer at an address open until its metadata are at hand', async () => {
    const at = 'https://college.example'
    const token = await sdJwt({ ...diploma, iss: at }, [['year']], { kid: 'k1' })
    const unknown = await reportOn(token)
    expect([findingOf(unknown, 'proof').outcome, findingOf(unknown, 'issuer-binding').outcome, unknown.integrity]).toEqual(['unknown', 'unknown', 'unknown'])
    const metadata = { issuer: at, jwks: { keys: [{ ...publicKeyToJwk(issuerKey.publicKey), kid: 'k1' }] } }
    expect(await reportOn(token, { documents: { 'https://college.example/.well-known/jwt-vc-issuer': metadata } })).toMatchObject({ integrity: 'passed' })
  })

  it('fail what nobody signed', async () => {
    const part = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)))
    expect(codesOf(await reportOn(`${part({ alg: 'none', typ: 'vc+jwt', kid })}.${part(credential)}.`))).toEqual(['proof/missing'])
  })

  it('fail a disclosure that the issuer did not sign, and an end of validity that can be left out', async () => {
    const token = await sdJwt()
    expect(codesOf(await reportOn(`${token}${encodeBase64url(encodeUtf8('["salt","grade","A"]'))}~`))).toEqual(['proof/disclosure-unreferenced'])
    const end = encodeBase64url(encodeUtf8(`["salt","exp",${seconds + 60}]`))
    const { exp: _, ...endless } = diploma
    const hiding = await signJws({ typ: 'dc+sd-jwt', kid }, { ...endless, _sd: [encodeBase64url(cryptography.sha256(encodeUtf8(end)))] }, issuerKey)
    expect(codesOf(await reportOn(`${hiding}~${end}~`))).toEqual(['proof/claim-not-hideable'])
  })
})

describe('validity-period of tokens', () => {
  it.each([['expired', { exp: seconds }], ['not-yet', { nbf: seconds + 600 }], ['malformed', { exp: 'never' }], ['empty', { nbf: seconds - 10, exp: seconds - 20 }]])('fails %s', async (code, claims) => {
    for (const token of [await jwt({ ...credential, ...claims }), await sdJwt({ ...diploma, ...claims })]) {
      expect(await findingOn('validity-period', token)).toMatchObject({ outcome: 'failed', code: `validity-period/${code}` })
    }
  })

  it('holds a token to the period of its credential as well', async () => {
    expect(await findingOn('validity-period', await jwt({ ...credential, validUntil: '2026-11-01T00:00:00Z', exp: seconds + 600 }))).toMatchObject({ outcome: 'failed', code: 'validity-period/expired' })
    expect(await findingOn('validity-period', await jwt({ ...credential, exp: seconds + 600 }))).toMatchObject({ outcome: 'passed' })
  })
})

describe('format of tokens', () => {
  it.each<[string, () => Promise<string>]>([
    ['claims-conflict', () => jwt({ ...credential, iss: 'did:example:2' })], ['claims-conflict', () => jwt(credential, { iss: 'did:example:2' })], ['claims-conflict', () => jwt({ vc: credential })],
    ['claims-conflict', () => jwt({ vc: credential, vp: {} }, { typ: 'JWT' })], ['claims-conflict', () => jwt({ ...credential, vc: credential }, { typ: 'JWT' })], ['claims-conflict', () => jwt({ vc: 'words' }, { typ: 'JWT' })],
    ['issuer-missing', () => jwt({ ...credential, issuer: {} })], ['type-missing', () => sdJwt({ ...diploma, vct: '' })], ['issuer-malformed', () => sdJwt({ ...diploma, iss: 'College' })], ['not-a-credential', () => jwt({ hello: 'world' })],
  ])('fails %s', async (code, make) => {
    expect(await findingOn('format', await make())).toMatchObject({ outcome: 'failed', code: `format/${code}` })
  })

  it('fails an envelope whose content is not what is written on it', async () => {
    const token = await issue('jose')
    for (const id of [`data:application/vc+sd-jwt,${token}`, `data:application/vc+cose;base64,${token}`, `data:application/vc+jwt;base64,${token}`, 'data:application/vc+jwt,words', token, 7]) {
      expect(await findingOn('format', { type: 'EnvelopedVerifiableCredential', id } as JsonObject)).toMatchObject({ outcome: 'failed', code: 'format/envelope-malformed' })
    }
  })
})

describe('status of tokens', () => {
  const uri = 'https://college.example/statuslists/1'
  const list = (byte: number, changes: JsonObject = {}, key = issuerKey, header: JsonObject = {}): Promise<string> =>
    signJws({ typ: 'statuslist+jwt', kid, ...header }, { sub: uri, iat: seconds - 7_200, ttl: 86_400, status_list: { bits: 1, lst: encodeBase64url(new Uint8Array(deflateSync(Uint8Array.of(byte)))) }, ...changes }, key)
  const listed = (): Promise<string> => sdJwt({ ...diploma, status: { status_list: { idx: 3, uri } } })

  it('passes and fails by the list of its issuer, given or fetched, and tells its age', async () => {
    expect(await findingOn('status', await listed(), { documents: { [uri]: await list(0) } })).toMatchObject({ outcome: 'passed', ageSeconds: 7_200 })
    expect(await reportOn(await listed(), { fetchDocument: async () => list(8) })).toMatchObject({ integrity: 'failed' })
    expect(await findingOn('status', await listed(), { documents: { [uri]: await list(8) } })).toMatchObject({ outcome: 'failed', code: 'status/revoked' })
  })

  it('is unknown without the list, or with one of another, of another kind, stale or broken', async () => {
    expect(await findingOn('status', await listed())).toMatchObject({ outcome: 'unknown', code: 'status/list-unavailable' })
    const thief = await newKey()
    const hostile = [
      await list(0, {}, thief), await list(0, {}, thief, { kid: didKeyVerificationMethod(thief.publicKey) }), await list(0, {}, issuerKey, { typ: 'JWT' }), await list(0, { sub: 'x' }), await list(0, { iss: 'did:example:2' }),
      await list(0, { exp: seconds }), await list(0, { status_list: {} }), 'words', JSON.stringify({ bits: 1 }), encodeBase64(new Uint8Array(gzipSync('x'))),
    ]
    for (const text of hostile) expect(await findingOn('status', await listed(), { documents: { [uri]: text } })).toMatchObject({ outcome: 'unknown' })
  })

  it('is unknown for a kind of status that is not known here, never not-applicable', async () => {
    for (const status of [{ other: { id: 1 } }, { status_list: { idx: '3', uri } }, {}]) expect(await findingOn('status', await sdJwt({ ...diploma, status }))).toMatchObject({ outcome: 'unknown' })
    expect(await findingOn('status', await sdJwt())).toMatchObject({ outcome: 'not-applicable' })
  })

  it('reads a bitstring list that is itself a token', async () => {
    const url = 'https://college.example/status/1'
    const token = await jwt({ ...credential, credentialStatus: createStatusEntry(url, 7, 'revocation') })
    const make = async (bits: Uint8Array<ArrayBuffer>, header: JsonObject = {}, key = issuerKey): Promise<string> =>
      jwt(await createStatusListCredential({ url, issuer, purpose: 'revocation', bits, validFrom: new Date(now.getTime() - 3_600_000), ttlSeconds: 86_400 }) as unknown as JsonObject, header, key)
    expect(await findingOn('status', token, { documents: { [url]: await make(createBitstring()) } })).toMatchObject({ outcome: 'passed' })
    expect(await findingOn('status', token, { documents: { [url]: await make(withBit(createBitstring(), 7, 1)) } })).toMatchObject({ outcome: 'failed', code: 'status/revoked' })
    expect(await findingOn('status', token, { documents: { [url]: await make(createBitstring(), {}, await newKey()) } })).toMatchObject({ outcome: 'unknown' })
  })
})

describe('holder-binding of tokens', () => {
  const asked = { challenge: 'n-1', domain: 'https://verifier.example' }
  const show = async (signingKey: SigningKey, nonce = 'n-1'): Promise<string> => presentSdJwt(await sdJwt(), { shown: [], keyBinding: { signingKey, nonce, audience: asked.domain, now } }, cryptography)

  it('passes whoever holds the key that the issuer named, and says so when it might be shown again', async () => {
    expect(await findingOn('holder-binding', await show(holderKey), asked)).toMatchObject({ outcome: 'passed' })
    const unasked = await reportOn(await show(holderKey))
    expect(findingOf(unasked, 'holder-binding').outcome).toBe('passed')
    expect(unasked.notProven.join()).toContain('without a challenge')
    expect(await findingOn('holder-binding', await show(holderKey), { ...asked, holder })).toMatchObject({ outcome: 'passed' })
  })

  it('fails anybody else, another challenge, and none where one was asked for', async () => {
    expect(await reportOn(await show(await newKey('P-256')))).toMatchObject({ integrity: 'failed' })
    expect(await findingOn('holder-binding', await show(holderKey, 'n-2'), asked)).toMatchObject({ outcome: 'failed', code: 'holder-binding/challenge-mismatch' })
    expect(await findingOn('holder-binding', await sdJwt(), asked)).toMatchObject({ outcome: 'failed', code: 'holder-binding/key-binding-missing' })
    expect(await findingOn('holder-binding', await show(holderKey), { ...asked, holder: 'did:example:2' })).toMatchObject({ outcome: 'failed', code: 'holder-binding/other-subject' })
  })

  it('is unknown while the signature of the issuer, who named the key, is', async () => {
    const token = await sdJwt({ ...diploma, iss: 'https://college.example' }, [], { kid: 'k1' })
    const shown = await presentSdJwt(token, { shown: [], keyBinding: { signingKey: holderKey, nonce: 'n-1', audience: asked.domain, now } }, cryptography)
    expect(await findingOn('holder-binding', shown, asked)).toMatchObject({ outcome: 'unknown', code: 'holder-binding/issuer-unproven' })
  })

  it('is not asked of a bearer', async () => {
    expect(await findingOn('holder-binding', await sdJwt())).toMatchObject({ outcome: 'not-applicable' })
  })
})

describe('presentations as tokens', () => {
  const holderKid = didKeyVerificationMethod(holderKey.publicKey)
  const envelope = async (form: (typeof forms)[number] = 'jose'): Promise<JsonObject> => ({
    '@context': 'https://www.w3.org/ns/credentials/v2', 'type': 'EnvelopedVerifiableCredential', 'id': `data:application/${{ 'jose': 'vc+jwt,', 'sd-jwt': 'vc+sd-jwt,', 'cose': 'vc+cose;base64,' }[form]}${await issue(form)}`,
  })
  const present = (payload: JsonObject, header: JsonObject = {}, key = holderKey): Promise<string> => signJws({ typ: 'vp+jwt', kid: holderKid, ...header }, payload, key)
  const asked = { challenge: 'c-1', domain: 'https://verifier.example' }

  it('pass with every kind of credential within, for the challenge and domain asked', async () => {
    const token = await present({ ...presentation([await envelope('jose'), await envelope('sd-jwt'), await envelope('cose')]), nonce: asked.challenge, aud: [asked.domain] })
    for (const value of [token, { type: 'EnvelopedVerifiablePresentation', id: `data:application/vp+jwt,${token}` }]) {
      const verdict = await judge(value, asked)
      expect(verdict).toMatchObject({ container: 'presentation', integrity: 'passed', presentation: { outcome: 'passed' } })
      expect(verdict.reports.map((report) => findingOf(report, 'holder-binding').outcome)).toEqual(['passed', 'passed', 'passed'])
    }
  })

  it('pass as SD-JWT and COSE', async () => {
    for (const form of ['sd-jwt', 'cose'] as const) {
      const token = await issueToken(presentation([await envelope(form)]), { form, content: 'presentation' }, { signingKey: holderKey, verificationMethod: holderKid, cryptography })
      expect(await judge(token)).toMatchObject({ integrity: 'passed', presentation: { outcome: 'passed' } })
    }
  })

  it('pass under data model 1.1', async () => {
    const vp = { '@context': ['https://www.w3.org/2018/credentials/v1'], 'type': ['VerifiablePresentation'], 'verifiableCredential': [await issue('jose')] }
    expect(await judge(await present({ iss: holder, vp }, { typ: 'JWT' }))).toMatchObject({ integrity: 'passed', presentation: { outcome: 'passed' } })
  })

  it('fail another challenge or domain, another key, another type, and what has expired', async () => {
    const good = { ...presentation([await envelope()]), nonce: asked.challenge, aud: asked.domain }
    const thief = await newKey('P-256')
    const bad: readonly string[] = [
      await present({ ...good, nonce: 'c-2' }), await present({ ...good, aud: 'https://other.example' }), await present(good, {}, thief), await present(good, { typ: 'vc+jwt' }), await present({ ...good, exp: seconds }),
      await present({ ...good, iss: 'did:example:2' }), await present({ ...good, nbf: 'soon' }),
    ]
    for (const token of bad) expect(await judge(token, asked)).toMatchObject({ integrity: 'failed', presentation: { outcome: 'failed' } })
    expect(await judge(await present(good, { kid: didKeyVerificationMethod(thief.publicKey) }, thief), asked)).toMatchObject({ integrity: 'failed' })
  })

  it('are unknown while the document of their holder is not at hand', async () => {
    expect(await judge(await present({ ...presentation([await envelope()]), holder: 'did:web:holder.example' }, { kid: 'did:web:holder.example#1' }))).toMatchObject({ presentation: { outcome: 'unknown' } })
  })
})

describe('ledger-inclusion of tokens', () => {
  it('commits to the signed token, so that every choice of disclosures has the same proof', async () => {
    const { signingKey } = { signingKey: await newKey() }
    const log = await openLog(memoryLogStorage(), { origin: 'college.example/ledger', signingKey, cryptography })
    const token = await sdJwt()
    const nonce = cryptography.randomBytes(32)
    const batch = await sealBatch([commit(encodeUtf8(token.split('~')[0] ?? ''), nonce, cryptography.sha256)], { issuer: null, scope: 'education', isOverdue: true, origin: log.checkpoint.origin, signer: signingKey, cryptography })
    const { indexes: [index = 0] } = await log.append([batch.entry])
    const [batchIndex = 0] = batch.positions
    const proof = formatLedgerProof({ nonce, batchIndex, batchPath: batchPath(buildBatchTree(batch.leaves, cryptography.sha256), batchIndex), entry: batch.entry, proof: await log.tlogProof(index) })
    const bundle = (text: string): string => formatBundle({ credentials: [text], documents: {}, status: {}, ledgerProofs: [proof as unknown as JsonObject], logs: [] })
    const trust = { ...trustNobody, logs: [log.verifierKey] }
    for (const text of [token, await presentSdJwt(token, { shown: [] }, cryptography)]) expect(await findingOn('ledger-inclusion', bundle(text), { trust })).toMatchObject({ outcome: 'passed' })
    expect((await findingOn('ledger-inclusion', bundle(await sdJwt()), { trust })).outcome).not.toBe('passed')
    await log.close()
  })
})

describe('hostile tokens', () => {
  it('pass in no form once a byte is changed', async () => {
    for (const text of [await issue('jose'), await issue('sd-jwt'), await issue('cose'), await sdJwt()]) {
      await fc.assert(fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 33, max: 126 }), async (position, character) => {
        const changed = text.slice(0, position) + String.fromCharCode(character) + text.slice(position + 1)
        fc.pre(changed !== text)
        const integrity = await judge(changed).then((verdict) => verdict.integrity, (error: { readonly code?: string }) => error.code)
        expect(['failed', 'unknown', 'verifier/unreadable', 'verifier/too-large']).toContain(integrity)
      }), { numRuns: 120 })
    }
  })

  it('are answered in bounded time, however they are made', async () => {
    const part = (value: string): string => encodeBase64url(encodeUtf8(value))
    const head = part('{"alg":"EdDSA"}')
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
    const texts = [
      `${head}.${part(`{"a":${deep}}`)}.AA`, `${head}.${part('{"__proto__":{"iss":"x"}}')}.AA`, `${head}.${'A'.repeat(2_000_000)}.AA`, `${head}.${part('{}')}.AA${'~'.repeat(1_000_000)}`,
      `${head}.${part('{}')}.AA~${'a~'.repeat(900_000)}`, `${'a.'.repeat(500_000)}`, `a${' '.repeat(1_000_000)}b`, `a${'\n'.repeat(1_000_000)}b`, '~'.repeat(1_000_000), `0oR${'g'.repeat(1_000_000)}`, `${head}.${part('{"vct":"x","_sd":["a"],"_sd":["b"]}')}.AA~`,
    ]
    for (const text of texts) {
      const began = performance.now()
      const answer = await judge(text).then(({ integrity }) => integrity, (error: { readonly code?: string }) => error.code)
      expect(['failed', 'unknown', 'verifier/unreadable', 'verifier/too-large']).toContain(answer)
      expect(performance.now() - began).toBeLessThan(2_000)
    }
  })
})
