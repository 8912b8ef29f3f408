import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isUrl } from './is-url.ts'
import { formatMailto, isSameMailAddress, parseMailAddress } from './mail-address.ts'

describe('an e-mail address as the id of a subject', () => {
  it('is written as a URI and read again', () => {
    expect(formatMailto('person+work@example.org')).toBe('mailto:person+work@example.org')
    expect(formatMailto('a%b?c&d@example.org')).toBe('mailto:a%25b%3Fc%26d@example.org')
    const part = fc.string({ unit: fc.constantFrom(...'abzAZ09.!#$%&\'*+-=?^_`{|}~éश') , minLength: 1, maxLength: 20 })
    fc.assert(fc.property(part, part, (local, domain) => {
      const uri = formatMailto(`${local}@${domain}`)
      expect(parseMailAddress(uri)).toBe(`${local}@${domain}`)
      expect(isUrl(uri)).toBe(true)
    }))
  })

  it('is taken bare too, and with what a URI may have behind it', () => {
    for (const id of ['person@example.org', 'MAILTO:person@example.org', 'mailto:person@example.org?subject=x']) expect(parseMailAddress(id)).toBe('person@example.org')
  })

  it.each([undefined, 7, '', 'did:key:z6Mk', 'mailto:', 'mailto:a@b.example,c@d.example', 'mailto:%ff@example.org', 'mailto:person', 'https://person@example.org', 'urn:x:a@b', `${'a'.repeat(300)}@example.org`, 'a b@example.org'])('is not %j', (id) => {
    expect(parseMailAddress(id)).toBeUndefined()
  })

  it('is the same in capital letters', () => {
    expect(isSameMailAddress('Person@Example.org', 'person@example.ORG')).toBe(true)
    expect(isSameMailAddress('person@example.org', 'persons@example.org')).toBe(false)
  })
})
