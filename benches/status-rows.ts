/** Expanding a status list of which one entry in a hundred is set, and looking into one that was expanded before, against one bare verification of a signature. */
import { nativeCryptography as cryptography } from 'everlearned/node'
import { createBitstring, decodeBitstring, encodeBitstring, isBitSet, minListLength, withStatuses } from 'everlearned/status'
import type { BenchContext } from './bench-context.ts'
import type { Row } from './interleave.ts'

/** How many looks into a list are timed at once. */
const operations = 100

/** Two lengths, the longer aimed at two milliseconds of which a verification takes 104 microseconds, and a look. */
export async function statusRows({ bareVerify }: BenchContext): Promise<readonly Row[]> {
  return [await decodeRow('status-decode', { length: minListLength, goal: 0.25 }, bareVerify), await decodeRow('status-decode-10m', { length: 10_000_000, goal: 19 }, bareVerify), await checkRow(bareVerify)]
}

async function decodeRow(op: string, { length, goal }: { readonly length: number; readonly goal: number }, bare: () => unknown): Promise<Row> {
  // By chance, but the same each time: what has a pattern is packed too well.
  let state = 1
  const set = Array.from({ length: Math.floor(length / 100) }, () => (state = (state * 48_271) % 2_147_483_647) % length)
  const encoded = await encodeBitstring(withStatuses(createBitstring(length), set, { size: 1, value: 1 }))
  return { op, goal, bare, run: () => decodeBitstring(encoded, cryptography.expandBase64url) }
}

async function checkRow(bareVerify: () => unknown): Promise<Row> {
  const bits = await decodeBitstring(await encodeBitstring(createBitstring()))
  let index = 0
  return {
    op: 'status-check', goal: 0.01, operations,
    run: () => {
      for (let check = 0; check < operations; check += 1) if (isBitSet(bits, (index += 7_919) % minListLength)) throw new RangeError('an empty list has no bit set')
    },
    bare: () => {
      for (let check = 0; check < operations; check += 1) bareVerify()
    },
  }
}
