import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EverlearnedError } from '../../error.ts'
import { formatHandOver, formatPresentations, maxPresentations, parseExchangeAnswer, parseWalletMessage } from './exchange-message.ts'
import { formatInteractionUrl, formatProtocols, parseAbout, parseInteractionUrl, parseProtocols } from './interaction.ts'
import { matchesQuery } from './match-query.ts'
import { formatIssuerRequest, formatVerifierRequest, parsePresentationRequest } from './presentation-request.ts'

const occasion = { challenge: 'c2b9d2f0', exchangeUrl: 'https://college.example/exchanges/7f3c1e' }
const requestIn = (message: object): unknown => (message as { readonly verifiablePresentationRequest: unknown }).verifiablePresentationRequest

function codeOf(parse: () => unknown): string {
  try {
    parse()
    return 'read'
  } catch (error) {
    return error instanceof EverlearnedError ? error.code : 'fault'
  }
}

describe('presentation requests', () => {
  it('come back as they were written', () => {
    expect(parsePresentationRequest(requestIn(formatIssuerRequest(occasion)))).toEqual({
      challenge: 'c2b9d2f0', domain: occasion.exchangeUrl, credentialQueries: [], unsupported: [],
      didAuthentication: { acceptedMethods: ['key', 'web', 'jwk'], acceptedCryptosuites: ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019'] },
    })
    const wanted = { types: ['OpenBadgeCredential'], reason: 'Show the certificate this job needs.', contexts: ['https://www.w3.org/ns/credentials/v2'] }
    expect(parsePresentationRequest(requestIn(formatVerifierRequest(wanted, occasion)))).toMatchObject({
      didAuthentication: {}, credentialQueries: [{ types: wanted.types, reason: wanted.reason, example: {}, acceptedCryptosuites: ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019', 'ecdsa-sd-2023', 'bbs-2023'] }],
    })
  })

  it('are read as they are met in the field: one query, one credential query, did:key as a method, names as text', () => {
    expect(parsePresentationRequest({ challenge: 'c', query: { type: 'DIDAuthentication', acceptedMethods: [{ method: 'did:key' }, 'web'], acceptedCryptosuites: ['eddsa-rdfc-2022'] } })).toMatchObject({
      domain: undefined, didAuthentication: { acceptedMethods: ['key', 'web'], acceptedCryptosuites: ['eddsa-rdfc-2022'] },
    })
    const query = { reason: 'Why', example: { type: 'OpenBadgeCredential', issuer: 'did:web:college.example' } }
    for (const credentialQuery of [query, [query]]) {
      expect(parsePresentationRequest({ challenge: 'c', query: { type: 'QueryByExample', credentialQuery } }).credentialQueries).toMatchObject([{ types: ['OpenBadgeCredential'], example: { issuer: 'did:web:college.example' } }])
    }
    expect(parsePresentationRequest({ challenge: 'c', query: [{ type: 'AuthorizationCapabilityQuery' }] }).unsupported).toEqual(['AuthorizationCapabilityQuery'])
  })

  it.each([
    ['no challenge', { query: [{ type: 'DIDAuthentication' }] }],
    ['an endless challenge', { challenge: 'c'.repeat(2_000), query: [{ type: 'DIDAuthentication' }] }],
    ['no query', { challenge: 'c' }],
    ['too many queries', { challenge: 'c', query: Array.from({ length: 17 }, () => ({ type: 'DIDAuthentication' })) }],
    ['no example', { challenge: 'c', query: { type: 'QueryByExample', credentialQuery: {} } }],
    ['a domain that is no text', { challenge: 'c', domain: {}, query: { type: 'DIDAuthentication' } }],
  ])('are refused with %s', (_, request) => {
    expect(codeOf(() => parsePresentationRequest(request))).toBe('exchange/malformed')
  })
})

describe('interaction URLs', () => {
  const loopbackOrigins = ['http://localhost:4000']

  it('come back from the address, and from the schemes of wallets', () => {
    const url = formatInteractionUrl('https://college.example', 'A'.repeat(22))
    expect(url.length).toBeLessThan(400)
    for (const text of [url, ` ${url}\n`, `interaction:${url}`, `web+interaction:${url}`]) expect(parseInteractionUrl(text, {}).href).toBe(url)
    expect(parseInteractionUrl('http://localhost:4000/interactions/a?iuv=1', { loopbackOrigins }).port).toBe('4000')
  })

  it.each([
    ['http://college.example/interactions/a?iuv=1', 'exchange/url-refused'],
    ['http://localhost:4001/interactions/a?iuv=1', 'exchange/url-refused'],
    ['interaction:javascript:alert(1)?iuv=1', 'exchange/url-refused'],
    ['https://user:password@college.example/interactions/a?iuv=1', 'exchange/url-refused'],
    [`https://college.example/interactions/${'a'.repeat(3_000)}?iuv=1`, 'exchange/url-refused'],
    ['https://college.example/interactions/a', 'exchange/not-an-interaction'],
  ])('VA2, VP2: plain http and what is no interaction is refused: %s', (text, code) => {
    expect(codeOf(() => parseInteractionUrl(text, { loopbackOrigins }))).toBe(code)
  })

  it('lead to protocols with their wrapper and without', () => {
    const protocols = { 'vcapi': 'https://college.example/exchanges/a', 'oid4vci-1.0': 'openid-credential-offer://?x' }
    expect(parseProtocols(formatProtocols(protocols))).toEqual(protocols)
    expect(parseProtocols(protocols)).toEqual(protocols)
    expect(codeOf(() => parseProtocols([]))).toBe('exchange/malformed')
  })
})

describe('exchange messages', () => {
  it('hold a presentation in its member, or at the top level too where that was asked for', () => {
    const credential = { type: ['VerifiableCredential'] }
    expect(formatHandOver([credential], { isFlat: false })).toEqual({ verifiablePresentation: { '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiablePresentation'], 'verifiableCredential': [credential] } })
    const flat = formatHandOver([credential], { isFlat: true })
    expect(flat).toMatchObject({ type: ['VerifiablePresentation'], verifiablePresentation: { type: ['VerifiablePresentation'] } })
    const { verifiablePresentation: _, ...bare } = flat
    for (const answer of [flat, bare]) expect(parseExchangeAnswer(answer)).toEqual({ kind: 'given', credentials: [credential], redirectUrl: undefined })
  })

  it('hold a presentation as such, several in a list, and of a no an empty one', () => {
    const presentations = [{ holder: 'did:key:one' }, { holder: 'did:key:other' }]
    expect(formatPresentations(presentations.slice(0, 1))).toEqual({ verifiablePresentation: presentations[0] })
    for (const sent of [presentations, presentations.slice(0, 1)]) expect(parseWalletMessage(formatPresentations(sent))).toEqual({ kind: 'present', presentations: sent })
    expect(parseWalletMessage(formatPresentations([]))).toEqual({ kind: 'declined' })
    for (const bad of [[{}, 'eyJ'], Array.from({ length: maxPresentations + 1 }, () => ({})), null, 7]) expect(codeOf(() => parseWalletMessage({ verifiablePresentation: bad }))).toBe('exchange/malformed')
    const given = { verifiablePresentation: [{ verifiableCredential: { id: 'urn:1' } }, { verifiableCredential: [{ id: 'urn:2' }] }] }
    expect(parseExchangeAnswer(given)).toMatchObject({ kind: 'given', credentials: [{ id: 'urn:1' }, { id: 'urn:2' }] })
  })

  it('are read whatever JSON arrives: a value or an error of ours', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const wrapped = { verifiablePresentationRequest: value, query: value, challenge: 'c' }
      for (const parse of [() => parseExchangeAnswer(value as never), () => parseWalletMessage(value), () => parseProtocols(value), () => parsePresentationRequest(value), () => parsePresentationRequest(wrapped)]) {
        expect(codeOf(parse)).toMatch(/^(?:read|exchange\/malformed|exchange\/unreadable)$/)
      }
    }))
  })
})

