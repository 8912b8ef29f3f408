import type { SigningKey } from '../crypto/cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import type { WalletContext } from './entry.ts'
import type { SubjectKeyType } from './wallet-keys.ts'

/** A subject key that is ready to sign, and the names by which others know it. */
export interface OpenSubjectKey {
  readonly type: SubjectKeyType
  readonly signingKey: SigningKey
  readonly did: string
  readonly verificationMethod: string
}

/** Opens the key that this wallet has for one issuer, as a did:key. */
export async function openSubjectKey(issuer: string, { keys, cryptography, type = 'Ed25519' }: Pick<WalletContext, 'keys' | 'cryptography'> & { readonly type?: SubjectKeyType }): Promise<OpenSubjectKey> {
  const signingKey = await cryptography.importSigningKey(await keys.subjectKey(issuer, type))
  return { type, signingKey, did: didKey(signingKey.publicKey), verificationMethod: didKeyVerificationMethod(signingKey.publicKey) }
}
