import { encode } from 'cborg'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { generateBbsKey, importBbsSigningKey } from '../crypto/bbs.ts'
import type { BbsSigningKey } from '../crypto/cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { concatBytes } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { encodeHex } from '../encoding/hex.ts'
import { decodeMultibase, encodeMultibase } from '../encoding/multibase.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { richBadge } from './_disclosure-samples.ts'
import { maxBbsMessages } from './bbs-2023.ts'
import { formatBbsDerivedProof, messageCount, parseBbsBaseProof, parseBbsDerivedProof, type BbsDerivedProof } from './bbs-2023-proof-value.ts'
import { openBadgesContextUrl } from './contexts.ts'
import { deriveCredential } from './derive-credential.ts'
import { createKeyResolver } from './resolve-key.ts'
import { selectJson } from './select-json.ts'
import { signForDisclosure } from './sign-for-disclosure.ts'
import { verifyProofs, type ProofFinding } from './verify-proofs.ts'

const now = new Date('2026-11-21T00:00:00Z')
const mandatoryPointers = ['/issuer', '/type']
const pointers = ['/awardedDate', '/evidence/0']
let signingKey: BbsSigningKey
let base: JsonObject
let copy: JsonObject
let proof: BbsDerivedProof
beforeAll(async () => {
  signingKey = await importBbsSigningKey(await generateBbsKey(cryptography))
  base = await sign(smallBadge())
  copy = await deriveCredential(base, pointers, { cryptography })
  const parsed = parseBbsDerivedProof(proofValueOf(copy))
  if (parsed === undefined) throw new TypeError('a copy has a derived proof')
  proof = parsed
}, 60_000)

/** Few statements: each costs some milliseconds. */
function smallBadge(): JsonObject {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2', openBadgesContextUrl],
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: didKey(signingKey.publicKey), type: ['Profile'], name: 'Example College' },
    awardedDate: '1987-06-01T00:00:00Z', name: 'Bachelor of hidden arts',
    credentialSubject: { type: ['AchievementSubject'], narrative: 'Withheld 🎓 words', identifier: [{ type: 'IdentityObject', hashed: true, identityHash: 'sha256$00ff', identityType: 'emailAddress', salt: 'f00d' }] },
    evidence: [{ type: ['Evidence'], name: 'Thesis' }, { type: ['Evidence'], name: 'Another thesis' }],
  }
}

function sign(credential: JsonObject, mandatory: readonly string[] = mandatoryPointers): Promise<JsonObject> {
  return signForDisclosure(credential, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), mandatoryPointers: mandatory, cryptography })
}

async function verify(document: unknown): Promise<ProofFinding | undefined> {
  return (await verifyProofs(document, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now }))[0]
}

function verifyValue(proofValue: Json): Promise<ProofFinding | undefined> {
  return verify({ ...copy, proof: { ...copy['proof'] as JsonObject, proofValue } })
}

function proofValueOf(document: JsonObject): string {
  return (document as { proof: { proofValue: string } }).proof.proofValue
}

function without(document: JsonObject): JsonObject {
  const { proof: _, ...unsecured } = document
  return unsecured
}

function valueOf(components: unknown, feature = 0x03): string {
  return encodeMultibase(concatBytes(Uint8Array.of(0xd9, 0x5d, feature), encode(components)), 'u')
}

function componentsOf(changes: Record<string, unknown> = {}): readonly unknown[] {
  const labelMap = new Map([...proof.labelMap].map(([label, replaced]) => [Number(label.slice(4)), Number(replaced.slice(1))]))
  return Object.values({ proof: proof.proof, labelMap, mandatoryIndexes: proof.mandatoryIndexes, selectiveIndexes: proof.selectiveIndexes, presentationHeader: proof.presentationHeader, ...changes })
}

