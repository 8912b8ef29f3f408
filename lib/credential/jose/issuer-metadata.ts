import { maxVerificationMethods } from '../../did/did-document.ts'
import type { DidContext } from '../../did/resolve-did.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { isJsonObject, listOf } from '../parse-json.ts'
import { isKeyError, readTokenKey } from './read-token-key.ts'
import type { TokenKey, TokenKeys } from './resolve-token-keys.ts'

/** Where an issuer named by an https address publishes its keys (SD-JWT VC, "JWT VC Issuer Metadata Request"); undefined when it is no such address. */
export function issuerMetadataUrl(issuer: string): string | undefined {
  if (!URL.canParse(issuer)) return undefined
  const { protocol, origin, pathname, search, hash } = new URL(issuer)
  if (protocol !== 'https:' || search !== '' || hash !== '') return undefined
  return `${origin}/.well-known/jwt-vc-issuer${pathname === '/' ? '' : pathname.replace(/\/$/, '')}`
}

/** The keys that an issuer's metadata lists, all of them or the one named `kid`. */
export async function fetchIssuerKeys(issuer: string, kid: string | undefined, context: DidContext): Promise<TokenKeys> {
  const url = issuerMetadataUrl(issuer)
  const metadata = url === undefined ? undefined : await documentAt(url, context)
  if (metadata === undefined) return unavailable(issuer, kid)
  // SD-JWT VC, "JWT VC Issuer Metadata Validation": otherwise one issuer could serve the keys of another.
  if (metadata['issuer'] !== issuer) return { outcome: 'failed', code: 'proof/issuer-metadata-mismatch', reason: 'The metadata of its issuer are those of another' }
  const { jwks, jwks_uri: address } = metadata
  const set = jwks === undefined && typeof address === 'string' && address.startsWith('https://') ? await documentAt(address, context) : jwks
  if (!isJsonObject(set)) return unavailable(issuer, kid)
  const listed = listOf(set['keys']).slice(0, maxVerificationMethods).filter(isJsonObject).filter((jwk) => kid === undefined || jwk['kid'] === kid)
  const keys = listed.flatMap((jwk) => readable(jwk, issuer))
  return keys.length > 0 ? { keys } : { outcome: 'failed', code: 'proof/key-not-found', reason: 'Its issuer does not publish the key that it names', ...nameOf(issuer, kid) }
}

function readable(jwk: JsonObject, issuer: string): readonly TokenKey[] {
  const { kid } = jwk
  try {
    return [{ publicKey: readTokenKey(jwk), verificationMethod: `${issuer}#${typeof kid === 'string' ? kid : ''}` }]
  } catch (error) {
    if (isKeyError(error)) return []
    throw error
  }
}

async function documentAt(url: string, { documents = {}, fetchDocument }: DidContext): Promise<JsonObject | undefined> {
  // What cannot be fetched is a finding, not a fault.
  const value = Object.hasOwn(documents, url) ? documents[url] : await fetchDocument?.(url).catch(() => undefined)
  return isJsonObject(value) ? value : undefined
}

function unavailable(issuer: string, kid: string | undefined): TokenKeys {
  return { outcome: 'unknown', code: 'proof/key-unavailable', reason: 'The keys of its issuer are not at hand', ...nameOf(issuer, kid) }
}

function nameOf(issuer: string, kid: string | undefined): { readonly verificationMethod?: string } {
  return kid === undefined ? {} : { verificationMethod: `${issuer}#${kid}` }
}
