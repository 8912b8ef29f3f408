import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addProof } from '../credential/add-proof.ts'
import { bakePng, readBakedPng } from '../credential/baked-png.ts'
import { bakeSvg, readBakedSvg } from '../credential/baked-svg.ts'
import { hashRdfc } from '../credential/hash-rdfc.ts'
import { deriveCredential } from '../credential/derive-credential.ts'
import { issueToken } from '../credential/issue-token.ts'
import { signPresentation } from '../credential/presentation.ts'
import { issueSdJwt } from '../credential/sd-jwt/issue-sd-jwt.ts'
import { presentSdJwt } from '../credential/sd-jwt/present-sd-jwt.ts'
import { signJws } from '../credential/jose/jws.ts'
import { signForDisclosure } from '../credential/sign-for-disclosure.ts'
import { unsecuredDocument } from '../credential/unsecured-document.ts'
import { generateBbsKey, importBbsSigningKey } from '../crypto/bbs.ts'
import type { KeyType, SigningKey } from '../crypto/cryptography.ts'
import { publicKeyToJwk } from '../crypto/public-key.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeBase64, encodeBase64url } from '../encoding/base64url.ts'
import { concatBytes, decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { canonicalJson, type Json, type JsonObject } from '../encoding/canonical-json.ts'
import { encodeMultibase } from '../encoding/multibase.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createBitstring, withBit } from '../status/bitstring.ts'
import { createStatusEntry, createStatusListCredential } from '../status/status-list-credential.ts'
import { formatBundle } from './bundle.ts'
import { trustNobody } from './policy.ts'
import { findingOf } from './report.ts'
import type { VerifyContext } from './verify-context.ts'
import { verify } from './verify.ts'

const now = new Date('2026-11-21T12:00:00Z')
const seconds = now.getTime() / 1_000
const asked = { challenge: 'c-1', domain: 'https://verifier.example' }
const keys = Object.fromEntries(await Promise.all((['Ed25519', 'P-256', 'P-384'] as const).map(async (type) => [type, await cryptography.importSigningKey(await cryptography.generateKey(type))]))) as Record<KeyType, SigningKey>
const signingKey = keys.Ed25519
const holderKey = keys['P-256']
const [issuer, holder] = [didKey(signingKey.publicKey), didKey(holderKey.publicKey)]
const signer = (key: SigningKey): { readonly signingKey: SigningKey; readonly verificationMethod: string; readonly cryptography: typeof cryptography } => ({ signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), cryptography })

const badgeOf = (issuerId: string, more: JsonObject = {}): JsonObject => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  'id': 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', 'type': ['VerifiableCredential', 'OpenBadgeCredential'], 'name': 'Welding', 'issuer': { id: issuerId, type: ['Profile'], name: 'Example College' },
  'validFrom': '2026-01-01T00:00:00Z', 'validUntil': '2028-01-01T00:00:00Z',
  'credentialSubject': {
    id: holder, type: ['AchievementSubject'], creditsEarned: 2.5,
    achievement: { id: 'urn:uuid:0d8b2a0c-58a5-4a7e-8f63-5a1c3b2d4e6f', type: ['Achievement'], name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three welds' } },
  },
  ...more,
})
const plain: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2'], 'id': 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', 'type': ['VerifiableCredential'], issuer, 'validFrom': '2026-01-01T00:00:00Z',
  'credentialSubject': { id: holder, name: 'Ana', year: 1987 },
}

/** Whether the verdict rests on what it was given: integrity, or one check. */
type Judge = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>
const judgeIn = (context: Partial<VerifyContext> = {}): Judge => async (bytes) => verify(bytes, { cryptography, now, documents: {}, trust: trustNobody, ...context }).then(({ integrity }) => integrity, (error: { code: string }) => error.code)
const judge = judgeIn()
const textOf = (value: unknown): Uint8Array<ArrayBuffer> => encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value))

type Place = readonly (string | number)[]

