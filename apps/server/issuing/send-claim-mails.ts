import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { retry } from '../database/retry.ts'
import { MailError, type MailFailure } from '../mail-error.ts'
import { mailChannelOf } from '../mail.ts'
import { sendGuardianMail } from '../guardians/guardian-mail.ts'
import { takeRate } from '../rate-limit.ts'
import { ServerError } from '../server-error.ts'
import { claimMail } from './claim-mail.ts'
import { claimLink } from './claim-token.ts'
import type { IssuingContext } from './issuing-context.ts'
import { IssuingError } from './issuing-error.ts'
import type { ClaimMailTable } from './tables.ts'

type HeldMail = Selectable<ClaimMailTable>

/** What became of a mail; `unneeded` when the claim is not open any more. */
type Outcome = 'sent' | 'unneeded' | MailFailure

/** How long a mail belongs to a sender that gives no sign of life. */
export const mailLeaseSeconds = 20

/** Mails that are under way at once. */
const mailsAtOnce = 4

/** What passes by itself is tried again after so many minutes, then given up. */
const pausesMinutes = [1, 5, 30, 120] as const
const passing: readonly Outcome[] = ['mail/server-busy', 'mail/server-unreachable', 'mail/login-refused', 'mail/outbox-unwritable']

/**
 * Sends the queued mails that are due, as many in a minute as the operator lets out; answers whether the way out is blocked.
 *
 * SMTP hands a message over, it cannot take it back, and a lost answer leaves both sides of two minds (RFC 5321, Reliability
 * and Mail Handling; RFC 1047). So each mail is marked `sending` before it goes and `sent` once the server has taken it. One
 * that a crash leaves marked `sending` may have arrived: it is not sent again by itself but given up as `mail/interrupted`, and
 * a person decides. Into the outbox the same mail is the same file, so there it is written again.
 */
export async function sendClaimMails({ context, isStopping }: { readonly context: IssuingContext; readonly isStopping: () => boolean }): Promise<{ readonly isBlocked: boolean }> {
  await settleInterrupted(context)
  let isBlocked = false
  if (!await hasDue(context)) return { isBlocked }
  const send = async (): Promise<void> => {
    while (!isStopping() && !isBlocked && await hasDue(context) && await isWithinRate(context)) {
      const mail = await takeMail(context)
      if (mail === undefined) return
      const outcome = await sendHeld(mail, context)
      isBlocked ||= passing.includes(outcome)
      await settle(mail, outcome, context)
    }
  }
  await Promise.all(Array.from({ length: mailsAtOnce }, send))
  return { isBlocked }
}

/**
 * Sends the mail of one claim now, whatever became of earlier ones.
 *
 * @throws MailError; IssuingError `mail/under-way` when it is being sent at this moment, `claim/not-open`
 */
export async function sendClaimMailNow(claim: { readonly id: string; readonly organisation_id: string; readonly job_id: string | null }, context: IssuingContext): Promise<void> {
  // A person who asks for it sees what came of it: nothing is tried again later.
  const fresh = { message_id: randomUUID(), failure_code: null, tries: pausesMinutes.length + 1, due_at: context.now(), settled_at: null, ...held(context) }
  const mail = await context.database.insertInto('claim_mail')
    .values({ claim_id: claim.id, organisation_id: claim.organisation_id, job_id: claim.job_id, ...fresh })
    .onConflict((conflict) => conflict.column('claim_id').doUpdateSet(fresh).where('claim_mail.state', '!=', 'sending'))
    .returningAll().executeTakeFirst()
  if (mail === undefined) throw new IssuingError('mail/under-way', 'Cannot send link: it is being sent at this moment')
  const outcome = await sendHeld(mail, context)
  await settle(mail, outcome, context)
  if (outcome === 'unneeded') throw new IssuingError('claim/not-open', 'Cannot send link: the claim is not open any more')
  if (outcome !== 'sent') throw new MailError(outcome)
}

/** What a crash left `sending`. */
async function settleInterrupted({ database, now, figures }: IssuingContext): Promise<void> {
  const left = database.updateTable('claim_mail').where('state', '=', 'sending').where('lease_until', '<', now())
  await left.where('channel', '=', 'outbox').set({ state: 'queued', lease_owner: null, lease_until: null }).execute()
  // The owner stays noted: should it only have been slow, its word counts once it has one.
  const { numUpdatedRows } = await left.where('channel', '=', 'smtp').set({ state: 'failed', failure_code: 'mail/interrupted', settled_at: now() }).executeTakeFirstOrThrow()
  figures.mailsFailed.inc(Number(numUpdatedRows))
}

