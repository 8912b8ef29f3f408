import { EverlearnedError } from 'everlearned/error'

/** One field of a request that cannot be taken as it is. */
export interface FieldError {
  readonly field: string
  readonly code: string
  readonly message: string
}

/** What the answer says beyond the code. */
export interface ServerErrorOptions extends ErrorOptions {
  readonly errors?: readonly FieldError[]
  readonly retryAfterSeconds?: number
  readonly allow?: readonly string[]
}

/** A request that the node refuses; `problem.ts` knows the HTTP status of each code. Messages go to the caller: no personal data. */
export class ServerError extends EverlearnedError {
  readonly errors: readonly FieldError[] | undefined
  readonly retryAfterSeconds: number | undefined
  readonly allow: readonly string[] | undefined

  constructor(code: string, message: string, options: ServerErrorOptions = {}) {
    super(code, message, options)
    this.errors = options.errors
    this.retryAfterSeconds = options.retryAfterSeconds
    this.allow = options.allow
  }
}

/** An entry that the rules of the ledger refuse, under the code of the rule; or one that cannot be judged yet. */
export class RuleRefusal extends ServerError {
  readonly isFinal: boolean

  constructor({ ok, code, reason }: { readonly ok: false | 'later'; readonly code: string; readonly reason: string }) {
    super(code, `Cannot take entry: ${reason}`)
    this.isFinal = ok === false
  }
}
