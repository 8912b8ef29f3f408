import { encodeUtf8 } from '../encoding/bytes.ts'
import { CryptoError } from './crypto-error.ts'
import type { Cryptography, SigningKey } from './cryptography.ts'

const probe = encodeUtf8('Everlearned: do the halves of this key belong together?')

/**
 * Gives an imported key back once a signature of its private half verifies under its public half: platforms import keys
 * whose halves differ, or whose private half is empty, without a word.
 *
 * @throws CryptoError `crypto/key-malformed`
 */
export async function proveKeyPair(key: SigningKey, verifySignature: Cryptography['verifySignature']): Promise<SigningKey> {
  const signature = await key.sign(probe).catch(() => undefined)
  if (signature !== undefined && (await verifySignature(key.publicKey, probe, signature))) return key
  throw new CryptoError('crypto/key-malformed', 'Cannot import signing key: its halves do not belong together')
}
