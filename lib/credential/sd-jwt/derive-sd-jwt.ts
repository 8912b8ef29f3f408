import { encodeMultikey } from '../../crypto/multikey.ts'
import type { SigningKey } from '../../crypto/cryptography.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { CredentialError } from '../credential-error.ts'
import { isKeyError, readTokenKey } from '../jose/read-token-key.ts'
import { parseJsonPointer, quotePointer } from '../json-pointer.ts'
import { isJsonObject } from '../parse-json.ts'
import { discloseClaims, type ClaimPath } from './disclose-claims.ts'
import type { DigestContext } from './disclosure.ts'
import type { KeyBindingInput } from './key-binding.ts'
import { parseSdJwt } from './parse-sd-jwt.ts'
import { presentSdJwt } from './present-sd-jwt.ts'

/** What a holder shows of a token, and for whom. */
export interface SdJwtCopyChoice {
  /** JSON Pointers into the credential with everything disclosed; the empty one shows all of it. */
  readonly pointers: readonly string[]
  /** The holder's own signature for one verifier, for tokens that are bound to a key. */
  readonly keyBinding?: KeyBindingInput | undefined
}

/** Tells whether a text has the form of an SD-JWT: a token and tildes. */
export function isSdJwt(text: string): boolean {
  return /^\s*[\w-]+\.[\w-]+\.[\w-]+~/.test(text)
}

/**
 * The token with the disclosures that `pointers` lead to: a whole object or list with all that is in it, or a part of one, which
 * brings along what it stands in and nothing else of that.
 *
 * Every copy carries the same token of the issuer, so whoever gets two of them can tell.
 *
 * @throws CredentialError `credential/pointer-unmatched`, `credential/pointer-malformed`, `credential/key-not-confirmed` when the
 *   token is bound to another key than the one that signs for its holder, or as {@link presentSdJwt} does
 */
export async function deriveSdJwt(text: string, { pointers, keyBinding }: SdJwtCopyChoice, context: DigestContext): Promise<string> {
  const trimmed = text.trim()
  const { claims, disclosed } = discloseClaims(parseSdJwt(trimmed), context)
  const places = disclosed.map(({ path }) => path)
  const shown = pointers.flatMap((pointer) => placesOf(pathOf(pointer, claims), places))
  if (keyBinding === undefined) return presentSdJwt(trimmed, { shown }, context)
  refuseOtherKey(claims, keyBinding.signingKey)
  return presentSdJwt(trimmed, { shown, keyBinding }, context)
}

/** What is hidden within a path, or else the innermost hidden thing that the path lies within. */
function placesOf(path: ClaimPath, places: readonly ClaimPath[]): readonly ClaimPath[] {
  const within = places.filter((place) => startsWith(place, path))
  // From the outside in: the last is the innermost.
  const around = places.filter((place) => startsWith(path, place)).at(-1)
  return around === undefined ? within : [...within, around]
}

function pathOf(pointer: string, claims: JsonObject): ClaimPath {
  const path: (string | number)[] = []
  let value: Json | undefined = claims
  for (const step of parseJsonPointer(pointer)) {
    const key: string | number = Array.isArray(value) && /^(0|[1-9]\d{0,9})$/.test(step) ? Number(step) : step
    value = memberOf(value, key)
    if (value === undefined) throw new CredentialError('credential/pointer-unmatched', `Cannot select ${quotePointer(pointer)}: it leads to nothing`)
    path.push(key)
  }
  return path
}

function memberOf(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof key === 'number') return Array.isArray(value) ? (value as readonly Json[])[key] : undefined
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

function startsWith(path: ClaimPath, start: ClaimPath): boolean {
  return start.length <= path.length && start.every((key, index) => key === path[index])
}

/** A signature by any other key would be refused by whoever it is shown to. */
function refuseOtherKey({ cnf }: JsonObject, { publicKey }: SigningKey): void {
  const { jwk } = isJsonObject(cnf) ? cnf : {}
  const refusal = new CredentialError('credential/key-not-confirmed', 'Cannot bind key: the token is bound to another key, or to none')
  if (!isJsonObject(jwk)) throw refusal
  try {
    const confirmed = readTokenKey(jwk)
    if (confirmed.type === 'RSA' || encodeMultikey(confirmed) !== encodeMultikey(publicKey)) throw refusal
  } catch (error) {
    if (isKeyError(error)) throw refusal
    throw error
  }
}
