import { EverlearnedError } from '../error.ts'

/** A message of an exchange that cannot be read, or a step that must not be taken; codes begin with `exchange/`. */
export class ExchangeError extends EverlearnedError {}
