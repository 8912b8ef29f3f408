import { randomBytes } from 'node:crypto'
import { decodeSecretMultikey, encodeMultikey, encodeSecretMultikey, generateBbsKey, importBbsSigningKey, type BbsSigningKey } from 'everlearned/crypto'
import type { Kysely, Transaction } from 'kysely'
import type { NodeDependencies } from '../context.ts'
import { retry } from '../database/retry.ts'
import type { Tables } from '../database/tables.ts'
import { makeUuidV7 } from '../database/uuid-v7.ts'
import { ServerError } from '../server-error.ts'
import { issuerDid, purposeOf } from './organisation-keys.ts'

/** An organisation's key for copies that cannot be linked, ready to sign. */
export interface OrganisationBbsKey {
  readonly key: BbsSigningKey
  /** The issuer's DID; in rehearsal this key has one of its own. */
  readonly did: string
  readonly verificationMethod: string
}

type Dependencies = Pick<NodeDependencies, 'database' | 'keyFile' | 'cryptography' | 'now'>

/**
 * Opens the BLS12-381 key of an organisation, which is made when it is first needed, once: whoever comes second finds it.
 *
 * @throws ServerError `organisation/not-found`; KeyFileError `key-file/wrong` under another key file
 */
export async function openBbsKey(organisationId: string, dependencies: Dependencies): Promise<OrganisationBbsKey> {
  const known = await unseal(organisationId, dependencies.database, dependencies)
  if (known !== undefined) return known
  const secretKey = await generateBbsKey(dependencies.cryptography)
  const { publicKey } = await importBbsSigningKey(secretKey)
  const made = await retry(() => dependencies.database.transaction().execute(async (transaction) => {
    const organisation = await transaction.selectFrom('organisation').select('id').where('id', '=', organisationId).forNoKeyUpdate().executeTakeFirst()
    if (organisation === undefined) throw new ServerError('organisation/not-found', 'Cannot open signing key: there is no such organisation')
    if (await unseal(organisationId, transaction, dependencies) === undefined) await save(transaction, { organisationId, secretKey, multikey: encodeMultikey(publicKey) }, dependencies)
    return unseal(organisationId, transaction, dependencies)
  }))
  if (made === undefined) throw new RangeError('a key was just made')
  return made
}

async function unseal(organisationId: string, connection: Kysely<Tables> | Transaction<Tables>, { keyFile, cryptography }: Dependencies): Promise<OrganisationBbsKey | undefined> {
  const row = await connection.selectFrom('organisation_key').innerJoin('organisation', 'organisation.id', 'organisation_key.organisation_id')
    .select(['organisation_key.id', 'organisation_key.multikey', 'organisation_key.sealed_private_key', 'organisation.did'])
    .where('organisation_key.organisation_id', '=', organisationId).where('organisation_key.retired_at', 'is', null)
    .where('organisation_key.multikey', 'like', 'zUC7%').orderBy('organisation_key.created_at', 'desc').executeTakeFirst()
  if (row === undefined) return undefined
  const secretKey = decodeSecretMultikey(keyFile.open(row.sealed_private_key, purposeOf(organisationId, row.id)).toString())
  const did = issuerDid(row.did, row.multikey)
  return { key: await importBbsSigningKey(secretKey, cryptography), did, verificationMethod: `${did}#${row.multikey}` }
}

async function save(transaction: Transaction<Tables>, made: { readonly organisationId: string; readonly secretKey: Uint8Array<ArrayBuffer>; readonly multikey: string }, { keyFile, now }: Dependencies): Promise<void> {
  const { organisationId, secretKey, multikey } = made
  const id = makeUuidV7(now(), randomBytes(10))
  const sealed = keyFile.seal(encodeSecretMultikey(secretKey), purposeOf(organisationId, id))
  await transaction.insertInto('organisation_key').values({ id, organisation_id: organisationId, multikey, sealed_private_key: sealed, created_at: now(), retired_at: null }).execute()
}
