import { z } from 'zod'
import { isSetUp } from '../accounts/set-up.ts'
import { listIssuers } from '../accounts/organisation-keys.ts'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { mailChannelOf } from '../mail.ts'

const nodeSchema = z.object({
  name: z.string(),
  version: z.string(),
  publicBaseUrl: z.string(),
  walletBaseUrl: z.string(),
  rehearsal: z.boolean().meta({ description: 'No public https address: issuers are did:key, nothing here counts outside' }),
  isSetUp: z.boolean(),
  mailsThrough: z.enum(['smtp', 'outbox']).meta({ description: 'Whether mail leaves by a server or waits in a folder of the node' }),
  log: z.object({ origin: z.string(), verifierKey: z.string() }).meta({ description: 'The log that this node writes, and the key that verifies its checkpoints' }),
})

const issuersSchema = z.object({ issuers: z.array(z.object({ did: z.string(), name: z.string() })) })

/** What pages and peers need to know of this node. */
export function nodeRoutes(app: App, context: NodeContext): void {
  app.get('/api/node', { schema: { summary: 'What this node is', tags: ['node'], response: { 200: nodeSchema } } }, async () => {
    const { ledger } = context
    const { name, version, publicBaseUrl, walletBaseUrl, rehearsal } = context.config
    return { name, version, publicBaseUrl, walletBaseUrl, rehearsal, isSetUp: await isSetUp(context), mailsThrough: mailChannelOf(context.config.mail), log: { origin: ledger.checkpoint.origin, verifierKey: await context.finality.verifierKey() } }
  })

  app.get('/api/issuers', { schema: { summary: 'The organisations that issue on this node', tags: ['node'], response: { 200: issuersSchema } } }, async () => {
    return { issuers: [...await listIssuers(context)] }
  })
}