/** The way to every value in a document, objects and lists among them. */
function placesOf(value: unknown, place: Place = []): readonly Place[] {
  const own = place.length === 0 ? [] : [place]
  if (typeof value !== 'object' || value === null) return own
  return [...own, ...Object.entries(value).flatMap(([key, member]) => placesOf(member, [...place, Array.isArray(value) ? Number(key) : key]))]
}

/** The document with another value in one place, or none. */
function changed(value: Json, [step, ...rest]: Place, to: (before: Json) => Json | undefined): Json {
  if (step === undefined) return to(value) ?? null
  const members = Object.entries(value as JsonObject).flatMap(([key, member]): [string, Json][] => {
    if (key !== String(step)) return [[key, member]]
    const after = rest.length === 0 ? to(member) : changed(member, rest, to)
    return after === undefined ? [] : [[key, after]]
  })
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members)
}

const changes: readonly ((before: Json) => Json | undefined)[] = [
  () => undefined, (before) => (typeof before === 'string' ? `${before}x` : 'x'), (before) => (typeof before === 'number' ? before + 1 : { id: 'urn:x' }), () => null, () => '2031-01-01T00:00:00Z', () => [],
]

function isSame(left: unknown, right: unknown): boolean {
  return canonicalJson(left as Json) === canonicalJson(right as Json)
}

/** Every field once by each of a few changes; `perField` of them, taken in turn, so that the whole list is used. */
async function mutateFields(document: JsonObject, judgeBytes: Judge, { perField, write = textOf }: { readonly perField: number; readonly write?: (document: JsonObject) => Uint8Array<ArrayBuffer> }): Promise<readonly string[]> {
  const passed: string[] = []
  for (const [index, place] of placesOf(document).entries()) {
    for (let turn = 0; turn < perField; turn += 1) {
      const change = changes[(index * perField + turn) % changes.length] ?? ((): undefined => undefined)
      const altered = changed(document, place, change) as JsonObject
      if (!isSame(altered, document) && (await judgeBytes(write(altered))) === 'passed') passed.push(`${place.join('/')}: ${JSON.stringify(altered)}`)
    }
  }
  return passed
}

/** Flips bits of one byte, again and again; `isUnaltered` knows what still says the same. */
async function flipBytes(bytes: Uint8Array<ArrayBuffer>, judgeBytes: Judge, { runs, isUnaltered }: { readonly runs: number; readonly isUnaltered: (altered: Uint8Array<ArrayBuffer>) => boolean | Promise<boolean> }): Promise<void> {
  await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (place, flip) => {
    const altered = bytes.slice()
    altered[place] = (altered[place] ?? 0) ^ flip
    expect((await judgeBytes(altered)) !== 'passed' || await isUnaltered(altered)).toBe(true)
  }), { seed: 5, numRuns: runs })
}

const never = (): boolean => false
const saysTheSame = (document: JsonObject) => (altered: Uint8Array<ArrayBuffer>): boolean => isSame(JSON.parse(decodeUtf8(altered)), document)

async function signed2020(): Promise<JsonObject> {
  const contexts = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json', 'https://w3id.org/security/suites/ed25519-2020/v1']
  const badge = { ...badgeOf(issuer), '@context': contexts }
  const options = { type: 'Ed25519Signature2020', created: '2026-11-21T12:00:00Z', verificationMethod: didKeyVerificationMethod(signingKey.publicKey), proofPurpose: 'assertionMethod' }
  const hash = await hashRdfc({ unsecured: unsecuredDocument(badge), options, cryptography }, 'Ed25519')
  return { ...badge, proof: { ...options, proofValue: encodeMultibase(await signingKey.sign(hash), 'z') } }
}

const mandatoryPointers = ['/issuer', '/type', '/validFrom', '/validUntil', '/credentialSubject/achievement/name']
const shownPointers = ['/credentialSubject/achievement/criteria', '/credentialSubject/creditsEarned']

