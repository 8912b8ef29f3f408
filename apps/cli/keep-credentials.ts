import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beginFile, writeWhole } from './files.ts'

/** Where signed credentials go. */
export interface Keeping {
  /** The name of the file for the row of this line of the CSV file. */
  fileOf(line: number): string
  /** Tells whether a credential is there since an earlier run. */
  has(file: string): boolean
  /** Keeps one; in a file with a credential a line, answers that line. */
  keep(file: string, text: Uint8Array): Promise<number | undefined>
  finish(): Promise<void>
  abandon(): Promise<void>
}

/** One file a credential. The same file and template give the same names, so that a run after an interruption finds what is there and issues nobody twice. */
export function keepInFolder(folder: string, name: string, ending: string): Keeping {
  return {
    fileOf: (line) => `${name}-${String(line).padStart(5, '0')}${ending}`,
    has: (file) => existsSync(join(folder, file)),
    keep: async (file, text) => {
      await writeWhole(join(folder, file), text)
      return undefined
    },
    finish: async () => undefined,
    abandon: async () => undefined,
  }
}

/** All credentials in one file, one a line. Interrupted it leaves `….unfinished`, which the same command writes anew. */
export async function keepInLines(folder: string, name: string): Promise<Keeping> {
  const file = `${name}.jsonl`
  const growing = await beginFile(join(folder, file))
  let lines = 0
  return {
    fileOf: () => file,
    has: () => false,
    keep: async (_file, text) => {
      await growing.write(text)
      return (lines += 1)
    },
    finish: growing.finish,
    abandon: growing.abandon,
  }
}
