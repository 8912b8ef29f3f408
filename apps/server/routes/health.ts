import { sql } from 'kysely'
import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'

/** Tells a watchdog that the node and its database answer. */
export function healthRoutes(app: App, { config, database }: NodeContext): void {
  const schema = { summary: 'Is the node alive?', tags: ['node'], response: { 200: z.object({ status: z.literal('ok'), version: z.string() }) } }
  app.get('/health', { schema }, async () => {
    await sql`select 1`.execute(database)
    return { status: 'ok' as const, version: config.version }
  })
}
