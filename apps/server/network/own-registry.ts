import { join } from 'node:path'
import { ProvenTiles, type TransparencyLog } from 'everlearned/ledger'
import { loadRegistry, saveRegistry } from 'everlearned/node'
import { newRegistry, type JudgedLog, type Registry } from 'everlearned/trust'
import type { NodeDependencies } from '../context.ts'

/** The registry is written anew when it has grown by so many entries, and by a tenth. */
const entriesPerSave = 1_000

function pathOf({ dataFolder }: NodeDependencies['config']): string {
  return join(dataFolder, 'ledger', 'registry')
}

/** What the first entries of this node's log amount to, as it was last saved; an empty registry when nothing right is there. */
export async function loadOwnRegistry(log: TransparencyLog, { config, cryptography: { sha256 } }: NodeDependencies): Promise<Registry> {
  const { checkpoint } = log
  const rootAt = async (size: number): Promise<Uint8Array> => (await ProvenTiles.open((path) => log.resource(path), checkpoint, sha256)).rootAt(size)
  return await loadRegistry(pathOf(config), { origin: checkpoint.origin, size: checkpoint.size, rootAt, sha256 }) ?? newRegistry(checkpoint.origin)
}

/** Keeps the registry, so that the next start need not replay the log. Between two entries only: then it is of the log's size. */
export async function saveOwnRegistry({ registry, log: { checkpoint } }: JudgedLog, { config, cryptography: { sha256 } }: Pick<NodeDependencies, 'config' | 'cryptography'>): Promise<void> {
  if (registry.size === checkpoint.size && registry.size > 0) await saveRegistry(pathOf(config), registry, { root: async () => checkpoint.root, sha256 })
}

/** Tells whether it is worth saving again. */
export function hasGrown(size: number, saved: number): boolean {
  return size - saved >= Math.max(entriesPerSave, saved / 10)
}
