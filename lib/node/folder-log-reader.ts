import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogReader } from '../ledger/log-reader.ts'

/** Reads a published log from a folder, without touching it. */
export function folderLogReader(folder: string): LogReader {
  return async (path) => {
    try {
      return new Uint8Array(await readFile(join(folder, path)))
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
      throw cause
    }
  }
}
