/** Base of every error that the library throws on purpose: a stable `code`, never personal data or key material in the message. */
export class EverlearnedError extends Error {
  /** Stable, machine-readable: `folder/what-happened`. Match on this, never on the message. */
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}
