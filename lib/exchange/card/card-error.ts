import { EverlearnedError } from '../../error.ts'

/** A card that cannot be written or read; codes begin with `card/`. */
export class CardError extends EverlearnedError {}
