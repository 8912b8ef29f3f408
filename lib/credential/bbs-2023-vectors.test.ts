import { existsSync, readFileSync } from 'node:fs'
import { expand_message_xmd } from '@noble/curves/abstract/hash-to-curve.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import { importBbsSigningKey } from '../crypto/bbs.ts'
import { encodeMultikey } from '../crypto/multikey.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { decodeHex, encodeHex } from '../encoding/hex.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { makeBbsCopy } from './bbs-2023-copy.ts'
import { parseBbsBaseProof, parseBbsDerivedProof } from './bbs-2023-proof-value.ts'
import { canonicalize } from './canonicalize.ts'
import { hashMandatory } from './ecdsa-sd-2023-hash.ts'
import { hashProofOptions } from './hash-rdfc.ts'
import { labelDocument, relabelledStatements } from './labelled-document.ts'
import { createKeyResolver } from './resolve-key.ts'
import { shuffledLabels } from './shuffled-labels.ts'
import { signForDisclosure } from './sign-for-disclosure.ts'
import { unsecuredDocument } from './unsecured-document.ts'
import { verifyProofs } from './verify-proofs.ts'

const folder = new URL('../../../shared/data/vectors/w3c-vc-di-bbs/TestVectors/', import.meta.url)

function vector<Value>(name: string): Value {
  const text = readFileSync(new URL(name, folder), 'utf8')
  return (name.endsWith('.txt') ? text : JSON.parse(text)) as Value
}

interface Group {
  readonly value: readonly (readonly [number, string])[]
}

type Secured = JsonObject & { readonly proof: { readonly proofValue: string } }

const context = { resolveKey: createKeyResolver({}), cryptography: nativeCryptography, expectedPurpose: 'assertionMethod', now: new Date('2026-11-21T00:00:00Z') } as const

/** The published proof was made with scalars stretched from a published seed (draft-irtf-cfrg-bbs-signatures, "Mocked Random Scalars"). */
function mockedBytes(seed: Uint8Array, count: number): (length: number) => Uint8Array<ArrayBuffer> {
  const stream = expand_message_xmd(seed, encodeUtf8('BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_H2G_HM2S_'), 48 * count, sha256)
  let drawn = 0
  return (length) => Uint8Array.from(stream.subarray(drawn, drawn += length))
}

