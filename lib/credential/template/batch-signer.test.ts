import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import type { SigningKey } from '../../crypto/cryptography.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import { encodeMultibase } from '../../encoding/multibase.ts'
import { didKeyVerificationMethod } from '../../did/did-key.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { useCanonicalPath } from '../canonical-path.ts'
import { Unusual } from '../canonical/unusual.ts'
import { canonicalize, canonicalizeDataset } from '../canonicalize.ts'
import { CredentialError } from '../credential-error.ts'
import { jsonLdDataset } from '../json-ld-dataset.ts'
import { knownTerms } from '../known-terms.ts'
import { createAchievement, createAchievementCredential, hashIdentity } from '../open-badge.ts'
import { signCredential } from '../sign-credential.ts'
import { createBatchSigner, type BatchSigner } from './batch-signer.ts'
import { shapeOf, widen } from './shape.ts'
import { compileTemplate, type Template } from './template.ts'

const isLong = process.env['LER_TEST_LONG'] === '1'
const created = new Date('2026-11-22T09:00:00Z')
const manyRows = { seed: 20261122, numRuns: isLong ? 3_000 : 15 }

const achievement = createAchievement({
  id: 'https://college.example/achievements/1', name: 'Forklift operator', description: 'Operates a truck.', criteria: { narrative: 'A test.' }, achievementType: 'Certificate',
  alignments: [{ targetName: 'One', targetUrl: 'https://framework.example/1' }, { targetName: 'Two', targetUrl: 'https://framework.example/2' }],
})

/** What rows say; every one of these texts may differ. */
interface Told {
  readonly id: string
  readonly person: string
  readonly salt: string
  readonly license: string
  readonly narrative: string
  readonly evidence: readonly string[]
  readonly tags: readonly string[]
  readonly index: string
}

function credentialOf(told: Told): JsonObject {
  const made = createAchievementCredential({
    id: told.id, issuer: { id: 'did:example:college', name: 'Example College' }, achievement: { ...achievement, ...(told.tags.length === 0 ? {} : { tag: ['forklift', ...told.tags] }) },
    subject: { did: told.person, identity: { ...hashIdentity(told.person.toWellFormed(), 'pepper', cryptography), salt: told.salt } }, validFrom: created, licenseNumber: told.license, narrative: told.narrative,
    evidence: told.evidence.map((id) => ({ id, narrative: told.narrative })),
    status: { id: `https://college.example/status/3#${told.index}`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: told.index, statusListCredential: 'https://college.example/status/3' },
  })
  return made as unknown as JsonObject
}

const plain: Told = { id: 'urn:uuid:1', person: 'did:example:a', salt: 'salt', license: '1', narrative: 'Passed.', evidence: ['https://college.example/evidence/1', 'https://college.example/evidence/2'], tags: ['first', 'second'], index: '1' }
const other: Told = { id: 'urn:uuid:2', person: 'did:example:b', salt: 'pinch', license: '2', narrative: 'Passed too.', evidence: ['https://college.example/evidence/3', 'https://college.example/evidence/4'], tags: ['third', 'fourth'], index: '2' }

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ maxLength: 5 }),
  fc.constantFrom('', 'forklift', 'first', '"', '\\', 'a\nb', '\u0000\u001f\u007f', '\u2028', 'Ærø', '🎓', 'ａ', '🎓ａ', '\ud800', '\udfffx', 'x'.repeat(20_000)),
)
const address = fc.oneof(
  fc.uuid().map((uuid) => `urn:uuid:${uuid}`), fc.webUrl(),
  fc.constantFrom(
    'did:example:a', 'did:example:college', 'mailto:ann@college.example', 'https://college.example/achievements/1', 'https://college.example/status/3', 'https://framework.example/1', 'urn:uuid:1',
    'obi:x', 'cred:x', 'xsd:string', 'tel:1', 'HTTPS://college.example/', 'https://college.example/ü', 'https://college.example/🎓', '', '/x', '_:b0', '@type', 'id', 'https://x/ y', 'https://x/>', 'a:', ':a', '\ud800:x',
  ),
)
const told = fc.record({
  id: address, person: address, salt: text, license: text, narrative: text, evidence: fc.array(address, { minLength: 2, maxLength: 2 }), tags: fc.array(text, { minLength: 2, maxLength: 2 }), index: text,
})

let signingKey: SigningKey
beforeAll(async () => {
  signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
})

const signing = (): Parameters<BatchSigner['sign']>[1] => ({ signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created, cryptography })

