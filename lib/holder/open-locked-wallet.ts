import { isJsonObject, listOf } from '../credential/parse-json.ts'
import { decodeBase64 } from '../encoding/base64url.ts'
import { concatBytes } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'
import { HolderError } from './holder-error.ts'
import { openSealed } from './passphrase-jwe.ts'

/** Tells whether a document is the locked backup of a Learner Credential Wallet. */
export function isLockedWallet(document: Json): document is JsonObject {
  return isJsonObject(document) && listOf(document['type']).includes('EncryptedWallet')
}

/**
 * Opens the locked backup of a Learner Credential Wallet with its passphrase: the text of the open backup.
 *
 * It names its ciphertext a JWE, but its salt goes into PBKDF2 bare, nothing is authenticated beside the ciphertext, and its bytes are in base64:
 * no library of JOSE opens it.
 *
 * @throws HolderError `holder/seal-broken`, `holder/wrap-malformed`
 */
export async function openLockedWallet(document: JsonObject, passphrase: string): Promise<string> {
  const subject = document['credentialSubject']
  const jwe = isJsonObject(subject) && isJsonObject(subject['jwe']) ? subject['jwe'] : {}
  const [recipient] = listOf(jwe['recipients'])
  const { header, encrypted_key: wrapped } = isJsonObject(recipient) ? recipient : {}
  if (!isJsonObject(header) || header['alg'] !== 'PBES2-HS512+A256KW' || typeof header['p2c'] !== 'number') throw malformed()
  const opened = await openSealed({
    salt: bytesOf(header['p2s']), rounds: header['p2c'], wrappedKey: bytesOf(wrapped), iv: bytesOf(jwe['iv']),
    sealed: concatBytes(bytesOf(jwe['ciphertext']), bytesOf(jwe['tag'])), authenticated: new Uint8Array(),
  }, passphrase)
  // The text of the backup was itself written as a JSON string before it was sealed.
  const value = JSON.parse(opened) as Json
  return typeof value === 'string' ? value : opened
}

function bytesOf(value: Json | undefined): Uint8Array<ArrayBuffer> {
  try {
    if (typeof value === 'string') return decodeBase64(value)
  } catch (cause) {
    if (!(cause instanceof EverlearnedError)) throw cause
  }
  throw malformed()
}

function malformed(): HolderError {
  return new HolderError('holder/wrap-malformed', 'Cannot open locked wallet: it is not sealed as such wallets seal')
}
