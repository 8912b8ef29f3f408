import { EverlearnedError } from '../error.ts'

/** Bytes or text that are not what their encoding demands; codes begin with `encoding/`. */
export class EncodingError extends EverlearnedError {}
