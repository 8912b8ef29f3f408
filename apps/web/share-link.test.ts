import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isClaimLink, keyIn, readShareLink, recordIn } from './share-link.ts'

describe('readShareLink()', () => {
  it('reads node, id and key', () => {
    expect(readShareLink(' https://college.example/s/abc-1#KEY\n')).toEqual({ node: 'https://college.example', id: 'abc-1', key: 'KEY' })
  })

  it('tells the key from the record that a line of a résumé means', () => {
    expect(readShareLink('https://college.example/s/abc-1#KEY.12')).toEqual({ node: 'https://college.example', id: 'abc-1', key: 'KEY' })
    expect(['#KEY.12', '#KEY', '', '#KEY.0', '#KEY.1234', '#KEY.x'].map((hash) => [keyIn(hash), recordIn(hash)])).toEqual([['KEY', 12], ['KEY', undefined], ['', undefined], ['KEY', undefined], ['KEY', undefined], ['KEY', undefined]])
  })

  it.each(['https://college.example/verify', 'javascript:alert(1)//s/abc#k', 'https://college.example/s/../../etc#k', '{"type":"x"}', '', 'x'.repeat(3_000)])('leaves %s to others', (text) => {
    expect(readShareLink(text)).toBeUndefined()
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string().map((path) => `https://college.example/${path}`)), (text) => {
      expect(readShareLink(text)?.node ?? 'https://college.example').toBe('https://college.example')
      expect(typeof isClaimLink(text)).toBe('boolean')
    }))
  })
})

describe('isClaimLink()', () => {
  it('knows both forms of a link for claiming', () => {
    expect(isClaimLink('https://college.example/claim/abc')).toBe(true)
    expect(isClaimLink('https://wallet.example/claim#node=x&token=y')).toBe(true)
    expect(isClaimLink('https://college.example/claims')).toBe(false)
  })
})
