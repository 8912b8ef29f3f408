import { concatBytes, decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { CredentialError } from './credential-error.ts'
import { maxCredentialBytes } from './parse-json.ts'

/** Untrusted: larger images are refused. */
export const maxImageBytes: number = 10 * 1024 * 1024

/** Untrusted: images of more chunks than this are refused; of common ones the largest have some thousands. */
export const maxChunks = 65_536

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const keyword = 'openbadgecredential'
/** Badges before 3.0 stand under the second keyword; their first bakers wrote plain `tEXt`. */
const keywords: readonly string[] = [keyword, 'openbadges']

interface Chunk {
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
  /** Length, type, body and checksum as they stand in the file. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Puts a credential into a PNG image, in place of one it may carry (Open Badges 3.0, "PNG", baking): an uncompressed `iTXt`
 * chunk with the keyword `openbadgecredential`, before the image data.
 *
 * @throws CredentialError `credential/image-malformed`, `credential/too-large`
 */
export function bakePng(png: Uint8Array, credential: string): Uint8Array<ArrayBuffer> {
  const text = encodeUtf8(credential)
  if (text.length > maxCredentialBytes) throw new CredentialError('credential/too-large', 'Cannot bake badge: the credential is too large')
  const chunks = readChunks(png).filter((chunk) => !isBadge(chunk))
  const header = encodeUtf8(`${keyword}\0\0\0\0\0`)
  const [first, ...rest] = chunks.map(({ bytes }) => bytes)
  return concatBytes(signature, first ?? new Uint8Array(), formatChunk('iTXt', concatBytes(header, text)), ...rest)
}

/**
 * The text baked into a PNG image, or undefined when it has none: JSON, a compact token or, before Open Badges 3.0, an address.
 *
 * Untrusted: the image. At most {@link maxImageBytes} are read and, from a compressed chunk, at most 2 MiB come out.
 *
 * @throws CredentialError `credential/image-malformed`, `credential/too-large`, `credential/image-ambiguous` when several are baked in
 */
export async function readBakedPng(png: Uint8Array): Promise<string | undefined> {
  const badges = readChunks(png).filter(isBadge)
  if (badges.length > 1) throw malformed('credential/image-ambiguous', 'it carries several credentials')
  const [badge] = badges
  if (badge === undefined) return undefined
  const { length } = keywordOf(badge) ?? ''
  return badge.type === 'tEXt' ? textOf(badge.body.slice(length + 1)) : readText(badge.body, length + 1)
}

/** Portable Network Graphics, "iTXt International textual data": keyword, 0, compression flag and method, language, 0, translated keyword, 0, text. */
async function readText(body: Uint8Array<ArrayBuffer>, flags: number): Promise<string> {
  const language = body.indexOf(0, flags + 2)
  const translated = language < 0 ? -1 : body.indexOf(0, language + 1)
  if (translated < 0) throw malformed('credential/image-malformed', 'its text chunk is cut off')
  const text = body.slice(translated + 1)
  const isCompressed = body[flags] === 1
  if (isCompressed && body[flags + 1] !== 0) throw malformed('credential/image-malformed', 'its text is compressed in an unknown way')
  const expanded = isCompressed ? await inflate(text) : text
  return textOf(expanded)
}

function textOf(bytes: Uint8Array): string {
  if (bytes.length > maxCredentialBytes) throw malformed('credential/too-large', 'what it carries is too large')
  try {
    return decodeUtf8(bytes)
  } catch (cause) {
    throw malformed('credential/image-malformed', 'its text is not UTF-8', cause)
  }
}

function readChunks(png: Uint8Array): readonly Chunk[] {
  if (png.length > maxImageBytes) throw malformed('credential/too-large', 'larger than 10 MiB')
  if (!signature.every((byte, index) => png[index] === byte)) throw malformed('credential/image-malformed', 'not a PNG')
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const chunks: Chunk[] = []
  for (let offset = signature.length; offset < png.length;) {
    if (offset + 12 > png.length) throw malformed('credential/image-malformed', 'it is cut off')
    if (chunks.length >= maxChunks) throw malformed('credential/image-malformed', `more than ${maxChunks} chunks`)
    const length = view.getUint32(offset)
    const end = offset + 12 + length
    if (end > png.length) throw malformed('credential/image-malformed', 'it is cut off')
    const type = String.fromCharCode(...png.subarray(offset + 4, offset + 8))
    if (view.getUint32(end - 4) !== checksum(png.subarray(offset + 4, end - 4))) throw malformed('credential/image-malformed', 'a checksum is wrong')
    chunks.push({ type, body: png.slice(offset + 8, end - 4), bytes: png.slice(offset, end) })
    offset = end
    // What stands behind the end of an image is no part of it.
    if (type === 'IEND') break
  }
  if (chunks[0]?.type !== 'IHDR' || chunks.at(-1)?.type !== 'IEND') throw malformed('credential/image-malformed', 'it does not begin or end as an image does')
  return chunks
}

function isBadge(chunk: Chunk): boolean {
  return keywordOf(chunk) !== undefined
}

function keywordOf({ type, body }: Chunk): string | undefined {
  const found = keywords.find((name) => [...`${name}\0`].every((character, index) => body[index] === character.charCodeAt(0)))
  return type === 'iTXt' || (type === 'tEXt' && found === 'openbadges') ? found : undefined
}

function formatChunk(type: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const typed = concatBytes(encodeUtf8(type), body)
  return concatBytes(uint32(body.length), typed, uint32(checksum(typed)))
}

function uint32(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

/** Portable Network Graphics, "CRC algorithm". */
function checksum(bytes: Uint8Array): number {
  let remainder = 0xffffffff
  for (const byte of bytes) remainder = (remainders[(remainder ^ byte) & 0xff] ?? 0) ^ (remainder >>> 8)
  return (remainder ^ 0xffffffff) >>> 0
}

const remainders: Uint32Array = Uint32Array.from({ length: 256 }, (_, index) => {
  let remainder = index
  for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1
  return remainder
})

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length
      if (length > maxCredentialBytes) throw malformed('credential/too-large', 'what it carries is too large')
      parts.push(next.value)
    }
  } catch (cause) {
    await reader.cancel().catch(() => undefined)
    throw cause instanceof CredentialError ? cause : malformed('credential/image-malformed', 'its compressed text is damaged', cause)
  }
  return concatBytes(...parts)
}

function malformed(code: string, what: string, cause?: unknown): CredentialError {
  return new CredentialError(code, `Cannot read badge image: ${what}`, { cause })
}
