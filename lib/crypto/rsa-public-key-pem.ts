import { decodeBase64, encodeBase64url } from '../encoding/base64url.ts'
import { EncodingError } from '../encoding/encoding-error.ts'
import { CryptoError } from './crypto-error.ts'
import { rsaPublicKey, type RsaPublicKey } from './rsa-public-key.ts'

/** Untrusted: a longer text is no key. */
const maxPemLength = 4_096

/** The algorithm identifier of RSA keys in DER (RFC 8017, "rsaEncryption"): its object identifier, and null for parameters. */
const rsaEncryption = Uint8Array.of(0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00)

/**
 * Reads an RSA key in the form `BEGIN PUBLIC KEY` (RFC 7468, "Textual Encoding of Subject Public Key Info").
 *
 * @throws CryptoError `crypto/key-malformed`
 */
export function rsaPublicKeyFromPem(pem: string): RsaPublicKey {
  const body = /^\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*$/.exec(pem.slice(0, maxPemLength))?.[1]
  if (body === undefined) throw malformed()
  try {
    const { content: info, rest: behind } = readElement(decodeBase64(body.replace(/\s/g, '')), 0x30)
    if (behind.length > 0 || !rsaEncryption.every((byte, index) => info[index] === byte)) throw malformed()
    const { content: bits, rest } = readElement(info.subarray(rsaEncryption.length), 0x03)
    if (rest.length > 0 || bits[0] !== 0) throw malformed()
    const { content: numbers, rest: surplus } = readElement(bits.subarray(1), 0x30)
    const modulus = readElement(numbers, 0x02)
    const exponent = readElement(modulus.rest, 0x02)
    if (surplus.length > 0 || exponent.rest.length > 0) throw malformed()
    return rsaPublicKey(encodeBase64url(unsigned(modulus.content)), encodeBase64url(unsigned(exponent.content)))
  } catch (cause) {
    if (cause instanceof EncodingError) throw malformed(cause)
    throw cause
  }
}

interface Element {
  readonly content: Uint8Array
  /** What stands behind it. */
  readonly rest: Uint8Array
}

/** One element in DER (X.690, "Encoding of a definite length"): tag, length in one to three bytes, content. */
function readElement(bytes: Uint8Array, tag: number): Element {
  const first = bytes[1] ?? 0
  const lengthBytes = first < 0x80 ? 0 : first - 0x80
  if (bytes[0] !== tag || lengthBytes > 2 || first === 0x80) throw malformed()
  const length = lengthBytes === 0 ? first : bytes.subarray(2, 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0)
  const start = 2 + lengthBytes
  if (bytes.length < start + length) throw malformed()
  return { content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) }
}

/** A positive number begins with a zero byte where it would otherwise look negative. */
function unsigned(integer: Uint8Array): Uint8Array {
  return integer[0] === 0 ? integer.subarray(1) : integer
}

function malformed(cause?: unknown): CryptoError {
  return new CryptoError('crypto/key-malformed', 'Cannot read RSA key: it is no public key in PEM', { cause })
}
