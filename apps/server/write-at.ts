import type { FileHandle } from 'node:fs/promises'

/** Writes all bytes at a place of a file. A disk that is almost full takes what it has room for without an error: that comes with the rest. */
export async function writeAt(file: Pick<FileHandle, 'write'>, bytes: Uint8Array, offset: number): Promise<void> {
  let written = 0
  while (written < bytes.length) written += (await file.write(bytes, written, bytes.length - written, offset + written)).bytesWritten
}
