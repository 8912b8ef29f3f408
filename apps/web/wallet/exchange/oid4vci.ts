import { fetchDeferred, notifyIssuer, OfferConsent, requestCredentials, requestToken, resolveOffer, type GrantedToken, type ReceivedAnswer } from 'everlearned/exchange/oid4vci'
import { check, keysFor, lookUpCounterpart, type MeetingContext } from './context.ts'
import type { Counterpart, Meeting, Outcome } from './meeting.ts'

/** How often, and how long at most, one waits for a record that is made later. */
const [deferredTries, longestPauseSeconds] = [5, 5]

/** Opens an offer of OpenID4VCI 1.0. */
export async function openOffer(link: string, context: MeetingContext): Promise<Meeting> {
  const offer = await resolveOffer(link, context.network)
  const who = await lookUpCounterpart(offer.issuer.issuer, offer.issuer.name, context)
  const { transactionCode } = offer.offer.preAuthorized ?? {}
  // After a wrong code the person tries again: the consent serves until there is a token.
  const consent = new OfferConsent(offer)
  return {
    kind: 'offer', who, names: offer.configurations.slice(0, 1).map(({ name, id }) => name ?? id), code: transactionCode === undefined ? undefined : { description: transactionCode.description },
    take: async (code) => receive(await requestToken(consent, code, context.network), who, context),
  }
}

async function receive(token: GrantedToken, who: Counterpart, context: MeetingContext): Promise<Outcome> {
  const { network, wallet: { cryptography } } = context
  let answer: ReceivedAnswer = await requestCredentials(token, [await keysFor(who, context)], { ...network, cryptography, now: new Date() })
  for (let tries = 0; answer.kind === 'deferred' && tries < deferredTries; tries++) {
    const { intervalSeconds } = answer
    await new Promise((done) => setTimeout(done, Math.min(intervalSeconds, longestPauseSeconds) * 1_000))
    answer = await fetchDeferred(token, answer, network)
  }
  if (answer.kind === 'deferred') return { kind: 'later' }
  const { notificationId, credentials } = answer
  return {
    kind: 'received', records: await check(credentials, answer.holders[0] ?? '', context),
    tell: (isKept) => notifyIssuer(token, notificationId, isKept ? 'credential_accepted' : 'credential_deleted', network),
  }
}
