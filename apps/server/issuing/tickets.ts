import { audit } from './audit.ts'
import { type Acting, type Connection, type IssuingContext, newRowId, transact } from './issuing-context.ts'
import { notFound } from './issuing-error.ts'

/** A second claim that waits for the registrar: somebody else proved a key for a claim that one holder already has. */
export interface Ticket {
  readonly id: string
  readonly claimId: string
  readonly name: string
  readonly email: string
  readonly achievement: string
  readonly attempts: number
  readonly openedAt: Date
  readonly lastAttemptAt: Date
}

/** Opens a ticket on a claim, or counts one more attempt on the open one. The other holder's key is not kept. */
export async function openTicket(claim: { readonly id: string; readonly organisation_id: string }, connection: Connection, context: IssuingContext): Promise<void> {
  const now = context.now()
  const { numUpdatedRows } = await connection.updateTable('ticket')
    .set((of) => ({ attempts: of('attempts', '+', 1), last_attempt_at: now }))
    .where('claim_id', '=', claim.id).where('state', '=', 'open').executeTakeFirstOrThrow()
  if (numUpdatedRows > 0n) return
  await connection.insertInto('ticket').values({
    id: newRowId(context), organisation_id: claim.organisation_id, claim_id: claim.id, state: 'open', resolution: null,
    attempts: 1, opened_at: now, last_attempt_at: now, closed_at: null,
  }).execute()
}

/** The open tickets of an organisation, oldest first. */
export async function listTickets(organisationId: string, { database }: IssuingContext): Promise<readonly Ticket[]> {
  const rows = await database.selectFrom('ticket').innerJoin('claim', 'claim.id', 'ticket.claim_id')
    .select(['ticket.id', 'ticket.claim_id', 'claim.award', 'claim.definition', 'ticket.attempts', 'ticket.opened_at', 'ticket.last_attempt_at'])
    .where('ticket.organisation_id', '=', organisationId).where('ticket.state', '=', 'open')
    .orderBy('ticket.id').limit(1_000).execute()
  return rows.map((row) => ({
    id: row.id, claimId: row.claim_id, name: row.award.name, email: row.award.email, achievement: row.definition.name,
    attempts: row.attempts, openedAt: row.opened_at, lastAttemptAt: row.last_attempt_at,
  }))
}

/** Closes a ticket, saying what came of it. @throws IssuingError `ticket/not-found` when there is no open one of this id */
export async function closeTicket(id: string, resolution: 'dismissed' | 'reissued', { actor, context }: Acting): Promise<void> {
  await transact(context, async (transaction) => {
    const { numUpdatedRows } = await transaction.updateTable('ticket')
      .set({ state: 'closed', resolution, closed_at: context.now() })
      .where('organisation_id', '=', actor.organisationId).where('id', '=', id).where('state', '=', 'open').executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw notFound('ticket')
    await audit({ actor, action: 'ticket-closed', subjectId: id, detail: resolution }, transaction, context)
  })
}
