import { unzipSync, zipSync } from 'fflate'
import { HolderError } from './holder-error.ts'

/** Untrusted: a ZIP of more bytes, more files, or more than this when unpacked is refused before anything is unpacked. */
export const maxArchiveBytes: number = 64 * 1024 * 1024
const maxUnpackedBytes: number = 128 * 1024 * 1024
const maxArchiveFiles = 10_000

/** Files by their path inside an archive. */
export type ArchiveFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>

/** Packs files into a ZIP (PKWARE APPNOTE 6.3). */
export function packArchive(files: ArchiveFiles, now: Date): Uint8Array<ArrayBuffer> {
  return zipSync(Object.fromEntries(files), { level: 6, mtime: now }) as Uint8Array<ArrayBuffer>
}

/** Tells whether bytes begin as a ZIP does. */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04
}

/** What is wanted of an archive: names that are not are left packed, and files that would be longer are refused. */
export interface Unpacking {
  readonly isWanted: (path: string) => boolean
  readonly maxBytes: number
}

/**
 * Unpacks a ZIP, or what is wanted of it.
 *
 * Untrusted: everything. The directory may lie about sizes; no file comes out larger than it says there. Paths are names in a map and nothing else.
 *
 * @throws HolderError `holder/archive-malformed`, `holder/archive-too-large`
 */
export function unpackArchive(bytes: Uint8Array<ArrayBuffer>, { isWanted, maxBytes }: Unpacking = everything): ArchiveFiles {
  if (bytes.length > maxArchiveBytes) throw tooLarge()
  let count = 0
  let unpacked = 0
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        count += 1
        if (count > maxArchiveFiles) throw tooLarge()
        if (name.endsWith('/') || !isWanted(name)) return false
        unpacked += originalSize
        if (unpacked > maxUnpackedBytes || originalSize > maxBytes) throw tooLarge()
        return true
      },
    })
    return new Map(Object.entries(files) as [string, Uint8Array<ArrayBuffer>][])
  } catch (cause) {
    if (cause instanceof HolderError) throw cause
    throw new HolderError('holder/archive-malformed', 'Cannot open archive: it is not a whole ZIP file', { cause })
  }
}

function tooLarge(): HolderError {
  return new HolderError('holder/archive-too-large', `Cannot open archive: more than ${maxArchiveFiles} files or ${maxUnpackedBytes} bytes`)
}

const everything: Unpacking = { isWanted: () => true, maxBytes: maxUnpackedBytes }
