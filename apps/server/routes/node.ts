import { z } from 'zod'
import { isSetUp } from '../accounts/set-up.ts'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'

const nodeSchema = z.object({
  name: z.string(),
  version: z.string(),
  publicBaseUrl: z.string(),
  walletBaseUrl: z.string(),
  rehearsal: z.boolean().meta({ description: 'No public https address: issuers are did:key, nothing here counts outside' }),
  isSetUp: z.boolean(),
})

/** What pages and peers need to know of this node. */
export function nodeRoutes(app: App, context: NodeContext): void {
  app.get('/api/node', { schema: { summary: 'What this node is', tags: ['node'], response: { 200: nodeSchema } } }, async () => {
    const { name, version, publicBaseUrl, walletBaseUrl, rehearsal } = context.config
    return { name, version, publicBaseUrl, walletBaseUrl, rehearsal, isSetUp: await isSetUp(context) }
  })
}
