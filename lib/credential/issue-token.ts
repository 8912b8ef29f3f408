import type { Cryptography, SigningKey } from '../crypto/cryptography.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { credentialsContextUrl, openBadgesContextUrl } from './contexts.ts'
import { CredentialError } from './credential-error.ts'
import { signJws } from './jose/jws.ts'
import { isJsonObject, listOf } from './parse-json.ts'
import type { ClaimPath } from './sd-jwt/disclose-claims.ts'
import { issueSdJwt } from './sd-jwt/issue-sd-jwt.ts'

/** The three ways to put a document into a token (Securing Verifiable Credentials using JOSE and COSE). */
export type TokenForm = 'jose' | 'sd-jwt' | 'cose'

/** What is put into it. */
export type TokenContent = 'credential' | 'presentation'

/** How a document becomes a token. */
export interface TokenInput {
  readonly form: TokenForm
  readonly content: TokenContent
  /** For `sd-jwt`: what the holder may leave out. */
  readonly hidden?: readonly ClaimPath[]
}

/** Who signs. */
export interface TokenSigningContext {
  readonly signingKey: SigningKey
  /** The DID URL under which the key is published, which becomes `kid`. */
  readonly verificationMethod: string
  readonly cryptography: Pick<Cryptography, 'sha256' | 'sha384' | 'randomBytes'>
}

/**
 * Secures a credential or presentation of data model 2.0 as a token: text, or bytes for COSE.
 *
 * The caller must see to it that the issuer's DID document lists `verificationMethod`: nothing is resolved here.
 *
 * @throws CredentialError as {@link refuseUnfit} does, or `credential/claim-not-found` for a hidden path that leads nowhere
 */
export async function issueToken(document: JsonObject, { form, content, hidden = [] }: TokenInput, context: TokenSigningContext): Promise<string | Uint8Array<ArrayBuffer>> {
  refuseUnfit(document, content)
  refuseForeign(document, content)
  const { signingKey, verificationMethod: kid, cryptography } = context
  const prefix = content === 'credential' ? 'vc' : 'vp'
  switch (form) {
    case 'jose': return signJws({ typ: `${prefix}+jwt`, cty: prefix, kid }, document, signingKey)
    case 'sd-jwt': return issueSdJwt({ claims: document, hidden, header: { typ: `${prefix}+sd-jwt`, cty: prefix, kid } }, { signingKey, cryptography })
    case 'cose': {
      // Loaded when the first such message is made: most issuers never make one.
      const { signCose } = await import('./cose/cose-sign1.ts')
      return signCose({ typ: `application/${prefix}+cose`, kid }, document, signingKey)
    }
  }
}

/**
 * Refuses what the media types of data model 2.0 do not allow in a token.
 *
 * @throws CredentialError `credential/not-version-2`, `credential/claim-reserved`, `credential/claims-conflict`, `credential/envelope-malformed`
 */
export function refuseUnfit(document: JsonObject, content: TokenContent): void {
  const type = content === 'credential' ? 'VerifiableCredential' : 'VerifiablePresentation'
  if (listOf(document['@context'])[0] !== credentialsContextUrl || !listOf(document['type']).includes(type)) throw new CredentialError('credential/not-version-2', `Cannot use document: it is no ${type} of data model 2.0`)
  if ('vc' in document || 'vp' in document) throw new CredentialError('credential/claim-reserved', 'Cannot use document: it has a claim of data model 1.1')
  const signer = document[content === 'credential' ? 'issuer' : 'holder']
  const signerId = isJsonObject(signer) ? signer['id'] : signer
  if (content === 'credential' && (typeof signerId !== 'string' || listOf(document['credentialSubject']).length === 0)) throw new CredentialError('credential/not-version-2', 'Cannot use document: it lacks issuer or subject')
  if (document['iss'] !== undefined && signerId !== undefined && document['iss'] !== signerId) throw new CredentialError('credential/claims-conflict', 'Cannot use document: its claim iss names another than it does')
  if (content === 'presentation') listOf(document['verifiableCredential']).forEach(refuseUnenveloped)
}

/** Securing Verifiable Credentials using JOSE and COSE, "Securing JSON-LD Verifiable Presentations with JOSE": what it holds must be enveloped. */
function refuseUnenveloped(value: Json): void {
  const { '@context': contexts, id, type } = isJsonObject(value) ? value : {}
  const isEnvelope = listOf(type).includes('EnvelopedVerifiableCredential') && listOf(contexts).includes(credentialsContextUrl)
  const isToken = typeof id === 'string' && /^data:application\/(vc\+jwt,[\w-]+\.[\w-]+\.[\w-]+|vc\+sd-jwt,[\w-]+\.[\w-]+\.[\w-]+~[\w.~-]*|vc\+cose;base64,[\w+/=-]+)$/.test(id)
  if (!isEnvelope || !isToken) throw new CredentialError('credential/envelope-malformed', 'Cannot use presentation: it holds a credential that is not enveloped')
}

/** Members of data model 2.0, the claims that a token may carry beside them, and what Open Badges adds under its context. */
const members: Readonly<Record<TokenContent | 'claims' | 'openBadges', readonly string[]>> = {
  credential: [
    '@context', 'id', 'type', 'name', 'description', 'issuer', 'validFrom', 'validUntil', 'credentialSubject', 'credentialStatus', 'credentialSchema', 'termsOfUse',
    'evidence', 'refreshService', 'relatedResource', 'confidenceMethod', 'renderMethod', 'proof',
  ],
  presentation: ['@context', 'id', 'type', 'holder', 'verifiableCredential', 'termsOfUse', 'proof'],
  claims: ['iss', 'sub', 'aud', 'jti', 'iat', 'nbf', 'exp', 'cnf', 'nonce'],
  openBadges: ['awardedDate', 'image', 'endorsement', 'endorsementJwt', 'partial'],
}

/**
 * Refuses what data model 2.0, and under its context Open Badges, do not define: nobody could say what it means.
 *
 * @throws CredentialError `credential/member-foreign`
 */
export function refuseForeign(document: JsonObject, content: TokenContent): void {
  const isBadge = listOf(document['@context']).includes(openBadgesContextUrl)
  const known = [...members[content], ...members.claims, ...(isBadge ? members.openBadges : [])]
  const foreign = Object.keys(document).find((name) => !known.includes(name))
  if (foreign !== undefined) throw new CredentialError('credential/member-foreign', 'Cannot secure document: it has a member that data model 2.0 does not define')
}
