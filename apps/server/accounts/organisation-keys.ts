import { randomBytes } from 'node:crypto'
import { encodeMultikey, publicKeyFromJwk, type Cryptography, type PrivateKeyJwk, type SigningKey } from 'everlearned/crypto'
import type { Kysely, Transaction } from 'kysely'
import type { NodeDependencies } from '../context.ts'
import { makeUuidV7 } from '../database/uuid-v7.ts'
import type { Tables } from '../database/tables.ts'
import { ServerError } from '../server-error.ts'

/** An organisation's key, ready to sign. */
export interface OrganisationSigningKey {
  readonly key: SigningKey
  /** The issuer's DID. */
  readonly did: string
  /** The DID URL that proofs name as their verification method. */
  readonly verificationMethod: string
}

/** The signing keys of all organisations of a node. */
export interface OrganisationKeys {
  /** @throws ServerError `organisation/not-found`; KeyFileError `key-file/wrong` under another key file */
  openSigningKey(organisationId: string): Promise<OrganisationSigningKey>
}

/** A new key, before its organisation is stored. */
export interface NewOrganisationKey {
  readonly jwk: PrivateKeyJwk
  readonly multikey: string
}

/** Opened keys are kept, oldest out first: unwrapping and importing for each signature would double its cost. */
const maxOpenKeys = 256

/** Opens the signing keys that the database keeps sealed. */
export function createOrganisationKeys(dependencies: NodeDependencies): OrganisationKeys {
  const open = new Map<string, OrganisationSigningKey>()
  return {
    async openSigningKey(organisationId) {
      const known = open.get(organisationId)
      if (known !== undefined) return known
      const opened = await unsealSigningKey(organisationId, dependencies)
      if (open.size >= maxOpenKeys) open.delete(open.keys().next().value ?? '')
      open.set(organisationId, opened)
      return opened
    },
  }
}

async function unsealSigningKey(organisationId: string, { database, keyFile, cryptography }: NodeDependencies): Promise<OrganisationSigningKey> {
  const row = await database.selectFrom('organisation_key').innerJoin('organisation', 'organisation.id', 'organisation_key.organisation_id')
    .select(['organisation_key.id', 'organisation_key.multikey', 'organisation_key.sealed_private_key', 'organisation.did'])
    .where('organisation_key.organisation_id', '=', organisationId).where('organisation_key.retired_at', 'is', null)
    .orderBy('organisation_key.created_at', 'desc').executeTakeFirst()
  if (row === undefined) throw new ServerError('organisation/not-found', 'Cannot open signing key: the organisation has none')
  const jwk = JSON.parse(keyFile.open(row.sealed_private_key, purposeOf(organisationId, row.id)).toString()) as PrivateKeyJwk
  return { key: await cryptography.importSigningKey(jwk), did: row.did, verificationMethod: `${row.did}#${row.multikey}` }
}

/** Makes an Ed25519 key. */
export async function makeOrganisationKey(cryptography: Cryptography): Promise<NewOrganisationKey> {
  const jwk = await cryptography.generateKey('Ed25519')
  return { jwk, multikey: encodeMultikey(publicKeyFromJwk(jwk)) }
}

/** Stores a new key, sealed for this organisation and this key id alone: moved to another row it does not open. */
export async function saveOrganisationKey(
  transaction: Transaction<Tables> | Kysely<Tables>, organisationId: string, { jwk, multikey, keyFile, now }: NewOrganisationKey & Pick<NodeDependencies, 'keyFile' | 'now'>,
): Promise<void> {
  const id = makeUuidV7(now(), randomBytes(10))
  const sealed = keyFile.seal(JSON.stringify(jwk), purposeOf(organisationId, id))
  await transaction.insertInto('organisation_key').values({ id, organisation_id: organisationId, multikey, sealed_private_key: sealed, created_at: now(), retired_at: null }).execute()
}

function purposeOf(organisationId: string, keyId: string): string {
  return `organisation-key ${organisationId} ${keyId}`
}
