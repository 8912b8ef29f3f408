import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { hmacSha256 } from './hmac-sha256.ts'
import { webCryptography } from './web-cryptography.ts'

describe('hmacSha256()', () => {
  it.each([
    ['Jefe', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
    ['\u000b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  ])('agrees with RFC 4231 on every platform', (key, message, expected) => {
    for (const cryptography of [nativeCryptography, webCryptography]) expect(encodeHex(hmacSha256(encodeUtf8(key), encodeUtf8(message), cryptography))).toBe(expected)
  })

  it('takes no key that would have to be hashed first', () => {
    expect(() => hmacSha256(new Uint8Array(65), new Uint8Array(), nativeCryptography)).toThrow(RangeError)
  })
})
