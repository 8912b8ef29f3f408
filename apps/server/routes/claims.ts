import { parseClaimRequest, type ClaimResult } from 'everlearned/exchange/claim'
import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { challengeClaim, showClaim } from '../issuing/show-claim.ts'
import { takeClaim } from '../issuing/take-claim.ts'
import { takeFile } from '../issuing/take-file.ts'
import { takeRate } from '../rate-limit.ts'

const offerSchema = z.object({
  state: z.enum(['unclaimed', 'bound', 'voided']),
  organisation: z.object({ name: z.string(), did: z.string() }),
  achievement: z.object({ name: z.string(), description: z.string() }),
  recipientHint: z.string(),
  needsCode: z.boolean(),
  guardian: z.enum(['asked', 'given', 'refused']).optional().meta({ description: 'Only while a guardian has a say: what they answered' }),
}).meta({ id: 'ClaimOffer' })

/** What a challenge looks like. */
export const challengeSchema = z.object({ challenge: z.string(), domain: z.string(), expiresAt: z.iso.datetime() }).meta({ id: 'ClaimChallenge' })

const document = z.record(z.string(), z.unknown())

/** What a wallet gets. */
export const resultSchema = z.object({
  credential: z.string().meta({ description: 'The credential exactly as signed: keep these bytes' }),
  nonce: z.string(),
  ledgerProof: document.nullable(),
  documents: z.record(z.string(), document).meta({ description: 'What checking it offline needs, by URL or DID' }),
  guardian: z.object({ until: z.iso.date(), sharing: z.enum(['none', 'link']) }).optional().meta({ description: 'Only while a guardian has a say: what the wallet keeps to' }),
}).meta({ id: 'ClaimResult' })

/** Requests of one address, whoever's claims they are for: a whole campus may sit behind one. Codes have their own count, tokens cannot be guessed. */
const claimLimit = { name: 'claim-address', limit: 3_000, windowSeconds: 600 }

/** Claiming: what a wallet asks of the node that issued. */
export function claimRoutes(app: App, context: NodeContext): void {
  const tags = ['claiming']
  const params = z.object({ token: z.string().max(128) })

  app.get('/api/claims/:token', {
    schema: { summary: 'What a claim link offers; looking changes nothing', tags, params, response: { 200: offerSchema } },
  }, async (request, reply) =>
    reply.header('cache-control', 'no-store').send(await showClaim(request.params.token, context)))

  app.post('/api/claims/:token/challenge', {
    schema: { summary: 'A challenge to prove a key against, once', tags, params, response: { 200: challengeSchema } },
  }, async (request, reply) => {
    await takeRate(claimLimit, request.ip, context)
    return reply.header('cache-control', 'no-store').send(await challengeClaim(request.params.token, context))
  })

  app.post('/api/claims/:token', {
    schema: {
      summary: 'Claim: bind the record to the key that the presentation proves', tags, params,
      body: z.object({ presentation: document, code: z.string().max(40).optional() }), response: { 200: resultSchema },
    },
  }, async (request, reply) => {
    await takeRate(claimLimit, request.ip, context)
    return reply.header('cache-control', 'no-store').send(writeResult(await takeClaim(request.params.token, parseClaimRequest(request.body), context)))
  })

  app.post('/api/claims/:token/file', {
    schema: {
      summary: 'Take the record as a file about one\'s e-mail address, without a wallet: the credential itself and nothing around it', tags, params,
      produces: ['application/json'],
      body: z.object({
        email: z.string().max(254).meta({ description: 'The address that the record was sent to' }), code: z.string().max(40).optional(),
        isHashed: z.boolean().default(false).meta({ description: 'Whether the file names the person by a hash of the address' }),
      }),
    },
  }, async (request, reply) => {
    await takeRate(claimLimit, request.ip, context)
    const { text, fileName } = await takeFile(request.params.token, request.body, context)
    return reply.header('cache-control', 'no-store').header('content-disposition', `attachment; filename="${fileName}"`).type('application/json; charset=utf-8').send(Buffer.from(text))
  })
}

/** A result in the words of its schema. */
export function writeResult({ credential, nonce, ledgerProof, documents, guardian }: ClaimResult): z.infer<typeof resultSchema> {
  return { credential, nonce, ledgerProof: ledgerProof === null ? null : { ...ledgerProof }, documents: documents as Record<string, Record<string, unknown>>, ...(guardian === undefined ? {} : { guardian }) }
}
