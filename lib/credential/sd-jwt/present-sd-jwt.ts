import { CredentialError } from '../credential-error.ts'
import { discloseClaims, type ClaimPath, type DisclosedClaim } from './disclose-claims.ts'
import type { DigestContext } from './disclosure.ts'
import { bindKey, type KeyBindingInput } from './key-binding.ts'
import { parseSdJwt } from './parse-sd-jwt.ts'

/** What a holder shows. */
export interface SdJwtChoice {
  /** The paths of what is shown; what each lies within is shown too, what lies within it only when chosen as well. */
  readonly shown: readonly ClaimPath[]
  /** The holder's own signature, for tokens that their issuer bound to a key. */
  readonly keyBinding?: KeyBindingInput
}

/**
 * The token with the chosen disclosures only (RFC 9901, "Processing by the Holder").
 *
 * Positions in lists are those of the token with everything disclosed.
 *
 * @throws CredentialError `credential/claim-not-found` for a path at which nothing was hidden, or as {@link discloseClaims} does
 */
export async function presentSdJwt(text: string, { shown, keyBinding }: SdJwtChoice, context: DigestContext): Promise<string> {
  const sdJwt = parseSdJwt(text)
  const { disclosed } = discloseClaims(sdJwt, context)
  for (const path of shown) if (!disclosed.some((claim) => isSamePath(claim.path, path))) throw new CredentialError('credential/claim-not-found', 'Cannot show claim: none is hidden at that path')
  const chosen = disclosed.filter(({ path }) => shown.some((wanted) => isWithin(wanted, path)))
  const presented = [sdJwt.jwt, ...chosen.map((claim: DisclosedClaim) => claim.text), ''].join('~')
  return keyBinding === undefined ? presented : bindKey(presented, keyBinding, { ...context, payload: sdJwt.message.payload })
}

/** Tells whether a path is another or lies within it. */
function isWithin(path: ClaimPath, outer: ClaimPath): boolean {
  return outer.length <= path.length && outer.every((key, index) => key === path[index])
}

function isSamePath(left: ClaimPath, right: ClaimPath): boolean {
  return left.length === right.length && isWithin(left, right)
}
