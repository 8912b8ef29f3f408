import { sql } from 'kysely'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import { removeFromOutbox } from '../remove-from-outbox.ts'
import { guardianLink } from './guardianship.ts'

/** Claims that one turn looks at: the next turn goes on. */
const mostAtOnce = 1_000

/**
 * Forgets the address of each guardian who has no say any more, because the day came or somebody ended it before: in the row that the claim was
 * made from, and in mails that wait in the outbox. That there was a guardian, until when, and what they answered stays with the claim.
 */
export async function sweepGuardians(context: IssuingContext): Promise<void> {
  const { database, config, now } = context
  const today = now().toISOString().slice(0, 10)
  const over = await database.selectFrom('guardianship').innerJoin('claim', 'claim.id', 'guardianship.claim_id').select(['claim.id', 'guardianship.sealed_token'])
    .where((of) => of.or([of('until_day', '<=', today), of('guardianship.state', '=', 'ended')])).where(sql<boolean>`claim.award #> '{guardian,email}' is not null`)
    .limit(mostAtOnce).execute()
  if (over.length === 0) return
  await removeFromOutbox(over.map((row) => guardianLink(row, context)), config.mail)
  await database.updateTable('claim').set({ award: sql`award #- '{guardian,email}'` }).where('id', 'in', over.map(({ id }) => id)).execute()
}
