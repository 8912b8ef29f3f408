import { isVouchedFor, voiceOf } from './issuer-voices.ts'
import type { VerifyContext } from './verify-context.ts'

/**
 * The name under which a verifier's own trust material knows somebody of whom no document is at hand: of its own list, or of a network
 * where others vouch for them and they are in force. Whoever merely registered is known to nobody, nor is anybody whom a network suspended.
 *
 * The caller must know by other means that it has to do with that DID at all.
 */
export function knownNameOf(did: string, { trust, now }: Pick<VerifyContext, 'trust' | 'now'>): string | undefined {
  const today = now.toISOString().slice(0, 10)
  const voices = (trust.networks ?? []).flatMap((network) => voiceOf(network, did, { at: undefined, days: { claimed: today, latest: today }, context: { trust } }) ?? [])
  if (voices.some(({ state }) => state !== 'active')) return undefined
  return trust.issuers.find((issuer) => issuer.did === did)?.name ?? voices.find(isVouchedFor)?.name
}
