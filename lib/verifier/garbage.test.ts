import { deflateSync, gzipSync } from 'node:zlib'
import { encode, Tagged } from 'cborg'
import { describe, expect, it } from 'vitest'
import { addProof } from '../credential/add-proof.ts'
import { bakePng } from '../credential/baked-png.ts'
import { bakeSvg } from '../credential/baked-svg.ts'
import { signJws } from '../credential/jose/jws.ts'
import { signPresentation } from '../credential/presentation.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createStatusEntry } from '../status/status-list-credential.ts'
import { trustNobody } from './policy.ts'
import { findingOf, type Verdict } from './report.ts'
import type { VerifyContext } from './verify-context.ts'
import { verify } from './verify.ts'

const now = new Date('2026-11-21T12:00:00Z')
const seconds = now.getTime() / 1_000
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const issuer = didKey(signingKey.publicKey)
const kid = didKeyVerificationMethod(signingKey.publicKey)
const signing = { signingKey, verificationMethod: kid, created: now, cryptography }
const credential: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2'], 'id': 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', 'type': ['VerifiableCredential'], issuer, 'validFrom': '2026-01-01T00:00:00Z',
  'credentialSubject': { id: 'did:example:1' },
}

type Bytes = Uint8Array<ArrayBuffer>
const bytesOf = (value: Bytes | string): Bytes => (typeof value === 'string' ? encodeUtf8(value) : value)

/** The verdict or the error value, of which both the time of the processor and the memory that it took are bounded. */
async function answerTo<Answer>(ask: () => Promise<Answer>): Promise<Answer | string> {
  const peak = process.resourceUsage().maxRSS
  const before = process.cpuUsage()
  const answer = await ask().catch((error: { readonly code?: string }) => {
    if (!String(error.code).startsWith('verifier/')) throw error
    return String(error.code)
  })
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1_000_000).toBeLessThan(2)
  expect((process.resourceUsage().maxRSS - peak) / 1_024).toBeLessThan(200)
  return answer
}

async function outcomeOf(value: Bytes | string, context: Partial<VerifyContext> = {}): Promise<string> {
  const bytes = bytesOf(value)
  const answer = await answerTo<Verdict>(() => verify(bytes, { cryptography, now, documents: {}, trust: trustNobody, ...context }))
  return typeof answer === 'string' ? answer : answer.integrity
}

