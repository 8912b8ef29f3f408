import { LedgerError } from './ledger-error.ts'

/** Consecutive leaves from `start` up to, not including, `end`. */
export interface LeafRange {
  readonly start: number
  readonly end: number
}

/** The largest power of two that is smaller than `count`, which is at least 2 (RFC 6962, section 2.1). */
export function splitPoint(count: number): number {
  let split = 1
  while (split * 2 < count) split *= 2
  return split
}

/**
 * The subtrees whose hashes prove a leaf, from its sibling up (RFC 6962, section 2.1.1).
 *
 * @throws LedgerError `ledger/index-out-of-range`
 */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  if (!isCount(index) || !isCount(size) || index >= size) throw outOfRange('leaf', index, size)
  const ranges: LeafRange[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + splitPoint(end - start)
    if (index < middle) {
      ranges.push({ start: middle, end })
      end = middle
    } else {
      ranges.push({ start, end: middle })
      start = middle
    }
  }
  return ranges.reverse()
}

/**
 * The subtrees whose hashes prove that the tree of `older` leaves begins the tree of `newer` leaves (RFC 6962, section 2.1.2).
 *
 * @throws LedgerError `ledger/index-out-of-range` also for an empty older tree, which is consistent with anything and proves nothing
 */
export function consistencyRanges(older: number, newer: number): readonly LeafRange[] {
  if (!isCount(older) || !isCount(newer) || older === 0 || older > newer) throw outOfRange('tree', older, newer)
  return subproof(older, { start: 0, end: newer }, true)
}

function subproof(leaves: number, within: LeafRange, isWhole: boolean): readonly LeafRange[] {
  const count = within.end - within.start
  if (leaves === count) return isWhole ? [] : [within]
  const split = splitPoint(count)
  const left = { start: within.start, end: within.start + split }
  const right = { start: left.end, end: within.end }
  return leaves <= split ? [...subproof(leaves, left, isWhole), right] : [...subproof(leaves - split, right, false), left]
}

/** Tells whether a number can count leaves: a whole number that JavaScript holds exactly. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function outOfRange(what: string, value: number, size: number): LedgerError {
  return new LedgerError('ledger/index-out-of-range', `Cannot prove ${what} ${value}: the tree has ${size} leaves`)
}
