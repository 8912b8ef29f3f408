import { decodeUtf8 } from '../encoding/bytes.ts'
import { HolderError } from './holder-error.ts'
import { maxArchiveBytes, type ArchiveFiles } from './archive.ts'

/** Untrusted: an archive of more files is refused. */
const maxFiles = 10_000

const block = 512

/** Tells whether bytes begin as a tar archive does (POSIX.1, "ustar Interchange Format"). */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= block && [0x75, 0x73, 0x74, 0x61, 0x72].every((byte, index) => bytes[257 + index] === byte)
}

/**
 * The plain files of a tar archive: links, devices and folders are left out.
 *
 * Untrusted: everything. Paths are names in a map and nothing else; of two files of one path the last counts, as it would on a disk.
 *
 * @throws HolderError `holder/archive-malformed`, `holder/archive-too-large`
 */
export function unpackTar(bytes: Uint8Array<ArrayBuffer>): ArchiveFiles {
  if (bytes.length > maxArchiveBytes) throw new HolderError('holder/archive-too-large', `Cannot open archive: more than ${maxArchiveBytes} bytes`)
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  let longPath: string | undefined
  let at = 0
  while (at + block <= bytes.length && bytes[at] !== 0) {
    const header = bytes.subarray(at, at + block)
    const size = Number.parseInt(textOf(header.subarray(124, 136)).trim(), 8)
    if (!Number.isSafeInteger(size) || size < 0 || at + block + size > bytes.length) throw broken()
    const content = bytes.slice(at + block, at + block + size)
    const kind = String.fromCharCode(header[156] ?? 0)
    if (kind === 'x') longPath = pathIn(textOf(content)) ?? longPath
    else if (kind === 'L') longPath = textOf(content)
    else {
      const folder = textOf(header.subarray(345, 500))
      if (kind === '0' || kind === '\0') files.set(longPath ?? `${folder === '' ? '' : `${folder}/`}${textOf(header.subarray(0, 100))}`, content)
      longPath = undefined
    }
    if (files.size > maxFiles) throw new HolderError('holder/archive-too-large', `Cannot open archive: more than ${maxFiles} files`)
    at += block + Math.ceil(size / block) * block
  }
  // An archive ends with an empty block, or at least with a whole one.
  if (at > bytes.length || (at < bytes.length && bytes[at] !== 0)) throw broken()
  return files
}

function broken(cause?: unknown): HolderError {
  return new HolderError('holder/archive-malformed', 'Cannot open archive: it is not a whole tar file', { cause })
}

/** POSIX.1, "pax Header Block": lines of a length, a name and a value. */
function pathIn(records: string): string | undefined {
  return /^\d+ path=(.*)$/m.exec(records)?.[1]
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  try {
    return decodeUtf8(end < 0 ? bytes : bytes.subarray(0, end))
  } catch (cause) {
    throw broken(cause)
  }
}
