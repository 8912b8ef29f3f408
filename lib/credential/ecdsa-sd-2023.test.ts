import { encode } from 'cborg'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SigningKey } from '../crypto/cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { concatBytes } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { decodeMultibase, encodeMultibase } from '../encoding/multibase.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { richBadge } from './_disclosure-samples.ts'
import { deriveCredential } from './derive-credential.ts'
import { formatDerivedProof, maxSignatures, parseBaseProof, parseDerivedProof, type DerivedProof } from './ecdsa-sd-2023-proof-value.ts'
import { createKeyResolver } from './resolve-key.ts'
import { signCredential } from './sign-credential.ts'
import { signForDisclosure } from './sign-for-disclosure.ts'
import { verifyProofs, type ProofFinding } from './verify-proofs.ts'

const now = new Date('2026-11-21T00:00:00Z')
let signingKey: SigningKey
let base: JsonObject
let copy: JsonObject
let proof: DerivedProof
beforeAll(async () => {
  signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
  base = await sign()
  copy = await deriveCredential(base, ['/evidence/0', '/issuer/address', '/credentialSubject/identifier'], { cryptography })
  const parsed = parseDerivedProof(proofValueOf(copy))
  if (parsed === undefined) throw new TypeError('a copy has a derived proof')
  proof = parsed
})

async function sign(changes: { readonly created?: Date; readonly signingKey?: SigningKey; readonly mandatoryPointers?: readonly string[] } = {}): Promise<JsonObject> {
  const context = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), mandatoryPointers: ['/issuer/id', '/validFrom'], cryptography, ...changes }
  return signForDisclosure(richBadge(didKey(signingKey.publicKey)), context)
}

async function verify(document: unknown): Promise<ProofFinding | undefined> {
  return (await verifyProofs(document, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now }))[0]
}

async function verifyValue(proofValue: Json): Promise<ProofFinding | undefined> {
  return verify({ ...copy, proof: { ...copy['proof'] as JsonObject, proofValue } })
}

function proofValueOf(document: JsonObject): string {
  return (document as { proof: { proofValue: string } }).proof.proofValue
}

/** A derived proof value of any content. */
function derivedValue(components: unknown): string {
  return encodeMultibase(concatBytes(Uint8Array.of(0xd9, 0x5d, 0x01), encode(components)), 'u')
}

function componentsOf(changes: Record<string, unknown> = {}): readonly unknown[] {
  const labelMap = new Map([...proof.labelMap].map(([label, replaced]) => [Number(label.slice(4)), decodeMultibase(replaced, 'u')]))
  const { baseSignature, publicKey, signatures, mandatoryIndexes } = proof
  return Object.values({ baseSignature, publicKey, signatures, labelMap, mandatoryIndexes, ...changes })
}

