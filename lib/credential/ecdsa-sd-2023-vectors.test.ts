import { existsSync, readFileSync } from 'node:fs'
import { p256 } from '@noble/curves/nist.js'
import { describe, expect, it } from 'vitest'
import type { Cryptography, KeyType, PublicKey, SigningKey } from '../crypto/cryptography.ts'
import { decodeMultikey } from '../crypto/multikey.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { decodeHex, encodeHex } from '../encoding/hex.ts'
import { decodeMultibase, encodeMultibase } from '../encoding/multibase.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { canonicalize } from './canonicalize.ts'
import { deriveCredential } from './derive-credential.ts'
import { hashMandatory } from './ecdsa-sd-2023-hash.ts'
import { parseBaseProof, parseDerivedProof } from './ecdsa-sd-2023-proof-value.ts'
import { hashProofOptions } from './hash-rdfc.ts'
import { hmacLabels } from './hmac-labels.ts'
import { labelDocument, relabelledStatements } from './labelled-document.ts'
import { createKeyResolver } from './resolve-key.ts'
import { signForDisclosure } from './sign-for-disclosure.ts'
import { unsecuredDocument } from './unsecured-document.ts'
import { verifyProofs } from './verify-proofs.ts'

const folder = new URL('../../../shared/data/vectors/w3c-vc-di-ecdsa/TestVectors/', import.meta.url)

function read<Value>(name: string): Value {
  const text = readFileSync(new URL(name, folder), 'utf8')
  return (name.endsWith('.txt') ? text : JSON.parse(text)) as Value
}

interface KeyMaterial {
  readonly publicKeyMultibase: string
  readonly secretKeyMultibase: string
}

/** The vectors were signed with nonces that follow from key and message (RFC 6979). */
function deterministicKey({ publicKeyMultibase, secretKeyMultibase }: KeyMaterial): SigningKey {
  const secret = decodeMultibase(secretKeyMultibase, 'z').slice(2)
  return { publicKey: decodeMultikey(publicKeyMultibase) as PublicKey<KeyType>, sign: async (message) => p256.sign(message, secret, { lowS: false }) as Uint8Array<ArrayBuffer> }
}

