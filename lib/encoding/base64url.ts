import { EncodingError } from './encoding-error.ts'

/** Encodes bytes as base64url without padding (RFC 4648, section 5). */
export function encodeBase64url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/**
 * Decodes base64url without padding.
 *
 * @throws EncodingError `encoding/base64url` on any character outside the alphabet or an impossible length
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1 || hasStrayBits(text)) {
    throw new EncodingError('encoding/base64url', 'Cannot decode base64url: not in its alphabet or of impossible length')
  }
  return fromBinary(atob(text.replaceAll('-', '+').replaceAll('_', '/')))
}

/** Encodes bytes as base64 with padding (RFC 4648, section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  // String.fromCharCode takes its bytes as arguments: slices keep the call stack bounded.
  const slices: string[] = []
  for (let start = 0; start < bytes.length; start += 0x8000) {
    slices.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)))
  }
  return btoa(slices.join(''))
}

/**
 * Decodes base64 with padding.
 *
 * @throws EncodingError `encoding/base64`
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || hasStrayBits(text.replace(/=+$/, ''))) {
    throw new EncodingError('encoding/base64', 'Cannot decode base64: not in its alphabet or of impossible length')
  }
  return fromBinary(atob(text))
}

/** Bits after the last byte must be zero (RFC 4648, section 3.5): otherwise several texts would stand for the same bytes. */
function hasStrayBits(text: string): boolean {
  const last = text.at(-1) ?? ''
  if (text.length % 4 === 2) return !'AQgw'.includes(last)
  return text.length % 4 === 3 && !'AEIMQUYcgkosw048'.includes(last)
}

function fromBinary(binary: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index)
  return bytes
}
