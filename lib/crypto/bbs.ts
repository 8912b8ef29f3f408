import type { BlsArithmetic } from './bls-arithmetic.ts'
import { CryptoError } from './crypto-error.ts'
import type { BbsSigningKey, Cryptography, PublicKey } from './cryptography.ts'

/** The bytes of a secret key. */
const secretKeyLength = 32

/** The bytes of a signature. */
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

/** What BBS asks of a platform: random bytes, and another arithmetic than the plain one where it has one. */
export type BbsPlatform = Pick<Cryptography, 'randomBytes' | 'findBlsArithmetic'>

/**
 * BBS signatures (draft-irtf-cfrg-bbs-signatures, "BLS12-381-SHA-256"), the same on every platform. Loaded when first used:
 * most verifiers never meet one.
 */
async function load({ findBlsArithmetic }: Pick<BbsPlatform, 'findBlsArithmetic'>): Promise<Loaded> {
  loaded ??= loadPlain().catch((cause: unknown) => {
    loaded = undefined
    throw cause
  })
  const [plain, found] = [await loaded, await findBlsArithmetic?.()]
  return found === undefined ? plain : { ...plain, arithmetic: found }
}

type Loaded = typeof import('./bbs-scheme.ts') & { readonly arithmetic: BlsArithmetic }

async function loadPlain(): Promise<Loaded> {
  const [scheme, { plainArithmetic }] = await Promise.all([import('./bbs-scheme.ts'), import('./plain-arithmetic.ts')])
  return { ...scheme, arithmetic: plainArithmetic }
}

/** Kept: importing what is there already costs a twentieth of a verification. */
let loaded: Promise<Loaded> | undefined

/** Makes a secret key. Secret: never log or show it. */
export async function generateBbsKey({ randomBytes }: Pick<Cryptography, 'randomBytes'>): Promise<Uint8Array<ArrayBuffer>> {
  const { Fr, reduce } = await import('./bbs-encoding.ts')
  return Uint8Array.from(Fr.toBytes(reduce(randomBytes(48))))
}

/** @throws CryptoError `crypto/key-malformed` */
export async function importBbsSigningKey(secretKey: Uint8Array<ArrayBuffer>, platform: Pick<BbsPlatform, 'findBlsArithmetic'> = {}): Promise<BbsSigningKey> {
  const [{ readScalar }, { bls12_381: { G2 } }] = await Promise.all([import('./bbs-encoding.ts'), import('@noble/curves/bls12-381.js')])
  if (secretKey.length !== secretKeyLength) throw new CryptoError('crypto/key-malformed', `Cannot import signing key: it must have ${secretKeyLength} bytes`)
  try {
    const secret = readScalar(secretKey)
    const publicKey = { type: 'BLS12-381', bytes: Uint8Array.from(G2.Point.BASE.multiply(secret).toBytes(true)) } as const
    return {
      publicKey,
      signMessages: async (header, messages) => {
        const { arithmetic, signBbs } = await load(platform)
        return signBbs(arithmetic, secret, { publicKey, header, messages })
      },
    }
  } catch (cause) {
    throw new CryptoError('crypto/key-malformed', 'Cannot import signing key: no scalar of BLS12-381', { cause })
  }
}

/**
 * Proves that the messages at some places, ascending, were signed; undefined when the signature is malformed or not over these
 * messages. No two proofs are alike, and none tells the signature. The caller must bound how many messages there are; others get
 * their turn in between.
 *
 * @throws RangeError for places that are none
 */
export async function deriveBbsProof(
  signature: BbsSignature,
  { presentationHeader, indexes, cryptography }: Pick<BbsShown, 'presentationHeader' | 'indexes'> & { readonly cryptography: BbsPlatform },
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { arithmetic, deriveBbs } = await load(cryptography)
  return deriveBbs(arithmetic, signature, { presentationHeader, indexes, cryptography })
}

/**
 * Answers false for a wrong or malformed proof; never throws on untrusted input. The caller must bound how many messages the
 * proof stands for, shown and hidden: each takes some time, and others get their turn in between.
 */
export async function verifyBbsProof(shown: BbsShown, platform: Pick<BbsPlatform, 'findBlsArithmetic'>): Promise<boolean> {
  const { arithmetic, verifyBbs } = await load(platform)
  return verifyBbs(arithmetic, shown).catch(() => false)
}