async function templateOf(...rows: readonly Told[]): Promise<Template> {
  const [first, ...more] = rows.map(credentialOf)
  let shape = shapeOf(first)
  for (const row of more) shape = shape === undefined ? undefined : widen(shape, row)
  if (shape === undefined || first === undefined) throw new TypeError('rows of one shape')
  return compileTemplate(shape, first, { indent: 0, cryptography })
}

/** What a template writes for a row, or why it does not. */
function written(template: Template, row: Told): string {
  try {
    return template.canonical(template.take(credentialOf(row)) ?? [], cryptography.sha256)
  } catch (error) {
    if (error instanceof Unusual) return error.reason
    throw error
  }
}

async function outcome(sign: () => Promise<string>): Promise<string> {
  try {
    return await sign()
  } catch (error) {
    if (error instanceof CredentialError) return `${error.code}: ${error.message}`
    throw error
  }
}

describe('createBatchSigner()', () => {
  it('gives the text that signing one by one gives, to the byte, or its refusal, whatever a row says', async () => {
    const signer = createBatchSigner({ indent: 2 })
    for (const row of [plain, other]) await signer.sign(credentialOf(row), signing())
    await fc.assert(fc.asyncProperty(told, async (row) => {
      const credential = credentialOf(row)
      const expected = await outcome(async () => JSON.stringify(await signCredential(credential, signing()), null, 2))
      expect(await outcome(async () => (await signer.sign(credential, signing())).text)).toBe(expected)
    }), manyRows)
  })

  it('signs rows of several shapes, one after another and at once, with other keys and suites, as one by one', async () => {
    const p256 = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
    const p384 = await cryptography.importSigningKey(await cryptography.generateKey('P-384'))
    const digests: string[] = []
    const told = (key: SigningKey): SigningKey => ({ publicKey: key.publicKey, sign: async (message) => (digests.push(Buffer.from(message).toString('hex')), key.sign(message)) })
    for (const context of [signing(), { ...signing(), cryptosuite: 'eddsa-jcs-2022' }, { ...signing(), signingKey: told(p256) }, { ...signing(), signingKey: told(p384) }]) {
      const signer = createBatchSigner()
      const rows = Array.from({ length: 12 }, (_, number): Told => ({
        ...plain, id: `urn:uuid:${number}`, person: `did:example:${number}`, license: String(number), index: String(number % 5), evidence: number % 3 === 0 ? [] : [`https://college.example/evidence/${number}`],
      }))
      for (const row of rows.slice(0, 5)) await signer.sign(credentialOf(row), context)
      digests.length = 0
      const signed = await Promise.all(rows.map(async (row) => (await signer.sign(credentialOf(row), context)).text))
      const ours = digests.splice(0).sort()
      const expected = await Promise.all(rows.map(async (row) => JSON.stringify(await signCredential(credentialOf(row), context))))
      // ECDSA draws a number of its own for every signature: what is signed has to be the same.
      expect(ours).toEqual(digests.splice(0).sort())
      const isRepeatable = context.signingKey === signingKey
      expect(isRepeatable ? signed : signed.map(withoutValue)).toEqual(isRepeatable ? expected : expected.map(withoutValue))
    }
  })

  it('hashes of a row only the whole and the unnamed nodes that the row changes, and hands over the bytes of its proof', async () => {
    let hashed = 0
    const sha256 = Object.assign((bytes: Uint8Array) => ((hashed += 1), cryptography.sha256(bytes)), { ofText: (text: string) => ((hashed += 1), cryptography.sha256(encodeUtf8(text))) })
    const signer = createBatchSigner()
    const context = { ...signing(), cryptography: { ...cryptography, sha256 } }
    for (const row of [plain, other]) await signer.sign(credentialOf(row), context)
    const credential = credentialOf({ ...plain, salt: 'another' })
    hashed = 0
    const { text, proofBytes } = await signer.sign(credential, context)
    expect(hashed).toBe(2)
    expect((JSON.parse(text) as { readonly proof: { readonly proofValue: string } }).proof.proofValue).toBe(encodeMultibase(proofBytes, 'z'))
  })

  it('refuses what signing one by one refuses, and goes on', async () => {
    const signer = createBatchSigner()
    const rows: readonly [string, JsonObject][] = [
      ['credential/already-signed', { ...credentialOf(plain), proof: {} }], ['credential/term-undefined', { ...credentialOf(plain), unheardOf: 'x' }],
      ['credential/text-malformed', credentialOf({ ...plain, salt: '\ud800' })], ['credential/iri-malformed', credentialOf({ ...plain, id: 'https://x/<y>' })],
    ]
    for (const row of [plain, other, { ...plain, license: '3' }]) expect((await signer.sign(credentialOf(row), signing())).text).toBe(JSON.stringify(await signCredential(credentialOf(row), signing())))
    for (const [code, row] of rows) await expect(signer.sign(row, signing())).rejects.toMatchObject({ code })
    await expect(signer.sign(credentialOf(plain), { ...signing(), cryptosuite: 'ecdsa-rdfc-2019' })).rejects.toMatchObject({ code: 'credential/key-unsupported' })
    await expect(signer.sign(credentialOf(plain), { ...signing(), verificationMethod: 'no address' })).rejects.toBeInstanceOf(CredentialError)
    expect((await signer.sign(credentialOf(other), signing())).text).toBe(JSON.stringify(await signCredential(credentialOf(other), signing())))
  })

  it('keeps to the way that was chosen for canonicalising', async () => {
    const signer = createBatchSigner()
    for (const row of [plain, other]) await signer.sign(credentialOf(row), signing())
    const expected = await signer.sign(credentialOf(plain), signing())
    try {
      for (const path of ['both', 'reference'] as const) {
        useCanonicalPath(path)
        expect(await signer.sign(credentialOf(plain), signing())).toEqual(expected)
      }
    } finally {
      useCanonicalPath('fast')
    }
  })
})

