import { EverlearnedError } from 'everlearned/error'
import { chooseCanonicalPath } from './choose-canonical-path.ts'
import type { Command, Console, Ending } from './command.ts'
import { InputError, UnavailableError, UsageError } from './command.ts'

/** Every command; its file is read only when it is asked for, so that a small one starts at once. */
const commands: readonly { readonly name: string; readonly summary: string; readonly load: () => Promise<Command> }[] = [
  { name: 'serve', summary: 'runs a whole node: pages, API, wallet origin and ledger', load: async () => (await import('./commands/serve.ts')).serve },
  { name: 'demo', summary: 'fills a node with a demonstration network', load: async () => (await import('./commands/demo.ts')).demo },
  { name: 'verify', summary: 'the verdict on a credential, presentation, badge image or share file', load: async () => (await import('./commands/verify.ts')).verifyCommand },
  { name: 'issue', summary: 'signs a file of graduates, or credentials that are not signed yet', load: async () => (await import('./commands/issue.ts')).issue },
  { name: 'derive', summary: 'a copy of a credential that shows only what its holder chooses', load: async () => (await import('./commands/derive.ts')).derive },
  { name: 'present', summary: 'makes a presentation of credentials, signed by their holder', load: async () => (await import('./commands/present.ts')).present },
  { name: 'exchange', summary: 'takes a record from another system, shows one to another, or asks for one', load: async () => (await import('./commands/exchange.ts')).exchange },
  { name: 'jose', summary: 'puts a document into a token, or verifies one under a key at hand', load: async () => (await import('./commands/jose.ts')).jose },
  { name: 'key', summary: 'makes a signing key, or shows the public half of one', load: async () => (await import('./commands/key.ts')).key },
  { name: 'did', summary: 'resolves a DID to its document', load: async () => (await import('./commands/did.ts')).did },
  { name: 'ledger', summary: 'takes part in keeping a log; re-checks, copies, proves and verifies', load: async () => (await import('./commands/ledger.ts')).ledger },
  { name: 'export', summary: 'writes everything of a node as files that other tools read', load: async () => (await import('./commands/export.ts')).exportNode },
  { name: 'import', summary: 'restores a node from what export wrote', load: async () => (await import('./commands/import.ts')).importNode },
  { name: 'backup', summary: 'writes everything of a node into one file', load: async () => (await import('./commands/backup.ts')).backup },
]

/** The exit codes that scripts rely on; after sysexits.h from 64 on. */
const exitCodes = { done: 0, failed: 1, unknown: 2, usage: 64, badInput: 65, unavailable: 69, fault: 70, inputOutput: 74 } as const

/** Runs one command line and leaves its exit code to the process. */
export async function main(args: readonly string[], root: string): Promise<void> {
  // A reader that has seen enough (`ler … | head`) is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.inputOutput))
  const console: Console = {
    print: (text) => void process.stdout.write(`${text}\n`),
    tell: (text) => void process.stderr.write(`${text}\n`),
    isTerminal: process.stderr.isTTY === true,
    now: new Date(),
    root,
  }
  try {
    process.exitCode = exitCodeOf(await runCommand(args, console))
  } catch (error) {
    console.tell(`ler: ${messageOf(error)}`)
    process.exitCode = exitCodeOfError(error)
  }
}

async function runCommand([name, ...rest]: readonly string[], console: Console): Promise<Ending> {
  if (name === undefined) throw new UsageError('which command? See ler --help')
  if (name === '--help' || name === '-h' || name === 'help') {
    console.print(helpOfAll())
    return 'done'
  }
  const listed = commands.find((candidate) => candidate.name === name)
  if (listed === undefined) throw new UsageError(`the command ${JSON.stringify(name.slice(0, 40))} is not available; see ler --help`)
  const command = await listed.load()
  await chooseCanonicalPath(process.env['LER_CANONICAL'])
  if (rest.includes('--help') || rest.includes('-h')) {
    console.print(command.help)
    return 'done'
  }
  return command.run(rest, console)
}

function helpOfAll(): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`)
  return [
    'ler: records of learning and employment, signed, recorded, shared and verified', '', ...lines, '',
    'ler COMMAND --help tells more. Every command takes --json: one JSON value on standard output, nothing else there.',
    'Exit codes: 0 done or passed, 1 failed, 2 unknown, 64 bad usage, 65 bad input, 69 service unavailable, 70 fault of ours, 74 input or output.',
  ].join('\n')
}

function exitCodeOf(ending: Ending): number {
  return typeof ending === 'object' ? ending.exitCode : exitCodes[ending]
}

function exitCodeOfError(error: unknown): number {
  if (error instanceof UsageError || isParseArgsError(error)) return exitCodes.usage
  if (error instanceof InputError) return exitCodes.badInput
  if (error instanceof UnavailableError) return exitCodes.unavailable
  if (error instanceof EverlearnedError && error.code.startsWith('work/')) return exitCodes.fault
  if (error instanceof EverlearnedError) return error.code.startsWith('fetch/') || error.code === 'exchange/unreachable' || error.code === 'ledger/log-unreachable' ? exitCodes.unavailable : exitCodes.badInput
  return isSystemError(error) ? exitCodes.inputOutput : exitCodes.fault
}

/** Our own errors say what is wrong; of another only its kind is told, for its message may hold anything. */
function messageOf(error: unknown): string {
  if (error instanceof UsageError || error instanceof InputError || error instanceof UnavailableError || error instanceof EverlearnedError) return error.message
  if (isParseArgsError(error)) return error.message.split('. ')[0] ?? ''
  if (isSystemError(error)) return `Cannot ${error.syscall ?? 'use'} ${error.path ?? 'file'}: ${error.code}`
  return `a fault of ours: ${error instanceof Error ? `${error.name} ${placeOf(error)}` : typeof error}; please report it`
}

/** Where an error arose: file and line of the innermost frame, without what it was about. */
function placeOf({ stack = '' }: Error): string {
  return /^\s+at .*?([\w.-]+:\d+):\d+\)?$/m.exec(stack)?.[1] ?? ''
}

function isParseArgsError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error
}
