import { parseJsonObject } from '../../credential/parse-json.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import { didKey } from '../../did/did-key.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { askPeer, parsePeerUrl, type ExchangeNetwork } from '../ask.ts'
import { ExchangeError } from '../exchange-error.ts'
import { cryptosuiteOf, proveHolder, type HolderKey } from '../holder-proof.ts'
import { formatPresentations, parseExchangeAnswer, type ExchangeAnswer } from './exchange-message.ts'
import { parseAbout, parseInteractionUrl, parseProtocols, vcalmProtocol, type InteractionAbout, type Protocols } from './interaction.ts'
import type { PresentationRequest } from './presentation-request.ts'

/** What an interaction URL leads to. Nothing was agreed to yet. */
export interface Interaction {
  /** Who is asking, as far as its address says. */
  readonly host: string
  readonly protocols: Protocols
  /** Where the exchange of VCALM begins; undefined when it is not offered. */
  readonly exchangeUrl: string | undefined
  /** Their own words. */
  readonly about: InteractionAbout
}

/**
 * Asks what an interaction URL offers. It changes nothing on the other side.
 *
 * @throws ExchangeError `exchange/not-an-interaction`, `exchange/url-refused`, `exchange/unreachable`, `exchange/malformed`; PeerRefusal
 */
export async function fetchInteraction(text: string, network: ExchangeNetwork): Promise<Interaction> {
  const url = parseInteractionUrl(text, network)
  const answer = await askPeer(url.href, {}, network)
  const protocols = parseProtocols(answer)
  const exchangeUrl = protocols[vcalmProtocol]
  if (exchangeUrl !== undefined) parsePeerUrl(exchangeUrl, network)
  return { host: url.host, protocols, exchangeUrl, about: parseAbout(answer) }
}

/** A step of an exchange as the wallet has it: what the other side asked or gave, and who it is. */
export type WalletStep = ExchangeAnswer & { readonly exchangeUrl: string; readonly host: string }

/** A step in which the other side asked something. */
export type AskedStep = Extract<WalletStep, { readonly kind: 'asked' }>

/**
 * Begins an exchange with an empty message and reads what is asked. Nothing of the wallet is sent.
 *
 * @throws ExchangeError `exchange/domain-mismatch` when the challenge is for somebody else, whom the other side would relay our proof to
 */
export async function startExchange(exchangeUrl: string, network: ExchangeNetwork): Promise<WalletStep> {
  return readStep(await askPeer(exchangeUrl, { method: 'POST', body: {} }, network), exchangeUrl, network)
}

/**
 * That the holder agreed to answer one request with these credentials, having seen who asks and what. Only whoever asked the
 * person makes one; it serves for one answer.
 */
export class Consent {
  readonly asked: AskedStep
  /** The texts of the credentials that the person chose; none is chosen for them. */
  readonly credentials: readonly string[]
  #isSpent = false

  constructor(asked: AskedStep, credentials: readonly string[] = []) {
    this.asked = asked
    this.credentials = credentials
  }

  /** @throws ExchangeError `exchange/consent-spent` the second time */
  spend(): void {
    if (this.#isSpent) throw new ExchangeError('exchange/consent-spent', 'Cannot answer: this consent has been used')
    this.#isSpent = true
  }
}

/** What answering takes. */
export interface AnswerContext extends ExchangeNetwork {
  readonly cryptography: Cryptography
  readonly now: Date
}

/** The key that a credential is about. */
export type KeyFor = (credential: string) => Promise<HolderKey>

/**
 * Answers a request as the holder agreed: proves the key for this challenge and domain, shows the chosen credentials as they are,
 * and reads what comes back, which the caller must still verify. Credentials about several keys go in a presentation for each, so
 * that each key is proven.
 *
 * @throws ExchangeError `exchange/consent-spent`, `exchange/key-unsuited`, and as {@link startExchange} does
 */
export async function answerExchange(consent: Consent, keys: HolderKey | KeyFor, { cryptography, now, ...network }: AnswerContext): Promise<WalletStep> {
  const { asked: { request, exchangeUrl }, credentials } = consent
  consent.spend()
  const parts = typeof keys === 'function' ? await partsByKey(credentials, keys, cryptography) : [{ key: keys, credentials }]
  if (parts.length === 0) throw new TypeError('an answer shows something; to show nothing is to decline')
  const presentations: JsonObject[] = []
  for (const { key, credentials: texts } of parts) {
    const { presentation } = await proveHolder({
      ...key, challenge: request.challenge,
      // Where none is asked for, the proof still says for whom it is: passed on, it would be worth nothing.
      domain: request.domain ?? exchangeUrl,
      credentials: texts.map((text) => parseJsonObject(text)), created: now,
    }, cryptography)
    presentations.push(presentation)
  }
  return readStep(await askPeer(exchangeUrl, { method: 'POST', body: formatPresentations(presentations) }, network), exchangeUrl, network)
}

interface AnswerPart {
  readonly key: HolderKey
  readonly credentials: readonly string[]
}

async function partsByKey(credentials: readonly string[], keyFor: KeyFor, cryptography: Cryptography): Promise<readonly AnswerPart[]> {
  const parts = new Map<string, AnswerPart>()
  for (const credential of credentials) {
    const key = await keyFor(credential)
    const did = key.did ?? didKey(('sign' in key.key ? key.key : await cryptography.importSigningKey(key.key)).publicKey)
    parts.set(did, { key, credentials: [...parts.get(did)?.credentials ?? [], credential] })
  }
  return [...parts.values()]
}

/** Tells who asks that there will be no answer, and nothing else. Systems from before VCALM allowed lists refuse to hear it, which changes nothing. @throws as {@link startExchange} does */
export async function declineExchange({ exchangeUrl }: Pick<AskedStep, 'exchangeUrl'>, network: ExchangeNetwork): Promise<void> {
  await askPeer(exchangeUrl, { method: 'POST', body: formatPresentations([]) }, network)
}

/** The first of some keys that a request takes; undefined when it takes none of them. */
export async function findAcceptedKey(keys: readonly HolderKey[], { didAuthentication }: PresentationRequest, cryptography: Cryptography): Promise<HolderKey | undefined> {
  const { acceptedMethods = [], acceptedCryptosuites = [] } = didAuthentication ?? {}
  for (const key of keys) {
    const suite = cryptosuiteOf('sign' in key.key ? key.key : await cryptography.importSigningKey(key.key))
    const method = (key.did ?? 'did:key:').split(':')[1] ?? ''
    if ((acceptedMethods.length === 0 || acceptedMethods.includes(method)) && (acceptedCryptosuites.length === 0 || acceptedCryptosuites.includes(suite))) return key
  }
  return undefined
}

function readStep(answer: Json | undefined, exchangeUrl: string, network: ExchangeNetwork): WalletStep {
  const { host } = parsePeerUrl(exchangeUrl, network)
  const step = parseExchangeAnswer(answer)
  if (step.kind === 'asked' && step.request.domain !== undefined && !isDomainOf(step.request.domain, exchangeUrl)) {
    throw new ExchangeError('exchange/domain-mismatch', 'Cannot go on: the other side asks for a proof that is meant for somebody else')
  }
  return { ...step, exchangeUrl, host }
}

/** A request is honest when its domain is the exchange itself or the host that it lies on. */
function isDomainOf(domain: string, exchangeUrl: string): boolean {
  const { host, origin } = new URL(exchangeUrl)
  if (domain === exchangeUrl || domain === host) return true
  return URL.canParse(domain) && new URL(domain).origin === origin
}