describe('matchesQuery()', () => {
  const query = { types: ['OpenBadgeCredential'], example: {}, acceptedCryptosuites: [], reason: undefined, group: undefined }
  const badge = { type: ['VerifiableCredential', 'OpenBadgeCredential'], issuer: { id: 'did:web:college.example' }, credentialSubject: { achievement: { name: 'Forklift' } }, proof: { cryptosuite: 'eddsa-rdfc-2022' } }

  it('wants every type of the example, under either name of a badge', () => {
    expect(matchesQuery(badge, query)).toBe(true)
    expect(matchesQuery({ ...badge, type: ['VerifiableCredential', 'AchievementCredential'] }, query)).toBe(true)
    expect(matchesQuery(badge, { ...query, types: ['OpenBadgeCredential', 'EndorsementCredential'] })).toBe(false)
    expect(matchesQuery({}, query)).toBe(false)
  })

  it('wants what else the example says, and a suite that is taken', () => {
    expect(matchesQuery(badge, { ...query, example: { issuer: 'did:web:college.example', credentialSubject: { achievement: { name: '' } } } })).toBe(true)
    expect(matchesQuery(badge, { ...query, example: { credentialSubject: { achievement: { name: 'Crane' } } } })).toBe(false)
    expect(matchesQuery(badge, { ...query, acceptedCryptosuites: ['ecdsa-rdfc-2019'] })).toBe(false)
  })
})

describe('what is said of an interaction', () => {
  const about = { organisation: { name: 'College', did: 'did:web:college.example' }, purpose: 'For the job', alternative: 'Do the test' }

  it('comes back as it was written, beside the protocols', () => {
    const written = formatProtocols({ vcapi: 'https://college.example/exchanges/1' }, about)
    expect(parseAbout(written)).toEqual(about)
    expect(parseProtocols(written)).toEqual({ vcapi: 'https://college.example/exchanges/1' })
  })

  it('is nothing where others say nothing, or nonsense', () => {
    for (const about of [undefined, null, [], 'x', { organisation: 'College' }, { organisation: { name: 'College', did: 'https://college.example' } }, { purpose: 7, alternative: '' }]) expect(parseAbout({ about })).toEqual({})
    expect(parseAbout(null)).toEqual({})
  })

  it('is cut where it is long', () => {
    expect(parseAbout({ about: { purpose: 'x'.repeat(10_000) } }).purpose).toHaveLength(2_000)
  })
})
