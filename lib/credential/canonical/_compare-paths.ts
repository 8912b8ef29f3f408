/** Holds the short way to the long one: for tests, and for the command that makes as many documents as one likes. */
import type { Cryptography, Digest } from '../../crypto/cryptography.ts'
import { encodeUtf8, equalBytes } from '../../encoding/bytes.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { encodeHex } from '../../encoding/hex.ts'
import { canonicalizeByReference } from '../canonicalize.ts'
import type { TextOrder } from '../code-point-order.ts'
import { CredentialError } from '../credential-error.ts'
import { makeDocument } from './_document-generator.ts'
import { canonicalizeUsual, hashUsual } from './canonicalize-usual.ts'
import { Unusual, type Reason } from './unusual.ts'

/** What came of one document on both ways: `differs` and `wrongly-accepted` must never be; `not-taken` tells that the long way was not asked. */
export type Comparison =
  | { readonly result: 'same' | 'differs' | 'wrongly-accepted' }
  | { readonly result: 'left' | 'both-refuse' | 'not-taken'; readonly reason: Reason }

/** How to compare: what is left to the long way need not be put through it, which halves the time. */
export interface HowToCompare {
  readonly order?: TextOrder
  /** The hash that tells unnamed nodes apart. */
  readonly digest?: Digest
  readonly isLeftAsked?: boolean
}

/** Puts a document through both ways. */
export async function comparePaths(document: JsonObject, cryptography: Pick<Cryptography, 'sha256'>, { order = 'code-point', digest = cryptography.sha256, isLeftAsked = true }: HowToCompare = {}): Promise<Comparison> {
  const form = { order, digest }
  const found = await orRefusal(Unusual, () => canonicalizeUsual(document, cryptography, form))
  if (found instanceof Unusual && !isLeftAsked) return { result: 'not-taken', reason: found.reason }
  const expected = await orRefusal(CredentialError, () => canonicalizeByReference(document, cryptography, form))
  if (found instanceof Unusual) return { result: typeof expected === 'string' ? 'left' : 'both-refuse', reason: found.reason }
  if (typeof expected !== 'string') return { result: 'wrongly-accepted' }
  const isHashedSo = equalBytes(await hashUsual(document, cryptography, form), digest(encodeUtf8(expected)))
  return { result: found === expected && isHashedSo ? 'same' : 'differs' }
}

/** What a function returns, or the error of one kind that it throws. */
async function orRefusal<Refusal extends Error>(kind: abstract new (...args: never[]) => Refusal, make: () => Promise<string>): Promise<string | Refusal> {
  try {
    return await make()
  } catch (error) {
    if (error instanceof kind) return error
    throw error
  }
}

/** Documents in one block of recorded outcomes. */
export const blockLength = 100

/** What the short way makes of the documents of a block, as one digest: the text of each that it writes, and of which it writes none. */
export async function outcomesOf(block: number, cryptography: Pick<Cryptography, 'sha256'>): Promise<string> {
  const outcomes: string[] = []
  for (let document = block * blockLength; document < (block + 1) * blockLength; document += 1) {
    const text = await orRefusal(Unusual, () => canonicalizeUsual(makeDocument(document, cryptography, 'narrow'), cryptography, { order: 'code-point', digest: cryptography.sha256 }))
    outcomes.push(typeof text === 'string' ? text : '-')
  }
  return encodeHex(cryptography.sha256(encodeUtf8(JSON.stringify(outcomes)))).slice(0, 32)
}
