import { signPresentation } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import type { ClaimResult } from 'everlearned/exchange/claim'
import { nativeCryptography } from 'everlearned/node'
import type { TestNode } from '../open-test-node.ts'
import { claimCode } from './claim-token.ts'
import { challengeClaim } from './show-claim.ts'
import { takeClaim } from './take-claim.ts'

/** Takes a claim for a holder with a new key, with its code if it asks for one; answers what the wallet gets and who holds it. */
export async function takeTestClaim({ id, link }: { readonly id: string; readonly link: string | null }, { context, clock }: TestNode): Promise<ClaimResult & { readonly holder: string }> {
  const token = link?.split('/').at(-1) ?? ''
  const key = await nativeCryptography.importSigningKey(await nativeCryptography.generateKey('Ed25519'))
  const { challenge, domain } = await challengeClaim(token, context)
  const holder = didKey(key.publicKey)
  const presentation = await signPresentation({ holder, challenge, domain }, { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: clock.now, cryptography: nativeCryptography })
  const { sealed_code: sealed } = await context.database.selectFrom('claim').select('sealed_code').where('id', '=', id).executeTakeFirstOrThrow()
  return { ...await takeClaim(token, { presentation, ...(sealed === null ? {} : { code: claimCode(sealed, context) }) }, context), holder }
}
