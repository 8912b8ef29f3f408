/**
 * Where a log keeps its bytes. One writer at a time: whoever opens a log holds a lock on its storage, or the storage has
 * {@link LogTurns}, by which several writers take turns.
 *
 * The journal is the truth and durable before anything is signed; tiles and bundles can be made from it again.
 */
export interface LogStorage extends LogFiles {
  /** How several writers share the journal; undefined when there is only one. */
  readonly turns?: LogTurns
  /** The numbers of the journal's segments, ascending. */
  listSegments(): Promise<readonly number[]>
  /** The whole segment; undefined when there is none of this number. */
  readSegment(segment: number): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Adds bytes to a segment, which is made when it is not there. Resolves when they survive a power cut. */
  appendSegment(segment: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Cuts a segment to a length. Resolves when the cut survives a power cut. */
  truncateSegment(segment: number, length: number): Promise<void>
}

/** Where the published files of a log lie. */
export interface LogFiles {
  /** A file of the published log by its path, `checkpoint` or `tile/…`; undefined when it is not there. */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Publishes files; each appears whole or not at all, but may be lost in a power cut until {@link flush}. */
  write(files: readonly LogFile[]): Promise<void>
  /** Publishes the checkpoint, whole or not at all. Resolves when its bytes survive a power cut. */
  writeCheckpoint(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Removes the partial forms of full tiles, given by the paths of the full ones; those not there are no error. */
  removePartials(paths: readonly string[]): Promise<void>
  /** Resolves when every file written so far survives a power cut. */
  flush(): Promise<void>
  /** Lets go of what is held open. */
  close(): Promise<void>
}

/** How several writers, each in a process of its own, append to one journal. */
export interface LogTurns {
  /** What was journalled from entry `from` on, only so much at once; nobody has to wait for it. */
  read(from: number): Promise<LogNews>
  /**
   * Waits for its turn, in which nobody else appends, and answers as `read` does; what is appended begins at `size`.
   *
   * @throws LedgerError `ledger/journal-behind-checkpoint` when the journal has fewer than `from` entries
   */
  take(from: number): Promise<LogNews & { readonly root: Uint8Array<ArrayBuffer> | undefined }>
  /** Ends the turn with the size and root of the whole journal. Resolves when what was appended in it survives a power cut. */
  end(head: { readonly size: number; readonly root: Uint8Array<ArrayBuffer> }): Promise<void>
  /** Lets the turn go, when there is one, and forgets what was appended in it. */
  abandon(): Promise<void>
}

/** What others have journalled. */
export interface LogNews {
  /** Whole frames, in order, from the first on that was asked for. */
  readonly frames: Uint8Array<ArrayBuffer>
  /** Entries in the whole journal. */
  readonly size: number
  /** Entries whose tiles are published already where all writers read them; 0 where each writer publishes its own. */
  readonly publishedSize: number
}

/** A published file. */
export interface LogFile {
  readonly path: string
  readonly bytes: Uint8Array<ArrayBuffer>
}
