import { randomBytes } from 'node:crypto'
import { encodeMultikey, publicKeyFromJwk, type Cryptography, type PrivateKeyJwk, type SigningKey } from 'everlearned/crypto'
import type { Kysely, Transaction } from 'kysely'
import type { NodeDependencies } from '../context.ts'
import { retry } from '../database/retry.ts'
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

/** The kinds of key that an organisation signs with: P-256 for credentials that are shown in part, Ed25519 for everything else. */
export type OrganisationKeyType = 'Ed25519' | 'P-256'

const organisationKeyTypes: readonly OrganisationKeyType[] = ['Ed25519', 'P-256']

/** The signing keys of all organisations of a node. */
export interface OrganisationKeys {
  /** @throws ServerError `organisation/not-found`; KeyFileError `key-file/wrong` under another key file */
  openSigningKey(organisationId: string, keyType?: OrganisationKeyType): Promise<OrganisationSigningKey>
  /** From now on its keys are opened anew: call it once they were changed. */
  forget(organisationId: string): void
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
  let changes = 0
  return {
    async openSigningKey(organisationId, keyType = 'Ed25519') {
      const name = `${keyType} ${organisationId}`
      const known = open.get(name)
      if (known !== undefined) return known
      const before = changes
      const opened = await unsealSigningKey(organisationId, keyType, dependencies) ?? await unsealNewKey(organisationId, keyType, dependencies)
      if (open.size >= maxOpenKeys) open.delete(open.keys().next().value ?? '')
      // What was read while a key was changed may be the old one, and must not stay.
      if (before === changes) open.set(name, opened)
      return opened
    },
    forget(organisationId) {
      changes += 1
      for (const keyType of organisationKeyTypes) open.delete(`${keyType} ${organisationId}`)
    },
  }
}

async function unsealSigningKey(organisationId: string, keyType: OrganisationKeyType, { database, keyFile, cryptography }: NodeDependencies): Promise<OrganisationSigningKey | undefined> {
  const row = await database.selectFrom('organisation_key').innerJoin('organisation', 'organisation.id', 'organisation_key.organisation_id')
    .select(['organisation_key.id', 'organisation_key.multikey', 'organisation_key.sealed_private_key', 'organisation.did'])
    .where('organisation_key.organisation_id', '=', organisationId).where('organisation_key.retired_at', 'is', null)
    .where('organisation_key.multikey', 'like', `${multikeyStarts[keyType]}%`)
    .orderBy('organisation_key.created_at', 'desc').executeTakeFirst()
  if (row === undefined) return undefined
  const jwk = JSON.parse(keyFile.open(row.sealed_private_key, purposeOf(organisationId, row.id)).toString()) as PrivateKeyJwk
  const did = issuerDid(row.did, row.multikey)
  return { key: await cryptography.importSigningKey(jwk), did, verificationMethod: `${did}#${row.multikey}` }
}

/** Opens one key of an organisation, a retired one too: for what only that key can sign, such as its own replacement. */
export async function openOrganisationKey(organisationId: string, multikey: string, { database, keyFile, cryptography }: Pick<NodeDependencies, 'database' | 'keyFile' | 'cryptography'>): Promise<SigningKey> {
  const { id, sealed_private_key: sealed } = await database.selectFrom('organisation_key').select(['id', 'sealed_private_key'])
    .where('organisation_id', '=', organisationId).where('multikey', '=', multikey).executeTakeFirstOrThrow()
  return cryptography.importSigningKey(JSON.parse(keyFile.open(sealed, purposeOf(organisationId, id)).toString()) as PrivateKeyJwk)
}

/** The P-256 key is made when it is first needed, once: whoever comes second finds it. */
async function unsealNewKey(organisationId: string, keyType: OrganisationKeyType, dependencies: NodeDependencies): Promise<OrganisationSigningKey> {
  const missing = new ServerError('organisation/not-found', 'Cannot open signing key: the organisation has none')
  if (keyType === 'Ed25519') throw missing
  const key = await makeOrganisationKey(dependencies.cryptography, keyType)
  await retry(() => dependencies.database.transaction().execute(async (transaction) => {
    const organisation = await transaction.selectFrom('organisation').select('id').where('id', '=', organisationId).forNoKeyUpdate().executeTakeFirst()
    if (organisation === undefined) throw missing
    if (await unsealSigningKey(organisationId, keyType, { ...dependencies, database: transaction }) === undefined) await saveOrganisationKey(transaction, organisationId, { ...dependencies, ...key })
  }))
  const made = await unsealSigningKey(organisationId, keyType, dependencies)
  if (made === undefined) throw missing
  return made
}

/** How the public half of each kind begins in Multikey form. */
const multikeyStarts: Readonly<Record<OrganisationKeyType, string>> = { 'Ed25519': 'z6Mk', 'P-256': 'zDn' }

/** The kind of a key, by its public half; BLS12-381 is for copies that cannot be linked. */
export function keyTypeOf(multikey: string): OrganisationKeyType | 'BLS12-381' {
  if (multikey.startsWith('zUC7')) return 'BLS12-381'
  return multikey.startsWith(multikeyStarts['P-256']) ? 'P-256' : 'Ed25519'
}

/** Under did:web all keys are of one DID; in rehearsal each key is a did:key of its own. */
export function issuerDid(did: string, multikey: string): string {
  return did.startsWith('did:key:') ? `did:key:${multikey}` : did
}

/** Every DID under which an organisation of this node issues, by its name. Those that nobody approved are not known. */
export async function listIssuers({ database }: Pick<NodeDependencies, 'database'>): Promise<readonly { readonly did: string; readonly name: string; readonly keys: readonly string[] }[]> {
  const rows = await database.selectFrom('organisation').innerJoin('organisation_key', 'organisation_key.organisation_id', 'organisation.id')
    .select(['organisation.did', 'organisation.name', 'organisation_key.multikey']).where('organisation.approved_at', 'is not', null).orderBy('organisation.name').orderBy('organisation_key.created_at').execute()
  const issuers = new Map<string, { readonly did: string; readonly name: string; readonly keys: string[] }>()
  for (const { did, name, multikey } of rows) {
    const own = issuerDid(did, multikey)
    const issuer = issuers.get(own) ?? { did: own, name, keys: [] }
    issuers.set(own, issuer)
    // What signs no entries is in no registry.
    if (keyTypeOf(multikey) !== 'BLS12-381') issuer.keys.push(multikey)
  }
  return [...issuers.values()]
}

/** Makes a key. */
export async function makeOrganisationKey(cryptography: Cryptography, keyType: OrganisationKeyType = 'Ed25519'): Promise<NewOrganisationKey> {
  const jwk = await cryptography.generateKey(keyType)
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

/** What a private key is sealed for: this organisation and this key id alone. */
export function purposeOf(organisationId: string, keyId: string): string {
  return `organisation-key ${organisationId} ${keyId}`
}
