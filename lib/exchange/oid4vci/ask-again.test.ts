import { describe, expect, it } from 'vitest'
import type { ExchangeNetwork } from '../ask.ts'
import { askAgain, type Deferral } from './ask-again.ts'
import type { IssuerMetadata } from './issuer-metadata.ts'

const origin = 'https://college.example'
const issuer: IssuerMetadata = {
  issuer: origin, name: undefined, authorizationServers: [origin], credentialEndpoint: `${origin}/credential`, nonceEndpoint: undefined, deferredEndpoint: `${origin}/deferred`, notificationEndpoint: undefined, batchSize: 1, configurations: [],
}
const configuration = { id: 'Badge', format: 'ldp_vc', name: undefined, scope: undefined, bindingMethods: [], isBound: true, proofTypes: {} }
const deferral: Deferral = {
  token: { accessToken: 'first', credentialIdentifiers: {}, nonce: undefined, issuer, configuration, refreshToken: 'again' }, tokenEndpoint: `${origin}/token`, clientId: 'https://wallet.example',
  answer: { kind: 'deferred', transactionId: 't', intervalSeconds: 60, holders: ['did:key:z6MkHolder'] },
}

/** An issuer that takes the token `good`, and gives `given`. */
function networkOf(good: string, given: object, asked: string[] = []): ExchangeNetwork {
  return {
    fetch: async (url, { body = '', headers }) => {
      asked.push(`${new URL(url).pathname} ${body}`)
      if (url.endsWith('/token')) return new URLSearchParams(body).get('refresh_token') === 'again' ? Response.json({ access_token: 'second', token_type: 'Bearer' }) : Response.json({ error: 'invalid_grant' }, { status: 400 })
      return headers['authorization'] === `Bearer ${good}` ? Response.json(given) : Response.json({ error: 'invalid_token' }, { status: 401 })
    },
  }
}

describe('askAgain()', () => {
  it('brings the credential when it is there, and the next pause when it is not', async () => {
    expect(await askAgain(deferral, networkOf('first', { credentials: [{ credential: { a: 1 } }], notification_id: 'n' }))).toMatchObject({ token: { accessToken: 'first' }, answer: { kind: 'given', notificationId: 'n', holders: ['did:key:z6MkHolder'] } })
    expect(await askAgain(deferral, networkOf('first', { transaction_id: 't', interval: 600 }))).toMatchObject({ answer: { kind: 'deferred', intervalSeconds: 600 } })
  })

  it('renews a token whose time is over, as whom it was given to, and keeps the new one', async () => {
    const asked: string[] = []
    const next = await askAgain(deferral, networkOf('second', { transaction_id: 't', interval: 60 }, asked))
    expect(next).toMatchObject({ token: { accessToken: 'second', refreshToken: 'again' }, answer: { kind: 'deferred' } })
    expect(asked[1]).toBe('/token grant_type=refresh_token&refresh_token=again&client_id=https%3A%2F%2Fwallet.example')
  })

  it('tells when the issuer knows nothing of it any more, and asks nobody for what has come', async () => {
    const network = networkOf('third', {})
    await expect(askAgain({ ...deferral, token: { ...deferral.token, refreshToken: undefined } }, network)).rejects.toMatchObject({ status: 401, reason: 'invalid_token' })
    await expect(askAgain({ ...deferral, token: { ...deferral.token, refreshToken: 'spent' } }, network)).rejects.toMatchObject({ status: 400, reason: 'invalid_grant' })
    const given: Deferral = { ...deferral, answer: { kind: 'given', credentials: ['{}'], notificationId: undefined, holders: [] } }
    const silent: ExchangeNetwork = { fetch: () => Promise.reject(new Error('asked')) }
    expect(await askAgain(given, silent)).toBe(given)
  })
})
