import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { isJsonObject } from './parse-json.ts'

/** The places of the proofs that one proof builds upon, none for most; or why its chain is none. */
export type PreviousProofs = readonly number[] | BrokenChain

/** What is wrong with a chain. */
export interface BrokenChain {
  readonly code: string
  readonly reason: string
}

/**
 * Finds the proofs that `previousProof` of the proof at `place` names (Verifiable Credential Data Integrity 1.0,
 * "Verify Proof Sets and Chains").
 *
 * Untrusted: every name must be the `id` of exactly one proof of the document, and no proof may build upon itself.
 */
export function findPreviousProofs(proofs: readonly Json[], place: number): PreviousProofs {
  const found = namedBy(proofs, place)
  return isBroken(found) || found.length === 0 || !leadsTo(proofs, place, place, new Set()) ? found : { code: 'proof/chain-cyclic', reason: 'Its proofs build upon one another in a circle' }
}

/** Tells a broken chain from the places that a whole one names. */
export function isBroken(previous: PreviousProofs): previous is BrokenChain {
  return !Array.isArray(previous)
}

function namedBy(proofs: readonly Json[], place: number): PreviousProofs {
  const names = namesOf(proofs[place])
  if (names === undefined) return { code: 'proof/malformed', reason: 'What its proof builds upon is neither a name nor a list of different names' }
  const places: number[] = []
  for (const name of names) {
    const [first, ...more] = proofs.flatMap((proof, index) => (isJsonObject(proof) && proof['id'] === name ? [index] : []))
    if (first === undefined) return { code: 'proof/previous-missing', reason: 'A proof that it builds upon is not in the document' }
    if (more.length > 0) return { code: 'proof/previous-ambiguous', reason: 'Several proofs have the name of one that it builds upon' }
    places.push(first)
  }
  return places
}

function namesOf(proof: Json | undefined): readonly string[] | undefined {
  const { previousProof = [] } = isJsonObject(proof) ? (proof as { previousProof?: Json }) : {}
  if (typeof previousProof === 'string') return [previousProof]
  const isList = Array.isArray(previousProof) && previousProof.every((name) => typeof name === 'string')
  if (!isList || new Set(previousProof).size !== previousProof.length) return undefined
  return previousProof as readonly string[]
}

function leadsTo(proofs: readonly Json[], from: number, target: number, seen: Set<number>): boolean {
  const next = namedBy(proofs, from)
  if (isBroken(next) || seen.has(from)) return false
  seen.add(from)
  return next.some((place) => place === target || leadsTo(proofs, place, target, seen))
}

/** The proofs at some places, in the order of `previousProof`, which is part of what is signed over canonical JSON. */
export function proofsAt(proofs: readonly Json[], places: readonly number[]): readonly JsonObject[] {
  return places.flatMap((place) => {
    const proof = proofs[place]
    return isJsonObject(proof) ? [proof] : []
  })
}
