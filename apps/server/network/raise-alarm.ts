import type { NodeContext } from '../context.ts'
import type { NetworkAlarmTable } from './tables.ts'

/** Something wrong with a log, as everybody may read it: no personal data. */
export interface Alarm {
  readonly kind: NetworkAlarmTable['kind']
  readonly origin: string
  readonly code: string
  readonly reason: string
  readonly proof: string | null
  readonly at: Date
}

/** Raises an alarm, unless one of its kind stands for this log. */
export async function raiseAlarm({ kind, origin, at, ...said }: Alarm, { database }: Pick<NodeContext, 'database'>): Promise<void> {
  const known = await database.selectFrom('network_alarm').select('ended_at').where('kind', '=', kind).where('origin', '=', origin).executeTakeFirst()
  if (known !== undefined && known.ended_at === null) return
  const values = { ...said, raised_at: at, ended_at: null }
  await database.insertInto('network_alarm').values({ kind, origin, ...values }).onConflict((conflict) => conflict.columns(['kind', 'origin']).doUpdateSet(values)).execute()
}

/** Ends an alarm: what it was about has been found right. */
export async function endAlarm({ kind, origin }: Pick<Alarm, 'kind' | 'origin'>, { database, now }: Pick<NodeContext, 'database' | 'now'>): Promise<void> {
  await database.updateTable('network_alarm').set({ ended_at: now() }).where('kind', '=', kind).where('origin', '=', origin).where('ended_at', 'is', null).execute()
}
