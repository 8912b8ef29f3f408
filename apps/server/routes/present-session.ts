import { z } from 'zod'
import { displayNameOf } from '../accounts/accounts.ts'
import { isOperator } from '../accounts/operators.ts'
import { listOrganisations } from '../accounts/organisations.ts'
import type { NodeContext } from '../context.ts'
import { organisationSchema, presentOrganisation } from './organisations.ts'

/** Who is logged in, and for whom they may act. */
export const sessionSchema = z.object({ account: z.object({ displayName: z.string(), isOperator: z.boolean().meta({ description: 'Runs the node itself' }) }), organisations: z.array(organisationSchema) }).meta({ id: 'Session' })

/** The session of an account as pages see it. */
export async function presentSession(accountId: string, context: NodeContext): Promise<z.infer<typeof sessionSchema>> {
  const [displayName, runsNode, organisations] = await Promise.all([displayNameOf(accountId, context), isOperator(accountId, context), listOrganisations(accountId, context)])
  return { account: { displayName, isOperator: runsNode }, organisations: organisations.map(presentOrganisation) }
}
