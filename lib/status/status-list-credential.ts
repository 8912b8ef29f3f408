import { credentialsContextUrl } from '../credential/contexts.ts'
import { formatDateTime } from '../credential/date-time.ts'
import type { StatusEntry } from '../credential/open-badge.ts'
import { encodeBitstring } from './bitstring.ts'

/** What a bit of a list stands for. */
export type StatusPurpose = StatusEntry['statusPurpose']

/** The credential in which an issuer publishes a list (Bitstring Status List 1.0, "BitstringStatusListCredential"), not yet signed. */
export type StatusListCredential = {
  readonly '@context': readonly [typeof credentialsContextUrl]
  readonly id: string
  readonly type: readonly ['VerifiableCredential', 'BitstringStatusListCredential']
  readonly issuer: string
  readonly validFrom: string
  readonly validUntil: string
  readonly credentialSubject: {
    readonly id: string
    readonly type: 'BitstringStatusList'
    readonly statusPurpose: StatusPurpose
    readonly encodedList: string
    /** Milliseconds for which a copy may be relied upon. */
    readonly ttl: number
  }
}

/** What goes into a list credential. */
export interface StatusListInput {
  /** The address it is served at, which entries name as `statusListCredential`. */
  readonly url: string
  /** The DID that also issues the credentials the list speaks of. */
  readonly issuer: string
  readonly purpose: StatusPurpose
  readonly bits: Uint8Array<ArrayBuffer>
  readonly validFrom: Date
  readonly ttlSeconds: number
}

/** Builds the credential of a list, ready to be signed; it may be relied upon for `ttlSeconds` and then expires. */
export async function createStatusListCredential({ url, issuer, purpose, bits, validFrom, ttlSeconds }: StatusListInput): Promise<StatusListCredential> {
  return {
    '@context': [credentialsContextUrl],
    id: url,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom: formatDateTime(validFrom),
    validUntil: formatDateTime(new Date(validFrom.getTime() + ttlSeconds * 1_000)),
    credentialSubject: { id: `${url}#list`, type: 'BitstringStatusList', statusPurpose: purpose, encodedList: await encodeBitstring(bits), ttl: ttlSeconds * 1_000 },
  }
}

/** The entry by which a credential names its place in a list. */
export function createStatusEntry(url: string, index: number, purpose: StatusPurpose): StatusEntry {
  return { id: `${url}#${index}`, type: 'BitstringStatusListEntry', statusPurpose: purpose, statusListIndex: String(index), statusListCredential: url }
}
