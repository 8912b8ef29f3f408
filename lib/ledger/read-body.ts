import { decodeUtf8 } from '../encoding/bytes.ts'
import { EverlearnedError } from '../error.ts'

/** Reads a body up to a length. Untrusted: undefined for a longer one, whose rest is not waited for. */
export async function readBody({ body }: Body, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  for await (const part of body ?? []) {
    length += part.length
    if (length > maxBytes) return undefined
    parts.push(part)
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

/** Decodes strict UTF-8. Untrusted: undefined for malformed bytes. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return decodeUtf8(bytes)
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}
