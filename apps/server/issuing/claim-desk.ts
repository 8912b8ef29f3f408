import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { guardianLink, hasSay } from '../guardians/guardianship.ts'
import type { MailFailure } from '../mail-error.ts'
import { mailChannelOf, type MailChannel } from '../mail.ts'
import { claimLink } from './claim-token.ts'
import type { IssuingContext } from './issuing-context.ts'
import { notFound } from './issuing-error.ts'
import type { SuspendReason, VoidReason } from './tables.ts'

/** A claim as the registrar sees it; the link only while somebody can still claim with it. */
export interface DeskClaim {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly achievement: string
  readonly state: 'unclaimed' | 'bound' | 'voided'
  readonly voidReason: VoidReason | null
  /** Null unless it is suspended now. */
  readonly suspendedAt: Date | null
  readonly suspendReason: SuspendReason | null
  /** Licences and certifications can be suspended; everything else can only be voided. */
  readonly canSuspend: boolean
  readonly issuedAt: Date
  readonly claimedAt: Date | null
  readonly hasTicket: boolean
  readonly hasCode: boolean
  readonly isCodeLocked: boolean
  readonly reissuedAs: string | null
  /** When its person was erased: name and address are empty since. */
  readonly erasedAt: Date | null
  readonly jobId: string | null
  readonly link: string | null
  /** For whoever has a say over a minor's record, while they do; it opens nothing without a code that goes another way. */
  readonly guardianLink: string | null
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

/** Claims of one state, those that are suspended whatever their state, or all. */
export type DeskFilter = 'unclaimed' | 'bound' | 'suspended' | 'voided' | 'all'

/** Which claims are meant. */
export interface DeskSelection {
  readonly text?: string | undefined
  readonly state: DeskFilter
  readonly jobId?: string | undefined
  /** Only claims whose last mail came to this. */
  readonly mail?: 'failed' | undefined
}

/** What the desk looks for, page by page. */
export interface DeskSearch extends DeskSelection {
  /** The id of the last claim of the page before. */
  readonly cursor?: string | undefined
  readonly limit: number
}

/** One page of the desk, and how many claims of each kind the organisation has. */
export interface DeskPage {
  readonly claims: readonly DeskClaim[]
  readonly nextCursor: string | null
  /** How many the search found, on all its pages. */
  readonly found: number
  readonly counts: { readonly unclaimed: number; readonly bound: number; readonly suspended: number; readonly voided: number; readonly tickets: number }
}

/** Wrong codes after which a claim takes no more of them. */
export const maxCodeFailures = 5

/** Searches an organisation's claims, newest first. */
export async function searchClaims(search: DeskSearch, organisationId: string, context: IssuingContext): Promise<DeskPage> {
  const meant = context.database.selectFrom('claim').where(selectedBy(search, organisationId))
  const query = search.cursor === undefined ? meant : meant.where('id', '<', search.cursor)
  const rows = await query.select(columns).orderBy('id', 'desc').limit(search.limit + 1).execute()
  const page = rows.slice(0, search.limit)
  return {
    claims: page.map((row) => present(row, context)),
    nextCursor: rows.length > search.limit ? page.at(-1)?.id ?? null : null,
    found: Number((await meant.select((of) => of.fn.countAll<string>().as('count')).executeTakeFirstOrThrow()).count),
    counts: await countClaims(organisationId, context),
  }
}

/** The claims of an organisation that are meant, as a condition. */
export function selectedBy({ state, jobId, mail, text }: DeskSelection, organisationId: string): (of: ExpressionBuilder<Tables, 'claim'>) => Expression<SqlBool> {
  const words = foldForSearch(text ?? '').split(' ').filter((part) => part !== '')
  return (of) => of.and([
    of('organisation_id', '=', organisationId),
    ...(state === 'all' ? [] : state === 'suspended' ? [of('suspended_at', 'is not', null), of('state', '!=', 'voided')] : [of('state', '=', state)]),
    ...(jobId === undefined ? [] : [of('job_id', '=', jobId)]),
    ...(mail === undefined ? [] : [of.exists(of.selectFrom('claim_mail').select('claim_mail.claim_id').whereRef('claim_mail.claim_id', '=', 'claim.id').where('claim_mail.state', '=', mail))]),
    ...words.map((word) => of('recipient_search', 'like', `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`)),
  ])
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
  const suspended = await database.selectFrom('claim').select((of) => of.fn.countAll<string>().as('count'))
    .where(selectedBy({ state: 'suspended' }, organisationId)).executeTakeFirstOrThrow()
  const count = (state: string): number => Number(rows.find((row) => row.state === state)?.count ?? 0)
  return { unclaimed: count('unclaimed'), bound: count('bound'), suspended: Number(suspended.count), voided: count('voided'), tickets: Number(tickets.count) }
}

function columns(of: ExpressionBuilder<Tables, 'claim'>) {
  return [
    'id', 'award', 'definition', 'state', 'void_reason', 'suspended_at', 'suspend_reason', 'issued_at', 'claimed_at', 'code_failures', 'sealed_code', 'sealed_token', 'reissued_as', 'erased_at', 'job_id',
    of.exists(of.selectFrom('ticket').select('ticket.id').whereRef('ticket.claim_id', '=', 'claim.id').where('ticket.state', '=', 'open')).as('has_ticket'),
    of.not(of.exists(standsWithoutSuspension(of))).as('can_suspend'),
    mailColumn(of, 'state').as('mail_state'), mailColumn(of, 'channel').as('mail_channel'), mailColumn(of, 'failure_code').as('mail_code'), mailColumn(of, 'settled_at').as('mail_settled_at'),
    guardianColumn(of, 'until_day').as('guardian_until'), guardianColumn(of, 'state').as('guardian_state'), guardianColumn(of, 'sealed_token').as('guardian_token'),
  ] as const
}

/** Credentials of a claim that still stand and have no place in a list of suspensions. */
function standsWithoutSuspension(of: ExpressionBuilder<Tables, 'claim'>) {
  return of.selectFrom('credential').select('credential.id').where('credential.revoked_at', 'is', null).where('credential.suspension_list_id', 'is', null)
    .where((its) => its.or([
      its('credential.id', 'in', its.selectFrom('claim_copy').select('claim_copy.credential_id').whereRef('claim_copy.claim_id', '=', 'claim.id')),
      its('credential.id', '=', its.ref('claim.delivery_credential_id')), its('credential.id', '=', its.ref('claim.bound_credential_id')),
    ]))
}

function mailColumn<Column extends 'state' | 'channel' | 'failure_code' | 'settled_at'>(of: ExpressionBuilder<Tables, 'claim'>, column: Column) {
  return of.selectFrom('claim_mail').select(`claim_mail.${column}`).whereRef('claim_mail.claim_id', '=', 'claim.id')
}

function guardianColumn<Column extends 'until_day' | 'state' | 'sealed_token'>(of: ExpressionBuilder<Tables, 'claim'>, column: Column) {
  return of.selectFrom('guardianship').select(`guardianship.${column}`).whereRef('guardianship.claim_id', '=', 'claim.id')
}

type DeskRow = Awaited<ReturnType<typeof selectOne>>

function selectOne({ database }: IssuingContext) {
  return database.selectFrom('claim').select(columns).executeTakeFirstOrThrow()
}

function present(row: DeskRow, context: IssuingContext): DeskClaim {
  return {
    id: row.id, name: row.award.name, email: row.award.email, achievement: row.definition.name, state: row.state, voidReason: row.void_reason,
    ...presentSuspension(row),
    issuedAt: row.issued_at, claimedAt: row.claimed_at, hasTicket: Boolean(row.has_ticket), hasCode: row.sealed_code !== null,
    isCodeLocked: row.code_failures >= maxCodeFailures, reissuedAs: row.reissued_as, erasedAt: row.erased_at, jobId: row.job_id,
    link: row.state === 'unclaimed' ? claimLink(row.sealed_token, context) : null, guardianLink: presentGuardian(row, context), mail: presentMail(row, context),
  }
}

function presentSuspension({ state, suspended_at: suspendedAt, suspend_reason: suspendReason, can_suspend: canSuspend }: DeskRow): Pick<DeskClaim, 'suspendedAt' | 'suspendReason' | 'canSuspend'> {
  return state === 'voided' ? { suspendedAt: null, suspendReason: null, canSuspend: false } : { suspendedAt, suspendReason, canSuspend: Boolean(canSuspend) }
}

function presentGuardian({ state, guardian_until: until, guardian_state: standing, guardian_token: token }: DeskRow, context: IssuingContext): string | null {
  if (until === null || standing === null || token === null || state === 'voided') return null
  return hasSay({ until_day: until, state: standing }, context) ? guardianLink({ sealed_token: token }, context) : null
}

function presentMail({ mail_state: state, mail_channel: channel, mail_code: code, mail_settled_at: settledAt }: DeskRow, { config }: IssuingContext): DeskMail | null {
  return state === null ? null : { state: state === 'sending' ? 'queued' : state, through: channel ?? mailChannelOf(config.mail), code, settledAt }
}
