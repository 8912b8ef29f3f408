import type { SigningKey } from '../crypto/cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import type { WalletContext } from './entry.ts'
import type { SubjectKeyType } from './wallet-keys.ts'

/** The suites and algorithms that sign with each kind of key (Data Integrity cryptosuites by name, JOSE algorithms by `alg`). */
const signers: Readonly<Record<SubjectKeyType, readonly string[]>> = {
  'Ed25519': ['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'Ed25519Signature2020', 'EdDSA', 'Ed25519'],
  'P-256': ['ecdsa-rdfc-2019', 'ecdsa-jcs-2019', 'ES256'],
}

/**
 * The kind of key that answers a request, or undefined when the wallet has none that the other side takes.
 *
 * The wallet's usual kind goes first wherever it is taken, so that the answer does not depend on the order in which others list theirs.
 */
export function subjectKeyTypeFor(asked: readonly string[]): SubjectKeyType | undefined {
  if (asked.length === 0) return 'Ed25519'
  return (['Ed25519', 'P-256'] as const).find((type) => asked.some((name) => signers[type].includes(name)))
}

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
