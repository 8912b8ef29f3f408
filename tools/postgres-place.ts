import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isReachable, type SystemUser } from './system-user.ts'

/**
 * The folder where the cluster that belongs to `folder` lies, made when absent.
 *
 * It is `folder` itself, unless we are root and the user that PostgreSQL runs as could not reach it
 * (a clone under /root): then only the cluster moves to /var/lib/ler and a pointer file stays, which
 * from then on decides, whatever becomes of the permissions.
 */
export function postgresPlace(folder: string, user: SystemUser | undefined): string {
  const pointer = `${folder}.moved`
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').split('\n')[0] ?? folder
  if (existsSync(join(folder, 'cluster'))) return folder
  // Passable but not listable: PostgreSQL's user has to get through, nobody has to look.
  mkdirSync(dirname(folder), { recursive: true, mode: 0o711 })
  if (user === undefined || isReachable(dirname(folder))) return made(folder)
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  const place = made(`/var/lib/ler/${hash}-${randomBytes(4).toString('hex')}`)
  writeFileSync(pointer, `${place}\nPostgreSQL cannot reach this folder as user "${user.name}", so its cluster lies in the folder named above.\n`)
  return place
}

/** It stays ours: whoever runs as PostgreSQL's user owns the cluster and the files made for it, but can put nothing beside them. */
function made(place: string): string {
  mkdirSync(dirname(place), { recursive: true, mode: 0o755 })
  mkdirSync(place, { recursive: true, mode: 0o711 })
  return place
}
