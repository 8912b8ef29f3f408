import { parseJsonObject } from '../credential/parse-json.ts'
import { isSdJwt } from '../credential/sd-jwt/derive-sd-jwt.ts'
import { discloseClaims } from '../credential/sd-jwt/disclose-claims.ts'
import type { DigestContext } from '../credential/sd-jwt/disclosure.ts'
import { parseSdJwt } from '../credential/sd-jwt/parse-sd-jwt.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { readCredentialToken } from './read-credential-token.ts'

/**
 * What a credential says: its JSON, what a token carries, or of an SD-JWT all claims that it discloses.
 *
 * @throws CredentialError when it is none of these
 */
export function readDocument(credential: string, cryptography: DigestContext): JsonObject {
  if (isSdJwt(credential)) return discloseClaims(parseSdJwt(credential.trim()), cryptography).claims
  return readCredentialToken(credential) ?? parseJsonObject(credential)
}
