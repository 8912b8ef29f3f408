import type { JsonObject } from 'everlearned/encoding'
import { issueCredential, issueSdJwtCredential, type IssuedCredential } from 'everlearned/issuer'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { UsageError } from './command.ts'
import type { NamedKey, Securing } from './key-file.ts'

/** Signs one credential in the way that was asked for. */
export function secureCredential(credential: JsonObject, { signingKey, verificationMethod }: NamedKey, { securing, now }: { readonly securing: Securing; readonly now: Date }): Promise<IssuedCredential> {
  const { format, mandatoryPointers } = securing
  if (format === undefined) return issueCredential(credential, { signingKey, verificationMethod, created: now, ...securing, cryptography })
  if ('signMessages' in signingKey) throw new UsageError('--format needs a key of Ed25519, P-256 or P-384')
  return issueSdJwtCredential(credential, { format, signingKey, verificationMethod, mandatoryPointers, cryptography })
}
