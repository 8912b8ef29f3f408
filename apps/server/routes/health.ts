import { sql } from 'kysely'
import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'

/** Tells a watchdog that the node and its database answer, and whether its log takes entries: one that has halted is still read here. */
export function healthRoutes(app: App, { config, database, judgedLog }: NodeContext): void {
  const schema = { summary: 'Is the node alive?', tags: ['node'], response: { 200: z.object({ status: z.literal('ok'), version: z.string(), log: z.enum(['running', 'halted']) }) } }
  app.get('/health', { schema }, async () => {
    await sql`select 1`.execute(database)
    return { status: 'ok' as const, version: config.version, log: judgedLog.halted === undefined ? 'running' as const : 'halted' as const }
  })
}
