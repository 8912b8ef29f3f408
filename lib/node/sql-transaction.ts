import type { NoticeListener, SqlAnswer, SqlConnection, SqlConnections } from './sql-connections.ts'

/**
 * No time limit may end the wait for the standbys: the server then warns and acknowledges what only it has kept. A
 * transaction whose process stands still ends, so that the others get their turn.
 */
const begin = `begin isolation level read committed; set local statement_timeout = 0; set local client_min_messages = warning;
  set local lock_timeout = '30s'; set local idle_in_transaction_session_timeout = '10s'`

/** A transaction on a connection of its own. After a fault nothing of it can be used but `abandon`. */
export class SqlTransaction {
  readonly #connection: SqlConnection
  #isOpen = true
  #isWarned = false

  private constructor(connection: SqlConnection) {
    this.#connection = connection
  }

  /** Begins a transaction in which each statement sees what others committed before it. */
  static async begin(connections: SqlConnections): Promise<SqlTransaction> {
    const transaction = await SqlTransaction.#connect(connections)
    try {
      await transaction.#connection.query(begin)
      return transaction
    } catch (cause) {
      transaction.abandon()
      throw cause
    }
  }

  /** Runs one statement in a transaction of its own; an impatient one does not wait until it survives a power cut. */
  static async run(connections: SqlConnections, text: string, values: unknown[], { isPatient }: { readonly isPatient: boolean } = { isPatient: true }): Promise<SqlAnswer> {
    const transaction = await SqlTransaction.begin(connections)
    try {
      if (!isPatient) await transaction.query('set local synchronous_commit = off', [])
      const answer = await transaction.query(text, values)
      await transaction.commit()
      return answer
    } finally {
      transaction.abandon()
    }
  }

  /** Runs one statement that only reads. */
  static async read(connections: SqlConnections, text: string, values: unknown[]): Promise<SqlAnswer> {
    const transaction = await SqlTransaction.#connect(connections)
    try {
      const answer = await transaction.query(text, values)
      transaction.#release(false)
      return answer
    } finally {
      transaction.abandon()
    }
  }

  static async #connect(connections: SqlConnections): Promise<SqlTransaction> {
    const connection = await connections.connect()
    const transaction = new SqlTransaction(connection)
    connection.on('error', ignore)
    connection.on('notice', transaction.#notice)
    return transaction
  }

  query(text: string, values: unknown[]): Promise<SqlAnswer> {
    return this.#connection.query(text, values)
  }

  /** Commits, and throws also where the server warns that the standbys may not have it. */
  async commit(): Promise<void> {
    this.#isWarned = false
    await this.#connection.query('commit')
    if (this.#isWarned) throw new Error('the server warned that the commit may not have reached the standbys')
    this.#release(false)
  }

  /** Ends the connection and with it the transaction, unless it was committed. */
  abandon(): void {
    if (this.#isOpen) this.#release(true)
  }

  #release(isBroken: boolean): void {
    this.#isOpen = false
    this.#connection.off('notice', this.#notice)
    // One that ends may still have something to say.
    if (!isBroken) this.#connection.off('error', ignore)
    this.#connection.release(isBroken)
  }

  readonly #notice: NoticeListener = ({ severity }) => {
    this.#isWarned ||= severity === 'WARNING'
  }
}

/** A connection that breaks between two statements would end the process; the next statement reports it. */
function ignore(): void {
  return undefined
}
