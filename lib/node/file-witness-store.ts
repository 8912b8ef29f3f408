import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { WitnessStore } from '../ledger/witness.ts'
import { readIfPresent } from './read-if-present.ts'
import { writeDurably } from './write-durably.ts'

/**
 * Keeps what a witness cosigned in a folder, a file for each log. The caller holds a lock on the folder: the comparison and the
 * replacement are one step within this process only.
 */
export async function fileWitnessStore(folder: string): Promise<WitnessStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  let turn: Promise<unknown> = Promise.resolve()
  const pathOf = (originHash: string): string => {
    if (!/^[0-9a-f]{64}$/.test(originHash)) throw new RangeError('a log is named by a hash here')
    return join(folder, originHash)
  }

  async function replaceNow(originHash: string, expected: string | undefined, next: string): Promise<boolean> {
    const path = pathOf(originHash)
    // Read from the disk each time: what another put there in the meantime must not be lost.
    if ((await readIfPresent(path)) !== expected) return false
    await writeDurably(path, next)
    return true
  }

  return {
    load: (originHash) => readIfPresent(pathOf(originHash)),
    replace: (originHash, expected, next) => {
      const done = turn.then(() => replaceNow(originHash, expected, next))
      turn = done.catch(() => undefined)
      return done
    },
  }
}
