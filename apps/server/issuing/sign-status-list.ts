import { signCredential } from 'everlearned/credential'
import { createStatusListCredential } from 'everlearned/status'
import type { OrganisationKeyType } from '../accounts/organisation-keys.ts'
import type { IssuingContext } from './issuing-context.ts'

/** How long a fetched list may be relied upon. */
export const statusTtlSeconds = 86_400

/** The columns of `status_list` that a new signature fills. */
export interface PublishedList {
  readonly published: string
  readonly published_at: Date
  readonly expires_at: Date
}

/** Signs a list as it stands now, with the organisation's key of today. */
export async function signStatusList(list: { readonly id: string; readonly organisationId: string; readonly keyType: OrganisationKeyType; readonly revoked: Uint8Array }, context: IssuingContext): Promise<PublishedList> {
  const now = context.now()
  const { key, did, verificationMethod } = await context.organisationKeys.openSigningKey(list.organisationId, list.keyType)
  const unsigned = await createStatusListCredential({
    url: statusListUrl(list.id, context), issuer: did, purpose: 'revocation', bits: new Uint8Array(list.revoked), validFrom: now, ttlSeconds: statusTtlSeconds,
  })
  const signed = await signCredential(unsigned, { signingKey: key, verificationMethod, created: now, cryptography: context.cryptography })
  return { published: JSON.stringify(signed), published_at: now, expires_at: new Date(now.getTime() + statusTtlSeconds * 1_000) }
}

/** The public address of a list. */
export function statusListUrl(id: string, { config }: Pick<IssuingContext, 'config'>): string {
  return `${config.publicBaseUrl}/status/${id}`
}
