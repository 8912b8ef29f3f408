import { UsageError } from './command.ts'

/** Reads a port; 0 lets the system choose. */
export function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new UsageError('--port must be a number up to 65535')
}

/** Reads `--every` in seconds. */
export function readInterval(text: string): number {
  const seconds = Number(text)
  if (/^\d{1,5}(\.\d{1,3})?$/.test(text) && seconds >= 0.1) return seconds * 1_000
  throw new UsageError('--every must be a number of seconds, 0.1 or more')
}
