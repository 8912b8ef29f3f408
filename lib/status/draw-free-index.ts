import type { Cryptography } from '../crypto/cryptography.ts'
import { StatusError } from './status-error.ts'

/** Past this many draws the list counts as full: with half of it free the chance of that is one in 2^128. */
const maxDraws = 128

/** Where an index is drawn from. */
export interface FreeIndices {
  /** How many bits the list has. */
  readonly length: number
  /** An index once given out stays taken for ever, also after its credential has expired. */
  isTaken(index: number): boolean | Promise<boolean>
  readonly randomBytes: Cryptography['randomBytes']
}

/**
 * Draws one of the free indices of a list, each equally likely, so that an index tells nothing about when or to whom it was given.
 *
 * @throws StatusError `status/list-full` when no free one was met; open a new list well before that
 */
export async function drawFreeIndex({ length, isTaken, randomBytes }: FreeIndices): Promise<number> {
  if (!Number.isSafeInteger(length) || length < 1 || length > 0x1_0000_0000) throw new RangeError('a list has between 1 and 2^32 indices')
  for (let draw = 0; draw < maxDraws; draw += 1) {
    const index = drawBelow(length, randomBytes)
    if (!(await isTaken(index))) return index
  }
  throw new StatusError('status/list-full', 'Cannot draw status index: hardly any is free')
}

/** Values past the last whole multiple are thrown away: taking the remainder of all would favour small indices. */
function drawBelow(length: number, randomBytes: Cryptography['randomBytes']): number {
  const limit = 0x1_0000_0000 - (0x1_0000_0000 % length)
  for (;;) {
    const bytes = randomBytes(4)
    const value = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)
    if (value < limit) return value % length
  }
}