describe('a copy signed with ecdsa-sd-2023', () => {
  it('passes, and fails once its content, key or purpose is another', async () => {
    expect(await verify(copy)).toMatchObject({ outcome: 'passed', cryptosuite: 'ecdsa-sd-2023', proofBytes: proof.baseSignature })
    expect(await verify({ ...copy, validFrom: '2020-01-01T00:00:00Z' })).toMatchObject({ outcome: 'failed', code: 'proof/signature-invalid' })
    expect(await verify({ ...copy, proof: { ...copy['proof'] as JsonObject, created: '2026-01-01T00:00:00Z' } })).toMatchObject({ outcome: 'failed' })
    expect(await verify({ ...copy, proof: { ...copy['proof'] as JsonObject, proofPurpose: 'authentication' } })).toMatchObject({ outcome: 'failed', code: 'proof/purpose-mismatch' })
    const other = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    expect(await verify({ ...copy, proof: { ...copy['proof'] as JsonObject, verificationMethod: didKeyVerificationMethod(other.publicKey) } })).toMatchObject({ outcome: 'failed', code: 'proof/key-mismatch' })
  })

  it('is unknown where its key or its contexts are not at hand', async () => {
    expect(await verify({ ...copy, proof: { ...copy['proof'] as JsonObject, verificationMethod: 'did:web:college.example#key-1' } })).toMatchObject({ outcome: 'unknown', code: 'proof/key-unavailable' })
    expect(await verify({ ...copy, '@context': ['https://www.w3.org/ns/credentials/v2', 'https://unknown.example/v1'] })).toMatchObject({ outcome: 'unknown', code: 'proof/context-unknown' })
  })

  it('carries the moment of signing only when it is given one', async () => {
    expect(copy['proof']).not.toHaveProperty('created')
    const dated = await deriveCredential(await sign({ created: now }), [], { cryptography })
    expect(dated['proof']).toHaveProperty('created', '2026-11-21T00:00:00Z')
    expect(await verify(dated)).toMatchObject({ outcome: 'passed', created: now })
  })

  it('is refused when it is the holder’s own, or the proof of another suite', async () => {
    expect(await verify(base)).toMatchObject({ outcome: 'failed', code: 'proof/base-proof' })
    const plain = await signCredential(richBadge(didKey(signingKey.publicKey)), { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography })
    expect(await verify({ ...plain, proof: { ...plain.proof, cryptosuite: 'ecdsa-sd-2023' } })).toMatchObject({ outcome: 'failed', code: 'proof/value-malformed' })
  })

  it('is not got past a verifier by its proof value', async () => {
    const [first = new Uint8Array(), ...rest] = proof.signatures
    const labels = [...proof.labelMap]
    const hostile: readonly DerivedProof[] = [
      { ...proof, signatures: rest }, { ...proof, signatures: [...proof.signatures, first] }, { ...proof, signatures: [first, first, ...rest.slice(1)] },
      { ...proof, mandatoryIndexes: [] }, { ...proof, mandatoryIndexes: proof.mandatoryIndexes.map((index) => index + 1) }, { ...proof, mandatoryIndexes: [...proof.mandatoryIndexes, 9_999] },
      { ...proof, labelMap: new Map() }, { ...proof, labelMap: new Map(labels.slice(1)) }, { ...proof, labelMap: new Map([...labels, ['c14n99', `u${'A'.repeat(43)}`]]) },
      { ...proof, labelMap: new Map(labels.map(([label]) => [label, labels[0]?.[1] ?? ''])) },
    ]
    for (const changed of hostile) expect(await verifyValue(formatDerivedProof(changed))).toMatchObject({ outcome: 'failed' })
  })

  it('is malformed unless every part of its proof value is as it must be', async () => {
    expect(await verifyValue(derivedValue(componentsOf()))).toMatchObject({ outcome: 'passed' })
    const short = new Uint8Array(63)
    const malformed: readonly unknown[] = [
      null, 7, 'text', {}, [], [...componentsOf(), 0], componentsOf().slice(1), new Map(),
      componentsOf({ baseSignature: short }), componentsOf({ baseSignature: 'x' }), componentsOf({ publicKey: short }), componentsOf({ publicKey: new Uint8Array(35) }), componentsOf({ signatures: [short] }),
      componentsOf({ signatures: 1 }), componentsOf({ signatures: [proof.signatures] }), componentsOf({ labelMap: [] }), componentsOf({ labelMap: { c14n0: short } }), componentsOf({ labelMap: new Map([[-1, new Uint8Array(32)]]) }),
      componentsOf({ labelMap: new Map([['0', new Uint8Array(32)]]) }), componentsOf({ labelMap: new Map([[0, short]]) }), componentsOf({ mandatoryIndexes: [-1] }), componentsOf({ mandatoryIndexes: [0.5] }),
      componentsOf({ mandatoryIndexes: ['0'] }), componentsOf({ mandatoryIndexes: [0, 0] }), componentsOf({ mandatoryIndexes: [1, 0] }), componentsOf({ mandatoryIndexes: [2 ** 53] }), componentsOf({ mandatoryIndexes: null }),
      componentsOf({ signatures: Array.from({ length: maxSignatures + 1 }, () => new Uint8Array(64)) }),
    ]
    for (const components of malformed) expect(await verifyValue(derivedValue(components))).toMatchObject({ outcome: 'failed', code: 'proof/value-malformed' })
  })

  it('is malformed in CBOR that says the same in another way, holds tags, never ends or is a bomb', async () => {
    const value = (...bytes: readonly number[]): string => encodeMultibase(concatBytes(Uint8Array.of(0xd9, 0x5d, 0x01), Uint8Array.from(bytes)), 'u')
    const body = [...encode(componentsOf())]
    const bombs = [
      value(...body, 0), value(...body.slice(0, -1)), value(0x98, 0x05, ...body.slice(1)), value(0x9f, ...body.slice(1), 0xff), value(0xc0, ...body),
      value(0x85, 0xd8, 0x40, ...body.slice(1)), encodeMultibase(concatBytes(Uint8Array.of(0xd9, 0x5d, 0x01), new Uint8Array(500_000).fill(0x81)), 'u'), value(0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), value(0x5b, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff),
      value(0x9a, 0xff, 0xff, 0xff, 0xff), value(0xbb, 0, 0, 0, 1, 0, 0, 0, 0), value(0xf7), value(0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0), '', 'u', 'z', 'u2V0B', 'z2V0B', 'u!!!!', `u${'2V0B'.repeat(400_000)}`,
    ]
    for (const bomb of bombs) expect(await verifyValue(bomb)).toMatchObject({ outcome: 'failed', code: 'proof/value-malformed' })
  })

  it('never makes a fault out of any bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), fc.constantFrom(0, 1), async (bytes, mode) => {
      const value = encodeMultibase(concatBytes(Uint8Array.of(0xd9, 0x5d, mode), bytes), 'u')
      expect(await verifyValue(value)).toMatchObject({ outcome: 'failed' })
      expect(parseBaseProof(value)).toBeUndefined()
    }), { numRuns: 300 })
  })
})

