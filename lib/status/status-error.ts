import { EverlearnedError } from '../error.ts'

/** A status list that cannot be read or written as asked; codes begin with `status/`. */
export class StatusError extends EverlearnedError {}
