import { EverlearnedError } from '../../error.ts'

/** A message about an attestation that cannot be read; codes begin with `attestation/`. */
export class AttestationError extends EverlearnedError {}
