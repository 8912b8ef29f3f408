import type { SigningKey } from '../../crypto/cryptography.ts'
import { decodeBase64url, encodeBase64url } from '../../encoding/base64url.ts'
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
  const [header = '', payload = '', signature = '', ...surplus] = text.split('.')
  if (header === '' || payload === '' || surplus.length > 0 || text.split('.').length !== 3) throw malformed('it has not three parts')
  try {
    return {
      header: parseJsonObject(decodeBase64url(header)),
      payload: parseJsonObject(decodeBase64url(payload)),
      input: encodeUtf8(`${header}.${payload}`),
      signature: decodeBase64url(signature),
      tokenBytes: encodeUtf8(text),
    }
  } catch (cause) {
    if (cause instanceof EncodingError) throw malformed('it is not base64url', cause)
    throw cause
  }
}

/** Signs a payload as a compact token; `alg` follows from the key. */
export async function signJws(header: JsonObject, payload: JsonObject, signingKey: SigningKey): Promise<string> {
  const protectedHeader = { alg: algorithmOfKeyType(signingKey.publicKey.type), ...header }
  const input = `${encodeJson(protectedHeader)}.${encodeJson(payload)}`
  return `${input}.${encodeBase64url(await signingKey.sign(encodeUtf8(input)))}`
}

function encodeJson(value: JsonObject): string {
  return encodeBase64url(encodeUtf8(JSON.stringify(value)))
}

function malformed(state: string, cause?: unknown): CredentialError {
  return new CredentialError('credential/token-malformed', `Cannot read token: ${state}`, { cause })
}
