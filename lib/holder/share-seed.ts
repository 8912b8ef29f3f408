import { combine, split } from 'shamir-secret-sharing'
import type { Cryptography } from '../crypto/cryptography.ts'
import { concatBytes, encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import { decodeHex, encodeHex } from '../encoding/hex.ts'
import { HolderError } from './holder-error.ts'
import type { TrustedShare } from './trusted-share.ts'
import { seedLength } from './wallet-keys.ts'

/** One person alone never opens a wallet. */
export const leastThreshold = 2
/** More people than this nobody keeps track of. */
export const mostTrusted = 10

/** How many people keep a share, and how many of them open the wallet together. */
export interface TrustedPlan {
  readonly threshold: number
  readonly count: number
}

/**
 * Splits the seed among trusted people (Shamir, "How to share a secret"; in GF(2^8)): any `threshold` of the shares give it back, fewer say
 * nothing about it.
 *
 * No server gets a share, whatever it offers. A new set does not void an old one: whoever keeps enough of the old shares still opens the
 * wallet with them.
 *
 * @throws HolderError `holder/threshold-invalid`
 */
export async function shareSeed(seed: Uint8Array<ArrayBuffer>, { threshold, count }: TrustedPlan, { cryptography, now }: { readonly cryptography: Cryptography; readonly now: Date }): Promise<readonly TrustedShare[]> {
  const isSound = Number.isInteger(threshold) && Number.isInteger(count) && threshold >= leastThreshold && count >= threshold && count <= mostTrusted
  if (!isSound) throw new HolderError('holder/threshold-invalid', `Cannot split the seed: between ${leastThreshold} and all of at most ${mostTrusted} people must be needed`)
  const set = cryptography.randomBytes(4)
  const seedCheck = checkOf(seed, set, cryptography)
  const points = await split(seed, count, threshold)
  return points.map((point, index) => ({
    setId: encodeHex(set), threshold, count, number: index + 1, madeOn: now.toISOString().slice(0, 10), point: Uint8Array.from(point), seedCheck,
  }))
}

/** What several shares give together. */
export type JoinedShares =
  | { readonly kind: 'seed'; readonly seed: Uint8Array<ArrayBuffer> }
  /** Good so far: this many more of the same set are needed. */
  | { readonly kind: 'missing'; readonly more: number }
  /** Shares of several sets are among them, newest set first: none of the sets is complete. */
  | { readonly kind: 'mixed'; readonly sets: readonly ShareSet[] }
  /** They belong together and still give another seed: at least one of them was forged. */
  | { readonly kind: 'forged' }

/** The shares that are there of one set. */
export interface ShareSet {
  readonly setId: string
  readonly madeOn: string
  readonly threshold: number
  readonly numbers: readonly number[]
}

/** Joins shares in any order. The same share twice counts once; of several sets the newest complete one is taken. */
export async function joinShares(shares: readonly TrustedShare[], { cryptography }: { readonly cryptography: Cryptography }): Promise<JoinedShares> {
  const sets = setsOf(shares)
  const complete = sets.filter(({ threshold, numbers }) => numbers.length >= threshold)
  for (const { setId } of complete) {
    const seed = await seedOf(distinct(shares).filter((share) => share.setId === setId), cryptography)
    if (seed !== undefined) return { kind: 'seed', seed }
  }
  if (complete.length > 0) return { kind: 'forged' }
  const [only, ...others] = sets
  if (others.length > 0) return { kind: 'mixed', sets }
  return { kind: 'missing', more: only === undefined ? leastThreshold : only.threshold - only.numbers.length }
}

/** The sets that shares belong to, newest first. */
export function setsOf(shares: readonly TrustedShare[]): readonly ShareSet[] {
  const sets = new Map<string, ShareSet>()
  for (const { setId, madeOn, threshold, number } of distinct(shares)) {
    const set = sets.get(setId) ?? { setId, madeOn, threshold, numbers: [] }
    sets.set(setId, { ...set, numbers: [...set.numbers, number] })
  }
  return [...sets.values()].toSorted((left, right) => right.madeOn.localeCompare(left.madeOn))
}

function distinct(shares: readonly TrustedShare[]): readonly TrustedShare[] {
  return [...new Map(shares.map((share) => [`${share.setId} ${share.number}`, share])).values()]
}

/** One more share than needed may be a forged one: then those that agree are looked for. */
async function seedOf(shares: readonly TrustedShare[], cryptography: Cryptography): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const [first] = shares
  if (first === undefined) return undefined
  for (const chosen of choices(shares, first.threshold)) {
    const seed = await combined(chosen)
    if (seed?.length === seedLength && equalBytes(checkOf(seed, decodeHex(first.setId), cryptography), first.seedCheck)) return seed
  }
  return undefined
}

async function combined(shares: readonly TrustedShare[]): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return Uint8Array.from(await combine(shares.map(({ point }) => point)))
  } catch {
    // Two forged points at one place.
    return undefined
  }
}

/** Every choice of `size` items; at most 252 of ten. */
function choices<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  if (size === 0) return [[]]
  return items.flatMap((item, index) => choices(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]))
}

function checkOf(seed: Uint8Array, set: Uint8Array, { sha256 }: Pick<Cryptography, 'sha256'>): Uint8Array<ArrayBuffer> {
  return sha256(concatBytes(encodeUtf8('everlearned wallet v1 seed check '), set, seed)).slice(0, 4)
}
