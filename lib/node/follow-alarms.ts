import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ForkProofJson } from '../ledger/fork-proof.ts'
import { readIfPresent } from './read-if-present.ts'
import { writeDurably } from './write-durably.ts'

/** Something that a follower of a log will not get over by itself. */
export interface FollowAlarm {
  /** `rolled-back`: what this follower keeps is older than what it has cosigned. */
  readonly kind: 'fork' | 'refused-entry' | 'rolled-back'
  readonly origin: string
  /** When it was found, as an instant of RFC 3339. */
  readonly at: string
  readonly code: string
  /** One line, public: no personal data. */
  readonly reason: string
  /** The entry that the rules refuse. */
  readonly index?: number
  /** What the log signed that holds the refused entry. */
  readonly checkpoint?: string
  /** The cosigner key string that must sign no more. */
  readonly cosigner?: string
  /** Convicts the log in the eyes of anybody. */
  readonly proof?: ForkProofJson
  /** Of a fork: the verifier key that signed both histories. */
  readonly key?: string
  /** The log goes on under another key, which this entry named; null where no entries are held. */
  readonly ended?: number | null
}

/** The alarms of one follower, on disk before anybody acts on them; one of a kind is enough. */
export class FollowAlarms {
  readonly #path: string
  #alarms: readonly FollowAlarm[]

  private constructor(path: string, alarms: readonly FollowAlarm[]) {
    this.#path = path
    this.#alarms = alarms
  }

  static async open(path: string): Promise<FollowAlarms> {
    await mkdir(dirname(path), { recursive: true })
    const text = await readIfPresent(path)
    return new FollowAlarms(path, text === undefined ? [] : (JSON.parse(text) as readonly FollowAlarm[]))
  }

  get all(): readonly FollowAlarm[] {
    return this.#alarms
  }

  of(kind: FollowAlarm['kind']): FollowAlarm | undefined {
    return this.#alarms.find((alarm) => alarm.kind === kind)
  }

  /** Keeps an alarm, unless one of its kind, and about its key, was raised before. */
  async raise(alarm: FollowAlarm): Promise<void> {
    if (!this.#alarms.some(({ kind, key }) => kind === alarm.kind && key === alarm.key)) await this.#write([...this.#alarms, alarm])
  }

  /** Marks alarms as over: they stay, with their proofs, and keep nobody from going on. */
  async end(isOver: (alarm: FollowAlarm) => boolean, index: number | undefined): Promise<void> {
    const isEnding = (alarm: FollowAlarm): boolean => alarm.ended === undefined && isOver(alarm)
    if (this.#alarms.some(isEnding)) await this.#write(this.#alarms.map((alarm) => (isEnding(alarm) ? { ...alarm, ended: index ?? null } : alarm)))
  }

  /** Forgets the alarms of a kind, because what they were about has been found right. */
  async clear(kind: FollowAlarm['kind']): Promise<void> {
    if (this.of(kind) !== undefined) await this.#write(this.#alarms.filter((alarm) => alarm.kind !== kind))
  }

  async #write(alarms: readonly FollowAlarm[]): Promise<void> {
    this.#alarms = alarms
    await writeDurably(this.#path, `${JSON.stringify(alarms, null, 2)}\n`)
  }
}
