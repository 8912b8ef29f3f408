import { EverlearnedError } from '../error.ts'

/** A log, tile, note or proof that is not what its format demands; codes begin with `ledger/`. */
export class LedgerError extends EverlearnedError {}
