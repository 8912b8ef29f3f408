import { Oauth2AuthorizationServer, type Oauth2AuthorizationServerOptions } from '@openid4vc/oauth2'
import { describe, expect, it } from 'vitest'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import type { ExchangeNetwork, ExchangeRequest } from '../ask.ts'
import { beginAuthorization, finishAuthorization } from './authorize.ts'
import { codeChallengeOf } from './token-message.ts'
import { pushAuthorization } from './push-authorization.ts'
import { OfferConsent, resolveOffer } from './resolve-offer.ts'

const issuer = 'https://college.example'
const client = { clientId: 'https://wallet.example', redirectUri: 'https://wallet.example/exchange/back' }
const link = `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify({ credential_issuer: issuer, credential_configuration_ids: ['Badge'], grants: { authorization_code: { issuer_state: 'desk 7' } } }))}`

/** An issuer whose page is reached by requests that were left beforehand; `pushed` answers those. */
function networkOf(pushed: (form: Record<string, string>) => Response, more: object = { require_pushed_authorization_requests: true }): ExchangeNetwork {
  const answers: Readonly<Record<string, (init: ExchangeRequest) => Response>> = {
    '/.well-known/openid-credential-issuer': () => Response.json({ credential_issuer: issuer, credential_endpoint: `${issuer}/credential`, credential_configurations_supported: { Badge: { format: 'ldp_vc' } } }),
    '/.well-known/oauth-authorization-server': () => Response.json({ issuer, token_endpoint: `${issuer}/token`, authorization_endpoint: `${issuer}/authorize?desk=7`, pushed_authorization_request_endpoint: `${issuer}/par`, ...more }),
    '/par': ({ body }) => pushed(Object.fromEntries(new URLSearchParams(body))),
    '/token': ({ body }) => Response.json({ access_token: new URLSearchParams(body).get('code'), token_type: 'Bearer', refresh_token: 'again' }),
  }
  return { fetch: async (url, init) => answers[new URL(url).pathname]?.(init) ?? new Response(null, { status: 404 }) }
}

const begin = async (network: ExchangeNetwork) => beginAuthorization(new OfferConsent(await resolveOffer(link, network)), client, { ...network, cryptography })

describe('pushAuthorization()', () => {
  it('leaves the request with the server, which another make reads, and takes the person to the page with its name alone', async () => {
    const server = new Oauth2AuthorizationServer({ callbacks: {} as Oauth2AuthorizationServerOptions['callbacks'] })
    const seen: Record<string, string>[] = []
    const network = networkOf((form) => {
      seen.push(form)
      return Response.json(server.createPushedAuthorizationResponse({ requestUri: 'urn:ietf:params:oauth:request_uri:6esc', expiresInSeconds: 60 }).pushedAuthorizationResponse, { status: 201 })
    })
    const pending = await begin(network)
    expect(await pushAuthorization(pending, network)).toBe(`${issuer}/authorize?${new URLSearchParams({ desk: '7', client_id: client.clientId, request_uri: 'urn:ietf:params:oauth:request_uri:6esc' }).toString()}`)
    const { authorizationRequest } = await server.parsePushedAuthorizationRequest({ request: { method: 'POST', url: `${issuer}/par`, headers: new Headers() as never }, authorizationRequest: seen[0] })
    expect(authorizationRequest).toMatchObject({ response_type: 'code', client_id: client.clientId, redirect_uri: client.redirectUri, issuer_state: 'desk 7', state: pending.state, code_challenge: codeChallengeOf(pending.codeVerifier, cryptography), code_challenge_method: 'S256' })
    expect(await finishAuthorization(pending, `${client.redirectUri}?code=c&state=${pending.state}`, network)).toMatchObject({ accessToken: 'c', refreshToken: 'again' })
  })

  it('changes nothing where requests are not pushed', async () => {
    const network = networkOf(() => Response.json({}), { pushed_authorization_request_endpoint: undefined })
    const pending = await begin(network)
    expect(await pushAuthorization(pending, network)).toBe(pending.url)
  })

  it('goes nowhere when the server refuses, or answers without a name', async () => {
    const [refusing, silent] = [networkOf(() => Response.json({ error: 'invalid_client' }, { status: 401 })), networkOf(() => Response.json({ expires_in: 60 }, { status: 201 }))]
    await expect(pushAuthorization(await begin(refusing), refusing)).rejects.toMatchObject({ code: 'exchange/peer-refused', reason: 'invalid_client' })
    await expect(pushAuthorization(await begin(silent), silent)).rejects.toMatchObject({ code: 'exchange/malformed' })
  })
})
