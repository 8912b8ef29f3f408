import type { Json, JsonObject } from '../encoding/canonical-json.ts'

/** The options of a proof, the contexts that they are read under, in which way they were hashed, and what came of it. */
export interface HashedOptions {
  readonly options: JsonObject
  readonly contexts: Json | undefined
  readonly name: string
  readonly hashed: Uint8Array
}

/** A batch signs every credential under the same options, and so they are met again when it is verified. */
const maxKnown = 16
/** Untrusted: longer options are not kept. */
const maxLength = 4_096

/** The options of proofs that were met last, compared text by text: a tenth of what it takes to write them down and look them up. */
export class KnownProofOptions {
  #known: readonly HashedOptions[] = []

  find(options: JsonObject, contexts: Json | undefined, name: string): Uint8Array | undefined {
    for (const known of this.#known) if (known.name === name && isSame(known.contexts, contexts) && areSame(known.options, options)) return known.hashed
    return undefined
  }

  /** The oldest make room. */
  add({ options, contexts, name, hashed }: HashedOptions): void {
    if (JSON.stringify([options, contexts]).length > maxLength) return
    this.#known = [{ ...structuredClone({ options, contexts }), name, hashed }, ...this.#known.slice(0, maxKnown - 1)]
  }
}

/** Whatever contexts they name themselves does not count. */
function areSame(known: JsonObject, options: JsonObject): boolean {
  let more = 0
  for (const key in known) {
    if (!isSame(known[key], options[key])) return false
    more -= 1
  }
  for (const key in options) if (key !== '@context') more += 1
  return more === 0
}

/** Texts, and lists of texts; of anything else it is not worth to know. */
function isSame(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || typeof left === 'string') return left === right
  if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false
  for (let index = 0; index < left.length; index += 1) if (typeof left[index] !== 'string' || left[index] !== right[index]) return false
  return true
}
