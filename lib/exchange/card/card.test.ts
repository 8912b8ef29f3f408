import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyProofs } from '../../credential/verify-proofs.ts'
import { createKeyResolver } from '../../credential/resolve-key.ts'
import { signCredential } from '../../credential/sign-credential.ts'
import { createAchievement, createAchievementCredential } from '../../credential/open-badge.ts'
import { webCryptography } from '../../crypto/web-cryptography.ts'
import { encodeMultikey } from '../../crypto/multikey.ts'
import { publicKeyFromJwk } from '../../crypto/public-key.ts'
import { concatBytes } from '../../encoding/bytes.ts'
import { canonicalJson, type Json, type JsonObject } from '../../encoding/canonical-json.ts'
import { decodeCard, encodeCard, maxExpandedBytes } from './card.ts'
import { encodeCompact } from './compact-json.ts'
import { formatCodes, isCardCode, maxCodeBytes, readCodes } from './card-codes.ts'

const samples = '../shared/data/standards/open-badges-3.0/samples'
const sampleFiles = existsSync(samples) ? readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(json|jwt|1ob)$/.test(path)) : []
const now = new Date('2026-05-20T10:11:12Z')

/** A badge as a node hands it out when it is claimed. */
async function claimedBadge(): Promise<JsonObject> {
  const jwk = await webCryptography.generateKey('Ed25519')
  const multikey = encodeMultikey(publicKeyFromJwk(jwk))
  const did = `did:key:${multikey}`
  const holder = `did:key:${encodeMultikey(publicKeyFromJwk(await webCryptography.generateKey('Ed25519')))}`
  const list = 'https://records.riverside.example/status/3f0a5c88-51c1-4c67-b9f0-6c3d2e1a9b70'
  const unsigned = createAchievementCredential({
    id: 'urn:uuid:0b51fd1c-2b06-4a6e-9e2b-1f6f4d7ad0c5', issuer: { id: did, name: 'Riverside Community College', url: 'https://riverside.example' },
    achievement: createAchievement({ id: 'https://records.riverside.example/achievements/7b1b0f53-9c26-4f7e-8a0e-0c9d1d2f3a4b', name: 'Certificate in Forklift Operation', description: 'Moves loads safely with a counterbalance truck and checks it before each shift.', criteria: { narrative: 'Passed the written test and drove the course twice without a fault.' }, achievementType: 'Certificate' }),
    subject: { did: holder }, validFrom: new Date('2026-05-15T00:00:00Z'), validUntil: new Date('2029-05-15T00:00:00Z'),
    status: { id: `${list}#48213`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '48213', statusListCredential: list },
  })
  return signCredential(unsigned, { signingKey: await webCryptography.importSigningKey(jwk), verificationMethod: `${did}#${multikey}`, created: now, cryptography: webCryptography })
}

const through = async (credential: string): Promise<string> => (await decodeCard(await encodeCard({ credential }))).credential

