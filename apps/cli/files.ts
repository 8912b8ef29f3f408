import { readFileSync } from 'node:fs'
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { InputError } from './command.ts'

/** Untrusted: no file or stream is read beyond this. */
const maxBytes = 64 * 1_048_576
/** What is gathered before it is written. */
const bytesAtOnce = 65_536
const encoder = new TextEncoder()

/** The bytes of a file, or of standard input for `-`. */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  if (path === '-') return new Uint8Array(readFileSync(0))
  const { size } = await stat(path)
  if (size > maxBytes) throw new InputError(`Cannot read ${path}: it has more than ${maxBytes} bytes`)
  return new Uint8Array(await readFile(path))
}

/** The text of a UTF-8 file, or of standard input for `-`. */
export async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new InputError(`Cannot read ${path}: it is not UTF-8`)
  }
}

/** Writes a file whole or not at all, also when the process is killed. */
export async function writeWhole(path: string, text: string | Uint8Array, mode = 0o644): Promise<void> {
  const unfinished = `${path}.unfinished`
  try {
    await writeFile(unfinished, text, { mode })
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/** A file that is written bit by bit. */
export interface GrowingFile {
  write(...parts: readonly (string | Uint8Array)[]): Promise<void>
  /** Gives the file its name. */
  finish(): Promise<void>
  /** Closes what is not finished, and leaves nothing of it. */
  abandon(): Promise<void>
}

/** Begins a file that is there once it is finished, and whole; until then, and for ever when the process is killed, it is called `….unfinished`. */
export async function beginFile(path: string, mode = 0o644): Promise<GrowingFile> {
  const unfinished = `${path}.unfinished`
  const file = await open(unfinished, 'w', mode)
  const held: Uint8Array[] = []
  let [heldBytes, isOpen] = [0, true]
  const flush = async (): Promise<void> => {
    const [parts, size] = [held.splice(0), heldBytes]
    heldBytes = 0
    const { bytesWritten } = size === 0 ? { bytesWritten: 0 } : await file.writev(parts)
    // A disk that is almost full takes what it has room for without an error: that comes with the rest.
    if (bytesWritten < size) await file.writeFile(Buffer.concat(parts).subarray(bytesWritten))
  }
  return {
    write: async (...parts) => {
      for (const part of parts) {
        const bytes = typeof part === 'string' ? encoder.encode(part) : part
        held.push(bytes)
        heldBytes += bytes.length
      }
      if (heldBytes >= bytesAtOnce) await flush()
    },
    finish: async () => {
      await flush()
      await file.close()
      isOpen = false
      await rename(unfinished, path)
    },
    abandon: async () => {
      if (!isOpen) return
      await file.close()
      await rm(unfinished, { force: true })
    },
  }
}

/** Writes a new file that only its owner may read, and keeps one that is there already. */
export async function writeSecret(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Reads `--documents`: a JSON object from URL or DID to the path of a file, relative to it, or a folder with such an `index.json`.
 * A file that is no JSON is taken as text, for tokens.
 */
export async function readDocuments(path: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  if (path === undefined) return {}
  const map = (await stat(path)).isDirectory() ? join(path, 'index.json') : path
  const entries = parseMap(await readText(map), map)
  const documents: Record<string, unknown> = {}
  for (const [name, file] of entries) documents[name] = parseDocument(await readText(resolve(dirname(map), file)))
  return documents
}

function parseMap(text: string, path: string): readonly (readonly [string, string])[] {
  const map = parseDocument(text)
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw new InputError(`Cannot read ${path}: it must be a JSON object from URL to path`)
  return Object.entries(map).map(([name, file]: [string, unknown]) => {
    if (typeof file !== 'string') throw new InputError(`Cannot read ${path}: the path of ${name} is not a text`)
    return [name, file] as const
  })
}

function parseDocument(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
