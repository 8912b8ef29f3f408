import { EverlearnedError } from '../error.ts'

/** Something that was not fetched: refused before it was asked for, out of reach, or more than is taken; codes begin with `fetch/`. */
export class FetchError extends EverlearnedError {}
