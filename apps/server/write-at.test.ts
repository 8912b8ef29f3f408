import type { FileHandle } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { writeAt } from './write-at.ts'

/** Takes three bytes at a time until it is full. */
function crampedFile(room: number): { readonly held: number[]; readonly write: FileHandle['write'] } {
  const held: number[] = []
  const write = async (bytes: Uint8Array, start: number, length: number, offset: number): Promise<object> => {
    const taken = Math.min(3, length, room - offset)
    if (taken === 0) throw new Error('no space left')
    held.push(...bytes.subarray(start, start + taken))
    return { bytesWritten: taken, buffer: bytes }
  }
  return { held, write: write as FileHandle['write'] }
}

describe('writeAt()', () => {
  it('goes on until all is written, and fails where there is no room for all of it', async () => {
    const bytes = Uint8Array.from({ length: 10 }, (_, index) => index)
    const wide = crampedFile(100)
    await writeAt(wide, bytes, 5)
    expect(wide.held).toEqual([...bytes])
    await expect(writeAt(crampedFile(12), bytes, 5)).rejects.toThrow('no space left')
  })
})