const levels = 10_000
const deepLists = `${'['.repeat(levels)}${']'.repeat(levels)}`
const deepObjects = `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
const mebibytes = (count: number): string => ' '.repeat(count * 1_048_576)
const badText = Uint8Array.of(0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d)

/** Texts of JSON that no credential may be, for every place where one may stand. */
const badJson: readonly (readonly [string, string | Bytes])[] = [
  ['lists ten thousand deep', `{"type":"VerifiableCredential","a":${deepLists}}`], ['objects ten thousand deep', deepObjects], ['objects that never end', '{"a":'.repeat(levels)],
  ['bytes that are no UTF-8', badText], ['a member twice', '{"type":"VerifiableCredential","issuer":"urn:a","issuer":"urn:b"}'], ['a prototype', '{"type":"VerifiableCredential","__proto__":{"credentialSubject":{}}}'],
  ['a prototype far inside', '{"type":"VerifiableCredential","credentialSubject":{"a":[{"__proto__":null}]}}'], ['half a surrogate pair', '{"type":"VerifiableCredential","name":"\\ud800"}'],
  ['nothing', ''], ['a number', '1e400'], ['a number of a million digits', `{"a":${'9'.repeat(1_000_000)}}`], ['six hundred thousand lists', `{"a":[${'[],'.repeat(600_000)}[]]}`], ['a text that ends nowhere', '{"a":"'],
]

const part = (value: Bytes | string): string => encodeBase64url(bytesOf(value))
const head = (typ: string): string => part(JSON.stringify({ alg: 'EdDSA', typ, kid }))
const noSignature = encodeBase64url(new Uint8Array(64))

/** Signs whatever it is given: an issuer may be hostile, and what it made must not be read before it is refused. */
async function signedToken(typ: string, payload: Bytes | string): Promise<string> {
  const input = `${head(typ)}.${part(payload)}`
  return `${input}.${encodeBase64url(await signingKey.sign(encodeUtf8(input)))}`
}

async function signedCose(payload: Bytes | string): Promise<Bytes> {
  const header = new Uint8Array(encode(new Map<number, unknown>([[1, -8], [4, encodeUtf8(kid)], [16, 'application/vc+cose']])))
  const signature = await signingKey.sign(new Uint8Array(encode(['Signature1', header, new Uint8Array(), bytesOf(payload)])))
  return new Uint8Array(encode(new Tagged(18, [header, new Map(), bytesOf(payload), signature])))
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>'

function chunk(type: string, body: Uint8Array): Bytes {
  const typed = concatBytes(encodeUtf8(type), body)
  let remainder = 0xffffffff
  for (const byte of typed) {
    remainder ^= byte
    for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1
  }
  const number = (value: number): Bytes => new Uint8Array(new Uint32Array([value]).buffer).toReversed()
  return concatBytes(number(body.length), typed, number((remainder ^ 0xffffffff) >>> 0))
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)
const pngWith = (...chunks: readonly Uint8Array[]): Bytes => concatBytes(signature, chunk('IHDR', new Uint8Array(13)), ...chunks, chunk('IEND', new Uint8Array()))
const emptyChunk = chunk('tEXt', new Uint8Array())
const baked = (text: Uint8Array, isCompressed = false): Bytes => pngWith(chunk('iTXt', concatBytes(encodeUtf8('openbadgecredential\0'), Uint8Array.of(isCompressed ? 1 : 0, 0, 0, 0), text)))

/** A way in which a text of JSON reaches the verifier. */
const carriers: readonly (readonly [string, (text: Bytes | string) => Bytes | string | Promise<Bytes | string>])[] = [
  ['bare', (text) => text],
  ['signed as JOSE', (text) => signedToken('vc+jwt', text)],
  ['signed as SD-JWT', async (text) => `${await signedToken('vc+sd-jwt', text)}~`],
  ['in a disclosure', async (text) => `${await signedToken('dc+sd-jwt', JSON.stringify({ vct: 'urn:x', iss: issuer, _sd: [encodeBase64url(cryptography.sha256(encodeUtf8(part(text))))] }))}~${part(text)}~`],
  ['in a key binding', async (text) => `${await signedToken('dc+sd-jwt', JSON.stringify({ vct: 'urn:x', iss: issuer, cnf: { kid } }))}~${head('kb+jwt')}.${part(text)}.${noSignature}`],
  ['signed as COSE', signedCose],
  ['signed as Open Badges 2.0', (text) => signedToken('JWT', text)],
  ['in a PNG', (text) => baked(bytesOf(text))],
  ['compressed in a PNG', (text) => baked(new Uint8Array(deflateSync(bytesOf(text))), true)],
  ['in an SVG', (text) => concatBytes(encodeUtf8('<svg><openbadges:credential><![CDATA['), bytesOf(text), encodeUtf8(']]></openbadges:credential></svg>'))],
  ['in a share file', (text) => concatBytes(encodeUtf8('{"type":"EverlearnedBundle","version":1,"credentials":['), typeof text === 'string' ? encodeUtf8(JSON.stringify(text)) : concatBytes(encodeUtf8('"'), text, encodeUtf8('"')), encodeUtf8(']}'))],
  ['in a presentation', (text) => concatBytes(encodeUtf8('{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":['), bytesOf(text), encodeUtf8(']}'))],
  ['in an envelope', async (text) => JSON.stringify({ '@context': 'https://www.w3.org/ns/credentials/v2', 'type': 'EnvelopedVerifiableCredential', 'id': `data:application/vc+jwt,${await signedToken('vc+jwt', text)}` })],
]

describe.each(carriers)('JSON that no credential may be, %s', (carrier, carry) => {
  it.each(badJson)('%s: an answer, and not that it passed', async (what, text) => {
    const answer = await outcomeOf(await carry(text))
    // Nothing at all in the list of a presentation is a presentation of nothing, which nobody can believe anything of.
    expect([what, answer]).toEqual([what, expect.stringMatching(carrier === 'in a presentation' && what === 'nothing' ? /^unknown$/ : /^(failed|unknown|verifier\/(unreadable|too-large))$/)])
  })
})

describe('too much of anything', () => {
  it.each<[string, () => Bytes | string]>([
    ['fifty megabytes of spaces', () => mebibytes(50)], ['fifty megabytes of JSON', () => `{"a":"${mebibytes(50)}"}`], ['fifty megabytes of a token', () => `${head('vc+jwt')}.${'A'.repeat(52_428_800)}.AA`],
    ['fifty megabytes of disclosures', () => `${head('vc+sd-jwt')}.${part('{}')}.AA${'~AA'.repeat(17_000_000)}`], ['fifty megabytes of COSE', () => concatBytes(Uint8Array.of(0xd2, 0x84), new Uint8Array(52_428_800))],
    ['fifty megabytes of PNG', () => concatBytes(signature, new Uint8Array(52_428_800))], ['fifty megabytes of SVG', () => `<svg>${mebibytes(50)}</svg>`],
    ['fifty megabytes of a share file', () => `{"type":"EverlearnedBundle","version":1,"credentials":["${mebibytes(50)}"]}`],
  ])('%s is refused unread', async (_, make) => {
    expect(await outcomeOf(make())).toBe('verifier/too-large')
  })

  it.each<[string, () => Bytes | string]>([
    ['nine megabytes of SVG elements', () => `<svg>${'<openbadges:credential'.repeat(420_000)}`], ['nine megabytes of SVG comments', () => `<svg>${'<!-- -->'.repeat(1_100_000)}</svg>`],
    ['an SVG ten thousand deep', () => `<svg>${'<g>'.repeat(levels)}${'</g>'.repeat(levels)}</svg>`], ['an SVG of entities', () => `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><svg><openbadges:credential>${'&b;'.repeat(100_000)}</openbadges:credential></svg>`],
    ['nine megabytes of PNG chunks', () => concatBytes(pngWith().subarray(0, -12), Buffer.concat(Array.from({ length: 700_000 }, () => emptyChunk)), pngWith().subarray(-12))], ['a PNG chunk longer than the file', () => concatBytes(signature, Uint8Array.of(0xff, 0xff, 0xff, 0xff), encodeUtf8('IHDR'))],
    ['CBOR ten thousand deep', () => concatBytes(Uint8Array.of(0xd2, 0x84), new Uint8Array(levels).fill(0x81), Uint8Array.of(0))], ['CBOR tags ten thousand deep', () => concatBytes(Uint8Array.of(0xd2, 0x84), new Uint8Array(levels).fill(0xc1), Uint8Array.of(0))],
    ['CBOR that announces more than there is', () => Uint8Array.of(0xd2, 0x84, 0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)], ['a CBOR list that announces more', () => Uint8Array.of(0xd2, 0x84, 0x9a, 0xff, 0xff, 0xff, 0xff)],
    ['a million dots', () => '.'.repeat(1_000_000)], ['a million tildes behind a token', () => `${head('vc+sd-jwt')}.${part('{}')}.AA${'~'.repeat(1_000_000)}`],
    ['five thousand disclosures that name one another', () => `${head('dc+sd-jwt')}.${part('{"vct":"x","_sd":[]}')}.AA~${Array.from({ length: 5_000 }, (_, index) => `${part(`["s${index}","a${index}",{"_sd":["x"]}]`)}~`).join('')}`],
  ])('%s is answered, and not that it passed', async (_, make) => {
    expect(await outcomeOf(make())).toMatch(/^(failed|unknown|verifier\/(unreadable|too-large))$/)
  })

  it('a hundred megabytes out of a small picture stop early', async () => {
    expect(await outcomeOf(baked(new Uint8Array(deflateSync(Buffer.alloc(100 * 1_048_576))), true))).toBe('verifier/unreadable')
  })

  it('of containers within containers is not followed', async () => {
    let nested: Json = credential
    for (let depth = 0; depth < 60; depth += 1) nested = { '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiablePresentation'], 'verifiableCredential': [nested] }
    expect(await outcomeOf(JSON.stringify(nested))).toMatch(/failed|unknown/)
    let file = JSON.stringify(credential)
    for (let depth = 0; depth < 12; depth += 1) file = JSON.stringify({ type: 'EverlearnedBundle', version: 1, credentials: [file] })
    expect(await outcomeOf(file)).toMatch(/failed|unknown/)
    let enveloped = JSON.stringify(credential)
    for (let depth = 0; depth < 8; depth += 1) enveloped = JSON.stringify({ type: 'EnvelopedVerifiableCredential', id: `data:application/vc+jwt,${await signedToken('vc+jwt', enveloped)}` })
    expect(await outcomeOf(enveloped)).toMatch(/failed|unknown/)
    const picture = bakeSvg(svg, bakeSvg(svg, JSON.stringify(credential)))
    expect(await outcomeOf(picture)).toMatch(/failed|unknown|verifier/)
    expect(await outcomeOf(bakePng(pngWith(), picture))).toMatch(/failed|unknown|verifier/)
  })
})

describe('proofs that build upon one another in a circle', () => {
  const circles = (proof: JsonObject): readonly Json[] => [
    { ...proof, id: 'urn:p:0', previousProof: 'urn:p:0' },
    [{ ...proof, id: 'urn:p:0', previousProof: 'urn:p:1' }, { ...proof, id: 'urn:p:1', previousProof: 'urn:p:0' }],
    Array.from({ length: 16 }, (_, index) => ({ ...proof, id: `urn:p:${index}`, previousProof: `urn:p:${(index + 1) % 16}` })),
    Array.from({ length: 16 }, (_, index) => ({ ...proof, id: `urn:p:${index}`, previousProof: Array.from({ length: 16 }, (__, other) => `urn:p:${other}`) })),
    [{ ...proof, id: 'urn:p:0', previousProof: '__proto__' }, { ...proof, previousProof: [{}, 7, null] as unknown as Json }],
  ]

  it.each(['eddsa-rdfc-2022', 'eddsa-jcs-2022'])('of a credential, a presentation and of what is shown, under %s', async (cryptosuite) => {
    const signed = await addProof(credential, { proofPurpose: 'assertionMethod' }, { ...signing, cryptosuite })
    const shown = await signPresentation({ holder: issuer, challenge: 'c', domain: 'd', credentials: [signed] }, { ...signing, cryptosuite }) as unknown as JsonObject
    for (const proof of circles(signed.proof as unknown as JsonObject)) {
      expect(await outcomeOf(JSON.stringify({ ...signed, proof }))).toMatch(/failed|unknown/)
      expect(await outcomeOf(JSON.stringify({ type: ['VerifiablePresentation'], verifiableCredential: Array.from({ length: 5 }, () => ({ ...signed, proof })) }))).toMatch(/failed|unknown/)
    }
    for (const proof of circles(shown['proof'] as JsonObject)) expect(await outcomeOf(JSON.stringify({ ...shown, proof }), { challenge: 'c', domain: 'd' })).toMatch(/failed|unknown/)
  })
})

describe('garbage in the place of a document that a credential names', () => {
  const url = 'https://college.example/status/1'
  const garbage: readonly (readonly [string, () => unknown])[] = [
    ...badJson.map(([what, text]) => [what, (): unknown => (typeof text === 'string' ? text : Buffer.from(text).toString())] as const),
    ['fifty megabytes', () => mebibytes(50)], ['fifty megabytes of a token', () => `${head('statuslist+jwt')}.${'A'.repeat(52_428_800)}.AA`], ['null', () => null], ['a number', () => 7], ['a list', () => [[]]], ['an error page', () => '<html>Not found</html>'],
  ]
  const statusOf = async (value: string, context: Partial<VerifyContext>): Promise<string> => {
    const answer = await answerTo(() => verify(encodeUtf8(value), { cryptography, now, documents: {}, trust: trustNobody, ...context }))
    return typeof answer === 'string' || answer.reports[0] === undefined ? 'none' : findingOf(answer.reports[0], 'status').outcome
  }

  it('a status list that is a credential: what it says is unknown, never clear', async () => {
    const badge = JSON.stringify(await addProof({ ...credential, credentialStatus: { ...createStatusEntry(url, 7, 'revocation') } }, { proofPurpose: 'assertionMethod' }, signing))
    for (const [what, make] of garbage) expect([what, await statusOf(badge, { documents: { [url]: make() } })]).toEqual([what, 'unknown'])
  })

  it('a status list that is a token: what it says is unknown, never clear', async () => {
    const token = await signJws({ typ: 'dc+sd-jwt', kid }, { vct: 'urn:x', iss: issuer, status: { status_list: { idx: 7, uri: url } } }, signingKey)
    for (const [what, make] of garbage) expect([what, await statusOf(`${token}~`, { documents: { [url]: make() } })]).toEqual([what, 'unknown'])
    for (const [what, text] of badJson) expect([what, await statusOf(`${token}~`, { documents: { [url]: await signedToken('statuslist+jwt', text) } })]).toEqual([what, 'unknown'])
  })

  it('a list that swells a thousandfold, signed by its issuer: unknown, in bounded memory', async () => {
    const zeros = new Uint8Array(100 * 1_048_576)
    const badge = JSON.stringify(await addProof({ ...credential, credentialStatus: { ...createStatusEntry(url, 7, 'revocation') } }, { proofPurpose: 'assertionMethod' }, signing))
    const list = await addProof({
      '@context': ['https://www.w3.org/ns/credentials/v2'], 'id': url, 'type': ['VerifiableCredential', 'BitstringStatusListCredential'], issuer, 'validFrom': '2026-11-21T00:00:00Z',
      'credentialSubject': { id: `${url}#list`, type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList: `u${Buffer.from(gzipSync(zeros)).toString('base64url')}` },
    } as JsonObject, { proofPurpose: 'assertionMethod' }, signing)
    expect(await statusOf(badge, { documents: { [url]: JSON.stringify(list) } })).toBe('unknown')
    const token = `${await signJws({ typ: 'dc+sd-jwt', kid }, { vct: 'urn:x', iss: issuer, status: { status_list: { idx: 7, uri: url } } }, signingKey)}~`
    const lst = encodeBase64url(new Uint8Array(deflateSync(zeros)))
    const swelling = await signJws({ typ: 'statuslist+jwt', kid }, { sub: url, iat: seconds, ttl: 600, status_list: { bits: 1, lst } }, signingKey)
    expect(await statusOf(token, { documents: { [url]: swelling } })).toBe('unknown')
  })

  it('the profile, class, key, list or copy of an older badge: never passed', async () => {
    const address = (name: string): string => `https://college.example/${name}.json`
    const profile = { '@context': 'https://w3id.org/openbadges/v2', 'type': 'Issuer', 'id': address('issuer'), 'publicKey': address('key'), 'revocationList': address('list') }
    const documents: Record<string, unknown> = { [address('issuer')]: profile, [address('key')]: { id: address('key'), owner: address('issuer') } }
    for (const type of ['hosted', 'signed']) {
      const assertion = {
        '@context': 'https://w3id.org/openbadges/v2', 'type': 'Assertion', 'id': address('1'), 'recipient': { type: 'email', hashed: false, identity: 'ana@college.example' }, 'badge': address('class'),
        'issuedOn': '2026-01-01T00:00:00Z', 'verification': { type, creator: address('key') },
      }
      for (const [what, make] of garbage) {
        for (const name of ['issuer', 'key', 'class', 'list', '1']) expect([what, name, await outcomeOf(JSON.stringify(assertion), { documents: { ...documents, [address(name)]: make() } })]).not.toContain('passed')
      }
    }
  })

  it('the document of the issuer, given or fetched: never passed', async () => {
    const signed = JSON.stringify(await addProof({ ...credential, issuer: 'did:web:college.example' }, { proofPurpose: 'assertionMethod' }, { ...signing, verificationMethod: 'did:web:college.example#key-1' }))
    for (const [what, make] of garbage) {
      expect([what, await outcomeOf(signed, { documents: { 'did:web:college.example': make() } })]).not.toContain('passed')
      expect([what, await outcomeOf(signed, { fetchDocument: async () => make() })]).not.toContain('passed')
    }
  })
})
