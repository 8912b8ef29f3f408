import { describe, expect, it } from 'vitest'
import { didKey } from '../../did/did-key.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { maxAnswerBytes, type ExchangeRequest } from '../ask.ts'
import { checkHolderProof } from '../holder-proof.ts'
import { formatHandOver, formatReceived } from './exchange-message.ts'
import { formatProtocols } from './interaction.ts'
import { formatIssuerRequest, formatVerifierRequest } from './presentation-request.ts'
import { answerExchange, Consent, declineExchange, fetchInteraction, findAcceptedKey, startExchange, type AskedStep } from './wallet.ts'

const now = new Date('2026-11-21T10:02:11Z')
const exchangeUrl = 'https://college.example/exchanges/7f3c1e'
const interactionUrl = 'https://college.example/interactions/7f3c1e?iuv=1'
const occasion = { challenge: 'c2b9d2f0', exchangeUrl }
const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const badge = '{ "@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"], "proof": { "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "verificationMethod": "did:key:z6Mk#a", "proofPurpose": "assertionMethod", "proofValue": "zKept" } }'

/** Another side that answers from a script, and remembers what it was sent. */
function peer(answer: (url: string, body: JsonObject | undefined) => unknown): { readonly sent: { url: string, init: ExchangeRequest }[]; readonly fetch: (url: string, init: ExchangeRequest) => Promise<Response> } {
  const sent: { url: string, init: ExchangeRequest }[] = []
  return {
    sent,
    fetch: async (url, init) => {
      sent.push({ url, init })
      const result = answer(url, init.body === undefined ? undefined : JSON.parse(init.body) as JsonObject)
      return result instanceof Response ? result : new Response(JSON.stringify(result))
    },
  }
}

const issuer = (changes: JsonObject = {}): ReturnType<typeof peer> => peer((url, body) => {
  if (url === interactionUrl) return formatProtocols({ vcapi: exchangeUrl })
  if (body?.['verifiablePresentation'] !== undefined) return formatHandOver([{ type: ['VerifiableCredential'] }], { isFlat: false })
  const request = formatIssuerRequest(occasion)
  return { verifiablePresentationRequest: { ...request['verifiablePresentationRequest'] as JsonObject, ...changes } }
})

async function ask(fetch: ReturnType<typeof peer>['fetch']): Promise<AskedStep> {
  const step = await startExchange(exchangeUrl, { fetch })
  if (step.kind !== 'asked') throw new Error('it asks')
  return step
}

