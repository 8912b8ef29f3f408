import type { Finding } from 'everlearned/credential'
import { EverlearnedError } from 'everlearned/error'

/** An exchange that cannot go on; codes begin with `exchange/`. */
export class ExchangeRefusal extends EverlearnedError {
  /** Of `exchange/proof-refused` and `exchange/malformed`: what was wrong with what the holder sent. */
  readonly finding: Finding | undefined

  constructor(code: string, message: string, finding?: Finding) {
    super(code, message)
    this.finding = finding
  }
}
