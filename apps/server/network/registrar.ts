import { EverlearnedError } from 'everlearned/error'
import { z } from 'zod'
import type { Registry, Submitted } from 'everlearned/trust'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import type { Followed } from './followed-logs.ts'
import { rulesInForce } from './rules-in-force.ts'

/** Where this node's organisations register: its own log, or that of the registry that it follows. */
export interface Registrar {
  /** As far as it is replayed here. */
  readonly registry: Registry
  /** Whether the registry is up to date again once an entry was taken. */
  readonly isOwn: boolean
  submit(entry: Uint8Array<ArrayBuffer>): Promise<Submitted>
}

const taken = z.object({ index: z.int().min(0) })
const refused = z.object({ code: z.string().max(100) })

/** The registrar in force; undefined while the registry is not known. */
export function registrarInForce(context: IssuingContext): Registrar | undefined {
  const rules = rulesInForce(context)
  if (rules === undefined) return undefined
  return rules.followed === undefined ? ownRegistrar(context) : remoteRegistrar(rules.followed, rules.registry, context)
}

/** This node's own log. */
export function ownRegistrar({ judgedLog }: IssuingContext): Registrar {
  return {
    registry: judgedLog.registry, isOwn: true,
    submit: async (entry) => {
      const [answer] = await judgedLog.submit({ entries: [entry] })
      return answer ?? { ok: 'later', code: 'trust/log-behind', reason: 'the log gave no answer' }
    },
  }
}

/** The log of another node, which takes entries at its address. Untrusted: what it answers. */
export function remoteRegistrar({ log }: Followed, registry: Registry, { followedLogs }: IssuingContext): Registrar {
  return { registry, isOwn: false, submit: (entry) => submitTo(`${log.url}/entries`, entry, followedLogs) }
}

async function submitTo(url: string, entry: Uint8Array<ArrayBuffer>, followedLogs: IssuingContext['followedLogs']): Promise<Submitted> {
  const silent = { ok: 'later', code: 'network/log-unreachable', reason: 'the registry gave no answer' } as const
  try {
    const response = await followedLogs.ask(url, { method: 'POST', body: entry, headers: { 'content-type': 'application/octet-stream' } })
    const answer: unknown = await response.json()
    const accepted = taken.safeParse(answer)
    if (response.status === 201 && accepted.success) return { ok: true, index: accepted.data.index }
    const refusal = refused.safeParse(answer)
    if (!refusal.success || response.status !== 422) return silent
    return { ok: false, code: refusal.data.code, reason: 'the registry refused it' }
  } catch (cause) {
    if (cause instanceof EverlearnedError || cause instanceof SyntaxError) return silent
    throw cause
  }
}