async function hasDue({ database, now }: IssuingContext): Promise<boolean> {
  return await database.selectFrom('claim_mail').select('claim_id').where('state', '=', 'queued').where('due_at', '<=', now()).limit(1).executeTakeFirst() !== undefined
}

async function isWithinRate(context: IssuingContext): Promise<boolean> {
  try {
    await takeRate({ name: 'claim-mail', limit: context.config.mailsPerMinute, windowSeconds: 60 }, 'node', context)
    return true
  } catch (error) {
    if (error instanceof ServerError && error.code === 'rate/exceeded') return false
    throw error
  }
}

async function takeMail(context: IssuingContext): Promise<HeldMail | undefined> {
  return retry(() => context.database.updateTable('claim_mail').set((of) => ({ ...held(context), tries: of('tries', '+', 1) }))
    .where('claim_id', '=', (of) => of.selectFrom('claim_mail').select('claim_id').where('state', '=', 'queued').where('due_at', '<=', context.now())
      .orderBy('due_at').orderBy('claim_id').limit(1).forUpdate().skipLocked())
    .returningAll().executeTakeFirst())
}

/** The mark that a mail goes out from now on, each under a name of its own. */
function held({ config, now }: Pick<IssuingContext, 'config' | 'now'>) {
  return { state: 'sending' as const, channel: mailChannelOf(config.mail), lease_owner: randomUUID(), lease_until: leaseEnd(now()) }
}

async function sendHeld(mail: HeldMail, context: IssuingContext): Promise<Outcome> {
  const claim = await context.database.selectFrom('claim').innerJoin('organisation', 'organisation.id', 'claim.organisation_id')
    .select(['claim.award', 'claim.definition', 'claim.state', 'claim.sealed_token', 'claim.sealed_code', 'organisation.name']).where('claim.id', '=', mail.claim_id).executeTakeFirstOrThrow()
  if (claim.state !== 'unclaimed') return 'unneeded'
  const { sealed_token: token, sealed_code: code, award, definition, name: organisation } = claim
  const heartbeat = setInterval(() => void extendLease(mail, context).catch(() => undefined), mailLeaseSeconds * 300)
  try {
    // Who has to agree hears of it first.
    await sendGuardianMail(mail.claim_id, context)
    await context.sendMail({
      id: mail.message_id,
      ...claimMail({ to: award.email, person: award.name, organisation, achievement: definition.name, link: claimLink(token, context), needsCode: code !== null }),
    })
    return 'sent'
  } catch (error) {
    if (error instanceof MailError) return error.code
    throw error
  } finally {
    clearInterval(heartbeat)
  }
}

async function extendLease(mail: HeldMail, { database, now }: IssuingContext): Promise<void> {
  await database.updateTable('claim_mail').set({ lease_until: leaseEnd(now()) }).where('claim_id', '=', mail.claim_id).where('lease_owner', '=', mail.lease_owner).execute()
}

/** Notes what became of a mail; only for whoever holds it. */
async function settle(mail: HeldMail, outcome: Outcome, { database, now, figures }: IssuingContext): Promise<void> {
  if (outcome === 'unneeded') {
    await database.deleteFrom('claim_mail').where('claim_id', '=', mail.claim_id).where('lease_owner', '=', mail.lease_owner).execute()
    return
  }
  const mine = database.updateTable('claim_mail').where('claim_id', '=', mail.claim_id).where('lease_owner', '=', mail.lease_owner)
  const free = { lease_owner: null, lease_until: null }
  const pause = pausesMinutes[mail.tries - 1]
  if (outcome === 'sent') {
    await mine.set({ state: 'sent', failure_code: null, settled_at: now(), ...free }).execute()
    figures.mailsSent.inc()
  } else if (passing.includes(outcome) && pause !== undefined) {
    await mine.set({ state: 'queued', failure_code: outcome, due_at: new Date(now().getTime() + pause * 60_000), ...free }).execute()
  } else {
    await mine.set({ state: 'failed', failure_code: outcome, settled_at: now(), ...free }).execute()
    figures.mailsFailed.inc()
  }
}

function leaseEnd(now: Date): Date {
  return new Date(now.getTime() + mailLeaseSeconds * 1_000)
}
