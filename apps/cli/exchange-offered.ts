import type { ExchangeNetwork } from 'everlearned/exchange'
import {
  beginAuthorization, finishAuthorization, isOfferLink, notifyIssuer, OfferConsent, oid4vciProtocols, pushAuthorization, requestCredentials, requestToken, resolveOffer, type GrantedToken, type ResolvedOffer,
} from 'everlearned/exchange/oid4vci'
import { answerExchange, Consent, fetchInteraction } from 'everlearned/exchange/vcalm'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { InputError, UnavailableError, UsageError, type Console } from './command.ts'
import { askedBy } from './exchange-asked.ts'
import { inWords, keyFor, printable, readHolders } from './exchange-options.ts'
import { openLoopbackPage } from './open-loopback-page.ts'

/** What somebody wants to hand over, in whatever protocol. Nothing of the holder was sent yet. */
export interface Offered {
  readonly host: string
  /** Said to the holder before they agree. */
  readonly description: string
  /** Proves a key and takes it. */
  take(how: { readonly keys: readonly string[] | undefined; readonly code: string | undefined }): Promise<Taken>
}

/** What came, not yet checked. */
export interface Taken {
  readonly holder: string
  readonly texts: readonly string[]
  /** Lets the issuer know whether it was kept, where it wants to know. */
  tell(isKept: boolean): Promise<void>
}

/** What an address offers: an interaction URL, or the link of a credential offer. */
export async function offeredAt(url: string, network: ExchangeNetwork, console: Console): Promise<Offered> {
  if (isOfferLink(url)) return offerOf(await inWords(resolveOffer(url, network)), network, console)
  const { exchangeUrl, protocols } = await inWords(fetchInteraction(url, network))
  const link = oid4vciProtocols.map((name) => protocols[name]).find((text) => text !== undefined)
  if (exchangeUrl === undefined && link !== undefined) return offerOf(await inWords(resolveOffer(link, network)), network, console)
  const asked = await askedBy(url, network)
  if (asked.request.credentialQueries.length > 0) throw new UsageError('it asks for credentials; answer with ler exchange present')
  return {
    host: asked.host, description: `${asked.host} wants you to prove a key and will hand a record over.`,
    take: async ({ keys }) => {
      const key = await keyFor(asked, keys)
      const step = await inWords(answerExchange(new Consent(asked), key, { ...network, cryptography, now: console.now }))
      return { holder: key.did, texts: step.kind === 'given' ? step.credentials.map((credential) => JSON.stringify(credential, null, 2)) : [], tell: async () => undefined }
    },
  }
}

function offerOf(offer: ResolvedOffer, network: ExchangeNetwork, console: Console): Offered {
  const { host, issuer, configurations: [first] } = offer
  const wants = offer.offer.preAuthorized?.transactionCode === undefined ? '' : ' It asks for a code: give it with --code.'
  return {
    host, description: `${host}, which calls itself ${printable(issuer.name ?? host)}, offers ${printable(first?.name ?? first?.id ?? '')}.${wants}`,
    take: async ({ keys, code }) => {
      const holders = await readHolders(keys)
      const token = await tokenFor(offer, code, network, console)
      const answer = await inWords(requestCredentials(token, [holders], { ...network, cryptography, now: console.now }))
      if (answer.kind === 'deferred') throw new UnavailableError('Cannot take: the issuer is not ready; ask it for a new offer later')
      return {
        holder: answer.holders[0] ?? '', texts: answer.credentials,
        tell: async (isKept) => { await notifyIssuer(token, answer.notificationId, isKept ? 'credential_accepted' : 'credential_failure', network) },
      }
    },
  }
}

/** A token for the code of the offer, or for one that the person fetches at a page of the issuer. */
async function tokenFor(offer: ResolvedOffer, code: string | undefined, network: ExchangeNetwork, console: Console): Promise<GrantedToken> {
  const consent = new OfferConsent(offer)
  if (offer.offer.preAuthorized !== undefined) {
    if (offer.offer.preAuthorized.transactionCode !== undefined && code === undefined) throw new InputError('Cannot take: the issuer asks for a code; give it with --code')
    return inWords(requestToken(consent, code, network))
  }
  const page = await openLoopbackPage()
  try {
    const pending = beginAuthorization(consent, { clientId: page.url, redirectUri: page.url }, { ...network, cryptography })
    console.tell(`Open this page in a browser on this machine:\n${await inWords(pushAuthorization(pending, network))}`)
    return await inWords(finishAuthorization(pending, await page.visited, network))
  } finally {
    page.close()
  }
}
