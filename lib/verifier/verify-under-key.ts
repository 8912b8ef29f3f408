import { CredentialError } from '../credential/credential-error.ts'
import type { Finding } from '../credential/finding.ts'
import { refuseUnfit, type TokenContent, type TokenForm } from '../credential/issue-token.ts'
import type { VerificationKey } from '../credential/jose/jose-algorithm.ts'
import { verifyMessage } from '../credential/jose/verify-message.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { decodeBase64 } from '../encoding/base64url.ts'
import { EncodingError } from '../encoding/encoding-error.ts'
import { failed } from './report.ts'
import { readCoseToken, readToken, type Token } from './token.ts'

/** Which token is expected, and under which key. */
export interface KeyedContext {
  readonly form: TokenForm
  readonly content: TokenContent
  readonly publicKey: VerificationKey
  /** The name of the key in the finding; what the token calls it does not matter, for whoever asks has chosen. */
  readonly verificationMethod: string
  readonly cryptography: Pick<Cryptography, 'sha256' | 'sha384' | 'verifySignature' | 'verifyRsaSignature'>
  readonly now: Date
}

const typePrefixes = { credential: 'vc', presentation: 'vp' } as const
const typeEndings = { 'jose': 'jwt', 'sd-jwt': 'sd-jwt', 'cose': 'cose' } as const

/**
 * Verifies a token by itself under a key that is at hand, as strictly as its media type wants (Securing Verifiable Credentials
 * using JOSE and COSE, "Conformance"): for trying implementations against one another. COSE messages come in base64.
 *
 * Whose the key is, validity, status and all else are not looked at: a verdict on a credential is {@link verify}.
 */
export async function verifyUnderKey(text: string, context: KeyedContext): Promise<Finding> {
  const { form, content, publicKey, verificationMethod, cryptography, now } = context
  const token = await read(text.trim(), context)
  if (token === undefined || token.form !== form) return failed('format/token-malformed', 'It is no token of the form expected')
  if (token.fault !== undefined) return failed(token.fault.code, token.fault.reason)
  if (token.conflict !== undefined) return failed('format/claims-conflict', `Its token and what it carries disagree on ${token.conflict}`)
  try {
    refuseUnfit(token.claims, content)
  } catch (error) {
    if (error instanceof CredentialError) return failed(error.code.replace('credential/', 'format/'), error.message)
    throw error
  }
  return verifyMessage(token.message, {
    cryptography, now,
    types: [`${typePrefixes[content]}+${typeEndings[form]}`],
    findKeys: async () => ({ keys: [{ publicKey, verificationMethod }] }),
  })
}

async function read(text: string, { form, cryptography }: KeyedContext): Promise<Token | undefined> {
  if (form !== 'cose') return readToken(text, cryptography)
  try {
    return await readCoseToken(decodeBase64(text))
  } catch (error) {
    if (error instanceof EncodingError) return undefined
    throw error
  }
}
