import type { SigningKey } from '../../crypto/cryptography.ts'
import { decodeBase64url, decodeBase64urlText, encodeBase64url, encodeBase64urlText } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { EncodingError } from '../../encoding/encoding-error.ts'
import { CredentialError } from '../credential-error.ts'
import { maxCredentialBytes, parseJsonObject } from '../parse-json.ts'
import { algorithmOfKeyType } from './jose-algorithm.ts'
import type { SignedMessage } from './signed-message.ts'

/**
 * Takes a compact token apart (RFC 7515, "JWS Compact Serialization"); its payload must be a JSON object.
 *
 * Untrusted: at most {@link maxCredentialBytes}, in strict base64url, so that no two texts stand for the same token.
 *
 * @throws CredentialError `credential/token-malformed`, `credential/too-large`, or as {@link parseJsonObject} does
 */
export function parseJws(text: string): SignedMessage {
  if (text.length > maxCredentialBytes) throw new CredentialError('credential/too-large', `Cannot read token: more than ${maxCredentialBytes} characters`)
  const parts = text.split('.')
  const [header = '', payload = '', signature = ''] = parts
  if (header === '' || payload === '' || parts.length !== 3) throw malformed('it has not three parts')
  try {
    return {
      header: parsePart(header),
      payload: parsePart(payload),
      input: encodeUtf8(`${header}.${payload}`),
      signature: decodeBase64url(signature),
      tokenBytes: encodeUtf8(text),
    }
  } catch (cause) {
    if (cause instanceof EncodingError) throw malformed('it is not base64url', cause)
    throw cause
  }
}

/** Bytes that are no UTF-8 are no JSON (RFC 8259, section 8.1). */
function parsePart(encoded: string): JsonObject {
  try {
    return parseJsonObject(decodeBase64urlText(encoded))
  } catch (cause) {
    if (cause instanceof EncodingError && cause.code === 'encoding/utf8') throw new CredentialError('credential/not-json', 'Cannot read JSON: malformed', { cause })
    throw cause
  }
}

/** Signs a payload as a compact token; `alg` follows from the key. */
export async function signJws(header: JsonObject, payload: JsonObject, signingKey: SigningKey): Promise<string> {
  return signJwsText(header, JSON.stringify(payload), signingKey)
}

/** The same of a payload that is JSON text already. */
export async function signJwsText(header: JsonObject, payload: string, signingKey: SigningKey): Promise<string> {
  const protectedHeader = { alg: algorithmOfKeyType(signingKey.publicKey.type), ...header }
  const input = `${encodeBase64urlText(JSON.stringify(protectedHeader))}.${encodeBase64urlText(payload)}`
  return `${input}.${encodeBase64url(await signingKey.sign(encodeUtf8(input)))}`
}

function malformed(state: string, cause?: unknown): CredentialError {
  return new CredentialError('credential/token-malformed', `Cannot read token: ${state}`, { cause })
}
