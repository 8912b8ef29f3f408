import { describe, expect, it } from 'vitest'
import { isUrl } from './is-url.ts'

describe('isUrl()', () => {
  it('takes URLs of any scheme and nothing that only looks like one', () => {
    for (const address of ['https://college.example', 'urn:uuid:1', 'did:key:z6Mk', 'data:,x', 'mailto:a@b']) expect(isUrl(address)).toBe(true)
    for (const value of ['college', 'http:', 'ht tp://x', 'urn:a b', 'urn:<x>', '', 7, null, undefined, ['urn:x']]) expect(isUrl(value)).toBe(false)
  })
})
