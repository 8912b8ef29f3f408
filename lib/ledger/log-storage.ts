/**
 * Where a log keeps its bytes. One writer at a time: whoever opens a log holds a lock on its storage.
 *
 * The journal is the truth and durable before anything is signed; tiles and bundles can be made from it again.
 */
export interface LogStorage {
  /** The numbers of the journal's segments, ascending. */
  listSegments(): Promise<readonly number[]>
  /** The whole segment; undefined when there is none of this number. */
  readSegment(segment: number): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Adds bytes to a segment, which is made when it is not there. Resolves when they survive a power cut. */
  appendSegment(segment: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Cuts a segment to a length. Resolves when the cut survives a power cut. */
  truncateSegment(segment: number, length: number): Promise<void>

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

/** A published file. */
export interface LogFile {
  readonly path: string
  readonly bytes: Uint8Array<ArrayBuffer>
}