describe('signForDisclosure()', () => {
  it('signs each statement anew, with a key and labels of its own', async () => {
    const [left, right] = [parseBaseProof(proofValueOf(base)), parseBaseProof(proofValueOf(await sign()))]
    expect(left?.hmacKey).not.toEqual(right?.hmacKey)
    expect(left?.publicKey).not.toEqual(right?.publicKey)
    expect(left?.mandatoryPointers).toEqual(['/issuer/id', '/validFrom'])
    expect(new Set(left?.signatures.map(String)).size).toBe(left?.signatures.length)
  })

  it('refuses other keys, documents that are signed already and pointers to nothing', async () => {
    const ed25519 = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    await expect(sign({ signingKey: ed25519 })).rejects.toMatchObject({ code: 'credential/key-unsupported' })
    await expect(sign({ mandatoryPointers: ['/issuer', '/validUntil'] })).rejects.toMatchObject({ code: 'credential/pointer-unmatched', message: expect.stringContaining('/validUntil') })
    const context = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), mandatoryPointers: [], cryptography }
    await expect(signForDisclosure(base, context)).rejects.toMatchObject({ code: 'credential/already-signed' })
    await expect(signForDisclosure({ ...richBadge('did:example:1'), undefinedTerm: 1 }, context)).rejects.toMatchObject({ code: 'credential/term-undefined' })
    await expect(signForDisclosure({ ...richBadge('did:example:1'), id: 'node:|0' }, context)).rejects.toMatchObject({ code: 'credential/iri-malformed' })
  })

  it('signs a document of which nothing is left to choose', async () => {
    const context = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), mandatoryPointers: [''], cryptography }
    const signed = await signForDisclosure(richBadge(didKey(signingKey.publicKey)), context)
    expect(parseBaseProof(signed.proof.proofValue)?.signatures).toEqual([])
    expect(await verify(await deriveCredential(signed, [], { cryptography }))).toMatchObject({ outcome: 'passed' })
  })
})
