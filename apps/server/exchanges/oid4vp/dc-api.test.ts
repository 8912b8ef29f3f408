import { Openid4vpClient } from '@openid4vc/openid4vp'
import { encodeUtf8, decodeBase64url, type JsonObject } from 'everlearned/encoding'
import { proveHolder } from 'everlearned/exchange'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { CompactEncrypt, importJWK, type JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callbacksFor } from '../oid4vci/independent-client.ts'
import { openPresentingWorld, type PresentingWorld } from '../open-test-exchanges.ts'
import type { ExchangeResult } from '../tables.ts'

const clock = { now: new Date('2026-05-20T12:00:00Z') }
let world: PresentingWorld

beforeAll(async () => {
  world = await openPresentingWorld(0, clock)
})
afterAll(async () => {
  await world.node.close()
  await world.issuer.close()
})

interface Started { readonly id: string; readonly interactionUrl: string }
interface DigitalRequest { readonly protocol: string; readonly data: JsonObject }

async function begin(payload: object = {}): Promise<Started & { readonly place: string }> {
  const { owner } = world.node
  const answer = await owner.request({ method: 'POST', url: `/api/organisations/${owner.organisation.id}/exchanges`, payload: { kind: 'verify', purpose: 'For the crane job', policy: 'integrity-only', ...payload } })
  const started = answer.json<Started>()
  return { ...started, place: `${world.node.url}/vp/${new URL(started.interactionUrl).pathname.split('/').at(-1)}/digital` }
}

/** What a page sends; of which origin, the browser says. */
async function send(url: string, body: object, origin: string = world.node.url): Promise<{ readonly status: number; readonly body: JsonObject }> {
  const said = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', origin }, body: JSON.stringify(body) })
  return { status: said.status, body: await said.json() as JsonObject }
}

const requestOf = async ({ place }: { readonly place: string }): Promise<DigitalRequest> => (await send(`${place}/request`, {})).body as unknown as DigitalRequest

/** What a wallet signs for a page, which the browser names to it. */
async function present({ data }: DigitalRequest, origin: string): Promise<JsonObject> {
  const credential = JSON.parse(await world.issuer.issue(world.holder)) as JsonObject
  return (await proveHolder({ key: world.key, challenge: String(data['nonce']), domain: `origin:${origin}`, credentials: [credential], created: clock.now }, cryptography)).presentation
}

async function seen({ id }: Started): Promise<{ readonly state: string; readonly failures: number; readonly result: ExchangeResult | null }> {
  const { owner } = world.node
  return (await owner.request({ url: `/api/organisations/${owner.organisation.id}/exchanges/${id}` })).json()
}

describe('asking through the browser (Digital Credentials API)', () => {
  it.each([false, true])('is answered by a wallet of another make, with encryption %s, and judged like any answer', async (isEncrypted) => {
    const started = await begin({ isEncrypted })
    const request = await requestOf(started)
    expect(request).toMatchObject({ protocol: 'openid4vp-v1-unsigned', data: { response_type: 'vp_token', response_mode: isEncrypted ? 'dc_api.jwt' : 'dc_api' } })
    for (const name of ['client_id', 'response_uri', 'expected_origins']) expect(request.data).not.toHaveProperty(name)
    const wallet = new Openid4vpClient({ callbacks: {
      ...callbacksFor(world.key), decryptJwe: () => ({ decrypted: false }),
      encryptJwe: async (encryptor, plain) => {
        if (encryptor.method !== 'jwk') throw new Error('the key stands in the request')
        const { alg = '', enc = '', apu, apv, publicJwk } = encryptor
        const encrypting = new CompactEncrypt(encodeUtf8(plain)).setProtectedHeader({ alg, enc, kid: publicJwk.kid ?? '' })
        encrypting.setKeyManagementParameters({ ...(apu === undefined ? {} : { apu: decodeBase64url(apu) }), ...(apv === undefined ? {} : { apv: decodeBase64url(apv) }) })
        return { encryptionJwk: publicJwk, jwe: await encrypting.encrypt(await importJWK({ ...publicJwk } as JWK, alg)) }
      },
    } })
    const { authorizationRequestPayload, client } = await wallet.resolveOpenId4vpAuthorizationRequest({ authorizationRequestPayload: request.data as never, origin: world.node.url })
    expect(client.effective).toBe(`origin:${world.node.url}`)
    const made = await wallet.createOpenid4vpAuthorizationResponse({
      authorizationRequestPayload, origin: world.node.url, authorizationResponsePayload: { vp_token: { badge: [await present(request, world.node.url)] } },
      ...(isEncrypted ? { jarm: { encryption: { nonce: 'a-wallet-nonce' }, serverMetadata: { authorization_signing_alg_values_supported: [], authorization_encryption_alg_values_supported: ['ECDH-ES'], authorization_encryption_enc_values_supported: ['A256GCM'] } } } : {}),
    })
    expect(await send(`${started.place}/response`, { protocol: request.protocol, data: made.jarm === undefined ? made.authorizationResponsePayload : { response: made.jarm.responseJwt } })).toEqual({ status: 200, body: {} })
    expect(await seen(started)).toMatchObject({ state: 'complete', result: { presentations: [{ holder: world.holder, verdict: { integrity: 'passed', accepted: 'yes', presentation: { outcome: 'passed' } } }] } })
  })

  it('refuses what was signed for another page, for a request before, or for an address in place of a page', async () => {
    const started = await begin()
    const before = await requestOf(started)
    const request = await requestOf(started)
    const answer = async (vp: JsonObject): Promise<number> => (await send(`${started.place}/response`, { protocol: request.protocol, data: { vp_token: { badge: [vp] } } })).status
    expect(await answer(await present(request, 'https://evil.example'))).toBe(400)
    expect(await answer(await present(before, world.node.url))).toBe(400)
    expect(await seen(started)).toMatchObject({ state: 'open', failures: 2, result: null })
    // Nor does an answer for this page pass where answers are posted by wallets.
    const posted = await fetch(started.place.replace(/digital$/, 'response'), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ vp_token: { badge: [await present(request, world.node.url)] } }) })
    expect({ status: posted.status, seen: await seen(started) }).toMatchObject({ status: 400, seen: { state: 'open', result: null } })
  })

  it('is begun and answered by pages of the node alone, and an answer of another protocol is none', async () => {
    const started = await begin()
    expect((await send(`${started.place}/request`, {}, 'https://evil.example')).status).toBe(403)
    const request = await requestOf(started)
    expect((await send(`${started.place}/response`, { protocol: request.protocol, data: { vp_token: {} } }, 'https://evil.example')).status).toBe(403)
    expect((await send(`${started.place}/response`, { protocol: 'org-iso-mdoc', data: {} })).status).toBe(400)
    expect(await send(`${started.place}/response`, { protocol: request.protocol, data: { error: 'access_denied' } })).toEqual({ status: 200, body: {} })
    expect(await seen(started)).toMatchObject({ state: 'complete', result: { isDeclined: true } })
  })
})
