import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { maxContained } from './contained.ts'
import type { ReadCredential } from './input.ts'

/** Untrusted: of the proofs in one file, so many are verified; one for every credential that is looked at. */
export const maxProofs = 400

/** A proof over pairings takes as long as this many others. */
const costOfPairings = 20

/** What may still be spent on one file, so that none keeps a verifier busy. */
export interface Allowance {
  /** Credentials inside others. */
  containedLeft: number
  proofsLeft: number
}

/** What one file may cost. */
export function fullAllowance(): Allowance {
  return { containedLeft: maxContained, proofsLeft: maxProofs }
}

/** Takes the proofs of a credential off the allowance; when it does not suffice, they are not looked at. */
export function spendProofs(read: ReadCredential, allowance: Allowance): ReadCredential {
  const cost = read.token === undefined ? listOf(read.document['proof']).reduce<number>((sum, proof) => sum + costOf(proof), 0) : 1
  if (cost > allowance.proofsLeft) return { ...read, isLeftOut: true }
  allowance.proofsLeft -= cost
  return read
}

function costOf(proof: Json): number {
  return isJsonObject(proof) && proof['cryptosuite'] === 'bbs-2023' ? costOfPairings : 1
}
