import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { LogFile, LogStorage } from '../ledger/log-storage.ts'
import { inTurns } from './in-turns.ts'

/**
 * Keeps a log in a folder that a web server can publish as it stands: `checkpoint` and `tile/…`, beside `journal/` with the
 * truth and `tmp/` for files that are not whole yet. The caller holds a lock on the folder: one writer at a time.
 */
export async function fileLogStorage(folder: string): Promise<LogStorage> {
  const [journal, temporary] = [join(folder, 'journal'), join(folder, 'tmp')]
  await rm(temporary, { recursive: true, force: true })
  for (const path of [journal, temporary, join(folder, 'tile')]) await mkdir(path, { recursive: true })
  await syncFolder(folder)
  const unflushed = new Set<string>()
  const folders = new Set<string>()
  let appending: { readonly segment: number; readonly file: FileHandle } | undefined

  async function openSegment(segment: number): Promise<FileHandle> {
    if (appending?.segment === segment) return appending.file
    await appending?.file.close()
    const file = await open(join(journal, segmentName(segment)), 'a')
    appending = { segment, file }
    // The name of a new segment must survive as well.
    await syncFolder(journal)
    return file
  }

  async function publish({ path, bytes }: LogFile): Promise<void> {
    const target = join(folder, path)
    const parent = dirname(target)
    if (!folders.has(parent)) {
      await mkdir(parent, { recursive: true })
      folders.add(parent)
    }
    // A reader, or a crash, must never see half a file: it is written beside and renamed into place.
    const beside = join(temporary, path.replaceAll('/', '-'))
    await writeFile(beside, bytes)
    await rename(beside, target)
    unflushed.add(target)
  }

  return {
    listSegments: async () => (await readdir(journal)).filter((name) => /^\d{9}$/.test(name)).map(Number).sort((left, right) => left - right),
    readSegment: (segment) => readIfPresent(join(journal, segmentName(segment))),
    appendSegment: async (segment, bytes) => {
      const file = await openSegment(segment)
      await file.appendFile(bytes)
      await file.datasync()
    },
    truncateSegment: async (segment, length) => {
      const file = await openSegment(segment)
      await file.truncate(length)
      await file.sync()
    },
    read: (path) => readIfPresent(join(folder, path)),
    write: (files) => inTurns(files, publish),
    writeCheckpoint: async (bytes) => {
      const beside = join(temporary, 'checkpoint')
      await writeFile(beside, bytes, { flush: true })
      await rename(beside, join(folder, 'checkpoint'))
    },
    removePartials: (paths) => inTurns(paths, async (path) => {
      folders.delete(join(folder, `${path}.p`))
      await rm(join(folder, `${path}.p`), { recursive: true, force: true })
    }),
    flush: async () => {
      const paths = [...unflushed]
      unflushed.clear()
      await inTurns(paths, syncIfPresent)
      await inTurns(foldersOf(paths, folder), syncIfPresent)
    },
    close: async () => {
      await appending?.file.close()
      appending = undefined
    },
  }
}

function segmentName(segment: number): string {
  return String(segment).padStart(9, '0')
}

/** Every folder between a folder and the paths inside it, itself included. */
function foldersOf(paths: readonly string[], folder: string): readonly string[] {
  const found = new Set([folder])
  for (const path of paths) for (let parent = dirname(path); !found.has(parent); parent = dirname(parent)) found.add(parent)
  return [...found]
}

async function readIfPresent(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return unlessAbsent(async () => new Uint8Array(await readFile(path)))
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

async function syncIfPresent(path: string): Promise<void> {
  await unlessAbsent(() => syncFolder(path))
}

async function unlessAbsent<Result>(action: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await action()
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return undefined
    throw cause
  }
}
