import { askPeer, parsePeerUrl, type ExchangeNetwork } from '../ask.ts'
import { ExchangeError } from '../exchange-error.ts'
import { parseCredentialOffer, parseOfferLink, type CredentialOffer } from './credential-offer.ts'
import { metadataUrl, parseIssuerMetadata, type CredentialConfiguration, type IssuerMetadata } from './issuer-metadata.ts'
import { parseServerMetadata, type ServerMetadata } from './server-metadata.ts'

/** An offer and who made it: all that the person must see. Plain data; nothing was agreed to yet. */
export interface ResolvedOffer {
  readonly offer: CredentialOffer
  /** Who offers, as far as its address says. */
  readonly host: string
  readonly issuer: IssuerMetadata
  readonly server: ServerMetadata
  /** What is offered, as far as its form is known here; never empty. */
  readonly configurations: readonly CredentialConfiguration[]
}

/** The forms in which a credential is taken (OpenID4VCI 1.0, "Credential Format Profiles"). */
const knownFormats = ['ldp_vc', 'dc+sd-jwt', 'vc+sd-jwt', 'jwt_vc_json', 'jwt_vc_json-ld']

/**
 * Reads an offer, by value or by reference, and asks its issuer who it is and what it hands out. Nothing of the holder is sent.
 *
 * @throws ExchangeError `exchange/not-an-offer`, `exchange/url-refused`, `exchange/unreachable`, `exchange/malformed`,
 *   `exchange/issuer-mismatch`, `exchange/not-supported`; PeerRefusal
 */
export async function resolveOffer(text: string, network: ExchangeNetwork): Promise<ResolvedOffer> {
  const link = parseOfferLink(text)
  const offer = link.kind === 'value' ? link.offer : parseCredentialOffer(await askPeer(link.url, {}, network))
  const { host } = parsePeerUrl(offer.issuer, network)
  const issuer = parseIssuerMetadata(await askPeer(metadataUrl(offer.issuer, 'openid-credential-issuer'), {}, network), offer.issuer)
  const serverId = serverOf(offer, issuer)
  const server = parseServerMetadata(await askPeer(metadataUrl(serverId, 'oauth-authorization-server'), {}, network), serverId)
  for (const url of [issuer.credentialEndpoint, issuer.nonceEndpoint, server.tokenEndpoint]) if (url !== undefined) parsePeerUrl(url, network)
  const configurations = offer.configurationIds.flatMap((id) => issuer.configurations.filter((known) => known.id === id && knownFormats.includes(known.format)))
  if (configurations.length === 0) throw new ExchangeError('exchange/not-supported', 'Cannot go on: what is offered is in no form that is known here')
  return { offer, host, issuer, server, configurations }
}

function serverOf({ preAuthorized, authorization }: CredentialOffer, { authorizationServers, issuer }: IssuerMetadata): string {
  const named = preAuthorized?.authorizationServer ?? authorization?.authorizationServer
  if (named !== undefined && !authorizationServers.includes(named)) throw new ExchangeError('exchange/issuer-mismatch', 'Cannot go on: the offer names an authorization server that is not the issuer\'s')
  return named ?? authorizationServers[0] ?? issuer
}

/**
 * That the holder agreed to take one of the offered credentials, having seen who offers what. Only whoever asked the person makes one;
 * it serves for one token.
 */
export class OfferConsent {
  readonly offer: ResolvedOffer
  readonly configuration: CredentialConfiguration
  #isSpent = false

  /** @throws ExchangeError `exchange/not-supported` for what is not offered */
  constructor(offer: ResolvedOffer, configurationId: string | undefined = offer.configurations[0]?.id) {
    const configuration = offer.configurations.find(({ id }) => id === configurationId)
    if (configuration === undefined) throw new ExchangeError('exchange/not-supported', 'Cannot go on: this is not offered')
    this.offer = offer
    this.configuration = configuration
  }

  /** @throws ExchangeError `exchange/consent-spent` once it was spent */
  requireUnspent(): void {
    if (this.#isSpent) throw new ExchangeError('exchange/consent-spent', 'Cannot go on: this consent has been used')
  }

  /** @throws ExchangeError `exchange/consent-spent` the second time */
  spend(): void {
    this.requireUnspent()
    this.#isSpent = true
  }
}
