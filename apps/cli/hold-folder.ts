import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { takeProcessLock, type ProcessLock } from '../../tools/process-lock.ts'
import { InputError } from './command.ts'

/** Takes a folder for this process, and makes it first when absent: two processes with one key could sign two things. */
export async function holdFolder(folder: string): Promise<ProcessLock> {
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const taken = takeProcessLock(join(folder, 'lock'))
  if ('release' in taken) return taken
  throw new InputError(`Cannot start on ${folder}: process ${taken.pid} holds it`)
}
