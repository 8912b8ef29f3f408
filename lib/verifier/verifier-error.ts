import { EverlearnedError } from '../error.ts'

/** Bytes or trust material that cannot be read at all; codes begin with `verifier/`. A bad document is a finding, not an error. */
export class VerifierError extends EverlearnedError {}
