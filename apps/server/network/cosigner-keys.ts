import { publicKeyFromJwk, type PrivateKeyJwk } from 'everlearned/crypto'
import { cosignerKeyOf, formatCosignerKey, type CosignerIdentity } from 'everlearned/ledger'
import type { FollowRole } from 'everlearned/node'
import type { NodeDependencies } from '../context.ts'
import type { LedgerKeyTable } from '../issuing/tables.ts'

/**
 * The key with which this node cosigns in one role, made when it is first needed and sealed like the others. A key says one thing
 * (C2SP tlog-cosignature): a witness, a mirror and a validator have three.
 */
export async function openCosigner(role: FollowRole, dependencies: NodeDependencies): Promise<CosignerIdentity> {
  const { database, cryptography, keyFile } = dependencies
  const id = idOf(role)
  const find = () => database.selectFrom('ledger_key').select(['origin', 'sealed_private_key']).where('id', '=', id).executeTakeFirst()
  if (await find() === undefined) {
    await database.insertInto('ledger_key').values({ id, ...(await makeKey(role, dependencies)) }).onConflict((conflict) => conflict.column('id').doNothing()).execute()
  }
  const row = await find()
  if (row === undefined) throw new TypeError('a key that was made is there')
  const jwk = JSON.parse(keyFile.open(row.sealed_private_key, purposeOf(row.origin)).toString()) as PrivateKeyJwk
  return { name: row.origin, key: await cryptography.importSigningKey(jwk) }
}

/** Puts another key in the place of the one that cosigned so far, which is gone then: it must never sign again. */
export async function replaceCosigner(role: FollowRole, dependencies: NodeDependencies): Promise<void> {
  const key = await makeKey(role, dependencies)
  await dependencies.database.insertInto('ledger_key').values({ id: idOf(role), ...key }).onConflict((conflict) => conflict.column('id').doUpdateSet(key)).execute()
}

async function makeKey(role: FollowRole, { config, cryptography, keyFile, now }: NodeDependencies): Promise<Omit<LedgerKeyTable, 'id'>> {
  const name = `${new URL(config.publicBaseUrl).host}/${role}`
  const jwk = await cryptography.generateKey('Ed25519')
  return { origin: name, public_key: Buffer.from(publicKeyFromJwk(jwk).bytes), sealed_private_key: keyFile.seal(JSON.stringify(jwk), purposeOf(name)), created_at: now() }
}

function idOf(role: FollowRole): string {
  return `cosigner-${role}`
}

/** How policies name a cosigner. */
export function cosignerKeyText({ name, key }: CosignerIdentity, { cryptography }: Pick<NodeDependencies, 'cryptography'>): string {
  return formatCosignerKey(cosignerKeyOf(name, key.publicKey, cryptography.sha256))
}

function purposeOf(name: string): string {
  return `cosigner-key ${name}`
}