describe.skipIf(!existsSync(folder))('the published vectors of bbs-2023', () => {
  const document = (): JsonObject => vector<JsonObject>('windDoc.json')
  const keys = existsSync(folder) ? vector<{ publicKeyHex: string; privateKeyHex: string; hmacKeyString: string }>('BBSKeyMaterial.json') : undefined
  const hmacKey = decodeHex(keys?.hmacKeyString.toLowerCase() ?? '')
  const label = shuffledLabels(hmacKey, nativeCryptography)
  const cryptography = { ...nativeCryptography, randomBytes: () => hmacKey }
  const mandatory = (): readonly string[] => vector('windMandatory.json')
  const selective = (): readonly string[] => vector('windSelective.json')

  it('canonicalises, shuffles labels and sorts the statements as published', async () => {
    expect(await canonicalize(document(), nativeCryptography)).toBe(vector<string[]>('addBaseDocCanon.json').join(''))
    expect((await labelDocument(document(), { relabel: label, parts: {} }, { cryptography })).statements).toEqual(vector('addBaseDocHMACCanon.json'))
  })

  it('groups them by what is mandatory and what is chosen', async () => {
    const { statements, parts } = await labelDocument(document(), { relabel: label, parts: { mandatory: mandatory(), selective: selective(), combined: [...mandatory(), ...selective()] } }, { cryptography })
    const published = vector<{ readonly mandatoryPointers: readonly string[]; readonly mandatory: Group; readonly nonMandatory: Group }>('addBaseTransform.json')
    const { indexes } = parts.mandatory
    expect(published.mandatoryPointers).toEqual(mandatory())
    expect(indexes.map((index) => [index, statements[index]])).toEqual(published.mandatory.value)
    expect(statements.flatMap((statement, index) => (indexes.includes(index) ? [] : [[index, statement]]))).toEqual(published.nonMandatory.value)
    expect({
      combinedIndexes: parts.combined.indexes, mandatoryIndexes: indexes,
      nonMandatoryIndexes: statements.flatMap((_, index) => (indexes.includes(index) ? [] : [index])), selectiveIndexes: parts.selective.indexes,
    }).toEqual(vector('derivedGroupIndexes.json'))
  })

  it('hashes the options of the proof and what is mandatory', async () => {
    const { '@context': contexts, ...options } = vector<JsonObject>('addProofConfig.json')
    expect(await canonicalize({ ...options, '@context': contexts as Json }, nativeCryptography)).toBe(vector<string>('addProofConfigCanon.txt').trimEnd() + '\n')
    const { statements, parts } = await labelDocument(document(), { relabel: label, parts: { mandatory: mandatory() } }, { cryptography })
    const chosen = parts.mandatory.indexes.map((index) => statements[index] ?? '')
    expect({
      proofHash: encodeHex(await hashProofOptions({ unsecured: unsecuredDocument(document()), options, cryptography }, { keyType: 'BLS12-381', order: 'code-point' }) as Uint8Array<ArrayBuffer>),
      mandatoryHash: encodeHex(hashMandatory(chosen, cryptography)),
    }).toEqual(vector('addHashData.json'))
  })

  it('signs byte for byte what is published', async () => {
    const signingKey = await importBbsSigningKey(decodeHex(keys?.privateKeyHex ?? ''))
    expect(encodeHex(signingKey.publicKey.bytes)).toBe(keys?.publicKeyHex)
    const { verificationMethod, created } = vector<{ verificationMethod: string; created: string }>('addProofConfig.json')
    expect(verificationMethod.split('#')[1]).toBe(encodeMultikey(signingKey.publicKey))
    const signed = await signForDisclosure(document(), { signingKey, verificationMethod, created: new Date(created), mandatoryPointers: mandatory(), cryptography })
    expect(encodeHex(parseBbsBaseProof(signed.proof.proofValue)?.signature ?? new Uint8Array())).toBe(vector<{ bbsSignature: string }>('addRawBaseSignatureInfo.json').bbsSignature)
    expect(signed).toEqual(vector('addSignedSDBase.json'))
  })

  it('reads the issuer’s proof and derives from it byte for byte what is published', async () => {
    const { proof: { proofValue }, ...unsigned } = vector<Secured>('addSignedSDBase.json')
    const base = parseBbsBaseProof(proofValue)
    if (base === undefined) throw new TypeError('the published base proof is one')
    expect({ bbsSignature: encodeHex(base.signature), hmacKey: encodeHex(base.hmacKey), mandatoryPointers: base.mandatoryPointers }).toEqual(vector('derivedRecoveredBaseData.json'))
    const { presentationHeaderHex, pseudoRandSeedHex } = vector<{ presentationHeaderHex: string; pseudoRandSeedHex: string }>('BBSDeriveMaterial.json')
    const published = vector<{ bbsProof: string; labelMap: { value: [string, string][] }; mandatoryIndexes: number[]; adjSelectiveIndexes: number[] }>('derivedDisclosureData.json')
    const hidden = vector<{ nonMandatoryIndexes: number[] }>('derivedGroupIndexes.json').nonMandatoryIndexes.length - published.adjSelectiveIndexes.length
    const randomBytes = mockedBytes(decodeHex(pseudoRandSeedHex), 5 + hidden)
    const copy = await makeBbsCopy(unsigned, base, selective(), { cryptography: { ...cryptography, randomBytes }, presentationHeader: decodeHex(presentationHeaderHex) })
    expect(copy.document).toEqual(vector('derivedUnsignedReveal.json'))
    const derived = parseBbsDerivedProof(copy.proofValue)
    expect({ labelMap: [...derived?.labelMap ?? []], mandatoryIndexes: derived?.mandatoryIndexes, adjSelectiveIndexes: derived?.selectiveIndexes })
      .toEqual({ labelMap: published.labelMap.value, mandatoryIndexes: published.mandatoryIndexes, adjSelectiveIndexes: published.adjSelectiveIndexes })
    expect({ adjMandatoryIndexes: derived?.mandatoryIndexes, adjSelectiveIndexes: derived?.selectiveIndexes }).toEqual(vector('derivedAdjIndexes.json'))
    expect(encodeHex(derived?.presentationHeader ?? new Uint8Array())).toBe(presentationHeaderHex)
    expect(encodeHex(derived?.proof ?? new Uint8Array())).toBe(published.bbsProof)
    expect(copy.proofValue).toBe(vector<Secured>('derivedRevealDocument.json').proof.proofValue)
  })

  it('verifies the published copy, and not the issuer’s own', async () => {
    const copy = vector<Secured>('derivedRevealDocument.json')
    const { proof: { proofValue }, ...unsigned } = copy
    const statements = await relabelledStatements(unsigned, parseBbsDerivedProof(proofValue)?.labelMap ?? new Map(), { cryptography })
    const { combinedIndexes } = vector<{ combinedIndexes: number[] }>('derivedGroupIndexes.json')
    expect(statements).toEqual(combinedIndexes.map((index) => vector<string[]>('addBaseDocHMACCanon.json')[index]))
    expect(await verifyProofs(copy, context)).toMatchObject([{ outcome: 'passed', cryptosuite: 'bbs-2023' }])
    expect(await verifyProofs(vector('addSignedSDBase.json'), context)).toMatchObject([{ outcome: 'failed', code: 'proof/base-proof' }])
  })

  it.each(['HolderBinding', 'Pseudonym', 'PseudonymHB'])('leaves open whether a copy with %s is genuine', async (feature) => {
    expect(await verifyProofs(vector(`${feature}/derivedRevealDocument.json`), context)).toMatchObject([{ outcome: 'unknown', code: 'proof/not-supported' }])
    expect(await verifyProofs(vector(`${feature}/addSignedSDBase.json`), context)).toMatchObject([{ outcome: 'failed', code: 'proof/base-proof' }])
  })
})