describe('a copy under bbs-2023', () => {
  it('shows what is mandatory and what was chosen, verifies, and tells nothing that is withheld', async () => {
    expect(without(copy)).toEqual(selectJson(without(base), [...mandatoryPointers, ...pointers]).document)
    expect(await verify(copy)).toMatchObject({ outcome: 'passed', cryptosuite: 'bbs-2023' })
    const bytes = JSON.stringify(copy) + Buffer.from(decodeMultibase(proofValueOf(copy), 'u')).toString('latin1')
    for (const secret of ['hidden arts', 'Withheld', 'f00d', '00ff', 'Another thesis']) expect(bytes).not.toContain(secret)
    const { signature, hmacKey } = parseBbsBaseProof(proofValueOf(base)) ?? {}
    for (const secret of [signature, hmacKey]) expect(encodeHex(decodeMultibase(proofValueOf(copy), 'u'))).not.toContain(encodeHex(secret ?? new Uint8Array(1)))
  }, 60_000)

  it('is never the same twice, and has no bytes of its issuer’s proof that would link it', async () => {
    const again = await deriveCredential(base, pointers, { cryptography })
    const other = parseBbsDerivedProof(proofValueOf(again))
    expect(without(again)).toEqual(without(copy))
    expect(other?.proof).not.toEqual(proof.proof)
    for (let start = 0; start < proof.proof.length; start += 16) expect(encodeHex(other?.proof ?? new Uint8Array())).not.toContain(encodeHex(proof.proof.slice(start, start + 16)))
    expect(await verify(again)).toMatchObject({ outcome: 'passed' })
    expect((await verify(again))?.proofBytes).toBeUndefined()
  }, 60_000)

  it('is passed by nobody after any change of what it shows', async () => {
    const changes: readonly ((shown: Record<string, Json>) => void)[] = [
      (shown) => { shown['awardedDate'] = '2026-06-01T00:00:00Z' }, (shown) => { delete shown['awardedDate'] }, (shown) => { delete shown['evidence'] }, (shown) => { shown['name'] = 'Master' },
      (shown) => { shown['issuer'] = { ...shown['issuer'] as JsonObject, name: 'Another College' } }, (shown) => { shown['evidence'] = [{ type: ['Evidence'], name: 'Another thesis' }] },
      (shown) => { shown['proof'] = { ...shown['proof'] as JsonObject, created: '2026-01-01T00:00:00Z' } }, (shown) => { shown['type'] = ['VerifiableCredential'] }, (shown) => { shown['id'] = 'urn:uuid:1' },
    ]
    for (const change of changes) {
      const altered = structuredClone(copy) as Record<string, Json>
      change(altered)
      expect(await verify(altered)).toMatchObject({ outcome: 'failed' })
    }
  }, 60_000)

  it('has a proof value of which no character can be another', async () => {
    const value = proofValueOf(copy)
    await fc.assert(fc.asyncProperty(fc.nat({ max: value.length - 1 }), fc.constantFrom('A', 'B', '_', 'z', '7', ''), async (place, character) => {
      if (value[place] === character) return
      expect((await verifyValue(value.slice(0, place) + character + value.slice(place + 1)))?.outcome).not.toBe('passed')
    }), { numRuns: 40 })
  }, 120_000)

  it('fails with the proof of another copy, under another key or under a key that is no point', async () => {
    const other = await deriveCredential(base, ['/name'], { cryptography })
    expect(await verify({ ...copy, proof: other['proof'] as Json })).toMatchObject({ outcome: 'failed' })
    const noPoint = { type: 'BLS12-381', bytes: Uint8Array.from([0x80, ...new Uint8Array(94), 1]) } as const
    for (const publicKey of [(await importBbsSigningKey(await generateBbsKey(cryptography))).publicKey, noPoint]) {
      const verificationMethod = didKeyVerificationMethod(publicKey)
      expect(await verify({ ...copy, proof: { ...copy['proof'] as JsonObject, verificationMethod } })).toMatchObject({ outcome: 'failed', code: 'proof/signature-invalid' })
    }
    const infinity = didKeyVerificationMethod({ type: 'BLS12-381', bytes: Uint8Array.from([0xc0, ...new Uint8Array(95)]) })
    expect(await verify({ ...copy, proof: { ...copy['proof'] as JsonObject, verificationMethod: infinity } })).toMatchObject({ outcome: 'failed' })
    const p256 = didKeyVerificationMethod((await cryptography.importSigningKey(await cryptography.generateKey('P-256'))).publicKey)
    expect(await verify({ ...copy, proof: { ...copy['proof'] as JsonObject, verificationMethod: p256 } })).toMatchObject({ outcome: 'failed', code: 'proof/key-mismatch' })
  }, 60_000)

  it('verifies when its texts sort in another order elsewhere', async () => {
    const badge = { ...smallBadge(), evidence: ['🎓', '！'].map((name) => ({ type: ['Evidence'], name })) }
    expect(await verify(await deriveCredential(await sign(badge), ['/evidence/1'], { cryptography }))).toMatchObject({ outcome: 'passed' })
  }, 60_000)
})

