import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeHex, encodeUtf8 } from 'everlearned/encoding'
import { hashOrigin } from 'everlearned/ledger'
import type { FollowRole } from 'everlearned/node'
import type { NodeDependencies } from '../context.ts'

/** Which log is kept in a folder: its name is only what it says of itself, its key is what proves it. */
export interface KeptLog {
  readonly origin: string
  readonly verifierKey: string
  readonly role: FollowRole
}

type Place = Pick<NodeDependencies, 'config' | 'cryptography'>

/**
 * The folder of a followed log. Logs of one name under two keys have two, so that whoever took a name first keeps nobody from
 * following the right one. What was cosigned under the name goes along: a cosigner says one thing of one name.
 */
export async function openFollowedFolder({ origin, verifierKey, role }: KeptLog, { config, cryptography: { sha256 } }: Place): Promise<string> {
  const first = join(followedFolder(config), `${hashOrigin(origin, sha256).slice(0, 32)}-${role}`)
  await mkdir(first, { recursive: true })
  if (await firstKey(first, verifierKey) === verifierKey) return first
  const folder = `${first}-${encodeHex(sha256(encodeUtf8(verifierKey))).slice(0, 16)}`
  await mkdir(cosignedIn(folder), { recursive: true })
  await mkdir(cosignedIn(first), { recursive: true })
  await cp(cosignedIn(first), cosignedIn(folder), { recursive: true, force: false })
  return folder
}

/** The key that a folder was begun with: this one, when it begins now. */
async function firstKey(folder: string, verifierKey: string): Promise<string> {
  const path = join(folder, 'first-key')
  await writeFile(path, verifierKey, { flag: 'wx' }).catch((cause: unknown) => {
    if ((cause as { readonly code?: unknown }).code !== 'EEXIST') throw cause
  })
  return readFile(path, 'utf8')
}

/** Forgets what was cosigned in a role. Only under a new key, which has never said anything. */
export async function forgetCosigned(role: FollowRole, { config }: Place): Promise<void> {
  const isMeant = (name: string): boolean => name.endsWith(`-${role}`) || name.includes(`-${role}-`)
  for (const name of await readdir(followedFolder(config))) if (isMeant(name)) await rm(cosignedIn(join(followedFolder(config), name)), { recursive: true, force: true })
  if (role === 'validator') await rm(ownCosigned(config), { recursive: true, force: true })
}

/** What this node cosigned of its own log. */
export function ownCosigned(config: NodeDependencies['config']): string {
  return join(followedFolder(config), 'own')
}

/** Where the logs lie that this node follows. */
export function followedFolder({ dataFolder }: Pick<NodeDependencies['config'], 'dataFolder'>): string {
  return join(dataFolder, 'followed')
}

function cosignedIn(folder: string): string {
  return join(folder, 'follow', 'cosigned')
}
