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
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      length += value.length
      if (length > maxBytes) throw new EncodingError('encoding/gzip-too-large', `Cannot expand GZIP: more than ${maxBytes} bytes`)
      parts.push(value)
    }
  } catch (cause) {
    await reader.cancel().catch(() => undefined)
    throw cause instanceof EncodingError ? cause : new EncodingError('encoding/gzip', 'Cannot expand GZIP: malformed bytes', { cause })
  }
  const whole = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
