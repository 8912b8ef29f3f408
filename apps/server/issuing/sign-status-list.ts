import { signCredential } from 'everlearned/credential'
import { createStatusListCredential } from 'everlearned/status'
import type { OrganisationKeyType } from '../accounts/organisation-keys.ts'
import type { IssuingContext } from './issuing-context.ts'
import type { ListPurpose } from './tables.ts'

/** How long a fetched list may be relied upon. */
export const statusTtlSeconds = 86_400

/** A list as it stands, to be signed. */
export interface ListToSign {
  readonly id: string
  readonly organisation_id: string
  readonly key_type: OrganisationKeyType
  readonly purpose: ListPurpose
  readonly bits: Uint8Array
}

/** The columns of `status_list` that a new signature fills. */
export interface PublishedList {
  readonly published: string
  readonly published_at: Date
  readonly expires_at: Date
}

/** Signs a list as it stands now, with the organisation's key of today. */
export async function signStatusList({ id, organisation_id: organisationId, key_type: keyType, purpose, bits }: ListToSign, context: IssuingContext): Promise<PublishedList> {
  const now = context.now()
  const { key, did, verificationMethod } = await context.organisationKeys.openSigningKey(organisationId, keyType)
  const unsigned = await createStatusListCredential({ url: statusListUrl(id, context), issuer: did, purpose, bits: new Uint8Array(bits), validFrom: now, ttlSeconds: statusTtlSeconds })
  const signed = await signCredential(unsigned, { signingKey: key, verificationMethod, created: now, cryptography: context.cryptography })
  return { published: JSON.stringify(signed), published_at: now, expires_at: new Date(now.getTime() + statusTtlSeconds * 1_000) }
}

/** The public address of a list. */
export function statusListUrl(id: string, { config }: Pick<IssuingContext, 'config'>): string {
  return `${config.publicBaseUrl}/status/${id}`
}
