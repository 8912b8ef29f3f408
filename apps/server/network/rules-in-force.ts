import type { Registry, JudgedLog } from 'everlearned/trust'
import type { Followed, FollowedLogs } from './followed-logs.ts'

/** Whose rules this node's entries are judged by: its own log's, or those of the registry that it follows. */
export interface RulesInForce {
  readonly registry: Registry
  /** As of so many entries. */
  readonly at: number
  /** The log of the registry, when it is not this node's own. */
  readonly followed: Followed | undefined
}

/** The registry in force; undefined while the one that this node follows is not known. */
export function rulesInForce({ judgedLog, followedLogs }: { readonly judgedLog: JudgedLog; readonly followedLogs: FollowedLogs }): RulesInForce | undefined {
  const { registry } = judgedLog
  const sync = registry.syncs.at(-1)
  if (sync === undefined) return { registry, at: registry.size, followed: undefined }
  const followed = followedLogs.find(sync.origin)
  return followed?.log.registry === undefined ? undefined : { registry: followed.log.registry, at: sync.size, followed }
}
