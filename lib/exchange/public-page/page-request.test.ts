import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../../crypto/web-cryptography.ts'
import { isPageId, maxPageBytes, pageChallenge, parsePagePackage, parsePageReceipt } from './page-request.ts'

const content = { bundle: '{}', isListed: false, expiresAt: new Date('2026-12-01T00:00:00Z') }

describe('pageChallenge()', () => {
  it('is another one for every other decision', () => {
    const challenges = [content, { ...content, bundle: '{ }' }, { ...content, isListed: true }, { ...content, expiresAt: new Date('2026-12-02T00:00:00Z') }].map((each) => pageChallenge(each, cryptography))
    expect(new Set(challenges).size).toBe(4)
    expect(pageChallenge(content, cryptography)).toBe(challenges[0])
  })
})

describe('messages of a public page', () => {
  const page = { bundle: '{}', isListed: true, changedAt: '2026-01-01T00:00:00Z', expiresAt: '2026-12-01T00:00:00Z' }

  it('are read as they were meant', () => {
    expect(parsePagePackage({ ...page, more: 1 })).toEqual(page)
    expect(parsePageReceipt({ id: 'abcdefgh23456789', editToken: 'A'.repeat(43) })).toEqual({ id: 'abcdefgh23456789', editToken: 'A'.repeat(43) })
  })

  it.each([null, [], {}, { ...page, bundle: 5 }, { ...page, bundle: 'x'.repeat(maxPageBytes + 1) }, { ...page, isListed: 'yes' }, { ...page, expiresAt: 'soon' }])('are refused when they are anything else: %#', (value) => {
    expect(() => parsePagePackage(value)).toThrow(expect.objectContaining({ code: 'public-page/malformed' }))
    expect(() => parsePageReceipt(value)).toThrow(expect.objectContaining({ code: 'public-page/malformed' }))
  })

  it.each(['', 'abc', 'ABCDEFGH23456789', 'abcdefgh2345678l', '../../../etc/pass', 'abcdefgh23456789x'])('know no id like %s', (id) => {
    expect(isPageId(id)).toBe(false)
  })
})
