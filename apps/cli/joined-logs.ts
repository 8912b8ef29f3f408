import { mkdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hashOrigin, parseVerifierKey } from 'everlearned/ledger'
import { followLog, nativeCryptography as cryptography, type FollowedLog, type Following } from 'everlearned/node'
import { InputError, UsageError } from './command.ts'
import { readText, writeWhole } from './files.ts'
import { fetchKey, fetchResource, prefixOf, readKey } from './published-log.ts'

/** A log that was joined: its key is fetched once and believed from then on. */
interface JoinedLog {
  readonly url: string
  readonly verifierKey: string
}

/** The logs at these addresses, after those that this folder joined before. */
export async function joinLogs(folder: string, urls: readonly string[], key: string | undefined): Promise<readonly JoinedLog[]> {
  const path = join(folder, 'joined.json')
  const before = existsSync(path) ? parseJoined(await readText(path), path) : []
  const added: JoinedLog[] = []
  const renewed = new Map<string, string>()
  for (const url of urls.map(prefixOf)) {
    const known = before.find((log) => log.url === url)
    // A witness reads no entries, and has to be told under which key its log goes on.
    if (known !== undefined && key !== undefined && originOf(await readKey(key)) === originOf(known.verifierKey)) renewed.set(url, await readKey(key))
    if (known !== undefined) continue
    added.push({ url, verifierKey: key === undefined ? await fetchKey(url) : await readKey(key) })
  }
  const joined = [...before.map((log) => ({ ...log, verifierKey: renewed.get(log.url) ?? log.verifierKey })), ...added]
  if (joined.length === 0) throw new UsageError('which log? It is ler ledger join URL…')
  if (new Set(joined.map(({ verifierKey }) => originOf(verifierKey))).size < joined.length) throw new UsageError('two of these logs have the same origin')
  if (added.length + renewed.size > 0) await writeWhole(path, `${JSON.stringify(joined, null, 2)}\n`)
  return joined
}

/** Follows every log, each of which may follow the registry of another. */
export async function followAll(folder: string, joined: readonly JoinedLog[], how: Pick<Following, 'role' | 'cosigner' | 'onProgress'>): Promise<readonly FollowedLog[]> {
  const followed: FollowedLog[] = []
  for (const { url, verifierKey } of joined) {
    const own = folderOf(folder, originOf(verifierKey))
    await mkdir(own, { recursive: true })
    followed.push(await followLog({
      ...how, folder: own, url, verifierKey, fetch: fetchResource, cryptography, now: () => new Date(),
      registryAt: async (origin, size) => followed.find((log) => log.origin === origin)?.registryAt(origin, size),
    }))
  }
  return followed
}

/** Beside the copy lies the key of the log, as it is now. */
export async function keepKey(folder: string, { origin, verifierKey }: Pick<FollowedLog, 'origin' | 'verifierKey'>): Promise<void> {
  const path = join(folderOf(folder, origin), 'key')
  const text = `${verifierKey}\n`
  if (!existsSync(path) || (await readText(path)) !== text) await writeWhole(path, text)
}

function folderOf(folder: string, origin: string): string {
  return join(folder, 'logs', hashOrigin(origin, cryptography.sha256))
}

function originOf(verifierKey: string): string {
  return parseVerifierKey(verifierKey, cryptography.sha256).name
}

function parseJoined(text: string, path: string): readonly JoinedLog[] {
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value)) return value as readonly JoinedLog[]
  } catch {
    // Told below.
  }
  throw new InputError(`Cannot read ${path}: it is not a list of logs`)
}