async function derived(kind: 'ecdsa-sd-2023' | 'bbs-2023'): Promise<JsonObject> {
  const key = kind === 'bbs-2023' ? await importBbsSigningKey(await generateBbsKey(cryptography)) : keys['P-256']
  const base = await signForDisclosure(badgeOf(didKey(key.publicKey)), { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), mandatoryPointers, cryptography })
  return deriveCredential(base, shownPointers, { cryptography })
}

const suite = (cryptosuite: string, type: KeyType) => (): Promise<JsonObject> => addProof(badgeOf(didKey(keys[type].publicKey)), { proofPurpose: 'assertionMethod' }, { ...signer(keys[type]), created: now, cryptosuite })

describe.each<[string, () => Promise<JsonObject>, number]>([
  ['eddsa-rdfc-2022', suite('eddsa-rdfc-2022', 'Ed25519'), 2], ['eddsa-jcs-2022', suite('eddsa-jcs-2022', 'Ed25519'), 3], ['ecdsa-rdfc-2019 and P-256', suite('ecdsa-rdfc-2019', 'P-256'), 2],
  ['ecdsa-rdfc-2019 and P-384', suite('ecdsa-rdfc-2019', 'P-384'), 2], ['ecdsa-jcs-2019 and P-256', suite('ecdsa-jcs-2019', 'P-256'), 3], ['ecdsa-jcs-2019 and P-384', suite('ecdsa-jcs-2019', 'P-384'), 3],
  ['ecdsa-sd-2023, shown in part', () => derived('ecdsa-sd-2023'), 3], ['bbs-2023, shown in part', () => derived('bbs-2023'), 1], ['Ed25519Signature2020', signed2020, 3],
])('a badge under %s', (name, make, perField) => {
  it('is passed as it is, and never with a field changed or left out, or a byte flipped', async () => {
    const document = await make()
    expect(await judge(textOf(document))).toBe('passed')
    expect(await judge(textOf(JSON.stringify(document, undefined, 2)))).toBe('passed')
    expect(await mutateFields(document, judge, { perField })).toEqual([])
    await flipBytes(textOf(document), judge, { runs: name.startsWith('bbs') ? 25 : 80, isUnaltered: saysTheSame(document) })
  }, 60_000)
})

describe('a signed presentation', () => {
  it('is never passed with a field of it or of what it shows changed, for the occasion that it was made for', async () => {
    const credential = await addProof(badgeOf(issuer), { proofPurpose: 'assertionMethod' }, { ...signer(signingKey), created: now })
    const document = await signPresentation({ holder, ...asked, credentials: [credential] }, { ...signer(holderKey), created: now })
    const atOccasion = judgeIn(asked)
    expect(await atOccasion(textOf(document))).toBe('passed')
    expect(await mutateFields(document as unknown as JsonObject, atOccasion, { perField: 2 })).toEqual([])
    await flipBytes(textOf(document), atOccasion, { runs: 60, isUnaltered: saysTheSame(document as unknown as JsonObject) })
  }, 60_000)
})

const part = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)))
const unpart = (text = ''): JsonObject => JSON.parse(Buffer.from(text, 'base64url').toString()) as JsonObject

/** The token with another header or payload over the same signature. */
async function mutateToken(token: string, judgeBytes: Judge): Promise<readonly string[]> {
  const [jws = '', ...rest] = token.split('~')
  const [header = '', payload = '', signature = ''] = jws.split('.')
  const withTail = (text: string): Uint8Array<ArrayBuffer> => textOf([text, ...rest].join('~'))
  return [
    ...(await mutateFields(unpart(header), judgeBytes, { perField: 3, write: (altered) => withTail(`${part(altered)}.${payload}.${signature}`) })),
    ...(await mutateFields(unpart(payload), judgeBytes, { perField: 3, write: (altered) => withTail(`${header}.${part(altered)}.${signature}`) })),
  ]
}

