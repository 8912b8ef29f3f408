import { CredentialError } from '../credential/credential-error.ts'
import type { TokenForm } from '../credential/issue-token.ts'
import { readCarried } from '../credential/jose/registered-claims.ts'
import { parseJws } from '../credential/jose/jws.ts'
import type { SignedMessage } from '../credential/jose/signed-message.ts'
import { isJsonObject } from '../credential/parse-json.ts'
import { discloseClaims, type DisclosedClaims } from '../credential/sd-jwt/disclose-claims.ts'
import type { DigestContext } from '../credential/sd-jwt/disclosure.ts'
import { parseSdJwt, type SdJwt } from '../credential/sd-jwt/parse-sd-jwt.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'

/** Why something could be read and yet is nothing to rely on. */
export interface Fault {
  readonly code: string
  readonly reason: string
}

/** A token, read but not verified. */
export interface Token {
  readonly form: TokenForm
  readonly message: SignedMessage
  /** The claims as far as they are disclosed. */
  readonly claims: JsonObject
  /** The credential or presentation within. */
  readonly document: JsonObject
  readonly sdJwt?: SdJwt
  /** The claim in which the token contradicts what it carries. */
  readonly conflict?: string
  /** Its disclosures are not those that its issuer signed for. */
  readonly fault?: Fault
}

/** Reads a compact token, with disclosures or without; undefined when the text is none. */
export function readToken(wrapped: string, context: DigestContext): Token | undefined {
  // Mail programs and specifications fold long lines.
  const text = wrapped.replace(/[\r\n]\s*/g, '')
  if (!/^[\w-]+\.[\w-]+\.[\w-]*(~|$)/.test(text)) return undefined
  try {
    if (!text.includes('~')) return tokenOf('jose', parseJws(text))
    const sdJwt = parseSdJwt(text)
    return readDisclosed(sdJwt, context)
  } catch (error) {
    if (error instanceof CredentialError) return undefined
    throw error
  }
}

/** Reads a COSE_Sign1 message; undefined when the bytes are none. */
export async function readCoseToken(bytes: Uint8Array<ArrayBuffer>): Promise<Token | undefined> {
  // Loaded when the first such message is met: most verifiers never see one.
  const { parseCose } = await import('../credential/cose/cose-sign1.ts')
  try {
    return tokenOf('cose', parseCose(bytes))
  } catch (error) {
    if (error instanceof CredentialError) return undefined
    throw error
  }
}

function readDisclosed(sdJwt: SdJwt, context: DigestContext): Token | undefined {
  const { message } = sdJwt
  let disclosed: DisclosedClaims
  try {
    disclosed = discloseClaims(sdJwt, context)
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error
    const { _sd: _digests, _sd_alg: _algorithm, ...shown } = message.payload
    const bare = tokenOf('sd-jwt', message, shown)
    return bare === undefined ? undefined : { ...bare, sdJwt, fault: { code: error.code.replace('credential/', 'proof/'), reason: 'What it discloses is not what its issuer signed for' } }
  }
  const token = tokenOf('sd-jwt', message, disclosed.claims)
  if (token === undefined) return undefined
  const hidden = disclosed.disclosed.find(({ path: [first], path }) => path.length === 1 && typeof first === 'string' && neverHidden.includes(first))
  const isRefused = hidden !== undefined && typeof disclosed.claims['vct'] === 'string'
  return { ...token, sdJwt, ...(isRefused ? { fault: { code: 'proof/claim-not-hideable', reason: 'It hides from whoever verifies what they must always see' } } : {}) }
}

/** SD-JWT VC, "Registered JWT Claims": what must not be disclosed selectively. */
const neverHidden: readonly string[] = ['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'status']

function tokenOf(form: TokenForm, message: SignedMessage, claims: JsonObject = message.payload): Token | undefined {
  // A name with two dots may decode to anything; a token says how it is signed.
  if (typeof message.header['alg'] !== 'string') return undefined
  const carried = readCarried({ header: message.header, payload: claims })
  return { form, message, claims, ...carried }
}

/** What `typ` may say of a token that carries a credential or presentation, in the spellings that drafts left behind. */
export function acceptedTypes({ form, message, claims, document }: Token, use: 'credential' | 'presentation'): readonly string[] {
  const prefix = use === 'credential' ? 'vc' : 'vp'
  switch (form) {
    case 'cose': return ['', `${prefix}+cose`]
    case 'jose': return ['', 'jwt', `${prefix}+jwt`, `${prefix}+ld+jwt`, `${prefix}-ld+jwt`, `${prefix}+ld+json+jwt`]
    case 'sd-jwt': {
      if (typeof claims['vct'] === 'string') return ['dc+sd-jwt', 'vc+sd-jwt']
      const { typ } = message.header
      // RFC 9901, "Explicit Typing": a record of no kind known here calls itself what it likes, but an SD-JWT.
      const isOwnKind = !isJsonObject(document['credentialSubject']) && typeof typ === 'string' && /^[\w.-]+\+sd-jwt$/i.test(typ)
      return ['', `${prefix}+sd-jwt`, `${prefix}+ld+sd-jwt`, `${prefix}+ld+json+sd-jwt`, ...(isOwnKind ? [typ.toLowerCase()] : [])]
    }
  }
}
