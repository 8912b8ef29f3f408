import { EverlearnedError } from '../../error.ts'

/** An answer of a node about a common place that cannot be read; codes begin with `sync/`. */
export class SyncError extends EverlearnedError {}
