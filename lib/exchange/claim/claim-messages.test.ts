import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatClaimLink, formatWalletClaimLink, maxShareBytes, parseClaimChallenge, parseClaimLink, parseClaimOffer, parseClaimRequest,
  parseClaimResult, parseSharePackage, parseShareReceipt, parseShareRequest,
} from './index.ts'
import { EverlearnedError } from '../../error.ts'
import { encodeBase64url } from '../../encoding/base64url.ts'

function outcomeOf(parse: () => unknown): string {
  try {
    parse()
    return 'read'
  } catch (error) {
    return error instanceof EverlearnedError ? error.code : 'fault'
  }
}

const token = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => encodeBase64url(bytes))

describe('claim links', () => {
  it('come back the same from both forms', () => {
    fc.assert(fc.property(token, fc.constantFrom('https://college.example', 'http://localhost:4000'), (text, nodeOrigin) => {
      const link = { nodeOrigin, token: text }
      expect(parseClaimLink(formatClaimLink(link))).toEqual(link)
      expect(parseClaimLink(` ${formatWalletClaimLink(link, 'http://localhost:4001')}\n`)).toEqual(link)
    }))
  })

  it.each([
    ['another path', `https://college.example/verify/${'A'.repeat(43)}`],
    ['a short token', 'https://college.example/claim/AAAA'],
    ['a token with a slash', `https://college.example/claim/${'A'.repeat(40)}/../`],
    ['a node that is a script', `https://wallet.example/claim#node=javascript:alert(1)&token=${'A'.repeat(43)}`],
    ['no address at all', 'hello'],
    ['an endless address', `https://college.example/claim/${'A'.repeat(5_000)}`],
  ])('refuses %s', (_, text) => {
    expect(() => parseClaimLink(text)).toThrow(expect.objectContaining({ code: 'claim/link-malformed' }))
  })
})

describe('claim messages', () => {
  const offer = {
    state: 'unclaimed', organisation: { name: 'College', did: 'did:key:z' }, achievement: { name: 'Welding', description: '' }, recipientHint: 'S… L…', needsCode: false,
  }

  it('are read member by member, dropping what is not theirs', () => {
    expect(parseClaimOffer({ ...offer, more: 1 })).toEqual(offer)
    expect(parseClaimChallenge({ challenge: 'c', domain: 'd', expiresAt: '2026-05-01T00:00:00Z' }).expiresAt).toBe('2026-05-01T00:00:00.000Z')
    expect(parseClaimResult({ credential: '{}', nonce: 'n', ledgerProof: null, documents: {} })).toEqual({ credential: '{}', nonce: 'n', ledgerProof: null, documents: {} })
    expect(parseShareReceipt({ id: 'a', endToken: 'b' })).toEqual({ id: 'a', endToken: 'b' })
  })

  it('read a code as people type it', () => {
    expect(parseClaimRequest({ presentation: {}, code: '123 456-78' })).toEqual({ presentation: {}, code: '12345678' })
    expect(parseClaimRequest({ presentation: {}, code: '' })).toEqual({ presentation: {} })
  })

  it.each([
    ['an offer in no known state', () => parseClaimOffer({ ...offer, state: 'open' })],
    ['an offer without an organisation', () => parseClaimOffer({ ...offer, organisation: [] })],
    ['a code with letters', () => parseClaimRequest({ presentation: {}, code: '12a456' })],
    ['a presentation that is text', () => parseClaimRequest({ presentation: '{}' })],
    ['a challenge without a time', () => parseClaimChallenge({ challenge: 'c', domain: 'd', expiresAt: 'soon' })],
    ['a list', () => parseClaimResult([])],
    ['nothing', () => parseSharePackage(null)],
  ])('refuse %s', (_, parse) => {
    expect(parse).toThrow(expect.objectContaining({ code: 'claim/malformed' }))
  })

  it('hold whatever JSON arrives: a value or a ClaimError, nothing else', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      for (const parse of [parseClaimOffer, parseClaimRequest, parseClaimResult, parseClaimChallenge, parseSharePackage]) {
        expect(outcomeOf(() => parse(value))).toMatch(/^(read|claim\/malformed|trust\/ledger-proof-malformed)$/)
      }
    }))
  })
})

describe('parseShareRequest()', () => {
  const expiresAt = '2026-05-01T00:00:00Z'

  it('reads ciphertext up to its limit and refuses one byte more', () => {
    expect(parseShareRequest({ ciphertext: encodeBase64url(new Uint8Array(maxShareBytes)), expiresAt }).ciphertext.length).toBe(maxShareBytes)
    expect(() => parseShareRequest({ ciphertext: encodeBase64url(new Uint8Array(maxShareBytes + 1)), expiresAt }))
      .toThrow(expect.objectContaining({ code: 'share/too-large' }))
  })
})