describe('encodeCard() and decodeCard()', () => {
  it('put a badge with its proof and status into one code of a thousand bytes, and its proof verifies when it is read', async () => {
    const badge = await claimedBadge()
    const bytes = await encodeCard({ credential: JSON.stringify(badge, null, 2) })
    expect(bytes.length).toBeLessThan(650)
    const [text = '', ...more] = formatCodes(bytes, webCryptography)
    expect(more).toEqual([])
    const read = readCodes([text], webCryptography)
    const { credential } = await decodeCard(read.kind === 'whole' ? read.bytes : new Uint8Array())
    expect(credential).toBe(canonicalJson(badge))
    const document = JSON.parse(credential) as JsonObject
    const context = { cryptography: webCryptography, now, documents: {} }
    const resolveKey = createKeyResolver(context)
    expect(await verifyProofs(document, { ...context, resolveKey, expectedPurpose: 'assertionMethod' })).toMatchObject([{ outcome: 'passed' }])
    expect(await verifyProofs({ ...document, name: 'Doctor' }, { ...context, resolveKey, expectedPurpose: 'assertionMethod' })).toMatchObject([{ outcome: 'failed' }])
  })

  it.skipIf(sampleFiles.length === 0)('give back every Open Badges sample, documents in canonical form and tokens to the letter', async () => {
    expect(sampleFiles.length).toBeGreaterThan(35)
    for (const path of sampleFiles) {
      const text = readFileSync(join(samples, path), 'utf8').trim()
      expect({ path, text: await through(text) }).toEqual({ path, text: text.startsWith('{') ? canonicalJson(JSON.parse(text) as Json) : text })
    }
  })

  it('give back any document', async () => {
    await fc.assert(fc.asyncProperty(fc.dictionary(fc.string().filter((name) => name !== '__proto__'), fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value).replaceAll('"__proto__"', '"proto"')) as Json)), async (document) => {
      expect(await through(JSON.stringify(document))).toBe(canonicalJson(document))
    }), { seed: 17, numRuns: 60 })
  })

  it.each(['eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJkaWQ6a2V5OnoifQ.AAECAwQF', 'eyJhbGciOiJFZERTQSJ9.e30.AAEC~WyJzYWx0IiwibmFtZSIsIkFuYSJd~', 'eyJ9.not base64'.replace(/ .*/, '.x')])('give back the token %s', async (token) => {
    expect(await through(token)).toBe(token)
  })

  it.each<[string, string]>([['a sentence', 'I have a degree'], ['nothing', ''], ['half a document', '{"id":']])('make no card of %s', async (_what, text) => {
    await expect(encodeCard({ credential: text })).rejects.toThrow(expect.objectContaining({ code: expect.stringMatching(/^(card|credential)\//) as string }))
  })

  it('refuse a card that expands beyond the limit, before it is all there', async () => {
    const bomb = concatBytes(Uint8Array.of(1), deflateRawSync(new Uint8Array(50_000_000)))
    const started = performance.now()
    await expect(decodeCard(bomb)).rejects.toThrow(expect.objectContaining({ code: 'card/too-large' }))
    expect(performance.now() - started).toBeLessThan(1_000)
    await expect(decodeCard(new Uint8Array(maxExpandedBytes + 2))).rejects.toThrow(expect.objectContaining({ code: 'card/too-large' }))
    await expect(encodeCard({ credential: JSON.stringify({ a: 'ä'.repeat(maxExpandedBytes) }) })).rejects.toThrow(expect.objectContaining({ code: 'card/too-large' }))
  })

  it.each<[string, string, Uint8Array<ArrayBuffer>]>([
    ['of no bytes', 'card/version', new Uint8Array()],
    ['of another packing', 'card/version', Uint8Array.of(7, 1, 2)],
    ['compressed in another way', 'card/malformed', Uint8Array.of(1, 0xff, 0xff, 0xff)],
    ['that is no list', 'card/malformed', concatBytes(Uint8Array.of(0), encodeCompact('x'))],
    ['of too many things', 'card/malformed', concatBytes(Uint8Array.of(0), encodeCompact([{}, {}, {}]))],
    ['with a token that would end a line', 'card/malformed', concatBytes(Uint8Array.of(0), encodeCompact([['a\nb']]))],
    ['with something else for a ledger proof', 'card/malformed', concatBytes(Uint8Array.of(0), encodeCompact([{}, { type: 'Other' }]))],
  ])('refuse a card %s', async (_what, code, bytes) => {
    await expect(decodeCard(bytes)).rejects.toThrow(expect.objectContaining({ code }))
  })
})

describe('formatCodes() and readCodes()', () => {
  const bytesOf = (length: number, start = 0): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * 31 + start) & 0xff)

  it('put a longer card into several codes of equal size, read in any order and more than once', () => {
    const bytes = bytesOf(2_500)
    const texts = formatCodes(bytes, webCryptography)
    expect(texts).toHaveLength(3)
    const [one = '', two = '', three = ''] = texts
    expect(readCodes([three, one, one], webCryptography)).toEqual({ kind: 'parts', missing: [2], count: 3 })
    expect(readCodes([three, one, `${two}\n`, two], webCryptography)).toEqual({ kind: 'whole', bytes })
    expect(texts.every((text) => isCardCode(text) && /^[0-9A-Z $%*+\-./:]+$/.test(text))).toBe(true)
  })

  it('keep to the budget', () => {
    expect(formatCodes(bytesOf(maxCodeBytes), webCryptography)).toHaveLength(1)
    expect(formatCodes(bytesOf(maxCodeBytes + 1), webCryptography)).toHaveLength(2)
    expect(() => formatCodes(bytesOf(8_001), webCryptography)).toThrow(expect.objectContaining({ code: 'card/too-large' }))
  })

  it('refuse codes of different cards, and a part that was changed', () => {
    const [one = '', two = ''] = formatCodes(bytesOf(1_500), webCryptography)
    const [, other = ''] = formatCodes(bytesOf(1_500, 5), webCryptography)
    for (const texts of [[one, other], [one, two.replace(/.{3}$/, 'AAA')], [one, 'LER1:BB8'], ['LER1:BB8', 'LER1:UJC'], ['LER1/3/2/00000000:BB8', 'LER1/1/2/00000000:BB8']]) {
      expect(() => readCodes(texts, webCryptography)).toThrow(expect.objectContaining({ code: 'card/mixed' }))
    }
  })

  it.each([['', 'card/code-malformed'], ['LER1:', 'card/code-malformed'], ['LER1:A', 'card/code-malformed'], ['LER1:abc', 'card/code-malformed'], ['LER1:GGW', 'card/code-malformed'], [`LER1:${'0'.repeat(1_601)}`, 'card/code-malformed'], ['LER1/9/9/00000000:BB8', 'card/code-malformed'], ['LER2:BB8', 'card/version'], ['https://a.example/', 'card/code-malformed']])('refuse the code %j', (text, code) => {
    expect(() => readCodes([text], webCryptography)).toThrow(expect.objectContaining({ code }))
  })
})
