import { isUri } from './entry-text.ts'
import { hasMembers, isListOf, isNatural, isOneOf, type Guard } from './guard.ts'

/** A public award rule: total, without loops, clocks or network, bounded in size. What it means for a person is decided elsewhere. */
export type AwardRule =
  /** So many of these hold, by different credentials. */
  | { readonly atLeast: number; readonly of: readonly AwardRule[] }
  | { readonly credential: CredentialDemand }

/** A credential that a rule asks for. */
export interface CredentialDemand {
  /** The credential type, by the URI it is published under. */
  readonly type: string
  /** From an issuer accredited for the type's scope, or from any that is registered. */
  readonly issuer: 'accredited' | 'registered'
  /** The least level reached, on the scale of the type. */
  readonly minLevel?: number
  /** Not older than so many months when it counts. */
  readonly maxAgeMonths?: number
}

/** Untrusted: a rule nests no deeper and has no more parts. */
export const maxRuleDepth = 4
/** Untrusted: a rule has no more parts. */
export const maxRuleParts = 64

const isDemand: Guard<CredentialDemand> = hasMembers<CredentialDemand>(
  { type: isUri, issuer: isOneOf(['accredited', 'registered']), minLevel: isNatural, maxAgeMonths: isNatural }, ['minLevel', 'maxAgeMonths'],
)
const isLeaf: Guard<{ readonly credential: CredentialDemand }> = hasMembers<{ readonly credential: CredentialDemand }>({ credential: isDemand })

/** Tells whether a value is an award rule that can be met: no `atLeast` asks for more than there are. */
export function isAwardRule(value: unknown): value is AwardRule {
  return countParts(value, 1) <= maxRuleParts
}

/** How many parts a rule has; Infinity when it is none. */
function countParts(value: unknown, depth: number): number {
  if (isLeaf(value)) return 1
  if (depth > maxRuleDepth || !isChoice(value)) return Number.POSITIVE_INFINITY
  let parts = 1
  for (const part of value.of) parts += countParts(part, depth + 1)
  return parts
}

const isChoiceShape: Guard<{ readonly atLeast: number; readonly of: readonly unknown[] }> = hasMembers<{ readonly atLeast: number; readonly of: readonly unknown[] }>(
  { atLeast: isNatural, of: isListOf((item): item is unknown => item !== undefined, { min: 1, max: maxRuleParts }) },
)

function isChoice(value: unknown): value is { readonly atLeast: number; readonly of: readonly unknown[] } {
  return isChoiceShape(value) && value.atLeast >= 1 && value.atLeast <= value.of.length
}
