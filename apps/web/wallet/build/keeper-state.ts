import type { BuildNotProven } from 'everlearned/trust'

/** A build that this browser holds, or has heard of. */
export interface KnownBuild {
  /** SHA-256 of its manifest, in hexadecimal. */
  readonly digest: string
  readonly version: string
  /** Where it stands on the log; null while it was not found there. */
  readonly index: number | null
  /** SHA-256 of its service worker. */
  readonly worker: string
}

/** The log that was noted at the first visit; builds count as recorded there and nowhere else. */
export interface NotedLog {
  readonly verifierKey: string
  /** Who has to have cosigned (C2SP tlog-policy); null where nobody was asked then. */
  readonly policy: string | null
}

/** Why another build is not taken. */
export type BuildRefusal = BuildNotProven['code'] | 'build/malformed' | 'build/older' | 'build/file-differs' | 'build/policy-weaker'

/** What the service worker of the wallet keeps of builds. It alone writes; pages read. */
export interface KeeperState {
  readonly log: NotedLog | null
  /** The one that pages come from, and the one before, for pages that are still open. */
  readonly current: KnownBuild | null
  readonly previous: string | null
  /** Proven and whole; taken once no page is open, or when its person says so. */
  readonly next: KnownBuild | null
  /** Proven, and not taken because its person stays. */
  readonly offered: KnownBuild | null
  /** What the node serves now, and why it is not taken. */
  readonly refused: { readonly digest: string; readonly version: string | null; readonly code: BuildRefusal } | null
  readonly stays: boolean
  /** SHA-256 of the service worker that runs. */
  readonly worker: string | null
}

/** What pages may ask of the worker; it answers with the state afterwards. */
export const keeperWishes = ['look', 'take', 'stay', 'go-on', 'note-log'] as const
/** One of {@link keeperWishes}. */
export type KeeperWish = (typeof keeperWishes)[number]

/** Where the state lies. */
const place = { cache: 'keeper', path: '/keeper-state' } as const
/** The name of the cache with this state, which outlives every build. */
export const stateCache: string = place.cache

const nothing: KeeperState = { log: null, current: null, previous: null, next: null, offered: null, refused: null, stays: false, worker: null }

/** Reads what is known of builds; nothing at the first visit. */
export async function readKeeper(storage: CacheStorage): Promise<KeeperState> {
  const kept = await (await storage.open(place.cache)).match(place.path)
  return kept === undefined ? nothing : { ...nothing, ...(await kept.json() as Partial<KeeperState>) }
}

/** Writes what is known of builds. */
export async function writeKeeper(storage: CacheStorage, state: KeeperState): Promise<void> {
  await (await storage.open(place.cache)).put(place.path, Response.json(state))
}