describe('the proof value of a copy under bbs-2023', () => {
  it('is malformed with parts that are missing, too many or of another kind', async () => {
    const point = proof.proof
    const wrong: readonly unknown[] = [
      componentsOf().slice(0, 4), [...componentsOf(), 0], componentsOf({ proof: point.slice(0, 271) }), componentsOf({ proof: point.slice(0, 273) }), componentsOf({ proof: 'proof' }), componentsOf({ proof: new Uint8Array() }),
      componentsOf({ labelMap: [] }), componentsOf({ labelMap: new Map([[0, -1]]) }), componentsOf({ labelMap: new Map([['0', 1]]) }), componentsOf({ labelMap: new Map([[0, 1.5]]) }), componentsOf({ labelMap: new Map([[0, new Uint8Array(32)]]) }),
      componentsOf({ mandatoryIndexes: [1, 0] }), componentsOf({ mandatoryIndexes: [0, 0] }), componentsOf({ mandatoryIndexes: [-1] }), componentsOf({ mandatoryIndexes: 0 }), componentsOf({ selectiveIndexes: [1, 0] }),
      componentsOf({ selectiveIndexes: [messageCount(proof)] }), componentsOf({ selectiveIndexes: [2 ** 53 - 1] }), componentsOf({ selectiveIndexes: [0.5] }), componentsOf({ presentationHeader: 'x' }), componentsOf({ presentationHeader: null }), {}, null, 7,
    ]
    for (const components of wrong) expect(await verifyValue(valueOf(components))).toMatchObject({ outcome: 'failed', code: 'proof/value-malformed' })
  })

  it('fails with other labels, places or presentation headers, and with points that are none', async () => {
    const indexes = proof.selectiveIndexes
    const labels = [...proof.labelMap.keys()]
    const zeroed = Uint8Array.from(proof.proof)
    zeroed.set([0xc0, ...new Uint8Array(47)])
    const wrong: readonly BbsDerivedProof[] = [
      { ...proof, labelMap: new Map(labels.map((label) => [label, 'b0'])) }, { ...proof, labelMap: new Map([...proof.labelMap, ['c14n99', 'b99']]) }, { ...proof, labelMap: new Map() },
      { ...proof, mandatoryIndexes: proof.mandatoryIndexes.slice(1) }, { ...proof, mandatoryIndexes: [...proof.mandatoryIndexes, 999] }, { ...proof, mandatoryIndexes: [] },
      { ...proof, selectiveIndexes: indexes.slice(1) }, { ...proof, selectiveIndexes: indexes.map((_, place) => place) }, { ...proof, selectiveIndexes: [] },
      { ...proof, presentationHeader: Uint8Array.of(1) }, { ...proof, proof: zeroed }, { ...proof, proof: new Uint8Array(proof.proof.length) }, { ...proof, proof: new Uint8Array(proof.proof.length).fill(255) },
    ]
    for (const changed of wrong) {
      if (formatBbsDerivedProof(changed) === proofValueOf(copy)) continue
      expect(await verifyValue(formatBbsDerivedProof(changed))).toMatchObject({ outcome: 'failed' })
    }
  }, 60_000)

  it('costs bounded time whatever it claims to stand for', async () => {
    const started = performance.now()
    const bomb = (...bytes: readonly number[]): string => encodeMultibase(concatBytes(Uint8Array.of(0xd9, 0x5d, 0x03), Uint8Array.from(bytes)), 'u')
    const bombs = [
      encodeMultibase(concatBytes(Uint8Array.of(0xd9, 0x5d, 0x03), new Uint8Array(500_000).fill(0x81)), 'u'), bomb(0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), bomb(0x5b, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff), bomb(0xbb, 0, 0, 0, 1, 0, 0, 0, 0),
      bomb(0x9f, ...encode(componentsOf()).slice(1), 0xff), bomb(0xc0, ...encode(componentsOf())), bomb(0xf7), `u2V0D${'A'.repeat(2_000_000)}`, 'u2V0D', 'u', '', 'z2V0D',
    ]
    for (const value of bombs) expect(await verifyValue(value)).toMatchObject({ outcome: 'failed', code: 'proof/value-malformed' })
    const many = { ...proof, proof: new Uint8Array(272 + 32 * 20_000) }
    expect(await verifyValue(formatBbsDerivedProof(many))).toMatchObject({ outcome: 'unknown', code: 'proof/too-complex' })
    expect(performance.now() - started).toBeLessThan(5_000)
    const most = { ...proof, proof: new Uint8Array(272 + 32 * (maxBbsMessages - proof.selectiveIndexes.length)) }
    expect(await verifyValue(formatBbsDerivedProof(most))).toMatchObject({ outcome: 'failed', code: 'proof/signature-invalid' })
    expect(performance.now() - started).toBeLessThan(20_000)
  }, 60_000)

  it('looks at one proof of a document, however many it brings', async () => {
    const started = performance.now()
    expect(await verify({ ...copy, proof: Array.from({ length: 16 }, () => copy['proof'] as Json) })).toMatchObject({ outcome: 'unknown', code: 'proof/too-complex' })
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  it('never makes a fault out of any bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), fc.constantFrom(2, 3), async (bytes, feature) => {
      const value = encodeMultibase(concatBytes(Uint8Array.of(0xd9, 0x5d, feature), bytes), 'u')
      expect(await verifyValue(value)).toMatchObject({ outcome: 'failed' })
      expect(parseBbsBaseProof(value)).toBeUndefined()
    }), { numRuns: 200 })
  })

  it('leaves open features that are optional, and refuses every base proof', async () => {
    for (const feature of [5, 7, 9]) expect(await verifyValue(valueOf(componentsOf(), feature))).toMatchObject({ outcome: 'unknown', code: 'proof/not-supported' })
    for (const feature of [2, 4, 6, 8]) expect(await verifyValue(valueOf(componentsOf(), feature))).toMatchObject({ outcome: 'failed', code: 'proof/base-proof' })
    expect(await verify(base)).toMatchObject({ outcome: 'failed', code: 'proof/base-proof' })
  })
})