describe('a token', () => {
  it.each(['jose', 'sd-jwt'] as const)('in the form %s is never passed with a field of its header or payload changed, or a byte flipped', async (form) => {
    const token = String(await issueToken(plain, { form, content: 'credential', hidden: form === 'sd-jwt' ? [['credentialSubject', 'year'], ['credentialSubject', 'name']] : [] }, signer(signingKey)))
    expect(await judge(textOf(token))).toBe('passed')
    expect(await mutateToken(token, judge)).toEqual([])
    await flipBytes(textOf(token), judge, { runs: 150, isUnaltered: never })
  })

  it('that presents is never passed with a field of it or of what it shows changed, or a byte flipped', async () => {
    const id = `data:application/vc+jwt,${String(await issueToken(plain, { form: 'jose', content: 'credential' }, signer(signingKey)))}`
    const presentation = { '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiablePresentation'], holder, 'verifiableCredential': [{ '@context': 'https://www.w3.org/ns/credentials/v2', 'type': 'EnvelopedVerifiableCredential', id }] }
    const token = await signJws({ typ: 'vp+jwt', kid: didKeyVerificationMethod(holderKey.publicKey) }, { ...presentation, nonce: asked.challenge, aud: asked.domain, exp: seconds + 60 }, holderKey)
    const atOccasion = judgeIn(asked)
    expect(await atOccasion(textOf(token))).toBe('passed')
    expect(await mutateToken(token, atOccasion)).toEqual([])
    await flipBytes(textOf(token), atOccasion, { runs: 150, isUnaltered: never })
  })

  it('bound to a key and shown for an occasion is never passed with a field, a disclosure or a byte of either signer changed', async () => {
    const claims = { vct: 'urn:education:diploma:1', iss: issuer, iat: seconds - 60, exp: seconds + 3_600, sub: holder, degree: 'BSc', year: 1987, cnf: { jwk: { ...publicKeyToJwk(holderKey.publicKey) } } }
    const whole = await issueSdJwt({ claims, hidden: [['year'], ['degree']], header: { typ: 'dc+sd-jwt', kid: didKeyVerificationMethod(signingKey.publicKey) } }, { signingKey, cryptography })
    const shown = await presentSdJwt(whole, { shown: [['year'], ['degree']], keyBinding: { signingKey: holderKey, nonce: asked.challenge, audience: asked.domain, now } }, cryptography)
    const atOccasion = judgeIn(asked)
    expect(await atOccasion(textOf(shown))).toBe('passed')
    expect(await mutateToken(shown, atOccasion)).toEqual([])
    await flipBytes(textOf(shown), atOccasion, { runs: 200, isUnaltered: never })
    const [jws = '', first = '', second = '', binding = ''] = shown.split('~')
    const [header = '', payload = '', signature = ''] = binding.split('.')
    expect(await mutateFields(unpart(payload), atOccasion, { perField: 4, write: (altered) => textOf([jws, first, second, `${header}.${part(altered)}.${signature}`].join('~')) })).toEqual([])
    for (const parts of [[jws, first, binding], [jws, second, binding], [jws, binding], [jws, second, first, binding], [jws, first, first, second, binding], [jws, first, second, ''], [jws, first, second], [jws, first, part(['salt', 'degree', 'PhD']), binding]]) {
      expect(await atOccasion(textOf(parts.join('~')))).not.toBe('passed')
    }
  })

  it('in COSE is never passed with a byte flipped, as bytes or as text', async () => {
    const bytes = await issueToken(plain, { form: 'cose', content: 'credential' }, signer(signingKey)) as Uint8Array<ArrayBuffer>
    expect(await judge(bytes)).toBe('passed')
    await flipBytes(bytes, judge, { runs: 300, isUnaltered: never })
    await flipBytes(textOf(encodeBase64(bytes)), judge, { runs: 100, isUnaltered: never })
  })
})

