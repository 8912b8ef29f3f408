/**
 * Signing many credentials that are made alike, as the rows of a file are. The first ones are signed in the general way, and show
 * in which texts they differ; the rest are written from a template: only what those texts change is written, hashed and labelled
 * anew. What comes out is the same to the byte, and what does not fit goes the general way by itself.
 *
 * ```ts
 * const signer = createBatchSigner({ indent: 2 })
 * for (const credential of credentials) {
 *   const { text, proof } = await signer.sign(credential, { signingKey, verificationMethod, created, cryptography })
 *   // text === JSON.stringify(await signCredential(credential, …), null, 2)
 * }
 * ```
 *
 * Keep one signer for a batch, or for several; each thread has its own. Nothing has to be said about which texts differ.
 */
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { createProof, type SigningContext } from '../add-proof.ts'
import { canonicalizeByReference } from '../canonicalize.ts'
import { goCanonicalPath } from '../canonical-path.ts'
import { Unusual } from '../canonical/unusual.ts'
import { digestFor, type Hashing } from '../cryptosuite.ts'
import type { DataIntegrityProof } from '../proof.ts'
import { signCredential } from '../sign-credential.ts'
import { shapeOf, widen, type Shape } from './shape.ts'
import { compileTemplate, type Template } from './template.ts'

/** A signed credential as text, and the proof that is in it. */
export interface SignedText {
  readonly text: string
  readonly proof: DataIntegrityProof
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
export function createBatchSigner({ indent = 0 }: { readonly indent?: number } = {}): BatchSigner {
  const known: Known[] = []

  async function sign(credential: JsonObject, context: SigningContext): Promise<SignedText> {
    const ready = take(credential) ?? await learn(credential, context.cryptography)
    if (ready !== undefined) return signTaken(credential, ready, context)
    const signed = await signCredential(credential, context)
    return { text: JSON.stringify(signed, null, indent), proof: signed.proof }
  }

  function take(credential: JsonObject): Taken | undefined {
    for (const { template } of known) {
      const texts = template?.take(credential)
      if (template !== undefined && texts !== undefined) return { template, texts }
    }
    return undefined
  }

  async function learn(credential: JsonObject, cryptography: Hashing): Promise<Taken | undefined> {
    for (const entry of known) {
      const shape = entry.isCompiling || entry.compilationsLeft === 0 ? undefined : widen(entry.shape, credential)
      if (shape === undefined || shape === entry.shape) continue
      const template = await compile(entry, { shape, credential, cryptography })
      const texts = template?.take(credential)
      if (template !== undefined && texts !== undefined) return { template, texts }
    }
    const shape = known.length < maxShapes && !known.some((entry) => entry.isCompiling || entry.shape === widen(entry.shape, credential)) ? shapeOf(credential) : undefined
    if (shape !== undefined) known.push({ shape, template: undefined, compilationsLeft: maxCompilations, isCompiling: false })
    return undefined
  }

  /** Where the wider shape is none for a template, the narrower stays as it is. */
  async function compile(entry: Known, { shape, credential, cryptography }: { readonly shape: Shape; readonly credential: JsonObject; readonly cryptography: Hashing }): Promise<Template | undefined> {
    entry.compilationsLeft -= 1
    entry.isCompiling = true
    try {
      const template = await compileTemplate(shape, credential, { indent, cryptography })
      entry.shape = shape
      entry.template = template
      return template
    } catch (error) {
      if (error instanceof Unusual) return undefined
      throw error
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

/** The suites over canonical N-Quads with SHA-256; any other hashes the credential itself. */
const hashedFromTemplate = ['rdfc Ed25519 code-point', 'rdfc P-256 code-point']

async function signTaken(credential: JsonObject, { template, texts }: Taken, context: SigningContext): Promise<SignedText> {
  const { cryptography, signingKey } = context
  const digest = digestFor(signingKey.publicKey.type, cryptography)
  const hashCanonical = async (): Promise<Uint8Array> => {
    const canonical = await goCanonicalPath({
      fast: async () => template.canonical(texts, digest),
      reference: () => canonicalizeByReference(credential, cryptography, { digest }),
      isSame: (left, right) => left === right,
    })
    return digest.ofText?.(canonical) ?? digest(new TextEncoder().encode(canonical))
  }
  const unsecured = { document: credential, hashOnce: (name: string, hash: (document: JsonObject) => Promise<Uint8Array>) => (hashedFromTemplate.includes(name) ? hashCanonical() : hash(credential)) }
  const proof = await createProof(unsecured, { proofPurpose: 'assertionMethod' }, context)
  return { text: template.json(texts, proof), proof }
}
