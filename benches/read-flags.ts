import { parseArgs, type ParseArgsConfig } from 'node:util'

/** The flags of a benchmark, which ends with how it is called when they are wrong, or when that is asked for. */
export function readFlags<const Flags extends NonNullable<ParseArgsConfig['options']>>(usage: string, flags: Flags): ReturnType<typeof parseArgs<{ options: Flags }>>['values'] {
  if (process.argv.includes('--help')) {
    console.log(usage)
    process.exit(0)
  }
  try {
    return parseArgs({ options: flags }).values
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : 'Wrong flags'}\n${usage}`)
  }
}

/** How many rounds were asked for. */
export function readRounds(text: string): number {
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : stop('--rounds must be a number from 1')
}

/** Ends a benchmark that cannot run as it was called. */
export function stop(reason: string): never {
  console.error(reason)
  process.exit(64)
}
