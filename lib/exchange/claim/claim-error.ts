import { EverlearnedError } from '../../error.ts'

/** A message of the claim protocol that cannot be read, or a claim that cannot be made; codes begin with `claim/` or `share/`. */
export class ClaimError extends EverlearnedError {}