describe.skipIf(!existsSync(folder))('the published vectors of ecdsa-sd-2023', () => {
  const keys = existsSync(folder) ? read<{ baseKeyPair: KeyMaterial; proofKeyPair: KeyMaterial; hmacKeyString: string }>('ecdsa-sd-2023/SDKeyMaterial.json') : undefined
  const vector = <Value>(name: string): Value => read<Value>(`ecdsa-sd-2023/employ/${name}`)
  const document = (): JsonObject => read<JsonObject>('employmentAuth.json')
  const hmacKey = decodeHex(keys?.hmacKeyString.toLowerCase() ?? '')
  const label = hmacLabels(hmacKey, nativeCryptography)
  const cryptography: Cryptography = {
    ...nativeCryptography,
    randomBytes: () => hmacKey,
    generateSigningKey: async () => deterministicKey(keys?.proofKeyPair ?? { publicKeyMultibase: '', secretKeyMultibase: '' }),
  }
  const mandatoryPointers = ['/issuer']
  const selectivePointers = ['/validFrom', '/validUntil', '/credentialSubject/birthCountry']
  const mapOf = (group: { readonly value: readonly (readonly [number, string])[] }): readonly number[] => group.value.map(([index]) => index)

  it('canonicalises, labels and sorts the statements as published', async () => {
    expect(await canonicalize(document(), nativeCryptography)).toBe(vector<string[]>('addBaseDocCanon.json').join(''))
    expect((await labelDocument(document(), { relabel: label, parts: {} }, { cryptography })).statements).toEqual(vector('addBaseDocHMACCanon.json'))
  })

  it('groups them by what is mandatory and what is chosen', async () => {
    const { statements, parts } = await labelDocument(document(), { relabel: label, parts: { mandatory: mandatoryPointers, selective: selectivePointers, combined: [...mandatoryPointers, ...selectivePointers] } }, { cryptography })
    const { mandatory, nonMandatory } = vector<{ readonly mandatory: { value: [number, string][] }; readonly nonMandatory: { value: [number, string][] } }>('addBaseTransform.json')
    const { indexes } = parts.mandatory
    expect(indexes.map((index) => [index, statements[index]])).toEqual(mandatory.value)
    expect(statements.flatMap((statement, index) => (indexes.includes(index) ? [] : [[index, statement]]))).toEqual(nonMandatory.value)
    const { groups } = vector<{ readonly groups: Record<string, { matching: { value: [number, string][] } }> }>('derivedAllGroupData.json')
    for (const name of ['selective', 'combined', 'mandatory'] as const) expect(parts[name].indexes).toEqual(mapOf(groups[name]?.matching ?? { value: [] }))
    const published = vector<{ combinedIndexes: number[]; mandatoryIndexes: number[]; nonMandatoryIndexes: number[]; selectiveIndexes: number[] }>('derivedGroupIndexes.json')
    expect(parts.combined.indexes).toEqual(published.combinedIndexes)
    expect(statements.flatMap((_, index) => (indexes.includes(index) ? [] : [index]))).toEqual(published.nonMandatoryIndexes)
  })

  it('hashes the options of the proof and what is mandatory', async () => {
    const { '@context': contexts, ...options } = vector<JsonObject>('addProofConfig.json')
    const { proofHash, mandatoryHash } = vector<{ proofHash: string; mandatoryHash: string }>('addHashData.json')
    expect(await canonicalize({ ...options, '@context': contexts as Json }, nativeCryptography)).toBe(vector('addProofConfigCanon.txt'))
    expect(encodeHex(await hashProofOptions({ unsecured: unsecuredDocument(document()), options, cryptography }, { keyType: 'P-256', order: 'code-point' }))).toBe(proofHash)
    const { statements, parts } = await labelDocument(document(), { relabel: label, parts: { mandatory: mandatoryPointers } }, { cryptography })
    expect(encodeHex(hashMandatory(parts.mandatory.indexes.map((index) => statements[index] ?? ''), cryptography))).toBe(mandatoryHash)
  })

  it('signs byte for byte what is published', async () => {
    const signingKey = deterministicKey(keys?.baseKeyPair ?? { publicKeyMultibase: '', secretKeyMultibase: '' })
    const { verificationMethod, created } = vector<{ verificationMethod: string; created: string }>('addProofConfig.json')
    const signed = await signForDisclosure(document(), { signingKey, verificationMethod, created: new Date(created), mandatoryPointers, cryptography })
    const published = vector<{ readonly baseSignature: string; readonly publicKey: string; readonly signatures: readonly string[] }>('addRawBaseSignatureInfo.json')
    const base = parseBaseProof(signed.proof.proofValue)
    expect(base?.signatures.map(encodeHex)).toEqual(published.signatures)
    expect(encodeHex(base?.baseSignature ?? new Uint8Array())).toBe(published.baseSignature)
    expect(encodeMultibase(base?.publicKey ?? new Uint8Array(), 'z')).toBe(published.publicKey)
    expect(signed).toEqual(vector('addSignedSDBase.json'))
  })

  it('reads the issuer’s proof and derives from it byte for byte what is published', async () => {
    const signed = vector<JsonObject & { readonly proof: { readonly proofValue: string } }>('addSignedSDBase.json')
    const recovered = vector<{ baseSignature: string; proofPublicKey: string; hmacKey: string; signatures: string[]; mandatoryPointers: string[] }>('derivedRecoveredBaseData.json')
    const base = parseBaseProof(signed.proof.proofValue)
    expect({ hmacKey: encodeHex(base?.hmacKey ?? hmacKey), signatures: base?.signatures.map(encodeHex), mandatoryPointers: base?.mandatoryPointers, publicKey: encodeMultibase(base?.publicKey ?? hmacKey, 'z') })
      .toEqual({ hmacKey: recovered.hmacKey, signatures: recovered.signatures, mandatoryPointers: recovered.mandatoryPointers, publicKey: recovered.proofPublicKey })
    const derived = await deriveCredential(signed, selectivePointers, { cryptography })
    const { proof, ...unsigned } = derived as JsonObject & { readonly proof: { readonly proofValue: string } }
    expect(unsigned).toEqual(vector('derivedUnsignedReveal.json'))
    const shown = parseDerivedProof(proof.proofValue)
    const published = vector<{ signatures: string[]; labelMap: { value: [string, string][] }; mandatoryIndexes: number[] }>('derivedDisclosureData.json')
    expect({ signatures: shown?.signatures.map(encodeHex), labelMap: [...shown?.labelMap ?? []], mandatoryIndexes: shown?.mandatoryIndexes })
      .toEqual({ signatures: published.signatures, labelMap: published.labelMap.value, mandatoryIndexes: published.mandatoryIndexes })
    expect(vector('derivedAdjSignatures.json')).toMatchObject({ filteredSignatures: published.signatures })
    expect(Object.values(vector<JsonObject>('derivedAdjMandatoryIndexes.json')).flat()).toEqual(expect.arrayContaining(published.mandatoryIndexes))
    expect(derived).toEqual(vector('derivedRevealDocument.json'))
  })

  it('verifies the published copy over the published statements', async () => {
    const copy = vector<JsonObject & { readonly proof: { readonly proofValue: string } }>('derivedRevealDocument.json')
    const { proof, ...unsigned } = copy
    const parsed = parseDerivedProof(proof.proofValue)
    const published = vector<{ readonly labelMap: [string, string][]; readonly mandatoryIndexes: number[] }>('verifyDerivedProofValue.json')
    expect({ labelMap: [...parsed?.labelMap ?? []], mandatoryIndexes: parsed?.mandatoryIndexes }).toEqual({ labelMap: published.labelMap, mandatoryIndexes: published.mandatoryIndexes })
    const statements = await relabelledStatements(unsigned, parsed?.labelMap ?? new Map(), { cryptography })
    expect(statements).toEqual(vector('verifyNQuads.json'))
    const { nonMandatory, mandatoryHash } = vector<{ nonMandatory: string[]; mandatoryHash: string }>('verifyCreateVerifyData.json')
    expect(statements?.filter((_, index) => !published.mandatoryIndexes.includes(index))).toEqual(nonMandatory)
    expect(encodeHex(hashMandatory(statements?.filter((_, index) => published.mandatoryIndexes.includes(index)) ?? [], cryptography))).toBe(mandatoryHash)
    const context = { resolveKey: createKeyResolver({}), cryptography: nativeCryptography, expectedPurpose: 'assertionMethod', now: new Date('2026-11-21T00:00:00Z') } as const
    expect(await verifyProofs(copy, context)).toMatchObject([{ outcome: 'passed', cryptosuite: 'ecdsa-sd-2023' }])
    expect(await verifyProofs(vector('addSignedSDBase.json'), context)).toMatchObject([{ outcome: 'failed', code: 'proof/base-proof' }])
  })
})
