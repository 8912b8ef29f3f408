import { describe, expect, it } from 'vitest'
import { isDid, parseDidUrl } from './did-url.ts'

describe('parseDidUrl()', () => {
  it('takes a DID URL apart', () => {
    expect(parseDidUrl('did:web:college.example%3A8443:orgs/path?versionId=1#key-1')).toEqual({
      did: 'did:web:college.example%3A8443:orgs', method: 'web', methodSpecificId: 'college.example%3A8443:orgs', path: '/path', query: 'versionId=1', fragment: 'key-1',
    })
    expect(parseDidUrl('did:key:z6Mk#z6Mk')).toMatchObject({ did: 'did:key:z6Mk', path: '', query: undefined, fragment: 'z6Mk' })
  })

  it.each(['', 'did', 'did:', 'did:web', 'did:web:', 'DID:web:a', 'did:Web:a', 'did:web:a b', 'did:web:a:', 'did:web:%zz', 'xdid:web:a', 'did:web:a\n', `did:web:${'a'.repeat(2_041)}`])('refuses %j', (text) => {
    expect(() => parseDidUrl(text)).toThrow(expect.objectContaining({ code: 'did/malformed' }))
  })

  it('reads a long hostile identifier in no time', () => {
    const start = performance.now()
    expect(isDid(`did:web:${'a:'.repeat(1_000)}/`)).toBe(false)
    expect(performance.now() - start).toBeLessThan(100)
  })
})

describe('isDid()', () => {
  it('tells a DID from a DID URL', () => {
    expect(isDid('did:web:college.example')).toBe(true)
    expect(isDid('did:web:college.example#key-1')).toBe(false)
    expect(isDid('https://college.example')).toBe(false)
  })
})
