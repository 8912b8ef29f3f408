import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { rsaPublicKey } from './rsa-public-key.ts'
import { webCryptography } from './web-cryptography.ts'

const message = encodeUtf8('a diploma')
const makeKey = (modulusLength: number): { readonly n: string; readonly e: string; readonly signature: Uint8Array<ArrayBuffer> } => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  return { n, e, signature: new Uint8Array(sign('sha256', message, privateKey)) }
}
const { n, e, signature } = makeKey(2_048)

describe('rsaPublicKey()', () => {
  it('reads a key of 2048 bits', () => {
    expect(rsaPublicKey(n, e)).toEqual({ type: 'RSA', n, e })
  })

  it.each([
    ['a modulus that can be factored', makeKey(1_024).n, e],
    ['no modulus', '', e],
    ['a modulus that keeps a verifier busy', 'f'.repeat(1_400), e],
    ['a modulus with a zero in front', `AA${n}`, e],
    ['no exponent', n, ''],
    ['an even exponent', n, 'Ag'],
    ['the exponent one', n, 'AQ'],
    ['an endless exponent', n, 'AQABAQAB'],
  ])('refuses %s', (_, modulus, exponent) => {
    expect(() => rsaPublicKey(modulus, exponent)).toThrow(expect.objectContaining({ code: expect.stringMatching(/^(crypto|encoding)\//) }))
  })
})

describe.each([['Node', nativeCryptography], ['WebCrypto', webCryptography]])('verifyRsaSignature() on %s', (_, cryptography) => {
  it('accepts an RS256 signature, and none over another message or with a bit changed', async () => {
    const key = rsaPublicKey(n, e)
    expect(await cryptography.verifyRsaSignature(key, message, signature)).toBe(true)
    expect(await cryptography.verifyRsaSignature(key, encodeUtf8('a degree'), signature)).toBe(false)
    const changed = signature.slice()
    changed[9]! ^= 1
    expect(await cryptography.verifyRsaSignature(key, message, changed)).toBe(false)
  })

  it('answers false for keys and signatures that are none', async () => {
    for (const bad of [{ n: '', e: '' }, { n: 'AQAB', e: 'AQAB' }, { n, e: '####' }]) {
      expect(await cryptography.verifyRsaSignature({ type: 'RSA', ...bad }, message, signature)).toBe(false)
    }
    expect(await cryptography.verifyRsaSignature({ type: 'RSA', n, e }, message, new Uint8Array())).toBe(false)
  })
})
