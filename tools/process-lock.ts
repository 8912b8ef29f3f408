import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { processStamp } from './process-stamp.ts'

/** A lock that this process holds until it releases it or dies. */
export interface ProcessLock {
  release(): void
}

/** Who holds a lock, when it is not us. */
export interface LockHolder {
  readonly pid: number
}

/**
 * Takes the lock at `path`, or tells who lives and holds it.
 *
 * The file names a pid and the start of that process. A lock whose process died, by kill -9 or by a
 * power cut, is taken over at once; one whose pid was given to another process since is stale too.
 */
export function takeProcessLock(path: string): ProcessLock | LockHolder {
  const mine = `${process.pid}\n${processStamp(process.pid) ?? ''}\n`
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`
  writeFileSync(draft, mine, { mode: 0o644 })
  try {
    for (;;) {
      if (linked(draft, path)) return { release: () => release(path, mine) }
      const found = content(path)
      const holder = found === undefined ? undefined : livingHolder(found)
      if (holder !== undefined) return { pid: holder }
      if (found !== undefined) removeStale(path, found, `${draft}.stale`)
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

/** The pid of the process that wrote `text` into its lock, when that very process still lives. */
export function livingHolder(text: string): number | undefined {
  const [pidText, stamp] = text.split('\n')
  const pid = Number(pidText)
  return Number.isSafeInteger(pid) && pid > 0 && processStamp(pid) === stamp ? pid : undefined
}

/** Hard links appear whole or not at all, so no reader ever sees a lock without its holder. */
function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw cause
  }
}

/** Moves a stale lock aside; one that a faster process has taken over meanwhile is put back. */
function removeStale(path: string, stale: string, aside: string): void {
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (content(aside) !== stale) linked(aside, path)
  rmSync(aside, { force: true })
}

function release(path: string, mine: string): void {
  if (content(path) === mine) rmSync(path, { force: true })
}

function content(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
