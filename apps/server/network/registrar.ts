import type { Registry, Submitted } from 'everlearned/trust'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import type { Followed } from './followed-logs.ts'
import { rulesInForce } from './rules-in-force.ts'
import { submitElsewhere } from './submit-elsewhere.ts'

/** Where this node's organisations register: its own log, or that of the registry that it follows. */
export interface Registrar {
  /** As far as it is replayed here. */
  readonly registry: Registry
  /** Whether the registry is up to date again once an entry was taken. */
  readonly isOwn: boolean
  submit(entry: Uint8Array<ArrayBuffer>): Promise<Submitted>
}

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
export function remoteRegistrar({ log }: Followed, registry: Registry, context: IssuingContext): Registrar {
  return { registry, isOwn: false, submit: async (entry) => (await submitElsewhere(log, entry, context)).answer }
}
