/** The keys that an organisation signs with: those of today and those of before. */
import type { NodeContext } from '../context.ts'
import { retry } from '../database/retry.ts'
import { audit } from '../issuing/audit.ts'
import type { Actor } from '../issuing/issuing-context.ts'
import { ServerError } from '../server-error.ts'
import { keyTypeOf, makeOrganisationKey, saveOrganisationKey } from './organisation-keys.ts'

/** A key of an organisation, its public half. */
export interface OrganisationKey {
  readonly id: string
  readonly keyType: ReturnType<typeof keyTypeOf>
  readonly multikey: string
  readonly createdAt: Date
  /** Since when nothing new is signed with it; null while it signs. */
  readonly retiredAt: Date | null
}

/** Every key that an organisation has signed with, the newest first. */
export async function listOrganisationKeys(organisationId: string, { database }: Pick<NodeContext, 'database'>): Promise<readonly OrganisationKey[]> {
  const rows = await database.selectFrom('organisation_key').select(['id', 'multikey', 'created_at', 'retired_at'])
    .where('organisation_id', '=', organisationId).orderBy('id', 'desc').execute()
  return rows.map(({ id, multikey, created_at: createdAt, retired_at: retiredAt }) => ({ id, keyType: keyTypeOf(multikey), multikey, createdAt, retiredAt }))
}

/**
 * Makes a new key of each kind that an organisation signs with, and signs nothing new with the old ones. Those stay in its DID
 * document (did:web Method Specification, "Update"), so that what they signed still verifies: whoever has a private half of
 * before can therefore still sign under the organisation's name.
 *
 * @throws ServerError `organisation/key-is-identity` when its DID is a did:key: another key would be another issuer
 */
export async function rotateOrganisationKeys(actor: Actor, context: NodeContext): Promise<void> {
  const { organisationId } = actor
  const fresh = { 'Ed25519': await makeOrganisationKey(context.cryptography, 'Ed25519'), 'P-256': await makeOrganisationKey(context.cryptography, 'P-256') }
  await retry(() => context.database.transaction().execute(async (transaction) => {
    const { did } = await transaction.selectFrom('organisation').select('did').where('id', '=', organisationId).forNoKeyUpdate().executeTakeFirstOrThrow()
    if (did.startsWith('did:key:')) throw new ServerError('organisation/key-is-identity', 'Cannot make a new key: the organisation is known by the one it has')
    const retired = await transaction.updateTable('organisation_key').set({ retired_at: context.now() })
      .where('organisation_id', '=', organisationId).where('retired_at', 'is', null).returning('multikey').execute()
    // One of BLS12-381 is made when it is next needed.
    for (const keyType of new Set(retired.map(({ multikey }) => keyTypeOf(multikey)))) if (keyType !== 'BLS12-381') await saveOrganisationKey(transaction, organisationId, { ...context, ...fresh[keyType] })
    await audit({ actor, action: 'organisation-key-rotated', subjectId: organisationId }, transaction, context)
  }))
  context.organisationKeys.forget(organisationId)
}
