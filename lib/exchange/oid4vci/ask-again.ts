import { askPeer, PeerRefusal, type ExchangeNetwork } from '../ask.ts'
import { parseTokenResponse } from './token-message.ts'
import { fetchDeferred, type GrantedToken, type ReceivedAnswer } from './wallet.ts'

/** A credential that comes later, and what asking for it takes. Plain data, to be kept sealed: whoever has it can take the credential. */
export interface Deferral {
  readonly token: GrantedToken
  readonly tokenEndpoint: string
  /** As whom the wallet asked at the issuer's page, where it did. */
  readonly clientId?: string | undefined
  readonly answer: ReceivedAnswer
}

/**
 * Asks after a credential that comes later. A token whose time is over is renewed where the issuer gave the means
 * (RFC 6749, "Refreshing an Access Token"). What has come already is answered without asking.
 *
 * @throws ExchangeError; PeerRefusal when the issuer knows nothing of it any more
 */
export async function askAgain(deferral: Deferral, network: ExchangeNetwork): Promise<Deferral> {
  const { token, answer } = deferral
  if (answer.kind === 'given') return deferral
  try {
    return { ...deferral, answer: await fetchDeferred(token, answer, network) }
  } catch (error) {
    if (!(error instanceof PeerRefusal) || error.status !== 401 || token.refreshToken === undefined) throw error
    const renewed = await renewToken(deferral, token.refreshToken, network)
    return { ...deferral, token: renewed, answer: await fetchDeferred(renewed, answer, network) }
  }
}

/** A server that gives no new means with the new token leaves the old ones good. */
async function renewToken({ token, tokenEndpoint, clientId }: Deferral, refreshToken: string, network: ExchangeNetwork): Promise<GrantedToken> {
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken, ...(clientId === undefined ? {} : { client_id: clientId }) }
  const { accessToken, refreshToken: next = refreshToken } = parseTokenResponse(await askPeer(tokenEndpoint, { method: 'POST', form }, network))
  return { ...token, accessToken, refreshToken: next }
}
