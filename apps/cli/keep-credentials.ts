import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beginFile, writeWhole } from './files.ts'

/** The text of a credential, and the line of the CSV file that it was made from. */
export interface SignedLine {
  readonly line: number
  readonly text: Uint8Array
}

/** Where signed credentials go. */
export interface Keeping {
  readonly isOneFile: boolean
  /** The name of the file for the row of this line of the CSV file. */
  fileOf(line: number): string
  /** Tells whether a credential is there since an earlier run. */
  has(file: string): boolean
  /** Keeps some, each in the file of its line; answers, by that line, where in one file they are. */
  keep(signed: readonly SignedLine[]): Promise<ReadonlyMap<number, string>>
  finish(): Promise<void>
  abandon(): Promise<void>
}

/** One file a credential. The same file and template give the same names, so that a run after an interruption finds what is there and issues nobody twice. */
export function keepInFolder(folder: string, name: string, ending: string): Keeping {
  const fileOf = (line: number): string => `${name}-${String(line).padStart(5, '0')}${ending}`
  return {
    isOneFile: false,
    fileOf,
    has: (file) => existsSync(join(folder, file)),
    keep: async (signed) => {
      for (const { line, text } of signed) await writeWhole(join(folder, fileOf(line)), text)
      return new Map()
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
    isOneFile: true,
    fileOf: () => file,
    has: () => false,
    keep: async (signed) => {
      await growing.write(...signed.map(({ text }) => text))
      return new Map(signed.map(({ line }) => [line, `${file}:${(lines += 1)}`]))
    },
    finish: growing.finish,
    abandon: growing.abandon,
  }
}