describe('a wallet on VCALM', () => {
  it('VA1, VP1: goes from an interaction URL by vcapi to the exchange, and names the host that asks', async () => {
    const { fetch, sent } = issuer()
    expect(await fetchInteraction(`interaction:${interactionUrl}`, { fetch })).toEqual({ host: 'college.example', exchangeUrl, protocols: { vcapi: exchangeUrl }, about: {} })
    expect(sent).toMatchObject([{ init: { method: 'GET', headers: { accept: 'application/json' }, redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer' } }])
  })

  it('VA2, VP2: refuses plain http, in the URL and behind it', async () => {
    const { fetch, sent } = peer(() => formatProtocols({ vcapi: 'http://college.example/exchanges/7f3c1e' }))
    await expect(fetchInteraction('http://college.example/interactions/7f3c1e?iuv=1', { fetch })).rejects.toMatchObject({ code: 'exchange/url-refused' })
    await expect(startExchange('http://college.example/exchanges/7f3c1e', { fetch })).rejects.toMatchObject({ code: 'exchange/url-refused' })
    expect(sent).toEqual([])
    await expect(fetchInteraction(interactionUrl, { fetch })).rejects.toMatchObject({ code: 'exchange/url-refused' })
  })

  it('VA3, VP3: begins with an empty body, without a word of the holder', async () => {
    const { fetch, sent } = issuer()
    expect(await ask(fetch)).toMatchObject({ host: 'college.example', request: { challenge: 'c2b9d2f0' } })
    expect(sent).toMatchObject([{ url: exchangeUrl, init: { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } } }])
  })

  it.each(['Ed25519', 'P-256'] as const)('VA4, VA6–VA9, VA17, CA1–CA3: answers DIDAuthentication with a presentation that %s signed for the challenge, under its own did:key', async (type) => {
    const own = await cryptography.importSigningKey(await cryptography.generateKey(type))
    const { fetch, sent } = issuer()
    const step = await answerExchange(new Consent(await ask(fetch)), { key: own }, { fetch, cryptography, now })
    expect(step).toMatchObject({ kind: 'given', credentials: [{ type: ['VerifiableCredential'] }] })
    const { verifiablePresentation } = JSON.parse(sent.at(-1)?.init.body ?? '') as { readonly verifiablePresentation: JsonObject }
    expect(verifiablePresentation).toMatchObject({ '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiablePresentation'], 'holder': didKey(own.publicKey), 'proof': { proofPurpose: 'authentication', challenge: 'c2b9d2f0' } })
    expect(await checkHolderProof(verifiablePresentation, { challenge: 'c2b9d2f0', domain: exchangeUrl, now, maxAgeSeconds: 600, cryptography, dids: {} })).toMatchObject({ outcome: 'passed', holder: didKey(own.publicKey) })
  })

  it('VA5, VP7: sends nothing before consent, and a consent serves for one answer', async () => {
    const { fetch, sent } = issuer()
    const consent = new Consent(await ask(fetch))
    expect(sent).toHaveLength(1)
    await answerExchange(consent, { key }, { fetch, cryptography, now })
    await expect(answerExchange(consent, { key }, { fetch, cryptography, now })).rejects.toMatchObject({ code: 'exchange/consent-spent' })
    expect(sent).toHaveLength(2)
  })

  it.each(['https://victim.example/exchanges/1', 'victim.example', 'https://college.example.victim.example/exchanges/7f3c1e', 'http://college.example/exchanges/7f3c1e'])('VP6: stops at a challenge that is meant for somebody else: %s', async (domain) => {
    await expect(ask(issuer({ domain }).fetch)).rejects.toMatchObject({ code: 'exchange/domain-mismatch' })
  })

  it.each([[exchangeUrl], ['college.example'], ['https://college.example'], [undefined]])('VP6: binds the proof to the host that asks, whether it says so as %s', async (domain) => {
    const { fetch, sent } = issuer(domain === undefined ? { domain: undefined as never } : { domain })
    await answerExchange(new Consent(await ask(fetch)), { key }, { fetch, cryptography, now })
    expect(JSON.parse(sent.at(-1)?.init.body ?? '')).toMatchObject({ verifiablePresentation: { proof: { domain: domain ?? exchangeUrl } } })
  })

  it('VP4, VP5, VP10: shows what is asked, and sends the chosen credentials as they are', async () => {
    const { fetch, sent } = peer((_, body) => (body?.['verifiablePresentation'] === undefined
      ? formatVerifierRequest({ types: ['OpenBadgeCredential'], reason: 'For the job', contexts: [] }, occasion) : formatReceived('https://college.example/done')))
    const asked = await ask(fetch)
    expect(asked.request.credentialQueries).toMatchObject([{ types: ['OpenBadgeCredential'], reason: 'For the job' }])
    expect(new Consent(asked).credentials).toEqual([])
    expect(await answerExchange(new Consent(asked, [badge]), { key }, { fetch, cryptography, now })).toMatchObject({ kind: 'done', redirectUrl: 'https://college.example/done' })
    const { verifiablePresentation } = JSON.parse(sent.at(-1)?.init.body ?? '') as { readonly verifiablePresentation: JsonObject }
    expect(verifiablePresentation['verifiableCredential']).toEqual([JSON.parse(badge)])
    expect(await checkHolderProof(verifiablePresentation, { challenge: 'c2b9d2f0', domain: exchangeUrl, now, maxAgeSeconds: 600, cryptography, dids: {} })).toMatchObject({ outcome: 'passed' })
  })

  it('VP6, VP9: proves each of several keys by a presentation of its own', async () => {
    const { fetch, sent } = peer((_, body) => (body?.['verifiablePresentation'] === undefined ? formatVerifierRequest({ types: ['OpenBadgeCredential'], reason: 'For the job', contexts: [] }, occasion) : {}))
    const other = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
    const second = badge.replace('zKept', 'zOther')
    await answerExchange(new Consent(await ask(fetch), [badge, second, badge]), async (text) => ({ key: text === second ? other : key }), { fetch, cryptography, now })
    const { verifiablePresentation } = JSON.parse(sent.at(-1)?.init.body ?? '') as { readonly verifiablePresentation: readonly JsonObject[] }
    const findings = await Promise.all(verifiablePresentation.map((presentation) => checkHolderProof(presentation, { challenge: 'c2b9d2f0', domain: exchangeUrl, now, maxAgeSeconds: 600, cryptography, dids: {} })))
    expect(findings).toMatchObject([{ outcome: 'passed', credentials: [JSON.parse(badge), JSON.parse(badge)] }, { outcome: 'passed', holder: didKey(other.publicKey), credentials: [JSON.parse(second)] }])
  })

  it('declines with a message that says that and nothing else', async () => {
    const { fetch, sent } = peer((_, body) => (body?.['verifiablePresentation'] === undefined ? formatVerifierRequest({ types: ['OpenBadgeCredential'], reason: 'For the job', contexts: [] }, occasion) : {}))
    await declineExchange(await ask(fetch), { fetch })
    expect(sent.at(-1)?.init.body).toBe('{"verifiablePresentation":[]}')
  })

  it('VP8, VP9, CP2, CP3: chooses a key whose suite and method are taken, or has none', async () => {
    const p256 = await cryptography.generateKey('P-256')
    const { request } = await ask(issuer().fetch)
    const taking = (acceptedCryptosuites: readonly string[], acceptedMethods: readonly string[] = []): typeof request => ({ ...request, didAuthentication: { acceptedCryptosuites, acceptedMethods } })
    expect(await findAcceptedKey([{ key }, { key: p256 }], request, cryptography)).toEqual({ key })
    expect(await findAcceptedKey([{ key }, { key: p256 }], taking(['ecdsa-rdfc-2019']), cryptography)).toEqual({ key: p256 })
    expect(await findAcceptedKey([{ key }], taking(['bbs-2023']), cryptography)).toBeUndefined()
    expect(await findAcceptedKey([{ key }], taking([], ['web']), cryptography)).toBeUndefined()
  })

  it('tells a refusal in the other side’s words, and stops at answers that are too large, no JSON or none', async () => {
    const problem = { type: 'https://college.example/problems/exchange-complete', title: 'Used', status: 409, detail: 'The exchange has been used', errors: [] }
    await expect(ask(peer(() => Response.json(problem, { status: 409 })).fetch)).rejects.toMatchObject({ code: 'exchange/peer-refused', status: 409, said: 'The exchange has been used', reason: 'exchange-complete' })
    await expect(ask(peer(() => new Response('<html>', { status: 502 })).fetch)).rejects.toMatchObject({ code: 'exchange/peer-refused', status: 502, said: null })
    await expect(ask(peer(() => new Response('<html>')).fetch)).rejects.toMatchObject({ code: 'exchange/answer-malformed' })
    await expect(ask(peer(() => new Response('{"a":1,"a":2}')).fetch)).rejects.toMatchObject({ code: 'exchange/answer-malformed' })
    await expect(ask(peer(() => new Response(new Uint8Array(maxAnswerBytes + 1))).fetch)).rejects.toMatchObject({ code: 'exchange/answer-malformed' })
    await expect(ask(async () => Promise.reject(new TypeError('no network')))).rejects.toMatchObject({ code: 'exchange/unreachable' })
  })
})
