import { EverlearnedError } from '../error.ts'

/** A key that cannot be used as given; codes begin with `crypto/`. */
export class CryptoError extends EverlearnedError {}
