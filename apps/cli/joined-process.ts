import { join } from 'node:path'
import type { NetworkMember } from 'everlearned/trust'
import type { BuiltLer, ServingLer } from './built-ler.ts'

/** Where a process of a test lives, and which log it joins. */
export interface JoinPlace {
  readonly folder: string
  readonly name: string
  readonly sector?: string
  readonly port?: number
  readonly url: string
  readonly role?: string
  /** The address that it listens on. */
  readonly host?: string
  /** A program that starts it elsewhere, such as in a network namespace. */
  readonly behind?: readonly string[]
}

/** What `/status.json` says of one log. */
export interface JoinStatus {
  readonly state: string
  readonly size: number
  readonly cosignedSize: number
  readonly policy?: { readonly isMember: boolean }
}

/** For tests: `ler ledger join` as a process of its own, which looks at the log several times a second. */
export async function startJoin(ler: BuiltLer, { folder, name, sector = 'education', port = 0, url, role = 'validator', host = '127.0.0.1', behind = [] }: JoinPlace): Promise<ServingLer> {
  const place = ['--data', join(folder, name), '--port', String(port), '--host', host]
  return ler.serveBehind(behind, 'ledger', 'join', url, ...place, '--name', name, '--sector', sector, '--role', role, '--every', '0.3')
}

/** Where it serves. */
export function urlOf({ shown }: ServingLer): string {
  return String(shown['url'])
}

/** What it says is to be sent to the operator of the network. */
export function memberOf({ shown }: ServingLer): NetworkMember {
  return shown['member'] as NetworkMember
}

export async function statusOf(serving: ServingLer): Promise<JoinStatus> {
  const { logs: [log] } = (await (await fetch(`${urlOf(serving)}/status.json`)).json()) as { readonly logs: readonly JoinStatus[] }
  if (log === undefined) throw new Error('no log is followed')
  return log
}

/** Looks again and again until something is there, or for so long; answers what was seen last. */
export async function until<Result>(look: () => Promise<Result>, isThere: (result: Result) => boolean, seconds = 15): Promise<Result> {
  for (const end = Date.now() + seconds * 1_000; ;) {
    const result = await look()
    if (isThere(result) || Date.now() > end) return result
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