describe('signForDisclosure() and deriveCredential() with a key of BLS12-381', () => {
  it('give each credential labels and a signature of its own', async () => {
    const [left, right] = [parseBbsBaseProof(proofValueOf(base)), parseBbsBaseProof(proofValueOf(await sign(smallBadge())))]
    expect(left?.hmacKey).not.toEqual(right?.hmacKey)
    expect(left?.mandatoryPointers).toEqual(mandatoryPointers)
    expect([...proof.labelMap.values()].every((label) => /^b\d+$/.test(label))).toBe(true)
  }, 60_000)

  it('sign a document of which nothing is left to choose', async () => {
    expect(await verify(await deriveCredential(await sign(smallBadge(), ['']), [], { cryptography }))).toMatchObject({ outcome: 'passed' })
  }, 60_000)

  it('refuse documents that were changed since, copies of copies, pointers to nothing and to parts that are only shown whole', async () => {
    await expect(deriveCredential({ ...base, name: 'Master' }, [], { cryptography })).rejects.toMatchObject({ code: 'credential/not-derivable' })
    await expect(deriveCredential(copy, [], { cryptography })).rejects.toMatchObject({ code: 'credential/not-derivable' })
    await expect(deriveCredential(base, ['/evidence/7'], { cryptography })).rejects.toMatchObject({ code: 'credential/pointer-unmatched' })
    await expect(sign(richBadge('did:example:1'), ['/credentialSubject/achievement/resultDescription/0/allowedValue/0'])).rejects.toMatchObject({ code: 'credential/indivisible' })
    await expect(sign(base)).rejects.toMatchObject({ code: 'credential/already-signed' })
  }, 60_000)

  it('refuse what has more statements than are signed here', async () => {
    const evidence = Array.from({ length: maxBbsMessages }, (_, number) => ({ type: ['Evidence'], name: `Sheet ${number}` }))
    await expect(sign({ ...smallBadge(), evidence })).rejects.toMatchObject({ code: 'credential/too-complex' })
  }, 60_000)
})
