import {
  askAgain, beginAuthorization, fetchDeferred, finishAuthorization, notifyIssuer, OfferConsent, pushAuthorization, requestCredentials, requestToken, resolveOffer, type Deferral, type GrantedToken, type ReceivedAnswer, type ResolvedOffer,
} from 'everlearned/exchange/oid4vci'
import { findVisit, removeVisit, saveAskedAgain, saveVisit, saveWaiting, type IssuerVisit, type WaitingRecord } from 'everlearned/holder'
import { codeOf } from '../parts/code-of.ts'
import { check, keysFor, lookUpCounterpart, type MeetingContext } from './context.ts'
import type { Counterpart, Meeting, Offer, Outcome } from './meeting.ts'
import { backPage } from './read-link.ts'

/** How often, and how long at most, one waits for a record that is made while one looks on. What takes longer waits in the list. */
const [deferredTries, longestPauseSeconds] = [4, 5]

/** Opens an offer of OpenID4VCI 1.0. */
export async function openOffer(link: string, context: MeetingContext): Promise<Meeting> {
  const offer = await resolveOffer(link, context.network)
  const who = await lookUpCounterpart(offer.issuer.issuer, offer.issuer.name, context)
  const names = offer.configurations.slice(0, 1).map(({ name, id }) => name ?? id)
  const { transactionCode } = offer.offer.preAuthorized ?? {}
  const shown = { kind: 'offer', who, names, code: transactionCode === undefined ? undefined : { description: transactionCode.description } } as const
  if (offer.offer.preAuthorized === undefined) return { ...shown, page: pageOf(offer), take: () => visit(offer, { who, names, link }, context) }
  // After a wrong code the person tries again: the consent serves until there is a token.
  const consent = new OfferConsent(offer)
  return { ...shown, page: undefined, take: async (code) => receive(await requestToken(consent, code, context.network), { who, names, tokenEndpoint: offer.server.tokenEndpoint }, context) }
}

function pageOf({ server: { authorizationEndpoint } }: ResolvedOffer): string {
  if (authorizationEndpoint === undefined || !URL.canParse(authorizationEndpoint)) throw Object.assign(new Error('Cannot begin exchange: the issuer has no page for this offer'), { code: 'exchange/not-supported' })
  return new URL(authorizationEndpoint).host
}

/** The wallet registers nowhere: its own address speaks for it, and PKCE sees that nobody else uses the code. */
async function visit(offer: ResolvedOffer, told: Pick<IssuerVisit, 'who' | 'names' | 'link'>, { network, wallet }: MeetingContext): Promise<Outcome> {
  const pending = beginAuthorization(new OfferConsent(offer), { clientId: location.origin, redirectUri: `${location.origin}${backPage}` }, { ...network, cryptography: wallet.cryptography })
  const url = await pushAuthorization(pending, network)
  await saveVisit({ ...told, pending }, { ...wallet, now: new Date() })
  return { kind: 'visit', url }
}

/** Goes on where the person comes back from the issuer's page. Untrusted: the address. */
export async function resumeVisit(cameBackTo: string, context: MeetingContext): Promise<Offer> {
  const { network, wallet } = context
  const found = await findVisit(cameBackTo, { ...wallet, now: new Date() })
  if (found === undefined) throw Object.assign(new Error('Cannot go on: no such visit was begun here, or its time is over'), { code: 'exchange/visit-unknown' })
  const { pending, who, names } = found
  const take = async (): Promise<Outcome> => {
    const token = await finishAuthorization(pending, cameBackTo, network).catch(async (thrown: unknown) => {
      // The code is still good when nobody got it.
      if (codeOf(thrown) !== 'exchange/unreachable') await removeVisit(found, wallet)
      throw thrown
    })
    await removeVisit(found, wallet)
    return receive(token, { who, names, tokenEndpoint: pending.offer.server.tokenEndpoint, clientId: pending.clientId }, context)
  }
  return { kind: 'offer', who, names, code: undefined, page: undefined, take }
}

interface Taking extends Pick<Deferral, 'tokenEndpoint' | 'clientId'> {
  readonly who: Counterpart
  readonly names: readonly string[]
}

async function receive(token: GrantedToken, taking: Taking, context: MeetingContext): Promise<Outcome> {
  const { network, wallet } = context
  let answer: ReceivedAnswer = await requestCredentials(token, [await keysFor(taking.who, context)], { ...network, cryptography: wallet.cryptography, now: new Date() })
  for (let tries = 0; answer.kind === 'deferred' && answer.intervalSeconds <= longestPauseSeconds && tries < deferredTries; tries++) {
    await new Promise((done) => setTimeout(done, answer.kind === 'deferred' ? answer.intervalSeconds * 1_000 : 0))
    answer = await fetchDeferred(token, answer, network)
  }
  if (answer.kind === 'deferred') return { kind: 'later', waiting: await saveWaiting({ ...taking, token, answer }, { ...wallet, now: new Date() }) }
  return given(token, answer, context)
}

async function given(token: GrantedToken, { credentials, notificationId, holders }: Extract<ReceivedAnswer, { readonly kind: 'given' }>, context: MeetingContext): Promise<Extract<Outcome, { readonly kind: 'received' }>> {
  return {
    kind: 'received', records: await check(credentials, holders[0] ?? '', context),
    tell: (isKept) => notifyIssuer(token, notificationId, isKept ? 'credential_accepted' : 'credential_deleted', context.network),
  }
}

/** Asks after a record that comes later, because somebody wants to know; what came is kept with it until they have looked at it. */
export async function askForWaiting(waiting: WaitingRecord, context: Pick<MeetingContext, 'network' | 'wallet'>): Promise<WaitingRecord> {
  return saveAskedAgain(waiting, await askAgain(waiting, context.network), { ...context.wallet, now: new Date() })
}

/** The record that has come, checked; undefined while it is on its way. */
export async function lookAtWaiting({ token, answer }: WaitingRecord, context: MeetingContext): Promise<Extract<Outcome, { readonly kind: 'received' }> | undefined> {
  return answer.kind === 'given' ? given(token, answer, context) : undefined
}
