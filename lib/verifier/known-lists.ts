import { CredentialError } from '../credential/credential-error.ts'
import { parseJsonObject } from '../credential/parse-json.ts'
import type { KnownVerdicts } from '../credential/verify-proofs.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import type { ExpandBase64url } from '../encoding/gzip.ts'
import { decodeBitstring } from '../status/bitstring.ts'

/** Untrusted: lists are kept up to so many characters and bytes in all, oldest out first; a longer one is read anew each time. */
const maxKept = 16_777_216
const maxKeptOfOne = 2_097_152
/** What the shortest takes, with all that is noted of it. */
const leastOfOne = 1_024

/** Remembers what a text was made into, as far as there is room. */
class Memory<Value> {
  readonly #values = new Map<string, { readonly value: Value; readonly size: number }>()
  #size = 0

  get(text: string): Value | undefined {
    return this.#values.get(text)?.value
  }

  keep(text: string, value: Value, length: number): void {
    const size = Math.max(length, leastOfOne)
    if (size > maxKeptOfOne || this.#values.has(text)) return
    this.#values.set(text, { value, size })
    this.#size += size
    for (const [oldest, { size: freed }] of this.#values) {
      if (this.#size <= maxKept) return
      this.#values.delete(oldest)
      this.#size -= freed
    }
  }
}

/** What one set of primitives verified says nothing under another. */
const documents = new WeakMap<Cryptography, Memory<JsonObject>>()
/** What became of the proofs of each, which follows from text and key alone: never from when it is asked, by whom, or under which trust. */
const verdicts = new WeakMap<JsonObject, KnownVerdicts>()
const bitstrings = new Memory<Uint8Array>()

/** The status list that a text is; undefined when it is no JSON object. Nobody may change it: whoever reads the same text next gets the same object. */
export function readKnownList(text: string, cryptography: Cryptography): JsonObject | undefined {
  const memory = documents.get(cryptography) ?? new Memory<JsonObject>()
  documents.set(cryptography, memory)
  const known = memory.get(text)
  if (known !== undefined) return known
  try {
    const document = parseJsonObject(text)
    memory.keep(text, document, text.length * 4)
    verdicts.set(document, new WeakMap())
    return document
  } catch (error) {
    if (error instanceof CredentialError) return undefined
    throw error
  }
}

/** What is known of the proofs of a list that {@link readKnownList} gave; undefined for any other document. */
export function verdictsOfKnown(document: JsonObject): KnownVerdicts | undefined {
  return verdicts.get(document)
}

/**
 * Expands a list as {@link decodeBitstring} does, the ones that were expanded last at no cost.
 *
 * @throws StatusError as {@link decodeBitstring} does
 */
export async function decodeKnownBitstring(encoded: string, expand?: ExpandBase64url): Promise<Uint8Array> {
  const known = bitstrings.get(encoded)
  if (known !== undefined) return known
  const bits = await decodeBitstring(encoded, expand)
  bitstrings.keep(encoded, bits, bits.byteLength + encoded.length)
  return bits
}
