import type { Cryptography, SigningKey } from '../../crypto/cryptography.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { encodeBase64url } from '../../encoding/base64url.ts'
import { CredentialError } from '../credential-error.ts'
import { signJws } from '../jose/jws.ts'
import { isJsonObject } from '../parse-json.ts'
import type { ClaimPath } from './disclose-claims.ts'
import { digestOf, formatDisclosure } from './disclosure.ts'

/** What an SD-JWT is made of. */
export interface SdJwtInput {
  /** The claims; who may show them is bound by `cnf` (RFC 7800), which the caller puts in. */
  readonly claims: JsonObject
  /** What the holder may leave out; a path within another makes both hidden on their own. */
  readonly hidden: readonly ClaimPath[]
  /** `typ` and `kid`; `alg` follows from the key. */
  readonly header: JsonObject
  /** So many digests of nothing in each object that hides something, so that nobody can count what is hidden. */
  readonly decoys?: number
}

/** Who signs. */
export interface SdJwtSigningContext {
  readonly signingKey: SigningKey
  readonly cryptography: Pick<Cryptography, 'sha256' | 'sha384' | 'randomBytes'>
}

/** Claims that a verifier must always see (SD-JWT VC, "Registered JWT Claims"). */
export const alwaysShown: readonly string[] = ['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'status']

/**
 * Signs claims so that the holder can show them one by one (RFC 9901, "Issuance of the SD-JWT"), all disclosures included.
 *
 * @throws CredentialError `credential/claim-not-found`, `credential/claim-not-hideable`, `credential/claim-reserved`
 */
export async function issueSdJwt({ claims, hidden, header, decoys = 0 }: SdJwtInput, context: SdJwtSigningContext): Promise<string> {
  refuseReserved(claims)
  const isPayloadHidden = hidden.some(([first, ...rest]) => typeof first === 'string' && rest.length === 0 && (first === '_sd_alg' || ('vct' in claims && alwaysShown.includes(first))))
  if (isPayloadHidden) throw new CredentialError('credential/claim-not-hideable', 'Cannot hide claim: whoever verifies must always see it')
  const disclosures: string[] = []
  const payload = hideValue(claims, hidden, { decoys, disclosures, cryptography: context.cryptography }) as JsonObject
  const jwt = await signJws(header, { ...payload, _sd_alg: 'sha-256' }, context.signingKey)
  return [jwt, ...disclosures, ''].join('~')
}

interface Hiding {
  readonly decoys: number
  readonly disclosures: string[]
  readonly cryptography: SdJwtSigningContext['cryptography']
}

function hideValue(value: Json, paths: readonly ClaimPath[], hiding: Hiding): Json {
  if (paths.length === 0) return value
  if (Array.isArray(value)) return hideElements(value as readonly Json[], paths, hiding)
  if (isJsonObject(value)) return hideMembers(value, paths, hiding)
  throw notFound()
}

function hideMembers(object: JsonObject, paths: readonly ClaimPath[], hiding: Hiding): JsonObject {
  if (paths.some(([name]) => typeof name !== 'string' || !Object.hasOwn(object, name))) throw notFound()
  const shown: [string, Json][] = []
  const digests: string[] = []
  for (const [name, value] of Object.entries(object)) {
    const { isHidden, inner } = pathsWithin(paths, name)
    const changed = hideValue(value, inner, hiding)
    if (isHidden) digests.push(hide(name, changed, hiding))
    else shown.push([name, changed])
  }
  if (digests.length === 0) return Object.fromEntries(shown)
  for (let count = 0; count < hiding.decoys; count += 1) digests.push(decoy(hiding))
  // RFC 9901, "Embedding Digests": sorted, so that their order does not tell the order of the claims.
  return { ...Object.fromEntries(shown), _sd: digests.sort() }
}

function hideElements(list: readonly Json[], paths: readonly ClaimPath[], hiding: Hiding): readonly Json[] {
  if (paths.some(([index]) => typeof index !== 'number' || !Object.hasOwn(list, index))) throw notFound()
  const elements = list.map((value, index): Json => {
    const { isHidden, inner } = pathsWithin(paths, index)
    const changed = hideValue(value, inner, hiding)
    return isHidden ? { '...': hide(undefined, changed, hiding) } : changed
  })
  const isAnyHidden = paths.some(({ length }) => length === 1)
  return isAnyHidden ? [...elements, ...Array.from({ length: hiding.decoys }, () => ({ '...': decoy(hiding) }))] : elements
}

function pathsWithin(paths: readonly ClaimPath[], key: string | number): { readonly isHidden: boolean; readonly inner: readonly ClaimPath[] } {
  const own = paths.filter(([first]) => first === key)
  return { isHidden: own.some(({ length }) => length === 1), inner: own.filter(({ length }) => length > 1).map((path) => path.slice(1)) }
}

function hide(name: string | undefined, value: Json, { disclosures, cryptography }: Hiding): string {
  const text = formatDisclosure(name, value, cryptography)
  disclosures.push(text)
  return digestOf(text, 'sha-256', cryptography)
}

function decoy({ cryptography }: Hiding): string {
  return encodeBase64url(cryptography.sha256(cryptography.randomBytes(32)))
}

/** Claims of these names would be taken for digests. */
function refuseReserved(value: Json): void {
  if (Array.isArray(value)) return (value as readonly Json[]).forEach(refuseReserved)
  if (!isJsonObject(value)) return
  for (const [name, member] of Object.entries(value)) {
    if (name === '_sd' || name === '...' || name === '_sd_alg') throw new CredentialError('credential/claim-reserved', 'Cannot sign claims: one has a name that SD-JWT keeps to itself')
    refuseReserved(member)
  }
}

function notFound(): CredentialError {
  return new CredentialError('credential/claim-not-found', 'Cannot hide claim: there is none at that path')
}
