import { EverlearnedError } from 'everlearned/error'

/** A backup or export that cannot be written or restored; codes begin with `snapshot/`. */
export class SnapshotError extends EverlearnedError {}