describe('a template', () => {
  it('writes what the general way and the reference write, or leaves the row to them', async () => {
    const template = await templateOf(plain, other)
    let count = 0
    await fc.assert(fc.asyncProperty(told, async (row) => {
      const found = written(template, row)
      if (!found.endsWith('\n')) return
      count += 1
      const credential = credentialOf(row)
      const isHeldToReference = isLong || count < 8
      expect(found).toBe(isHeldToReference ? canonicalizeDataset(await jsonLdDataset(credential, cryptography), cryptography) : await canonicalize(credential, cryptography))
    }), manyRows)
    expect(count).toBeGreaterThan(manyRows.numRuns / 20)
  })

  it.each<readonly [string, Partial<Told>]>([
    ['address', { id: 'obi:x' }], ['address', { person: 'tel:1' }], ['address', { id: 'https://x/ y' }], ['address', { id: '' }], ['address', { person: 'Achievement' }],
    ['said-twice', { person: 'urn:uuid:1' }], ['said-twice', { id: 'https://college.example/achievements/1' }], ['said-twice', { id: 'https://www.w3.org/2018/credentials#VerifiableCredential' }],
    ['said-twice', { tags: ['x', 'x'] }], ['said-twice', { tags: ['x', 'forklift'] }], ['text-malformed', { license: '\udc00' }], ['order', { license: '🎓', narrative: 'ａ' }],
  ])('leaves a row to the general way for %s: %o', async (reason, change) => {
    expect(written(await templateOf(plain, other), { ...plain, ...change })).toBe(reason)
  })

  it('is none where nodes are alike, where types differ, where a context is not pinned, or where there is a proof already', async () => {
    const alike = { ...plain, evidence: [] }
    const same = { ...achievement, alignment: [{ type: ['Alignment'], targetName: 'x', targetUrl: 'https://x.example' }, { type: ['Alignment'], targetName: 'x', targetUrl: 'https://x.example' }] }
    const credential = credentialOf(alike)
    const spoilt: readonly (readonly [string, JsonObject, JsonObject])[] = [
      ['alike', { ...credential, credentialSubject: { type: ['AchievementSubject'], achievement: same } }, { id: 'urn:x' }],
      ['type-malformed', credential, { type: ['VerifiableCredential', 'https://college.example/OtherCredential'] }],
      ['context', { ...credential, '@context': [...(credential['@context'] as readonly string[]), 'https://college.example/context'] }, { id: 'urn:x' }],
      ['context', { ...credential, evidence: [{ '@context': [], type: ['Evidence'] }] }, { id: 'urn:x' }],
      ['keyword', { ...credential, proof: { type: 'x' } }, { id: 'urn:x' }],
    ]
    for (const [reason, document, change] of spoilt) {
      const shape = shapeOf(document)
      const wider = shape === undefined ? undefined : widen(shape, { ...document, ...change })
      if (wider === undefined) throw new TypeError('a shape')
      await expect(compileTemplate(wider, document, { indent: 0, cryptography })).rejects.toMatchObject({ reason })
    }
  })

  it('takes no address for a name: no pinned context defines a name that looks like one', () => {
    expect([...knownTerms(cryptography).names].filter((name) => name.includes(':'))).toEqual([])
  })
})

function withoutValue(text: string): string {
  return text.replace(/"proofValue":"[^"]*"/, '')
}
