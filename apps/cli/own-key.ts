import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SigningKey } from 'everlearned/crypto'
import { encodeMultikey } from 'everlearned/crypto'
import { cosignerKeyOf, formatCosignerKey, isKeyName, type CosignerIdentity } from 'everlearned/ledger'
import { nativeCryptography as cryptography, type FollowRole } from 'everlearned/node'
import { InputError } from './command.ts'
import { readText, writeSecret } from './files.ts'
import { formatKeyFile, readKeyFile } from './key-file.ts'

/** A cosigner of this machine and its public key. */
export interface OwnCosigner {
  readonly identity: CosignerIdentity
  /** The cosigner key string. */
  readonly key: string
}

/** The cosigner of a folder for one role, made at first use. Each role has a key of its own: a key says one thing only. */
export async function ownCosigner(folder: string, { role, name }: { readonly role: FollowRole; readonly name: string | undefined }): Promise<OwnCosigner> {
  const path = join(folder, `cosigner-${role}.json`)
  if (!existsSync(path)) await makeKey(path, (multikey) => ({ cosigner: `${plainName(name) ?? `cosigner-${multikey.slice(-8)}`}/${role}` }))
  const { cosigner } = JSON.parse(await readText(path)) as { readonly cosigner?: unknown }
  if (typeof cosigner !== 'string' || !isKeyName(cosigner)) throw new InputError(`Cannot read ${path}: it names no cosigner`)
  const { signingKey } = await readKeyFile(path)
  return { identity: { name: cosigner, key: signingKey }, key: formatCosignerKey(cosignerKeyOf(cosigner, signingKey.publicKey, cryptography.sha256)) }
}

/** The key of a seat in the governance, in a file of its own, which `ler ledger policy sign` takes; made at first use. */
export async function ownSeat(folder: string): Promise<SigningKey> {
  const path = join(folder, 'seat.json')
  if (!existsSync(path)) await makeKey(path, () => ({}))
  return (await readKeyFile(path)).signingKey
}

async function makeKey(path: string, also: (multikey: string) => Readonly<Record<string, string>>): Promise<void> {
  const { text, key } = await formatKeyFile(await cryptography.generateKey('Ed25519'))
  const file = { ...(JSON.parse(text) as Readonly<Record<string, unknown>>), ...also(encodeMultikey(key.signingKey.publicKey)) }
  await writeSecret(path, `${JSON.stringify(file, null, 2)}\n`)
}

/** A name in the letters of an address. */
function plainName(name: string | undefined): string | undefined {
  const plain = (name ?? '').normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '').slice(0, 100)
  return plain === '' ? undefined : plain
}
