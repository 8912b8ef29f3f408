import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../../crypto/web-cryptography.ts'
import { AttestationError } from './attestation-error.ts'
import { formatAttestationAnswer, formatAttestationRequest, linkTokenOf, maxAttestationBytes, parseAttestationAnswer, parseAttestationRequest, type AttestationRequest } from './attestation-request.ts'

const request: AttestationRequest = {
  asker: 'Michael', record: 'Treasurer', statement: 'He kept the books.', about: { id: 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', digest: 'A'.repeat(43) },
  shown: [{ label: 'What', value: 'Treasurer' }], parties: ['did:key:z6Mk'],
}

describe('a request to vouch', () => {
  it('is read as it was written', () => {
    expect(parseAttestationRequest(formatAttestationRequest(request))).toEqual(request)
    expect(parseAttestationAnswer(formatAttestationAnswer({ endorsement: '{}' }))).toEqual({ endorsement: '{}' })
  })

  it.each<[string, object]>([
    ['of another version', { version: 2 }], ['of another type', { type: 'EverlearnedAttestationAnswer' }], ['about nothing', { about: {} }], ['about a digest of another length', { about: { ...request.about, digest: 'AA' } }],
    ['with a text that is none', { asker: 7 }], ['with a statement that fills a page', { statement: 'x'.repeat(2_001) }], ['with more fields than are shown', { shown: Array.from({ length: 13 }, () => request.shown[0]) }], ['with a field that is none', { shown: ['x'] }], ['without parties', { parties: null }],
  ])('is refused %s', (_, change) => {
    expect(() => parseAttestationRequest(JSON.stringify({ ...JSON.parse(formatAttestationRequest(request)) as object, ...change }))).toThrow(AttestationError)
  })

  it('is refused as one of our own errors whatever it is', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      for (const parse of [parseAttestationRequest, parseAttestationAnswer]) expect(() => parse(text)).toThrow(AttestationError)
    }), { numRuns: 100 })
    expect(() => parseAttestationRequest(' '.repeat(maxAttestationBytes + 1))).toThrow(AttestationError)
  })

  it('has a token that follows from the key and tells nothing of it', () => {
    const key = new Uint8Array(32).fill(7)
    expect(linkTokenOf(key, cryptography)).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(linkTokenOf(key, cryptography)).not.toBe(linkTokenOf(new Uint8Array(32).fill(8), cryptography))
  })
})
