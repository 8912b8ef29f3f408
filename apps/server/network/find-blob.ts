import { blobFinder } from 'everlearned/node'
import type { NodeContext } from '../context.ts'
import { readOwnBuild } from './own-build.ts'

/** The last status list that was stated here, the manifest of what wallets are served, or what is kept of the followed logs, by its SHA-256. Untrusted: the digest. */
export async function findKeptBlob(digest: string, { config, cryptography, database, followedLogs }: Pick<NodeContext, 'config' | 'cryptography' | 'database' | 'followedLogs'>): Promise<Uint8Array | undefined> {
  if (!/^[0-9a-f]{64}$/.test(digest)) return undefined
  const row = await database.selectFrom('list_snapshot').select('published').where('digest', '=', digest).executeTakeFirst()
  if (row !== undefined) return new TextEncoder().encode(row.published)
  const kept = await followedLogs.blob(digest)
  if (kept !== undefined) return kept
  const build = readOwnBuild({ config, cryptography })
  return build?.digest === digest ? build.bytes : undefined
}

/** The same, and where this node has it not, with those whom the policy in force names: they hold copies of what is gone elsewhere. */
export async function findBlob(digest: string, context: Pick<NodeContext, 'config' | 'database' | 'followedLogs' | 'finality' | 'cryptography'>): Promise<Uint8Array | undefined> {
  const { followedLogs, finality, cryptography: { sha256 } } = context
  const urls = (finality.inForce?.policy.witnesses ?? []).flatMap(({ url }) => url ?? [])
  return (await findKeptBlob(digest, context)) ?? blobFinder({ urls, fetch: (url, { signal }) => followedLogs.ask(url, signal === undefined || signal === null ? {} : { signal }), sha256 })(digest)
}
