import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Names the process that lives under a pid right now, or undefined when none does.
 *
 * Pids are used again: two equal stamps mean the same process, an equal pid does not. A zombie
 * counts as dead. Windows has no cheap start time, so there the pid alone is the stamp.
 */
export function processStamp(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStamp(pid)
  try {
    process.kill(pid, 0)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') return undefined
  }
  if (process.platform === 'win32') return `${pid}`
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}

/** The boot and the start tick (proc_pid_stat(5), field 22) of a process that is neither zombie nor dead. */
function linuxStamp(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command name in parentheses may hold spaces and parentheses itself: count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot}:${fields[19]}`
  } catch {
    return undefined
  }
}
