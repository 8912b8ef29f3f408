import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { CredentialError } from '../credential-error.ts'
import { maxCredentialBytes } from '../parse-json.ts'
import { algorithmOfKeyType, keyTypeOfAlgorithm, otherAlgorithms } from './jose-algorithm.ts'
import { parseJws, signJws } from './jws.ts'

const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const part = (text: string | Uint8Array): string => encodeBase64url(typeof text === 'string' ? encodeUtf8(text) : new Uint8Array(text))
const header = part('{"alg":"EdDSA"}')

function errorOf(text: string): unknown {
  try {
    parseJws(text)
    return undefined
  } catch (error) {
    return error
  }
}

describe('signJws() and parseJws()', () => {
  it('give back any object, and the very bytes that were signed', async () => {
    await fc.assert(fc.asyncProperty(fc.dictionary(fc.string().filter((name) => name !== '__proto__'), fc.jsonValue({ maxDepth: 3 })), async (payload) => {
      const text = await signJws({ typ: 'vc+jwt' }, JSON.parse(JSON.stringify(payload)) as JsonObject, key)
      const message = parseJws(text)
      expect(message.payload).toEqual(JSON.parse(JSON.stringify(payload)))
      expect(message.header).toEqual({ alg: 'EdDSA', typ: 'vc+jwt' })
      expect([message.input, message.tokenBytes]).toEqual([encodeUtf8(text.split('.').slice(0, 2).join('.')), encodeUtf8(text)])
      expect(await cryptography.verifySignature(key.publicKey, message.input, message.signature)).toBe(true)
    }), { seed: 1, numRuns: 40 })
  })

  it.each<[string, string]>([
    ['nothing', ''],
    ['two parts', `${header}.${part('{}')}`],
    ['four parts', `${header}.${part('{}')}.AA.AA`],
    ['an empty header', `.${part('{}')}.AA`],
    ['an empty payload', `${header}..AA`],
    ['padding', `${header}=.${part('{}')}.AA`],
    ['the other alphabet', `${header}.${part('{}')}.+/`],
    ['spare bits in the signature', `${header}.${part('{}')}.AB`],
    ['a length that no bytes have', `${header}.${part('{}')}.A`],
    ['spaces around it', ` ${header}.${part('{}')}.AA`],
    ['a line break in it', `${header}.\n${part('{}')}.AA`],
  ])('refuse %s: no two texts stand for one token', (_what, text) => {
    expect(() => parseJws(text)).toThrow(expect.objectContaining({ code: 'credential/token-malformed' }))
  })

  it.each<[string, string, string | Uint8Array]>([
    ['a list', 'credential/not-an-object', '[]'],
    ['text', 'credential/not-an-object', '"x"'],
    ['null', 'credential/not-an-object', 'null'],
    ['no JSON', 'credential/not-json', '{'],
    ['no UTF-8', 'credential/not-json', Uint8Array.of(0x7b, 0xc3, 0x28, 0x7d)],
    ['a member twice', 'credential/duplicate-member', '{"alg":"EdDSA","alg":"none"}'],
    ['a prototype', 'credential/prototype-key', '{"__proto__":{}}'],
    ['a depth without end', 'credential/too-deep', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
  ])('refuse %s in the place of a header or payload: %s', (_what, code, value) => {
    expect(() => parseJws(`${part(value)}.${part('{}')}.AA`)).toThrow(expect.objectContaining({ code }))
    expect(() => parseJws(`${header}.${part(value)}.AA`)).toThrow(expect.objectContaining({ code }))
  })

  it('refuse what is too long before it is decoded', () => {
    expect(() => parseJws('.'.repeat(maxCredentialBytes + 1))).toThrow(expect.objectContaining({ code: 'credential/too-large' }))
    expect(() => parseJws('.'.repeat(maxCredentialBytes))).toThrow(expect.objectContaining({ code: 'credential/token-malformed' }))
  })

  it('refuse any text with an error of their own', () => {
    fc.assert(fc.property(fc.stringMatching(/^[\w.-]{0,80}$/), (text) => {
      const error = errorOf(text)
      expect(error === undefined || error instanceof CredentialError).toBe(true)
    }), { seed: 2, numRuns: 300 })
  })
})

describe('the algorithms of tokens', () => {
  it('are named after the key, and take that key alone', () => {
    for (const type of ['Ed25519', 'P-256', 'P-384'] as const) expect(keyTypeOfAlgorithm(algorithmOfKeyType(type))).toBe(type)
  })

  it.each(['none', 'HS256', 'eddsa', 'es256', '', '__proto__', 'constructor', 'toString', ...otherAlgorithms])('%j is not verified here', (name) => {
    expect(keyTypeOfAlgorithm(name)).toBeUndefined()
  })
})
