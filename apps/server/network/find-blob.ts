import { blobFinder } from 'everlearned/node'
import type { NodeContext } from '../context.ts'

/** The last status list that was stated here, or what is kept of the followed logs, by its SHA-256. Untrusted: the digest. */
export async function findKeptBlob(digest: string, { database, followedLogs }: Pick<NodeContext, 'database' | 'followedLogs'>): Promise<Uint8Array | undefined> {
  if (!/^[0-9a-f]{64}$/.test(digest)) return undefined
  const row = await database.selectFrom('list_snapshot').select('published').where('digest', '=', digest).executeTakeFirst()
  return row === undefined ? followedLogs.blob(digest) : new TextEncoder().encode(row.published)
}

/** The same, and where this node has it not, with those whom the policy in force names: they hold copies of what is gone elsewhere. */
export async function findBlob(digest: string, context: Pick<NodeContext, 'database' | 'followedLogs' | 'finality' | 'cryptography'>): Promise<Uint8Array | undefined> {
  const { followedLogs, finality, cryptography: { sha256 } } = context
  const urls = (finality.inForce?.policy.witnesses ?? []).flatMap(({ url }) => url ?? [])
  return (await findKeptBlob(digest, context)) ?? blobFinder({ urls, fetch: (url, { signal }) => followedLogs.ask(url, signal === undefined || signal === null ? {} : { signal }), sha256 })(digest)
}
