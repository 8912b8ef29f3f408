import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { CredentialError } from '../credential-error.ts'
import { parseJws } from '../jose/jws.ts'
import type { SignedMessage } from '../jose/signed-message.ts'
import { isJsonObject, listOf, maxCredentialBytes } from '../parse-json.ts'

/** Untrusted: a token with more disclosures than this is refused. */
export const maxDisclosures = 4_096

/** A selective-disclosure token taken apart (RFC 9901, "SD-JWT and SD-JWT+KB Data Formats"). */
export interface SdJwt {
  /** The token that the issuer signed. */
  readonly message: SignedMessage
  readonly jwt: string
  readonly disclosures: readonly string[]
  /** The token by which the holder proves possession, if there is one. */
  readonly keyBinding: string | undefined
  /** What the holder's token is made over: everything before it. */
  readonly presented: string
}

/**
 * Takes a compact SD-JWT apart: `<jwt>~<disclosure>~…~`, and after the last tilde the key binding token if there is one.
 *
 * @throws CredentialError `credential/token-malformed`, `credential/too-large`, `credential/too-many-disclosures`
 */
export function parseSdJwt(text: string): SdJwt {
  if (text.length > maxCredentialBytes) throw new CredentialError('credential/too-large', `Cannot read token: more than ${maxCredentialBytes} characters`)
  const parts = text.split('~')
  const [jwt = '', ...rest] = parts
  const keyBinding = rest.pop()
  if (keyBinding === undefined) throw new CredentialError('credential/token-malformed', 'Cannot read SD-JWT: it has no tilde')
  if (rest.length > maxDisclosures) throw new CredentialError('credential/too-many-disclosures', `Cannot read SD-JWT: more than ${maxDisclosures} disclosures`)
  if (rest.includes('')) throw new CredentialError('credential/token-malformed', 'Cannot read SD-JWT: a disclosure is empty')
  return {
    message: parseJws(jwt), jwt, disclosures: rest,
    keyBinding: keyBinding === '' ? undefined : keyBinding,
    presented: text.slice(0, text.lastIndexOf('~') + 1),
  }
}

/** Tells whether a JSON document is a token of one signature in JSON form (RFC 7515, "Flattened JWS JSON Serialization"). */
export function isFlattenedToken(document: JsonObject): boolean {
  return ['payload', 'protected', 'signature'].every((name) => typeof document[name] === 'string')
}

/**
 * The compact form of a token in JSON form: an SD-JWT when its header has disclosures (RFC 9901, "JWS JSON Serialization"), else a JWS.
 *
 * @throws CredentialError `credential/token-malformed`
 */
export function compactFlattened({ payload, protected: header, signature, header: unprotected }: JsonObject): string {
  const jws = [header, payload, signature].join('.')
  if (unprotected === undefined) return jws
  const { disclosures, kb_jwt: keyBinding = '' } = isJsonObject(unprotected) ? unprotected : {}
  const isText = (value: Json): value is string => typeof value === 'string' && !value.includes('~')
  if (disclosures === undefined) return jws
  if (!listOf(disclosures).every(isText) || !isText(keyBinding)) throw new CredentialError('credential/token-malformed', 'Cannot read SD-JWT: its disclosures are no texts')
  return [jws, ...listOf(disclosures), keyBinding].join('~')
}

/** The member of the unprotected header in which a ledger proof goes along: the signed part of the token stays as it is. */
const ledgerProofMember = 'ledger_proof'

/** What says of itself that it is the ledger proof of a token in JSON form, unread; undefined when there is none. */
export function ledgerProofBeside({ header: unprotected }: JsonObject): Json | undefined {
  return isJsonObject(unprotected) ? unprotected[ledgerProofMember] : undefined
}

/**
 * An SD-JWT in JSON form with the ledger proof of its issuer's signature in the unprotected header (RFC 9901, "JWS JSON Serialization").
 * One proof holds for every choice of disclosures: the signature is the same.
 *
 * @throws CredentialError as {@link parseSdJwt} does
 */
export function flattenSdJwt(text: string, ledgerProof: JsonObject): JsonObject {
  const { jwt, disclosures, keyBinding } = parseSdJwt(text)
  const [header = '', payload = '', signature = ''] = jwt.split('.')
  const unprotected = { disclosures, ...(keyBinding === undefined ? {} : { kb_jwt: keyBinding }), [ledgerProofMember]: ledgerProof }
  return { payload, protected: header, signature, header: unprotected }
}
