import { randomBytes } from 'node:crypto'
import { sql, type Insertable, type Kysely } from 'kysely'
import type { Sector } from 'everlearned/trust'
import type { Caller } from '../authorize.ts'
import type { Config } from '../config.ts'
import type { NodeContext, NodeDependencies } from '../context.ts'
import { retry } from '../database/retry.ts'
import type { OrganisationTable, Tables } from '../database/tables.ts'
import { makeUuidV7 } from '../database/uuid-v7.ts'
import { audit } from '../issuing/audit.ts'
import type { Actor } from '../issuing/issuing-context.ts'
import { isOperator } from './operators.ts'
import { makeOrganisationKey, saveOrganisationKey, type NewOrganisationKey } from './organisation-keys.ts'

/** An organisation of this node. */
export interface Organisation {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly url: string | null
  readonly did: string
  readonly sector: Sector
  /** Null until an operator of the node lets it register on the ledger. */
  readonly approved_at: Date | null
}

/** What its owner says of an organisation. */
export interface NewOrganisation {
  readonly name: string
  readonly url?: string | undefined
  /** `education` unless it says otherwise; what the ledger has recorded stays. */
  readonly sector?: Sector | undefined
}

const columns = ['organisation.id', 'organisation.slug', 'organisation.name', 'organisation.url', 'organisation.did', 'organisation.sector', 'organisation.approved_at'] as const

/** Makes an organisation with its signing key, and its owner a member. */
export async function createOrganisation(organisation: NewOrganisation, accountId: string, context: NodeDependencies): Promise<Organisation> {
  const key = await makeOrganisationKey(context.cryptography)
  return retry(() => context.database.transaction().execute((transaction) => insertOrganisation(organisation, accountId, { ...context, database: transaction, key })))
}

/** The same inside a transaction that does more, with a key made before it. */
export async function insertOrganisation(
  { name, url, sector = 'education' }: NewOrganisation, accountId: string, context: Pick<NodeContext, 'config' | 'database' | 'keyFile' | 'now'> & { readonly key: NewOrganisationKey },
): Promise<Organisation> {
  const { database, now, key } = context
  const approvedAt = await isOperator(accountId, context) ? now() : null
  const id = makeUuidV7(now(), randomBytes(10))
  const organisation = await insertUnderFreeSlug(slugOf(name), database, (slug): Organisation & { readonly created_at: Date } => ({ id, slug, name, url: url ?? null, did: didOf(slug, key.multikey, context.config), sector, created_at: now(), approved_at: approvedAt }))
  await database.insertInto('membership').values({ organisation_id: id, account_id: accountId, created_at: now() }).execute()
  await saveOrganisationKey(database, id, { ...key, keyFile: context.keyFile, now })
  return organisation
}

/** Takes the first of `name`, `name-2`, `name-3` … that nobody has; two that ask at once get two. */
async function insertUnderFreeSlug<Row extends Insertable<OrganisationTable>>(wanted: string, database: Kysely<Tables>, rowOf: (slug: string) => Row): Promise<Row> {
  const taken = await takenSlugs(wanted, database)
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? wanted : `${wanted}-${number}`
    if (taken.has(slug)) continue
    const row = rowOf(slug)
    const { numInsertedOrUpdatedRows } = await database.insertInto('organisation').values(row).onConflict((conflict) => conflict.column('slug').doNothing()).executeTakeFirst()
    if (numInsertedOrUpdatedRows === 1n) return row
  }
}

/** did:web under a public https address (did:web Method Specification, "Method-specific identifier"), did:key in rehearsal. */
function didOf(slug: string, multikey: string, { rehearsal, publicBaseUrl }: Config): string {
  return rehearsal ? `did:key:${multikey}` : `did:web:${new URL(publicBaseUrl).host.replace(':', '%3A')}:orgs:${slug}`
}

/** A name as part of an address: lower-case ASCII letters, digits and hyphens, at most 40. */
export function slugOf(name: string): string {
  const slug = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 40).replace(/^-+|-+$/g, '')
  return slug === '' ? 'organisation' : slug
}

async function takenSlugs(wanted: string, database: Kysely<Tables>): Promise<ReadonlySet<string>> {
  const rows = await database.selectFrom('organisation').select('slug').where((where) => where.or([where('slug', '=', wanted), where('slug', 'like', `${wanted}-%`)])).execute()
  return new Set(rows.map(({ slug }) => slug))
}

/**
 * Changes what an organisation says of itself, from now on: what it has signed keeps the name it was signed with, and the address
 * of its DID stays.
 */
export async function changeOrganisation({ name, url }: NewOrganisation, actor: Actor, context: NodeContext): Promise<Organisation> {
  return retry(() => context.database.transaction().execute(async (transaction) => {
    const changed = await transaction.updateTable('organisation').set({ name, url: url ?? null }).where('id', '=', actor.organisationId).returning(columns).executeTakeFirstOrThrow()
    await audit({ actor, action: 'organisation-changed', subjectId: actor.organisationId }, transaction, context)
    return changed
  }))
}

/** The organisation `idOrSlug` when the caller may act for it. Untrusted: any text. */
export async function findOrganisation(idOrSlug: string, caller: Caller, { database }: NodeContext): Promise<Organisation | undefined> {
  const query = database.selectFrom('organisation').select(columns)
    .where((where) => where.or([where('organisation.id', '=', idOrSlug), where('organisation.slug', '=', idOrSlug)]))
  if (caller.kind === 'api-key') return query.where('organisation.id', '=', caller.organisationId).executeTakeFirst()
  return query.innerJoin('membership', 'membership.organisation_id', 'organisation.id').where('membership.account_id', '=', caller.accountId).executeTakeFirst()
}

/** The organisations that a person runs. */
export async function listOrganisations(accountId: string, { database }: NodeContext): Promise<readonly Organisation[]> {
  return database.selectFrom('organisation').innerJoin('membership', 'membership.organisation_id', 'organisation.id')
    .select(columns).where('membership.account_id', '=', accountId).orderBy('organisation.id').execute()
}

/** What there is to see at an organisation's desk. */
export interface OrganisationCounts {
  readonly achievements: number
  readonly unclaimed: number
  readonly bound: number
  readonly voided: number
  readonly tickets: number
}

/** Counts what an organisation has issued. */
export async function countsOf(organisationId: string, { database }: NodeContext): Promise<OrganisationCounts> {
  const count = sql<number>`count(*)::integer`.as('count')
  const [claims, achievements, tickets] = await Promise.all([
    database.selectFrom('claim').select(['state', count]).where('organisation_id', '=', organisationId).groupBy('state').execute(),
    database.selectFrom('achievement').select(count).where('organisation_id', '=', organisationId).executeTakeFirstOrThrow(),
    database.selectFrom('ticket').select(count).where('organisation_id', '=', organisationId).where('state', '=', 'open').executeTakeFirstOrThrow(),
  ])
  const of = (state: string): number => claims.find((row) => row.state === state)?.count ?? 0
  return { achievements: achievements.count, unclaimed: of('unclaimed'), bound: of('bound'), voided: of('voided'), tickets: tickets.count }
}
