import { decodeUtf8, encodeUtf8 } from './bytes.ts'
import { EncodingError } from './encoding-error.ts'

const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const [urlAlphabet, alphabet] = [encodeUtf8(`${lettersAndDigits}-_`), encodeUtf8(`${lettersAndDigits}+/`)]
const [urlValues, values] = [valuesOf(urlAlphabet), valuesOf(alphabet)]
const decoder = new TextDecoder()

/** What each ASCII character stands for; 64 for one that is not in the alphabet. */
function valuesOf(characters: Uint8Array): Uint8Array {
  const found = new Uint8Array(128).fill(64)
  for (const [value, character] of characters.entries()) found[character] = value
  return found
}

/** Encodes bytes as base64url without padding (RFC 4648, section 5). */
export function encodeBase64url(bytes: Uint8Array): string {
  return encodeWith(urlAlphabet, bytes)
}

/** Encodes the UTF-8 of a text as base64url; no bytes are made where all of it is ASCII, as JSON nearly always is. */
export function encodeBase64urlText(text: string): string {
  return isAscii(text) ? toUrlSafe(btoa(text)) : encodeBase64url(encodeUtf8(text))
}

/**
 * Decodes base64url without padding.
 *
 * @throws EncodingError `encoding/base64url` on any character outside the alphabet or an impossible length
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> {
  return decodeWith(urlValues, text) ?? refuseUrl()
}

/**
 * Decodes base64url without padding to the text of which it is the UTF-8.
 *
 * @throws EncodingError as {@link decodeBase64url} and {@link decodeUtf8} do
 */
export function decodeBase64urlText(text: string): string {
  const ascii = decodeAscii(text)
  return ascii ?? decodeUtf8(decodeBase64url(text))
}

/**
 * The text where it is ASCII and surely in its one encoding; undefined for what needs a closer look. Platforms overlook white space
 * and stray bits: whoever encodes it again sees them.
 */
function decodeAscii(text: string): string | undefined {
  if (/[+/=]/.test(text)) return undefined
  const padded = text.replaceAll('-', '+').replaceAll('_', '/') + paddingOf(text.length)
  try {
    const decoded = atob(padded)
    return isAscii(decoded) && btoa(decoded) === padded ? decoded : undefined
  } catch {
    return undefined
  }
}

function refuseUrl(): never {
  throw new EncodingError('encoding/base64url', 'Cannot decode base64url: not in its alphabet or of impossible length')
}

/** Encodes bytes as base64 with padding (RFC 4648, section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  const encoded = encodeWith(alphabet, bytes)
  return encoded + paddingOf(encoded.length)
}

/**
 * Decodes base64 with padding.
 *
 * @throws EncodingError `encoding/base64`
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const bytes = text.length % 4 === 0 ? decodeWith(values, text.replace(/={1,2}$/, '')) : undefined
  if (bytes === undefined) throw new EncodingError('encoding/base64', 'Cannot decode base64: not in its alphabet or of impossible length')
  return bytes
}

/** Undefined on a character outside the alphabet, an impossible length, or bits after the last byte that are not zero (RFC 4648, section 3.5): several texts would stand for the same bytes. */
function decodeWith(known: Uint8Array, text: string): Uint8Array<ArrayBuffer> | undefined {
  const { length } = text
  const bytes = new Uint8Array(Math.floor((length * 3) / 4))
  let [bits, at, seen] = [0, 0, 0]
  for (let index = 0; index < length; index += 1) {
    const value = known[text.charCodeAt(index)] ?? 64
    seen |= value
    bits = (bits << 6) | value
    // Four characters are three bytes; the first of the four makes none.
    if ((index & 3) !== 0) bytes[at++] = bits >> (6 - 2 * (index & 3))
  }
  const stray = length % 4 === 2 ? bits & 15 : length % 4 === 3 ? bits & 3 : 0
  return length % 4 === 1 || seen >= 64 || stray !== 0 ? undefined : bytes
}

/** Its characters as bytes, which are made a text at once: much faster than to build one up. */
function encodeWith(characters: Uint8Array, bytes: Uint8Array): string {
  const encoded = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  let at = 0
  for (let index = 0; index < bytes.length; index += 3) {
    const three = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0)
    // What is written past the end is not kept.
    encoded[at] = characters[three >> 18] ?? 0
    encoded[at + 1] = characters[(three >> 12) & 63] ?? 0
    encoded[at + 2] = characters[(three >> 6) & 63] ?? 0
    encoded[at + 3] = characters[three & 63] ?? 0
    at += 4
  }
  return decoder.decode(encoded)
}

function toUrlSafe(base64: string): string {
  const end = base64.indexOf('=')
  return (end < 0 ? base64 : base64.slice(0, end)).replaceAll('+', '-').replaceAll('/', '_')
}

function paddingOf(length: number): string {
  return '='.repeat(-length & 3)
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}