const uint32 = (value: number): Uint8Array<ArrayBuffer> => new Uint8Array(new Uint32Array([value]).buffer).toReversed()
const header = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)
const png = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...chunk('IHDR', header), ...chunk('IDAT', new Uint8Array(deflateSync(Uint8Array.of(0, 0)))), ...chunk('IEND', new Uint8Array()),
])

function chunk(type: string, body: Uint8Array): Uint8Array {
  const typed = concatBytes(encodeUtf8(type), body)
  let remainder = 0xffffffff
  for (const byte of typed) {
    remainder ^= byte
    for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1
  }
  return concatBytes(uint32(body.length), typed, uint32((remainder ^ 0xffffffff) >>> 0))
}

describe('a picture with a badge in it', () => {
  it('is never passed with a byte of the file flipped that is of the badge, its checksum made right or not', async () => {
    const document = await suite('eddsa-rdfc-2022', 'Ed25519')()
    const text = JSON.stringify(document)
    const baked = bakePng(png, text)
    expect(await judge(baked)).toBe('passed')
    await flipBytes(baked, judge, { runs: 150, isUnaltered: async (altered) => (await readBakedPng(altered).catch(() => undefined)) === text })
    await flipBytes(textOf(text), async (altered) => judge(bakePng(png, Buffer.from(altered).toString())), { runs: 80, isUnaltered: (altered) => isSame(JSON.parse(Buffer.from(altered).toString()), document) })

    const svg = bakeSvg('<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>', text)
    expect(await judge(textOf(svg))).toBe('passed')
    await flipBytes(textOf(svg), judge, { runs: 200, isUnaltered: (altered) => isSame(JSON.parse(readBakedSvg(Buffer.from(altered).toString()) ?? 'null'), document) })
  }, 60_000)
})

describe('a share file', () => {
  it('is never passed with a byte of a credential in it flipped', async () => {
    const document = await suite('eddsa-jcs-2022', 'Ed25519')()
    const share = (text: string): Uint8Array<ArrayBuffer> => textOf(formatBundle({ credentials: [text], documents: {}, status: {}, ledgerProofs: [], logs: [] }))
    expect(await judge(share(JSON.stringify(document)))).toBe('passed')
    await flipBytes(textOf(document), async (altered) => judge(share(Buffer.from(altered).toString())), { runs: 100, isUnaltered: (altered) => isSame(JSON.parse(Buffer.from(altered).toString()), document) })
    const file = share(JSON.stringify(document))
    await flipBytes(file, judge, { runs: 100, isUnaltered: (altered) => isSame(JSON.parse((JSON.parse(decodeUtf8(altered)) as { credentials: [string] }).credentials[0]), document) })
  }, 60_000)
})

