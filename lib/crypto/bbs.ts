import { CryptoError } from './crypto-error.ts'
import type { BbsSigningKey, Cryptography, PublicKey } from './cryptography.ts'

/** How long a secret key and a signature are, in bytes. */
export const bbsSecretKeyLength = 32
/** See {@link bbsSecretKeyLength}. */
export const bbsSignatureLength = 80

/** A proof that hides nothing is as long as `least`; each hidden message adds `each`. */
export const bbsProofLengths = { least: 272, each: 32 } as const

/** What was signed. */
export interface BbsSigned {
  readonly publicKey: PublicKey<'BLS12-381'>
  readonly header: Uint8Array<ArrayBuffer>
}

/** A signature over all messages, as its holder has it. */
export interface BbsSignature extends BbsSigned {
  readonly signature: Uint8Array<ArrayBuffer>
  readonly messages: readonly Uint8Array<ArrayBuffer>[]
}

/** Some of the messages, and the proof that they were signed among others at these places, ascending. */
export interface BbsShown extends BbsSigned {
  readonly proof: Uint8Array<ArrayBuffer>
  readonly presentationHeader: Uint8Array<ArrayBuffer>
  readonly messages: readonly Uint8Array<ArrayBuffer>[]
  readonly indexes: readonly number[]
}

/**
 * BBS signatures (draft-irtf-cfrg-bbs-signatures, "BLS12-381-SHA-256"), the same on every platform. Loaded when first used:
 * most verifiers never meet one.
 */
const load = () => import('@digitalbazaar/bbs-signatures')
const ciphersuite = 'BLS12-381-SHA-256'

/** Makes a secret key. Secret: never log or show it. */
export async function generateBbsKey({ randomBytes }: Pick<Cryptography, 'randomBytes'>): Promise<Uint8Array<ArrayBuffer>> {
  const { generateKeyPair } = await load()
  return new Uint8Array((await generateKeyPair({ seed: randomBytes(bbsSecretKeyLength), ciphersuite })).secretKey)
}

/** @throws CryptoError `crypto/key-malformed` */
export async function importBbsSigningKey(secretKey: Uint8Array<ArrayBuffer>): Promise<BbsSigningKey> {
  const { secretKeyToPublicKey, sign } = await load()
  if (secretKey.length !== bbsSecretKeyLength) throw new CryptoError('crypto/key-malformed', `Cannot import signing key: it must have ${bbsSecretKeyLength} bytes`)
  try {
    const publicKey = { type: 'BLS12-381', bytes: new Uint8Array(await secretKeyToPublicKey({ secretKey, ciphersuite })) } as const
    return { publicKey, signMessages: async (header, messages) => new Uint8Array(await sign({ secretKey, publicKey: publicKey.bytes, header, messages, ciphersuite })) }
  } catch (cause) {
    throw new CryptoError('crypto/key-malformed', 'Cannot import signing key: no scalar of BLS12-381', { cause })
  }
}

/** Answers false for a wrong or malformed signature; never throws on untrusted input. Others get their turn between its steps. */
export async function verifyBbsSignature(signed: BbsSignature): Promise<boolean> {
  const { verifyBbsSignatureInTurns } = await import('./verify-bbs-in-turns.ts')
  return verifyBbsSignatureInTurns(signed).catch(() => false)
}

/**
 * Proves that the messages at some places, ascending, were signed. No two proofs are alike, and none tells the signature.
 * Takes some 8 ms a message at a stretch, on the holder's own device.
 *
 * @throws CryptoError `crypto/signature-malformed`
 */
export async function deriveBbsProof(
  { publicKey, header, signature, messages }: BbsSignature,
  { presentationHeader, indexes }: Pick<BbsShown, 'presentationHeader' | 'indexes'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { deriveProof } = await load()
  try {
    return new Uint8Array(await deriveProof({ publicKey: publicKey.bytes, header, signature, messages, presentationHeader, disclosedMessageIndexes: indexes, ciphersuite }))
  } catch (cause) {
    throw new CryptoError('crypto/signature-malformed', 'Cannot derive proof: what it is made from is no signature', { cause })
  }
}

/**
 * Answers false for a wrong or malformed proof; never throws on untrusted input. The caller must bound how many messages the
 * proof stands for, shown and hidden: each takes some milliseconds, between which others get their turn.
 */
export async function verifyBbsProof(shown: BbsShown): Promise<boolean> {
  const { verifyBbsProofInTurns } = await import('./verify-bbs-in-turns.ts')
  return verifyBbsProofInTurns(shown).catch(() => false)
}
