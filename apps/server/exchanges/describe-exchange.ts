import type { InteractionAbout } from 'everlearned/exchange/vcalm'
import type { NodeContext } from '../context.ts'
import type { Exchange } from './exchange-session.ts'

/** Whose exchange it is and, where something is asked for, why and how one goes on without it: what a person reads before anything begins. */
export async function describeExchange({ organisation_id: id, question }: Pick<Exchange, 'organisation_id' | 'question'>, { database }: Pick<NodeContext, 'database'>): Promise<InteractionAbout> {
  const organisation = await database.selectFrom('organisation').select(['name', 'did']).where('id', '=', id).executeTakeFirst()
  return { organisation, purpose: question?.purpose, alternative: question?.alternative }
}
