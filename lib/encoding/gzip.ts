import { decodeBase64url } from './base64url.ts'
import { EncodingError } from './encoding-error.ts'

/** Compresses bytes in the GZIP format (RFC 1952). */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/**
 * Expands GZIP bytes and stops as soon as more than `maxBytes` come out.
 *
 * Untrusted: a few bytes can expand a thousandfold, so the limit is on what comes out, not on what goes in.
 *
 * @throws EncodingError `encoding/gzip` on malformed input, `encoding/gzip-too-large` past the limit
 */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  return expand(bytes, 'gzip', maxBytes)
}

/**
 * Expands bytes in the ZLIB format (RFC 1950) under the same limit.
 *
 * @throws EncodingError `encoding/zlib` on malformed input, `encoding/zlib-too-large` past the limit
 */
export async function inflate(bytes: Uint8Array<ArrayBuffer>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  return expand(bytes, 'zlib', maxBytes)
}

/**
 * Expands GZIP or ZLIB bytes that are written in base64url, under the same limit; platforms that can do it at once do.
 *
 * @throws EncodingError as `decodeBase64url`, {@link gunzip} and {@link inflate} do
 */
export type ExpandBase64url = (text: string, format: 'gzip' | 'zlib', maxBytes: number) => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>

/** See {@link ExpandBase64url}; on the streams of the web. */
export const expandBase64url: ExpandBase64url = async (text, format, maxBytes) => expand(decodeBase64url(text), format, maxBytes)

/** Compresses bytes in the DEFLATE format (RFC 1951), without a header. */
export async function deflateRaw(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/**
 * Expands bytes in the DEFLATE format, without a header, under the same limit.
 *
 * @throws EncodingError `encoding/deflate` on malformed input, `encoding/deflate-too-large` past the limit
 */
export async function inflateRaw(bytes: Uint8Array<ArrayBuffer>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  return expand(bytes, 'deflate', maxBytes)
}

/** Names of the platform: what it calls `deflate` is ZLIB. */
const formats = { gzip: 'gzip', zlib: 'deflate', deflate: 'deflate-raw' } as const

async function expand(bytes: Uint8Array<ArrayBuffer>, format: keyof typeof formats, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(formats[format])).getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      length += value.length
      if (length > maxBytes) throw new EncodingError(`encoding/${format}-too-large`, `Cannot expand ${format.toUpperCase()}: more than ${maxBytes} bytes`)
      parts.push(value)
    }
  } catch (cause) {
    await reader.cancel().catch(() => undefined)
    throw cause instanceof EncodingError ? cause : new EncodingError(`encoding/${format}`, `Cannot expand ${format.toUpperCase()}: malformed bytes`, { cause })
  }
  const whole = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
