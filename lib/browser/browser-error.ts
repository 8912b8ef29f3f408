import { EverlearnedError } from '../error.ts'

/** Something that this browser or device cannot do; codes begin with `browser/`. */
export class BrowserError extends EverlearnedError {}
