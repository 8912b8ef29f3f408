import type { ExpressionBuilder } from 'kysely'
import type { Tables } from '../database/tables.ts'
import type { MailFailure } from '../mail-error.ts'
import { mailChannelOf, type MailChannel } from '../mail.ts'
import { claimLink } from './claim-token.ts'
import type { IssuingContext } from './issuing-context.ts'
import { notFound } from './issuing-error.ts'
import type { VoidReason } from './tables.ts'

/** A claim as the registrar sees it; the link only while somebody can still claim with it. */
export interface DeskClaim {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly achievement: string
  readonly state: 'unclaimed' | 'bound' | 'voided'
  readonly voidReason: VoidReason | null
  readonly issuedAt: Date
  readonly claimedAt: Date | null
  readonly hasTicket: boolean
  readonly hasCode: boolean
  readonly isCodeLocked: boolean
  readonly reissuedAs: string | null
  readonly jobId: string | null
  readonly link: string | null
  /** Null when its link was never to be mailed. */
  readonly mail: DeskMail | null
}

/** What became of the last mail with the link of a claim. */
export interface DeskMail {
  readonly state: 'queued' | 'sent' | 'failed'
  /** Which way the last try went, or the next will. */
  readonly through: MailChannel
  /** Why it failed, or has to wait. */
  readonly code: MailFailure | null
  readonly settledAt: Date | null
}

/** What the desk looks for. */
export interface DeskSearch {
  readonly text?: string | undefined
  readonly state: 'unclaimed' | 'bound' | 'voided' | 'all'
  readonly jobId?: string | undefined
  /** Only claims whose last mail came to this. */
  readonly mail?: 'failed' | undefined
  /** The id of the last claim of the page before. */
  readonly cursor?: string | undefined
  readonly limit: number
}

/** One page of the desk, and how many claims of each kind the organisation has. */
export interface DeskPage {
  readonly claims: readonly DeskClaim[]
  readonly nextCursor: string | null
  readonly counts: { readonly unclaimed: number; readonly bound: number; readonly voided: number; readonly tickets: number }
}

/** Wrong codes after which a claim takes no more of them. */
export const maxCodeFailures = 5

/** Searches an organisation's claims, newest first. */
export async function searchClaims(search: DeskSearch, organisationId: string, context: IssuingContext): Promise<DeskPage> {
  let query = context.database.selectFrom('claim').select(columns).where('organisation_id', '=', organisationId)
  if (search.state !== 'all') query = query.where('state', '=', search.state)
  if (search.jobId !== undefined) query = query.where('job_id', '=', search.jobId)
  if (search.mail !== undefined) query = query.where((of) => of.exists(of.selectFrom('claim_mail').select('claim_mail.claim_id').whereRef('claim_mail.claim_id', '=', 'claim.id').where('claim_mail.state', '=', 'failed')))
  if (search.cursor !== undefined) query = query.where('id', '<', search.cursor)
  for (const word of foldForSearch(search.text ?? '').split(' ').filter((part) => part !== '')) {
    query = query.where('recipient_search', 'like', `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`)
  }
  const rows = await query.orderBy('id', 'desc').limit(search.limit + 1).execute()
  const page = rows.slice(0, search.limit)
  return {
    claims: page.map((row) => present(row, context)),
    nextCursor: rows.length > search.limit ? page.at(-1)?.id ?? null : null,
    counts: await countClaims(organisationId, context),
  }
}

/** @throws IssuingError `claim/not-found` */
export async function loadDeskClaim(id: string, organisationId: string, context: IssuingContext): Promise<DeskClaim> {
  const row = await context.database.selectFrom('claim').select(columns)
    .where('organisation_id', '=', organisationId).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('claim')
  return present(row, context)
}

/** Text as it is searched: lower case, without accents, single spaces. */
export function foldForSearch(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

async function countClaims(organisationId: string, { database }: IssuingContext): Promise<DeskPage['counts']> {
  const rows = await database.selectFrom('claim').select(['state', (of) => of.fn.countAll<string>().as('count')])
    .where('organisation_id', '=', organisationId).groupBy('state').execute()
  const tickets = await database.selectFrom('ticket').select((of) => of.fn.countAll<string>().as('count'))
    .where('organisation_id', '=', organisationId).where('state', '=', 'open').executeTakeFirstOrThrow()
  const count = (state: string): number => Number(rows.find((row) => row.state === state)?.count ?? 0)
  return { unclaimed: count('unclaimed'), bound: count('bound'), voided: count('voided'), tickets: Number(tickets.count) }
}

function columns(of: ExpressionBuilder<Tables, 'claim'>) {
  return [
    'id', 'award', 'definition', 'state', 'void_reason', 'issued_at', 'claimed_at', 'code_failures', 'sealed_code', 'sealed_token', 'reissued_as', 'job_id',
    of.exists(of.selectFrom('ticket').select('ticket.id').whereRef('ticket.claim_id', '=', 'claim.id').where('ticket.state', '=', 'open')).as('has_ticket'),
    mailColumn(of, 'state').as('mail_state'), mailColumn(of, 'channel').as('mail_channel'), mailColumn(of, 'failure_code').as('mail_code'), mailColumn(of, 'settled_at').as('mail_settled_at'),
  ] as const
}

function mailColumn<Column extends 'state' | 'channel' | 'failure_code' | 'settled_at'>(of: ExpressionBuilder<Tables, 'claim'>, column: Column) {
  return of.selectFrom('claim_mail').select(`claim_mail.${column}`).whereRef('claim_mail.claim_id', '=', 'claim.id')
}

type DeskRow = Awaited<ReturnType<typeof selectOne>>

function selectOne({ database }: IssuingContext) {
  return database.selectFrom('claim').select(columns).executeTakeFirstOrThrow()
}

function present(row: DeskRow, context: IssuingContext): DeskClaim {
  return {
    id: row.id, name: row.award.name, email: row.award.email, achievement: row.definition.name, state: row.state, voidReason: row.void_reason,
    issuedAt: row.issued_at, claimedAt: row.claimed_at, hasTicket: Boolean(row.has_ticket), hasCode: row.sealed_code !== null,
    isCodeLocked: row.code_failures >= maxCodeFailures, reissuedAs: row.reissued_as, jobId: row.job_id,
    link: row.state === 'unclaimed' ? claimLink(row.sealed_token, context) : null, mail: presentMail(row, context),
  }
}

function presentMail({ mail_state: state, mail_channel: channel, mail_code: code, mail_settled_at: settledAt }: DeskRow, { config }: IssuingContext): DeskMail | null {
  return state === null ? null : { state: state === 'sending' ? 'queued' : state, through: channel ?? mailChannelOf(config.mail), code, settledAt }
}
