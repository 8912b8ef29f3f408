import { EverlearnedError } from '../error.ts'

/** An identifier or a key that cannot be used as asked; codes begin with `did/`. */
export class DidError extends EverlearnedError {}
