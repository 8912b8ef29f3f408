/**
 * Signing many credentials that are made alike, as the rows of a file are. The first ones are signed in the general way, and show
 * in which texts they differ; the rest are written from a template: only what those texts change is written, hashed and labelled
 * anew. What comes out is the same to the byte, and what does not fit goes the general way by itself.
 *
 * ```ts
 * const signer = createBatchSigner({ indent: 2 })
 * for (const credential of credentials) {
 *   const { text, proofBytes } = await signer.sign(credential, { signingKey, verificationMethod, created, cryptography })
 *   // text === JSON.stringify(await signCredential(credential, …), null, 2)
 * }
 * ```
 *
 * Keep one signer for a batch, or for several; each thread has its own. Nothing has to be said about which texts differ.
 */
import type { Digest } from '../../crypto/cryptography.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { concatBytes, encodeUtf8 } from '../../encoding/bytes.ts'
import { decodeMultibase, encodeMultibase } from '../../encoding/multibase.ts'
import type { SigningContext } from '../add-proof.ts'
import { canonicalizeUsual } from '../canonical/canonicalize-usual.ts'
import { goCanonicalPath, isFastTrusted } from '../canonical-path.ts'
import { canonicalizeByReference } from '../canonicalize.ts'
import { CredentialError } from '../credential-error.ts'
import type { Hashing } from '../cryptosuite.ts'
import { signCredential } from '../sign-credential.ts'
import { frameProof, type ProofFrame } from './proof-frame.ts'
import { shapeOf, widen, type Shape } from './shape.ts'
import { compileTemplate, type Template } from './template.ts'

/** A signed credential as text, and the decoded value of its proof. */
export interface SignedText {
  readonly text: string
  readonly proofBytes: Uint8Array<ArrayBuffer>
}

/** Signs credentials one after another, or several at a time. */
export interface BatchSigner {
  /**
   * Signs a credential for the purpose `assertionMethod`, as `signCredential` does and with its errors.
   *
   * @throws CredentialError as `signCredential` does
   */
  sign(credential: JsonObject, context: SigningContext): Promise<SignedText>
}

/** Rows with and without a licence number, a narrative, evidence: each combination is a shape of its own. */
const maxShapes = 16
/** How often the template of a shape is made anew for a text that differs for the first time. */
const maxCompilations = 32

/** A shape that was met, with its template once two credentials of it have shown where they differ. */
interface Known {
  shape: Shape
  template: Template | undefined
  compilationsLeft: number
  isCompiling: boolean
}

/** Makes a signer; its texts are indented by so many spaces. */
export function createBatchSigner({ indent = 0 }: { readonly indent?: 0 | 2 } = {}): BatchSigner {
  const shapes: Known[] = []

  async function sign(credential: JsonObject, context: SigningContext): Promise<SignedText> {
    const taken = take(credential) ?? await learn(credential, context.cryptography)
    const frame = taken && await frameOf(taken.template, credential, { context, indent })
    if (taken !== undefined && frame !== undefined) return signTaken(credential, taken, { frame, context })
    const signed = await signCredential(credential, context)
    return { text: JSON.stringify(signed, null, indent), proofBytes: decodeMultibase(signed.proof.proofValue, 'z') }
  }

  function take(credential: JsonObject): Taken | undefined {
    for (const { template } of shapes) {
      const texts = template?.take(credential)
      if (template !== undefined && texts !== undefined) return { template, texts }
    }
    return undefined
  }

  async function learn(credential: JsonObject, cryptography: Hashing): Promise<Taken | undefined> {
    for (const entry of shapes) {
      const shape = entry.isCompiling || entry.compilationsLeft === 0 ? undefined : widen(entry.shape, credential)
      if (shape === undefined || shape === entry.shape) continue
      const template = await compile(entry, { shape, credential, cryptography })
      const texts = template?.take(credential)
      if (template !== undefined && texts !== undefined) return { template, texts }
    }
    const shape = shapes.length < maxShapes && !shapes.some((entry) => entry.isCompiling || entry.shape === widen(entry.shape, credential)) ? shapeOf(credential) : undefined
    if (shape !== undefined) shapes.push({ shape, template: undefined, compilationsLeft: maxCompilations, isCompiling: false })
    return undefined
  }

  /** Where the wider shape is none for a template, the narrower stays as it is. Whatever stops it, the general way has the word. */
  async function compile(entry: Known, { shape, credential, cryptography }: { readonly shape: Shape; readonly credential: JsonObject; readonly cryptography: Hashing }): Promise<Template | undefined> {
    entry.compilationsLeft -= 1
    entry.isCompiling = true
    try {
      const template = await compileTemplate(shape, credential, { indent, cryptography })
      entry.shape = shape
      entry.template = template
      return template
    } catch {
      return undefined
    } finally {
      entry.isCompiling = false
    }
  }

  return { sign }
}

interface Taken {
  readonly template: Template
  readonly texts: readonly string[]
}

/** The last one while it fits. Undefined where more than canonical N-Quads is signed, and where the proof cannot be made: that is told in the general way. */
async function frameOf(template: Template, credential: JsonObject, { context, indent }: { readonly context: SigningContext; readonly indent: number }): Promise<ProofFrame | undefined> {
  if (template.frame?.isFor(context) === true) return template.frame
  try {
    const frame = await frameProof(credential, context, indent)
    template.frame = frame
    return frame
  } catch (error) {
    if (error instanceof CredentialError) return undefined
    throw error
  }
}

async function signTaken(credential: JsonObject, taken: Taken, { frame, context: { signingKey, cryptography } }: { readonly frame: ProofFrame; readonly context: SigningContext }): Promise<SignedText> {
  const digest = cryptography.sha256
  const written = canonicalTaken(taken, digest)
  const canonical = written !== undefined && isFastTrusted() ? written : await canonicalCompared(written, credential, cryptography)
  const proofBytes = await signingKey.sign(concatBytes(frame.optionsHash, digest.ofText?.(canonical) ?? digest(encodeUtf8(canonical))))
  return { text: taken.template.json(taken.texts, frame, encodeMultibase(proofBytes, 'z')), proofBytes }
}

/** Goes the way that was chosen, with what was written from a template, if anything, for the fast one. */
function canonicalCompared(written: string | undefined, credential: JsonObject, cryptography: Hashing): Promise<string> {
  return goCanonicalPath({
    fast: async () => written ?? canonicalizeUsual(credential, cryptography, { order: 'code-point', digest: cryptography.sha256 }),
    reference: () => canonicalizeByReference(credential, cryptography, { isToSign: true }),
    isSame: (left, right) => left === right,
  })
}

/** Undefined where a row is not for its template. */
function canonicalTaken({ template, texts }: Taken, digest: Digest): string | undefined {
  try {
    return template.canonical(texts, digest)
  } catch {
    return undefined
  }
}
