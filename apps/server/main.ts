/** The server's entry point: `main.js [serve] [--port …]`, `main.js demo`, `main.js backup|export|import PATH`, `main.js sign-policy DRAFT`, `main.js new-log-key`. */
import { EverlearnedError } from 'everlearned/error'
import { LauncherError } from '../../tools/launcher-error.ts'
import { chooseCanonicalPath } from './choose-canonical-path.ts'
import { ConfigError, parseConfig } from './config.ts'
import { demo } from './demo/demo.ts'
import { newLogKey } from './new-log-key.ts'
import { faultOf } from './problem.ts'
import { serve } from './serve.ts'
import { signPolicy } from './sign-policy.ts'
import { isSnapshotCommand, runSnapshotCommand } from './snapshot-command.ts'

/** sysexits.h, as the command line's contract uses it. */
const exitCodes = { usage: 64, unavailable: 69, fault: 70 } as const
/** A node that has not stopped by then ends anyway: what it has acknowledged is on disk. */
const stopSeconds = 30

const print = (line: string): void => void process.stdout.write(`${line}\n`)

async function main(argv: readonly string[]): Promise<void> {
  const [command, ...rest] = argv
  chooseCanonicalPath(process.env['LER_CANONICAL'])
  if (isSnapshotCommand(command)) return runSnapshotCommand(command, rest, print)
  if (command === 'sign-policy') return signPolicy(rest, print)
  if (command === 'new-log-key') return newLogKey(rest, print)
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
  const advice = cause instanceof EverlearnedError || cause instanceof LauncherError ? cause.message : takenPort(cause)
  process.stderr.write(`${advice ?? `Cannot go on: ${JSON.stringify(faultOf(cause))}`}\n`)
  process.exitCode = cause instanceof ConfigError ? exitCodes.usage : advice === undefined ? exitCodes.fault : exitCodes.unavailable
}

function takenPort(cause: unknown): string | undefined {
  const { code, port } = cause as { readonly code?: unknown; readonly port?: unknown }
  return code === 'EADDRINUSE' ? `Cannot start: another program listens on port ${String(port)}; choose other ports with --port and --wallet-port` : undefined
}

main(process.argv.slice(2)).catch(fail)
