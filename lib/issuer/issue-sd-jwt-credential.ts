import { CredentialError } from '../credential/credential-error.ts'
import { parseDateTime } from '../credential/date-time.ts'
import { issueToken, refuseForeign, refuseUnfit } from '../credential/issue-token.ts'
import { mandatoryPointersOf } from '../credential/mandatory-pointers.ts'
import { isJsonObject, listOf } from '../credential/parse-json.ts'
import { issueSdJwt } from '../credential/sd-jwt/issue-sd-jwt.ts'
import { optionalPaths } from '../credential/sd-jwt/optional-paths.ts'
import type { Cryptography, PublicKey, SigningKey } from '../crypto/cryptography.ts'
import { decodeMultikey } from '../crypto/multikey.ts'
import { publicKeyToJwk } from '../crypto/public-key.ts'
import { didJwkDocument } from '../did/did-jwk.ts'
import { readJwk } from '../did/verification-method.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import type { IssuedCredential } from './issue-credential.ts'

/**
 * The two kinds of SD-JWT that carry a credential: SD-JWT VC, which names its type by `vct` and its issuer by `iss`, and a credential of
 * data model 2.0 as its payload (Securing Verifiable Credentials using JOSE and COSE, "Securing with SD-JWT").
 */
export const sdJwtFormats = ['dc+sd-jwt', 'vc+sd-jwt'] as const

/** See {@link sdJwtFormats}; the value of `typ`. */
export type SdJwtFormat = (typeof sdJwtFormats)[number]

/** Who signs, and in which form. */
export interface SdJwtIssuingContext {
  readonly format: SdJwtFormat
  readonly signingKey: SigningKey
  readonly verificationMethod: string
  /** JSON Pointers to what no copy may leave out; unless given, what {@link mandatoryPointersOf} names. */
  readonly mandatoryPointers?: readonly string[] | undefined
  readonly cryptography: Cryptography
}

/**
 * Signs a credential as an SD-JWT (RFC 9901) of which its holder shows what they choose, and draws the nonce of its commitment, which is
 * over the signed token: the same for every copy.
 *
 * Nothing in it tells when it was signed: there is no `iat` and no `nbf`, and what is not mandatory is only a salted digest. A subject
 * that is a did:key or did:jwk becomes the key that must sign whenever a verifier asks (`cnf`).
 *
 * @throws CredentialError `credential/already-signed`, `credential/not-version-2`, `credential/member-foreign`, `credential/pointer-unmatched`
 */
export async function issueSdJwtCredential(credential: JsonObject, context: SdJwtIssuingContext): Promise<IssuedCredential> {
  const { format, signingKey, verificationMethod, mandatoryPointers = mandatoryPointersOf(credential), cryptography } = context
  if ('proof' in credential) throw new CredentialError('credential/already-signed', 'Cannot sign document: it has a proof already')
  const hidden = optionalPaths(credential, mandatoryPointers)
  const document = { ...confirmation(credential), ...credential }
  const text = format === 'vc+sd-jwt'
    ? await issueToken(document, { form: 'sd-jwt', content: 'credential', hidden }, { signingKey, verificationMethod, cryptography })
    : await issueSdJwt({ claims: asSdJwtVc(document), hidden, header: { typ: format, kid: verificationMethod } }, { signingKey, cryptography })
  if (typeof text !== 'string') throw new TypeError('an SD-JWT is text')
  return { text, proofBytes: encodeUtf8(text.split('~', 1)[0] ?? ''), commitmentNonce: cryptography.randomBytes(32) }
}

/** SD-JWT VC, "Registered JWT Claims"; `exp` so that verifiers who read nothing else see the end. */
function asSdJwtVc(document: JsonObject): JsonObject {
  refuseUnfit(document, 'credential')
  refuseForeign(document, 'credential')
  const { issuer } = document
  const iss = isJsonObject(issuer) ? issuer['id'] : issuer
  const end = parseDateTime(document['validUntil'])
  return { iss: iss ?? null, vct: typeOf(document), ...(end === undefined ? {} : { exp: Math.floor(end.getTime() / 1_000) }), ...document }
}

/** By the most special of its types: the address for which that type stands. */
const typeAddresses: readonly (readonly [type: string, address: string])[] = [
  ['OpenBadgeCredential', 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential'],
  ['AchievementCredential', 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential'],
  ['ClrCredential', 'https://purl.imsglobal.org/spec/vc/clr/vocab.html#ClrCredential'],
]

function typeOf({ type }: JsonObject): string {
  return typeAddresses.find(([name]) => listOf(type).includes(name))?.[1] ?? 'https://www.w3.org/2018/credentials#VerifiableCredential'
}

/** The key of a subject that is named by nothing but a key (RFC 7800, "Confirmation Claim"). */
function confirmation({ credentialSubject }: JsonObject): JsonObject {
  const subjects = listOf(credentialSubject)
  const id = subjects.length === 1 && isJsonObject(subjects[0]) ? subjects[0]['id'] : undefined
  const publicKey = typeof id === 'string' ? keyIn(id) : undefined
  return publicKey === undefined || publicKey.type === 'BLS12-381' ? {} : { cnf: { jwk: { ...publicKeyToJwk(publicKey) } } }
}

function keyIn(did: string): PublicKey | undefined {
  if (/^did:key:z[1-9A-HJ-NP-Za-km-z]+$/.test(did)) return decodeMultikey(did.slice('did:key:'.length))
  const [method] = did.startsWith('did:jwk:') ? listOf(didJwkDocument(did)['verificationMethod']) : []
  return isJsonObject(method) && isJsonObject(method['publicKeyJwk']) ? readJwk(method['publicKeyJwk']) : undefined
}
