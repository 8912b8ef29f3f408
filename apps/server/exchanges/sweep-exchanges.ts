import type { IssuingContext } from '../issuing/issuing-context.ts'

const dayMilliseconds = 86_400_000

/** What a holder showed is personal: the organisation has so long to look at it. */
export const resultDays = 30

/** Removes exchanges that are over: with their result after {@link resultDays}, all others after a day. */
export async function sweepExchanges({ database, now }: IssuingContext): Promise<void> {
  const before = (days: number): Date => new Date(now().getTime() - days * dayMilliseconds)
  await database.deleteFrom('exchange').where('expires_at', '<', before(1)).where('result', 'is', null).execute()
  await database.deleteFrom('exchange').where('expires_at', '<', before(resultDays)).execute()
}
