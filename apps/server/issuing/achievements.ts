import { randomUUID } from 'node:crypto'
import { audit } from './audit.ts'
import { type Acting, type Actor, type IssuingContext, transact } from './issuing-context.ts'
import { notFound } from './issuing-error.ts'
import type { AchievementDefinition } from './tables.ts'

/** A template of an organisation, as its people see it. */
export interface Achievement extends AchievementDefinition {
  readonly id: string
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** Keeps a new template. */
export async function createAchievement(definition: AchievementDefinition, actor: Actor, context: IssuingContext): Promise<Achievement> {
  const id = randomUUID()
  const now = context.now()
  await transact(context, async (transaction) => {
    await transaction.insertInto('achievement')
      .values({ id, organisation_id: actor.organisationId, definition: JSON.stringify(definition), created_at: now, updated_at: now }).execute()
    await audit({ actor, action: 'achievement-created', subjectId: id }, transaction, context)
  })
  return { id, ...definition, createdAt: now, updatedAt: now }
}

/** Replaces a template. Jobs that began before keep the one they began with. @throws IssuingError `achievement/not-found` */
export async function changeAchievement(id: string, definition: AchievementDefinition, { actor, context }: Acting): Promise<Achievement> {
  await transact(context, async (transaction) => {
    const { numUpdatedRows } = await transaction.updateTable('achievement')
      .set({ definition: JSON.stringify(definition), updated_at: context.now() })
      .where('organisation_id', '=', actor.organisationId).where('id', '=', id).executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw notFound('achievement')
    await audit({ actor, action: 'achievement-changed', subjectId: id }, transaction, context)
  })
  return loadAchievement(id, actor.organisationId, context)
}

/** The templates of an organisation, newest first. */
export async function listAchievements(organisationId: string, { database }: IssuingContext): Promise<readonly Achievement[]> {
  const rows = await database.selectFrom('achievement').selectAll()
    .where('organisation_id', '=', organisationId).orderBy('created_at', 'desc').limit(1_000).execute()
  return rows.map(present)
}

/** @throws IssuingError `achievement/not-found` */
export async function loadAchievement(id: string, organisationId: string, { database }: IssuingContext): Promise<Achievement> {
  const row = await database.selectFrom('achievement').selectAll()
    .where('organisation_id', '=', organisationId).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('achievement')
  return present(row)
}

/** A template as everybody may see it, whoever's it is. @throws IssuingError `achievement/not-found` */
export async function loadPublicAchievement(id: string, { database }: IssuingContext): Promise<{ readonly id: string; readonly definition: AchievementDefinition }> {
  const row = await database.selectFrom('achievement').select(['id', 'definition']).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('achievement')
  return row
}

/** The public address of a template; it is the id of the achievement inside credentials. */
export function achievementUrl(id: string, { config }: Pick<IssuingContext, 'config'>): string {
  return `${config.publicBaseUrl}/achievements/${id}`
}

function present(row: { id: string; definition: AchievementDefinition; created_at: Date; updated_at: Date }): Achievement {
  return { id: row.id, ...row.definition, createdAt: row.created_at, updatedAt: row.updated_at }
}
