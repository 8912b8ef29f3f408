import { signatureLengths } from '../../crypto/cryptography.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { createProof, type SigningContext } from '../add-proof.ts'
import { digestFor } from '../cryptosuite.ts'

/** What the proofs of one batch have in common: all but the signature. */
export interface ProofFrame {
  /** The hash of the options, which is signed before that of the document. */
  readonly optionsHash: Uint8Array<ArrayBuffer>
  /** The proof as JSON text, before and behind its value. */
  readonly before: string
  readonly after: string
  isFor(context: SigningContext): boolean
}

/**
 * Makes the proof of a document with a key that tells what it is to sign, and leaves out the document; undefined where that is
 * other than the hash of the options, then the hash of the document's canonical N-Quads, both SHA-256.
 *
 * @throws CredentialError as {@link createProof} does
 */
export async function frameProof(document: JsonObject, context: SigningContext, indent: number): Promise<ProofFrame | undefined> {
  const { signingKey: { publicKey }, cryptography } = context
  // What unnamed nodes are told apart by is part of a template.
  if (digestFor(publicKey.type, cryptography) !== cryptography.sha256) return undefined
  const asked: string[] = []
  let signed: Uint8Array<ArrayBuffer> | undefined
  const unsecured = { document, hashOnce: async (name: string) => (asked.push(name), new Uint8Array()) }
  const signingKey = { publicKey, sign: async (message: Uint8Array<ArrayBuffer>) => ((signed = message), new Uint8Array(signatureLengths[publicKey.type])) }
  const proof = await createProof(unsecured, { proofPurpose: 'assertionMethod' }, { ...context, signingKey })
  if (signed === undefined || asked.join() !== `rdfc ${publicKey.type} code-point`) return undefined
  const text = indent === 0 ? JSON.stringify(proof) : JSON.stringify(proof, null, indent).replaceAll('\n', `\n${' '.repeat(indent)}`)
  const end = text.lastIndexOf(proof.proofValue)
  return { optionsHash: signed, before: text.slice(0, end), after: text.slice(end + proof.proofValue.length), isFor: (other) => isAlike(context, other) }
}

/** Proofs are dated to the second. */
function isAlike(one: SigningContext, other: SigningContext): boolean {
  return one.signingKey === other.signingKey && one.verificationMethod === other.verificationMethod && one.cryptosuite === other.cryptosuite && one.cryptography === other.cryptography
    && Math.floor(one.created.getTime() / 1_000) === Math.floor(other.created.getTime() / 1_000)
}
