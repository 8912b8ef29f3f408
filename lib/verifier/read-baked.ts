import { readBakedPng } from '../credential/baked-png.ts'
import { readBakedSvg } from '../credential/baked-svg.ts'
import { CredentialError } from '../credential/credential-error.ts'

const pngSignature = [0x89, 0x50, 0x4e, 0x47]
const gifSignature = [0x47, 0x49, 0x46, 0x38]
const jpegSignature = [0xff, 0xd8, 0xff]
/** What JSON begins with. */
const brace = 0x7b

/**
 * The text of the credential baked into a picture, or undefined when the bytes are no picture.
 *
 * @throws CredentialError when the picture is damaged, of a kind that carries no badge, or carries none
 */
export async function readBaked(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  if (bytes[0] === brace) return undefined
  const begins = (signature: readonly number[]): boolean => signature.every((byte, index) => bytes[index] === byte)
  if (begins(gifSignature) || begins(jpegSignature)) throw new CredentialError('credential/image-unsupported', 'Cannot read badge image: only PNG and SVG carry a credential')
  if (begins(pngSignature)) return (await readBakedPng(bytes)) ?? missing()
  const text = startsAsMarkup(bytes) ? new TextDecoder().decode(bytes) : undefined
  return text === undefined ? undefined : (readBakedSvg(text) ?? missing())
}

/** Markup begins with `<`, after spaces and perhaps a byte order mark. */
function startsAsMarkup(bytes: Uint8Array): boolean {
  return /^\s*</.test(new TextDecoder().decode(bytes.subarray(0, 64)))
}

function missing(): never {
  throw new CredentialError('credential/image-empty', 'Cannot read badge image: it carries no credential')
}
