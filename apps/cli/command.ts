/** How a command ended; `main.ts` alone turns it into an exit code. A program that was started in its place speaks for itself. */
export type Ending = 'done' | 'failed' | 'unknown' | { readonly exitCode: number }

/** What a command may use of the process it runs in. */
export interface Console {
  /** Standard output: the result and nothing else. */
  print(text: string): void
  /** Standard error: progress and messages, never personal data or keys. */
  tell(text: string): void
  readonly isTerminal: boolean
  readonly now: Date
  /** The folder of the checkout. */
  readonly root: string
}

/** One command: its help, and what it does. */
export interface Command {
  readonly help: string
  run(args: readonly string[], console: Console): Promise<Ending>
}

/** The command line was not understood. */
export class UsageError extends Error {}

/** What was given cannot be worked with; the message says what and where. */
export class InputError extends Error {}

/** A service did not answer as it should. */
export class UnavailableError extends Error {}

/** Prints a result: one JSON value, or the text for people. */
export function printResult(console: Console, isJson: boolean | undefined, value: unknown, text: () => string): void {
  console.print(isJson === true ? JSON.stringify(value, null, 2) : text())
}

/** The value of an option that must be there. */
export function required(value: string | undefined, option: string): string {
  if (value === undefined) throw new UsageError(`${option} is missing`)
  return value
}
