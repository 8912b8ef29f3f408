import type { StatusEntry } from '../../credential/open-badge.ts'
import { formatDateTime } from '../../credential/date-time.ts'
import { signCredential } from '../../credential/sign-credential.ts'
import type { SigningContext } from '../../credential/add-proof.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import { encodeBase64url } from '../../encoding/base64url.ts'
import { createBitstring, minListLength, withBit } from '../../status/bitstring.ts'
import { createStatusEntry, createStatusListCredential } from '../../status/status-list-credential.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'

/**
 * How an endorser can take an endorsement back later without keeping a key: two lists, signed at the same time as it. The node
 * serves the first until whoever has the token says otherwise, then the second for ever.
 */
export interface TakeBack {
  readonly entry: StatusEntry
  /** The endorsement stands. */
  readonly standing: string
  /** It was taken back. */
  readonly withdrawn: string
}

/** A copy that the holder brings along may be relied upon for so long after signing; after that only the node can tell. */
export const takeBackCopyDays = 90
const listYears = 20

/** Untrusted: a longer list is refused. */
export const maxTakeBackLength = 8_192

/** The public address at which a node serves the list of one endorsement. */
export function takeBackUrl(node: string, id: string): string {
  return `${node}/api/endorsement-status/${id}`
}

/** A new random id of such a list: it tells nothing about the request. */
export function newTakeBackId({ randomBytes }: Pick<Cryptography, 'randomBytes'>): string {
  return encodeBase64url(randomBytes(16))
}

/** Signs the two lists of one endorsement (Bitstring Status List 1.0, "BitstringStatusListCredential"). */
export async function makeTakeBack({ url, issuer }: { readonly url: string; readonly issuer: string }, signing: SigningContext & { readonly cryptography: Cryptography }): Promise<TakeBack> {
  const { created: validFrom, cryptography } = signing
  const [high = 0, low = 0] = cryptography.randomBytes(2)
  const index = (high * 256 + low) % minListLength
  const list = async (bits: Uint8Array<ArrayBuffer>): Promise<string> => {
    const unsigned = await createStatusListCredential({ url, issuer, purpose: 'revocation', bits, validFrom, ttlSeconds: takeBackCopyDays * 86_400 })
    // Whoever signed may be out of reach: what the node serves stays good, and only copies of it age.
    const validUntil = formatDateTime(new Date(validFrom.getTime() + listYears * 365 * 86_400_000))
    return JSON.stringify(await signCredential({ ...unsigned, validUntil }, signing))
  }
  return { entry: createStatusEntry(url, index, 'revocation'), standing: await list(createBitstring()), withdrawn: await list(withBit(createBitstring(), index, 1)) }
}

/** Tells whether a document is a list that may be served at an address. Untrusted: the document; its signature is for verifiers to check. */
export function isTakeBackList(document: JsonObject, url: string): boolean {
  const { id, credentialSubject: subject, proof } = document
  return id === url && listOf(document['type']).includes('BitstringStatusListCredential') && isJsonObject(subject) && typeof subject['encodedList'] === 'string' && isJsonObject(proof)
}
