import type { Cryptography, SigningKey } from '../../crypto/cryptography.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { encodeBase64url } from '../../encoding/base64url.ts'
import { CredentialError } from '../credential-error.ts'
import { signJwsText } from '../jose/jws.ts'
import { isJsonObject } from '../parse-json.ts'
import type { ClaimPath } from './disclose-claims.ts'
import { digestOf, formatDisclosure, saltBytes } from './disclosure.ts'

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
  const isPayloadHidden = hidden.some(([first, ...rest]) => typeof first === 'string' && rest.length === 0 && (first === '_sd_alg' || ('vct' in claims && alwaysShown.includes(first))))
  if (isPayloadHidden) throw new CredentialError('credential/claim-not-hideable', 'Cannot hide claim: whoever verifies must always see it')
  const places = placesOf(hidden)
  const hiding: Hiding = { decoys, disclosures: [], salts: drawSalts(hidden.length, context.cryptography), cryptography: context.cryptography }
  const payload = writeMembers(claims, places, hiding, ['"_sd_alg":"sha-256"'])
  const jwt = await signJwsText(header, payload, context.signingKey)
  return [jwt, ...hiding.disclosures, ''].join('~')
}

/** What is hidden at one place, and within it, by name or position. */
interface Place {
  isHidden: boolean
  readonly within: Map<string | number, Place>
}

function placesOf(paths: readonly ClaimPath[]): Place {
  const root: Place = { isHidden: false, within: new Map() }
  for (const path of paths) {
    if (path.length === 0) throw notFound()
    let place = root
    for (const step of path) {
      if (isReserved(step)) throw reserved()
      const next = place.within.get(step) ?? { isHidden: false, within: new Map() }
      place.within.set(step, next)
      place = next
    }
    place.isHidden = true
  }
  return root
}

/** Drawn in one call, of as many as WebCrypto gives ("getRandomValues"), and encoded in one: a call costs far more than what it is for. */
const saltsAtOnce = Math.floor(65_536 / saltBytes)
const saltLength = (saltBytes * 4) / 3

function drawSalts(count: number, { randomBytes }: SdJwtSigningContext['cryptography']): string {
  let salts = ''
  for (let left = count; left > 0; left -= saltsAtOnce) salts += encodeBase64url(randomBytes(saltBytes * Math.min(left, saltsAtOnce)))
  return salts
}

interface Hiding {
  readonly decoys: number
  readonly disclosures: string[]
  /** One for each path, one behind the other. */
  readonly salts: string
  readonly cryptography: SdJwtSigningContext['cryptography']
}

/** The JSON of a value with digests in the place of what is hidden within it. What hides nothing is written at once: calls cost more than characters. */
function writeValue(value: Json, place: Place, hiding: Hiding): string {
  if (place.within.size === 0) return writePlain(value)
  if (Array.isArray(value)) return writeElements(value as readonly Json[], place, hiding)
  if (isJsonObject(value)) return writeMembers(value, place, hiding)
  throw notFound()
}

function writeMembers(object: JsonObject, { within }: Place, hiding: Hiding, added: readonly string[] = []): string {
  for (const name of within.keys()) if (typeof name !== 'string' || !Object.hasOwn(object, name)) throw notFound()
  const entries = Object.entries(object)
  const plain = entries.filter(([name]) => !within.has(name))
  const shown = plain.length === 0 ? [] : [writePlain(Object.fromEntries(plain)).slice(1, -1)]
  const digests: string[] = []
  for (const [name, value] of entries) {
    const place = within.get(name)
    if (place === undefined) continue
    if (place.isHidden) digests.push(hide(place.within.size === 0 ? writePlain([name, value]).slice(1, -1) : `${JSON.stringify(name)},${writeValue(value, place, hiding)}`, hiding))
    else shown.push(`${JSON.stringify(name)}:${writeValue(value, place, hiding)}`)
  }
  if (digests.length > 0) {
    for (let count = 0; count < hiding.decoys; count += 1) digests.push(decoy(hiding))
    // RFC 9901, "Embedding Digests": sorted, so that their order does not tell the order of the claims.
    shown.push(`"_sd":["${digests.sort().join('","')}"]`)
  }
  return `{${[...shown, ...added].join(',')}}`
}

function writeElements(list: readonly Json[], { within }: Place, hiding: Hiding): string {
  for (const index of within.keys()) if (typeof index !== 'number' || !Object.hasOwn(list, index)) throw notFound()
  const elements = list.map((value, index) => {
    const place = within.get(index)
    if (place === undefined) return writePlain(value)
    const text = writeValue(value, place, hiding)
    return place.isHidden ? `{"...":"${hide(text, hiding)}"}` : text
  })
  const isAnyHidden = [...within.values()].some(({ isHidden }) => isHidden)
  if (isAnyHidden) for (let count = 0; count < hiding.decoys; count += 1) elements.push(`{"...":"${decoy(hiding)}"}`)
  return `[${elements.join(',')}]`
}

/** Makes a disclosure of the JSON of a name and a value, or of an element, and gives its digest. */
function hide(text: string, { disclosures, salts, cryptography }: Hiding): string {
  const start = saltLength * disclosures.length
  const disclosure = formatDisclosure(salts.slice(start, start + saltLength), text)
  disclosures.push(disclosure)
  return digestOf(disclosure, 'sha-256', cryptography)
}

function decoy({ cryptography }: Hiding): string {
  return encodeBase64url(cryptography.sha256(cryptography.randomBytes(32)))
}

/** The JSON of a value in which nothing is hidden. Names that look reserved are found in its text, ten times as fast as in its objects; then these are looked at. */
function writePlain(value: Json): string {
  const text = JSON.stringify(value)
  if (text.includes('"_sd') || text.includes('"..."')) refuseReserved(value)
  return text
}

/** Claims of these names would be taken for digests. */
function refuseReserved(value: Json): void {
  if (Array.isArray(value)) return (value as readonly Json[]).forEach(refuseReserved)
  if (!isJsonObject(value)) return
  for (const [name, member] of Object.entries(value)) {
    if (isReserved(name)) throw reserved()
    refuseReserved(member)
  }
}

function isReserved(name: string | number): boolean {
  return name === '_sd' || name === '...' || name === '_sd_alg'
}

function reserved(): CredentialError {
  return new CredentialError('credential/claim-reserved', 'Cannot sign claims: one has a name that SD-JWT keeps to itself')
}

function notFound(): CredentialError {
  return new CredentialError('credential/claim-not-found', 'Cannot hide claim: there is none at that path')
}
