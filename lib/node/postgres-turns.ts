import { concatBytes } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger/ledger-error.ts'
import type { LogNews, LogTurns } from '../ledger/log-storage.ts'
import type { SqlAnswer, SqlConnections } from './sql-connections.ts'
import { SqlTransaction } from './sql-transaction.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Frames that are read at once. */
const framesAtOnce = 32

interface Turn {
  readonly transaction: SqlTransaction
  /** Entries in the journal when the turn began. */
  readonly size: number
  /** Entries with those appended in this turn. */
  grown: number
}

/** Turns of the sequencers of one log: whoever holds the row of its head appends. */
export class PostgresTurns implements LogTurns {
  readonly #connections: SqlConnections
  readonly #origin: string
  readonly #isShared: boolean
  #turn: Turn | undefined
  #isSettled = false

  constructor(connections: SqlConnections, { origin, isShared }: { readonly origin: string; readonly isShared: boolean }) {
    this.#connections = connections
    this.#origin = origin
    this.#isShared = isShared
  }

  /** Whether everything that was seen in the journal is known to have reached the standbys. */
  get isSettled(): boolean {
    return this.#isSettled
  }

  /** A commit made after the last look at the journal has reached the standbys. */
  settle(): void {
    this.#isSettled = true
  }

  /** The journal was looked at. */
  unsettle(): void {
    this.#isSettled = false
  }

  read(from: number): Promise<LogNews> {
    return this.#news(from, (text, values) => SqlTransaction.read(this.#connections, text, values))
  }

  async take(from: number): Promise<LogNews & { readonly root: Bytes | undefined }> {
    const transaction = await SqlTransaction.begin(this.#connections)
    try {
      const { rows: [head] } = await transaction.query('select size, root from ledger_head where origin = $1 for update', [this.#origin])
      const size = Number(head?.['size'])
      if (!(size >= from)) throw new LedgerError('ledger/journal-behind-checkpoint', 'Cannot append: the journal has fewer entries than this writer has signed')
      const news = size > from ? await this.#news(from, (text, values) => transaction.query(text, values)) : { frames: new Uint8Array(0), publishedSize: 0 }
      this.#turn = { transaction, size, grown: size }
      return { ...news, size, root: head?.['root'] instanceof Uint8Array ? new Uint8Array(head['root']) : undefined }
    } catch (cause) {
      transaction.abandon()
      throw cause
    }
  }

  /** Adds a frame in the turn. */
  async append(frame: Bytes): Promise<void> {
    const turn = this.#held()
    // The number of entries, as the head of a frame tells it.
    const count = new DataView(frame.buffer, frame.byteOffset).getUint32(8)
    const first = turn.grown
    turn.grown += count
    await turn.transaction.query('insert into ledger_frame (origin, first_index, entry_count, bytes) values ($1, $2, $3, $4)', [this.#origin, first, count, frame])
  }

  async end({ size, root }: { readonly size: number; readonly root: Bytes }): Promise<void> {
    const turn = this.#held()
    if (size !== turn.grown) throw new RangeError('the head must be that of the whole journal')
    if (size > turn.size) await this.#moveHead(turn, root)
    await turn.transaction.commit()
    this.#turn = undefined
    if (size > turn.size) this.settle()
  }

  async abandon(): Promise<void> {
    this.#turn?.transaction.abandon()
    this.#turn = undefined
  }

  /** Moves the head on from where the turn found it; whoever else has moved it wins. */
  async #moveHead({ transaction, size, grown }: Turn, root: Bytes): Promise<void> {
    const { rowCount } = await transaction.query('update ledger_head set size = $3, root = $4 where origin = $1 and size = $2', [this.#origin, size, grown, root])
    if (rowCount !== 1) throw new Error('another sequencer moved the head within this turn')
  }

  async #news(from: number, query: (text: string, values: unknown[]) => Promise<SqlAnswer>): Promise<LogNews> {
    const { rows } = await query(
      `select head.size, checkpoint.size as published, frame.bytes from ledger_head as head
         left join ledger_checkpoint as checkpoint on checkpoint.origin = head.origin
         left join ledger_frame as frame on frame.origin = head.origin and frame.first_index >= $2
       where head.origin = $1 order by frame.first_index limit ${framesAtOnce}`, [this.#origin, from],
    )
    const frames = rows.flatMap(({ bytes }) => (bytes instanceof Uint8Array ? [bytes] : []))
    if (frames.length > 0) this.unsettle()
    return { frames: concatBytes(...frames), size: Number(rows[0]?.['size'] ?? 0), publishedSize: this.#isShared ? Number(rows[0]?.['published'] ?? 0) : 0 }
  }

  #held(): Turn {
    if (this.#turn === undefined) throw new Error('nothing may be appended outside a turn')
    return this.#turn
  }
}
