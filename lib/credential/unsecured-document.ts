import type { JsonObject } from '../encoding/canonical-json.ts'

/** What a proof is about: the document without its proofs, save those that the proof builds upon. */
export interface UnsecuredDocument {
  readonly document: JsonObject
  /** Hashes the document in the way that `name` stands for, once however many proofs there are. */
  hashOnce(name: string, hash: (document: JsonObject) => Promise<Uint8Array>): Promise<Uint8Array>
}

/** Takes the proofs off a document and, in a chain, puts back those that come before (Verifiable Credential Data Integrity 1.0, "Proof Chains"). */
export function unsecuredDocument(secured: JsonObject, previousProofs: readonly JsonObject[] = []): UnsecuredDocument {
  const unsecured = without(secured, 'proof')
  const document = previousProofs.length === 0 ? unsecured : { ...unsecured, proof: previousProofs }
  return new Unsecured(document)
}

class Unsecured implements UnsecuredDocument {
  readonly document: JsonObject
  readonly #hashes = new Map<string, Promise<Uint8Array>>()

  constructor(document: JsonObject) {
    this.document = document
  }

  hashOnce(name: string, hash: (document: JsonObject) => Promise<Uint8Array>): Promise<Uint8Array> {
    const made = this.#hashes.get(name) ?? hash(this.document)
    this.#hashes.set(name, made)
    return made
  }
}

/** An object that lacks some members of another; the rest keep their order. */
export function without(object: JsonObject, ...names: readonly string[]): JsonObject {
  let rest = object
  for (const name of names) {
    if (!Object.hasOwn(rest, name)) continue
    const { [name]: _, ...others } = rest
    rest = others
  }
  return rest
}
