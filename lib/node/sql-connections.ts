/** A pool of connections to one PostgreSQL database: `Pool` of the package `pg` is one. */
export interface SqlConnections {
  connect(): Promise<SqlConnection>
}

/** One connection, out of the pool until it is released. */
export interface SqlConnection {
  query(text: string, values?: unknown[]): Promise<SqlAnswer>
  on(event: 'notice', listener: NoticeListener): unknown
  on(event: 'error', listener: (cause: Error) => void): unknown
  off(event: 'notice', listener: NoticeListener): unknown
  off(event: 'error', listener: (cause: Error) => void): unknown
  /** Gives the connection back, or ends it when its state is not known. */
  release(isBroken?: boolean): void
}

/** What a statement answered. */
export interface SqlAnswer {
  readonly rows: Record<string, unknown>[]
  readonly rowCount: number | null
}

/** Hears what the server has to say beside its answers. */
export type NoticeListener = (notice: { readonly severity?: string | undefined }) => void
