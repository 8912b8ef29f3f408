import { parseCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts'
import { readIfPresent } from './read-if-present.ts'
import { writeDurably } from './write-durably.ts'

/** The last checkpoint that a log published and a copy covers, with its cosignatures: a copy shows what was final, also when the log is gone. */
export class PublishedCheckpoint {
  readonly #path: string
  #last: Checkpoint | undefined

  private constructor(path: string, last: Checkpoint | undefined) {
    this.#path = path
    this.#last = last
  }

  static async open(path: string): Promise<PublishedCheckpoint> {
    const text = await readIfPresent(path)
    return new PublishedCheckpoint(path, text === undefined ? undefined : parseCheckpoint(text))
  }

  get last(): Checkpoint | undefined {
    return this.#last
  }

  /** Keeps a checkpoint that is newer, or the same with more signatures. */
  async keep(checkpoint: Checkpoint): Promise<void> {
    const isNewer = this.#last === undefined || checkpoint.size > this.#last.size
    const isRicher = checkpoint.size === this.#last?.size && checkpoint.note.signatures.length > this.#last.note.signatures.length
    if (!isNewer && !isRicher) return
    await writeDurably(this.#path, checkpoint.text)
    this.#last = checkpoint
  }
}
