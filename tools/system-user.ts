import { chownSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { LauncherError } from './launcher-error.ts'

/** A user of this machine to run a program as. */
export interface SystemUser {
  readonly name: string
  readonly identity: { readonly uid: number; readonly gid: number }
}

/**
 * The user that PostgreSQL runs as when we are root, which it refuses to be: `postgres`, else `nobody`.
 * Undefined when we are an ordinary user and nothing needs to be dropped.
 *
 * @throws LauncherError when we are root and neither exists
 */
export function unprivilegedUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find(([found]) => found === name) ?? []
    if (uid !== undefined && gid !== undefined) return { name, identity: { uid: Number(uid), gid: Number(gid) } }
  }
  throw new LauncherError('Cannot start PostgreSQL as root: neither a user "postgres" nor "nobody" exists to run it')
}

/** Tells whether every folder from the root down to `path` lets everybody pass. */
export function isReachable(path: string): boolean {
  const full = resolve(path)
  if ((statSync(full).mode & 0o001) === 0) return false
  return dirname(full) === full || isReachable(dirname(full))
}

/** Gives `path` to `user`; does nothing when nobody was dropped to. */
export function giveTo(user: SystemUser | undefined, path: string): void {
  if (user !== undefined) chownSync(path, user.identity.uid, user.identity.gid)
}
