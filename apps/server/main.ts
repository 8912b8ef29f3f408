/** The server's entry point: `main.js [serve] [--port …]`, `main.js demo`, `main.js backup|export|import PATH`. */
import { EverlearnedError } from 'everlearned/error'
import { LauncherError } from '../../tools/launcher-error.ts'
import { ConfigError, parseConfig } from './config.ts'
import { demo } from './demo/demo.ts'
import { faultOf } from './problem.ts'
import { serve } from './serve.ts'
import { isSnapshotCommand, runSnapshotCommand } from './snapshot-command.ts'

/** sysexits.h, as the command line's contract uses it. */
const exitCodes = { usage: 64, unavailable: 69, fault: 70 } as const
/** A node that has not stopped by then ends anyway: what it has acknowledged is on disk. */
const stopSeconds = 30

const print = (line: string): void => void process.stdout.write(`${line}\n`)

async function main(argv: readonly string[]): Promise<void> {
  const [command, ...rest] = argv
  if (isSnapshotCommand(command)) return runSnapshotCommand(command, rest, print)
  if (command === 'demo') return demo(parseConfig(rest, process.env), print)
  const flags = command === 'serve' ? rest : argv
  const node = await serve(parseConfig(flags, process.env), print)
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(exitCodes.fault), stopSeconds * 1_000).unref()
    node.stop().catch(fail)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** Errors of ours say what to do; of any other only the place is told, for its message may hold personal data. */
function fail(cause: unknown): void {
  const known = cause instanceof EverlearnedError || isSetting(cause)
  process.stderr.write(`${known ? (cause as Error).message : `Cannot go on: ${JSON.stringify(faultOf(cause))}`}\n`)
  process.exitCode = cause instanceof ConfigError ? exitCodes.usage : known ? exitCodes.unavailable : exitCodes.fault
}

/** The launcher's errors, and a port that is taken. */
function isSetting(cause: unknown): boolean {
  return cause instanceof LauncherError || (cause instanceof Error && (cause as NodeJS.ErrnoException).code === 'EADDRINUSE')
}

main(process.argv.slice(2)).catch(fail)
