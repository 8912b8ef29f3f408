/**
 * How well somebody links people to the ledger who knows everything public and more: every graduate of every issuer, the second in
 * which each was issued to and each claimed, and when each entry appeared.
 */

/** Something that happened to one person, which the node has to record. */
export interface PersonalEvent {
  readonly person: string
  readonly issuer: string
  readonly at: Date
}

/** A batch as everybody sees it appear. */
export interface SeenBatch {
  /** Null for the shared one. */
  readonly issuer: string | null
  readonly scope: string
  readonly at: Date
}

/** What a batch tells of people. */
export interface Linkage {
  /** Among how many events one has to guess which a leaf of it is. */
  readonly among: number
  /** True when it appeared at midnight, for everybody of the day before: its time tells no more than the day. */
  readonly isOfDay: boolean
}

/** What is demanded: so many people, or the day. A scope that only some of the people share makes fewer of them. */
export const minAmong = 64

/** How long after midnight a node may take to look. */
const slackMilliseconds = 15 * 60_000

/**
 * The measure. A batch with an issuer can hold only events of that issuer, the shared one only such as came after the shared one
 * before; of a scope that is told more finely than the issuers of the network, only its own.
 */
export function linkageOf(batches: readonly SeenBatch[], events: readonly PersonalEvent[], coarse: ReadonlySet<string>): readonly Linkage[] {
  return batches.map((batch, index) => {
    const before = batches.slice(0, index).findLast(({ issuer }) => issuer === batch.issuer)?.at ?? new Date(0)
    const candidates = events.filter(({ issuer, at }) => (batch.issuer === null || issuer === batch.issuer) && at > before && at <= batch.at)
    const among = coarse.has(batch.scope) ? candidates.length : candidates.filter(({ issuer }) => issuer === batch.scope).length
    return { among, isOfDay: batch.at.getTime() % 86_400_000 < slackMilliseconds && batch.issuer === null }
  })
}

/** Tells whether nobody can do better than guess among {@link minAmong}, or than the day. */
export function isUnlinkable({ among, isOfDay }: Linkage): boolean {
  return among >= minAmong || isOfDay
}

/**
 * How many leaves somebody gets right who also saw every leaf's place in its batch, and guesses that places follow an order of the
 * people: `ranks` is where each person stands in it, `places` where each leaf is.
 */
export function hitsByOrder(ranks: readonly number[], places: readonly number[]): number {
  return ranks.filter((rank, index) => rank === places[index]).length
}
