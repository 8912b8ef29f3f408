import type { CosignerIdentity } from '../ledger/cosignature.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import type { LogReader } from '../ledger/log-reader.ts'
import type { Registry } from '../trust/registry.ts'
import type { KnownRegistry, ReplayContext } from '../trust/ruling.ts'
import type { FollowAlarm } from './follow-alarms.ts'
import type { BlobSummary } from './kept-blobs.ts'

/** What a follower vouches for: that the log only appends; that it holds the bytes besides; that every entry is by the rules. */
export type FollowRole = 'witness' | 'mirror' | 'validator'

/** Which log is followed, and with what. */
export interface Following {
  /** Where everything of this log is kept: published files as the log has them, and `follow/`. The caller holds a lock on it. */
  readonly folder: string
  /** The address of the log; `/checkpoint` and `/tile/…` come after it. */
  readonly url: string
  /** The log's verifier key string, as it was believed first: where entries are copied, they name any later one. */
  readonly verifierKey: string
  readonly role: FollowRole
  /** Who cosigns; without one, nothing is cosigned. Its key serves this one role. */
  readonly cosigner?: CosignerIdentity
  /** Decides what may be reached. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly cryptography: Cryptography
  readonly now: () => Date
  /** For logs that follow a registry. */
  readonly registryAt?: ReplayContext['registryAt']
  /** How long a request for a cosignature waits until what it covers is fetched and judged; 20 seconds when absent. */
  readonly patienceMilliseconds?: number
  /** Told from time to time how many entries have been judged. */
  readonly onProgress?: (size: number) => void
}

/** How the follower stands to the log. */
export interface FollowState {
  /**
   * `current`: everything that the log shows is here. `waiting`: the log shows what it does not serve, or what cannot be judged
   * yet. `unreachable`, and for good `refused`, `rolled-back`, and `forked` until the log has another key: then nothing of this log is cosigned.
   */
  readonly state: 'new' | 'current' | 'waiting' | 'unreachable' | 'refused' | 'forked' | 'rolled-back'
  /** When it was looked at, as an instant of RFC 3339. */
  readonly checkedAt?: string
  readonly code?: string
  readonly reason?: string
  /** The entry that it is about. */
  readonly index?: number
}

/** A log that this machine follows. */
export interface FollowedLog {
  readonly origin: string
  readonly url: string
  /** The verifier key string that the log signs under now, as far as is known here. */
  readonly verifierKey: string
  readonly role: FollowRole
  /** Entries that are copied and, by a validator, judged; of a witness, those it has cosigned. */
  readonly size: number
  /** The size of the last checkpoint cosigned; 0 for none. */
  readonly cosignedSize: number
  /** What the entries amount to; a validator has it. */
  readonly registry: Registry | undefined
  readonly state: FollowState
  readonly alarms: readonly FollowAlarm[]
  /** What is kept beside the copy of what the log names by digest: of each status list the last. */
  readonly blobs: BlobSummary
  /** Judges what the copy holds and nobody has judged yet, without asking the log: what begins with this registry needs it at once. */
  replay(): Promise<void>
  /** Fetches and judges what is new. Rejects only for faults of this machine. */
  step(): Promise<FollowState>
  /**
   * Holds a checkpoint that somebody else was shown, such as another cosigner, against the copy: a fork becomes an alarm with its
   * proof. Untrusted: the text. One that is ahead of the copy says nothing yet.
   */
  compare(checkpointText: string): Promise<void>
  /**
   * Fetches what the log names by digest and is not here yet, some of it in one call until the signal aborts, beside everything else: nothing waits for it.
   * What could not be had is asked for again later. Rejects only for faults of this machine.
   */
  keepBlobs(signal?: AbortSignal): Promise<void>
  /** Answers `POST …/add-checkpoint` and `GET …/<origin hash>/checkpoint` (C2SP tlog-witness). */
  addCheckpoint(request: Request): Promise<Response>
  /** The copy, to be served: `checkpoint` (the last one published by the log that the copy covers), `pending`, `key`, `policy`, `tile/…`, `blob/…`. */
  readonly reader: LogReader
  /** For logs that follow this one: see `ReplayContext`. */
  registryAt(origin: string, size: number): Promise<KnownRegistry | undefined>
  /** Waits for what is under way and keeps what was judged. */
  close(): Promise<void>
}
