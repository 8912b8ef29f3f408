import { signatureLengths, type KeyType, type PublicKeyType } from '../crypto/cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { EncodingError } from '../encoding/encoding-error.ts'
import { decodeMultibase, encodeMultibase } from '../encoding/multibase.ts'
import type { Cryptosuite, ProofVerdict, VerifyInput } from './cryptosuite.ts'
import { hashJcs } from './hash-jcs.ts'
import { hashRdfc } from './hash-rdfc.ts'

/** The name of a suite in a `DataIntegrityProof`, and the keys that it takes. */
export interface SuiteName {
  readonly name: string
  readonly keyTypes: readonly KeyType[]
}

/** A Data Integrity suite whose proof value is one signature over canonical N-Quads (RDFC-1.0). */
export function rdfcSuite({ name, keyTypes }: SuiteName): Cryptosuite & Required<Pick<Cryptosuite, 'sign'>> {
  return {
    name,
    keyTypes,
    isProofOf: dataIntegrity(name),
    sign: async (input) => signed(input.signingKey.sign(await hashRdfc(input, input.signingKey.publicKey.type, { isToSign: true }))),
    verify: async (input) => verifySignature(input, rdfcHashes(input)),
  }
}

/** A Data Integrity suite whose proof value is one signature over canonical JSON (RFC 8785). */
export function jcsSuite({ name, keyTypes }: SuiteName): Cryptosuite & Required<Pick<Cryptosuite, 'sign'>> {
  return {
    name,
    keyTypes,
    isProofOf: dataIntegrity(name),
    moreOptions: ({ '@context': contexts }): JsonObject => (contexts === undefined ? {} : { '@context': contexts }),
    sign: async (input) => signed(input.signingKey.sign(hashJcs(input, input.signingKey.publicKey.type))),
    verify: async (input) => verifySignature(input, [hashJcs(input, input.publicKey.type)]),
  }
}

function dataIntegrity(name: string): Cryptosuite['isProofOf'] {
  return ({ type, cryptosuite }) => type === 'DataIntegrityProof' && cryptosuite === name
}

/** That of the specification first; whether common implementations make another one is only asked when it does not match. */
function* rdfcHashes(input: VerifyInput): Iterable<Promise<Uint8Array<ArrayBuffer> | undefined>> {
  yield hashRdfc(input, input.publicKey.type)
  yield otherHash(input)
}

async function otherHash(input: VerifyInput): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const [specified, common] = [await hashRdfc(input, input.publicKey.type), await hashRdfc(input, input.publicKey.type, { order: 'utf-16' })]
  return common.every((byte, index) => byte === specified[index]) ? undefined : common
}

async function signed(signature: Promise<Uint8Array>): Promise<string> {
  return encodeMultibase(await signature, 'z')
}

async function verifySignature({ proofValue, publicKey, cryptography }: VerifyInput, hashes: Iterable<Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer> | undefined>>): Promise<ProofVerdict> {
  const signature = decodeSignature(proofValue, publicKey.type)
  if (signature === undefined) return { outcome: 'failed', code: 'proof/value-malformed', reason: 'Its proof value is no signature of its key in base58btc' }
  for (const pending of hashes) {
    const hash = await pending
    if (hash !== undefined && await cryptography.verifySignature(publicKey, hash, signature)) return { outcome: 'passed', proofBytes: signature }
  }
  return { outcome: 'failed', code: 'proof/signature-invalid', reason: 'Its signature does not match its content' }
}

function decodeSignature(text: string, keyType: PublicKeyType): Uint8Array<ArrayBuffer> | undefined {
  // Untrusted: base58 costs the square of its length; no signature here is longer than this.
  if (text.length > 256 || keyType === 'BLS12-381') return undefined
  try {
    const bytes = decodeMultibase(text, 'z')
    return bytes.length === signatureLengths[keyType] ? bytes : undefined
  } catch (error) {
    if (error instanceof EncodingError) return undefined
    throw error
  }
}
