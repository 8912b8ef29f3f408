import { EverlearnedError } from '../error.ts'

/** An entry, batch or ledger proof that is not what its format demands; codes begin with `trust/`. */
export class TrustError extends EverlearnedError {}
