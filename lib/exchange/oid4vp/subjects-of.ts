import { CredentialError } from '../../credential/credential-error.ts'
import { isKeyError, readTokenKey } from '../../credential/jose/read-token-key.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import { didKey } from '../../did/did-key.ts'
import type { Json } from '../../encoding/canonical-json.ts'
import { readShown } from './held-credential.ts'

/**
 * The DIDs that a credential is about, of a token first the key that it is bound to: whoever presents it must prove one of them.
 *
 * Untrusted: the credential; what cannot be read is about nobody.
 */
export function subjectsOf(credential: string, cryptography: Pick<Cryptography, 'sha256' | 'sha384'>): readonly string[] {
  try {
    const { cnf, sub, credentialSubject } = readShown(credential.trim(), cryptography)
    const jwk = isJsonObject(cnf) ? cnf['jwk'] : undefined
    return [...(isJsonObject(jwk) ? boundTo(jwk) : []), ...[sub, ...listOf(credentialSubject).map(idOf)].filter((id) => typeof id === 'string' && id.startsWith('did:')) as string[]]
  } catch (error) {
    if (error instanceof CredentialError) return []
    throw error
  }
}

function idOf(subject: Json): Json | undefined {
  return isJsonObject(subject) ? subject['id'] : undefined
}

function boundTo(jwk: Parameters<typeof readTokenKey>[0]): readonly string[] {
  try {
    const key = readTokenKey(jwk)
    return key.type === 'RSA' ? [] : [didKey(key)]
  } catch (error) {
    if (isKeyError(error)) return []
    throw error
  }
}
