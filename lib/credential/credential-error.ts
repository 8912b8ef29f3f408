import { EverlearnedError } from '../error.ts'

/** A credential, presentation or badge image that cannot be read, built or put in canonical form; codes begin with `credential/`. */
export class CredentialError extends EverlearnedError {}
