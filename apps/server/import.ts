import { stat } from 'node:fs/promises'
import { openBackup } from './backup.ts'
import { openExport } from './export.ts'
import { restoreSnapshot, type NodePlace } from './snapshot.ts'

/**
 * Restores a backup file or an exported folder into an empty node. The key file must be brought over apart from it,
 * else the node starts but cannot sign and its claim links cannot be shown.
 *
 * @throws SnapshotError `snapshot/version-mismatch`, `snapshot/node-not-empty`, `snapshot/malformed`
 */
export async function importNode(path: string, place: NodePlace): Promise<void> {
  const { header, pieces } = (await stat(path)).isDirectory() ? await openExport(path) : await openBackup(path)
  await restoreSnapshot(header, pieces, place)
}
