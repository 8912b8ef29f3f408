import { EverlearnedError } from '../error.ts'

/** A wallet that cannot do what was asked; codes begin with `holder/`. */
export class HolderError extends EverlearnedError {}