describe('a status list', () => {
  const url = 'https://college.example/status/1'
  const statusIn = (credential: string, documents: Record<string, unknown>): Promise<string> =>
    verify(encodeUtf8(credential), { cryptography, now, documents, trust: trustNobody }).then(({ reports: [report] }) => (report === undefined ? 'none' : findingOf(report, 'status').outcome))

  it('that is a credential clears nobody with a field changed or a byte flipped', async () => {
    const badge = JSON.stringify(await addProof(badgeOf(issuer, { credentialStatus: { ...createStatusEntry(url, 7, 'revocation') } }), { proofPurpose: 'assertionMethod' }, { ...signer(signingKey), created: now }))
    const make = async (bits: Uint8Array<ArrayBuffer>): Promise<JsonObject> =>
      addProof(await createStatusListCredential({ url, issuer, purpose: 'revocation', bits, validFrom: now, ttlSeconds: 86_400 }), { proofPurpose: 'assertionMethod' }, { ...signer(signingKey), created: now })
    const [clear, set] = [await make(createBitstring()), await make(withBit(createBitstring(), 7, 1))]
    const judgeList: Judge = async (bytes) => statusIn(badge, { [url]: Buffer.from(bytes).toString() })
    expect([await judgeList(textOf(clear)), await judgeList(textOf(set))]).toEqual(['passed', 'failed'])
    for (const list of [clear, set]) expect(await mutateFields(list, judgeList, { perField: 3 })).toEqual([])
    await flipBytes(textOf(set), judgeList, { runs: 100, isUnaltered: never })
    await flipBytes(textOf(clear), judgeList, { runs: 60, isUnaltered: saysTheSame(clear) })
    const transplanted = { ...set, credentialSubject: clear['credentialSubject'] ?? null }
    expect(await judgeList(textOf(transplanted))).toBe('unknown')
  }, 60_000)

  it('that is a token clears nobody with a field changed or a byte flipped', async () => {
    const claims = { vct: 'urn:education:diploma:1', iss: issuer, sub: holder, degree: 'BSc', status: { status_list: { idx: 3, uri: url } } }
    const credential = await issueSdJwt({ claims, hidden: [], header: { typ: 'dc+sd-jwt', kid: didKeyVerificationMethod(signingKey.publicKey) } }, { signingKey, cryptography })
    const make = (byte: number): Promise<string> => signJws({ typ: 'statuslist+jwt', kid: didKeyVerificationMethod(signingKey.publicKey) }, {
      sub: url, iss: issuer, iat: seconds - 60, exp: seconds + 3_600, ttl: 86_400, status_list: { bits: 1, lst: encodeBase64url(new Uint8Array(deflateSync(Uint8Array.of(byte)))) },
    }, signingKey)
    const judgeList: Judge = async (bytes) => statusIn(credential, { [url]: Buffer.from(bytes).toString() })
    const [clear, set] = [await make(0), await make(8)]
    expect([await judgeList(textOf(clear)), await judgeList(textOf(set))]).toEqual(['passed', 'failed'])
    for (const list of [clear, set]) {
      expect(await mutateToken(list, judgeList)).toEqual([])
      await flipBytes(textOf(list), judgeList, { runs: 150, isUnaltered: never })
    }
    const [head, , signature] = set.split('.')
    expect(await judgeList(textOf([head, clear.split('.')[1], signature].join('.')))).toBe('unknown')
  })
})

describe('a badge of Open Badges 2.0 that its issuer serves', () => {
  it('is never passed with a field changed or a byte flipped, as it is shown or as it is served', async () => {
    const profile = { '@context': 'https://w3id.org/openbadges/v2', 'type': 'Issuer', 'id': 'https://college.example/issuer.json', 'name': 'College', 'url': 'https://college.example' }
    const badgeClass = { '@context': 'https://w3id.org/openbadges/v2', 'type': 'BadgeClass', 'id': 'https://college.example/class.json', 'name': 'Welding', 'description': 'Joins steel', 'image': 'https://college.example/b.png', 'criteria': { narrative: 'x' }, 'issuer': profile.id }
    const assertion: JsonObject = {
      '@context': 'https://w3id.org/openbadges/v2', 'type': 'Assertion', 'id': 'https://college.example/1.json', 'recipient': { type: 'email', hashed: false, identity: 'ana@college.example' },
      'badge': badgeClass.id, 'issuedOn': '2026-01-01T00:00:00Z', 'expires': '2028-01-01T00:00:00Z', 'verification': { type: 'hosted' },
    }
    const served = { [profile.id]: profile, [badgeClass.id]: badgeClass, 'https://college.example/1.json': assertion }
    const shown = judgeIn({ documents: served })
    expect(await shown(textOf(assertion))).toBe('passed')
    expect(await mutateFields(assertion, shown, { perField: 6 })).toEqual([])
    await flipBytes(textOf(assertion), shown, { runs: 150, isUnaltered: saysTheSame(assertion) })
    const againstServed: Judge = (bytes) => judgeIn({ documents: { ...served, 'https://college.example/1.json': Buffer.from(bytes).toString() } })(textOf(assertion))
    expect(await mutateFields(assertion, againstServed, { perField: 6 })).toEqual([])
  })
})
