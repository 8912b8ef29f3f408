import { signPresentation } from '../credential/presentation.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import type { ClaimChallenge } from '../exchange/claim/claim-challenge.ts'
import { isAtHome } from './check-claimed.ts'
import type { WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import { openSubjectKey } from './subject-key.ts'

/** Towards whom a key is proven: the issuer decides which key, the node must be the one that was asked. */
export interface ProofRecipient {
  readonly issuer: string
  readonly nodeOrigin: string
  /** Where the key does not follow from the two. */
  readonly keyName?: string | undefined
}

/**
 * Answers a challenge with the key that this wallet has for one issuer (Verifiable Credential Data Integrity 1.0, `authentication`).
 *
 * @throws HolderError `holder/answer-malformed` when the challenge is of another node: whoever relays it would have us prove the key there
 */
export async function proveHolder(
  { challenge, domain }: Pick<ClaimChallenge, 'challenge' | 'domain'>,
  { issuer, nodeOrigin, keyName = subjectKeyName(issuer, nodeOrigin) }: ProofRecipient,
  { keys, cryptography, now }: WalletContext & { readonly now: Date },
): Promise<{ readonly holder: string; readonly presentation: JsonObject }> {
  if (!URL.canParse(domain) || new URL(domain).origin !== nodeOrigin) throw new HolderError('holder/answer-malformed', 'Cannot prove the key: the challenge is for another node')
  const { signingKey, did: holder, verificationMethod } = await openSubjectKey(keyName, { keys, cryptography })
  return { holder, presentation: await signPresentation({ holder, challenge, domain }, { signingKey, verificationMethod, created: now, cryptography }) }
}

/** The name under which the key for an issuer is derived. Any node may name any issuer: only where a name belongs to the node's own address does it stand for itself, else a stranger would learn the key that another issuer knows. */
export function subjectKeyName(issuer: string, nodeOrigin: string): string {
  return isAtHome(issuer, nodeOrigin) ? issuer : `${issuer} at ${nodeOrigin}`
}
