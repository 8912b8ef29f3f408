import { randomUUID } from 'node:crypto'
import { encodeBase64url } from 'everlearned/encoding'
import { maxAttestationDays, type AttestationState } from 'everlearned/exchange/attestation'
import type { Selectable } from 'kysely'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import { IssuingError } from '../issuing/issuing-error.ts'
import { equalHashes, hashSecret, makeSecret } from '../secrets.ts'
import { removeCodeMail } from './code-mail.ts'
import type { AttestationTable } from './tables.ts'

/** A request as its maker posts it. */
export interface NewAttestation {
  readonly ciphertext: Uint8Array
  readonly linkToken: string
  readonly expiresAt: Date
}

/** Keeps a request until it expires. @throws IssuingError `attestation/expiry-invalid` */
export async function keepAttestation({ ciphertext, linkToken, expiresAt }: NewAttestation, { database, now }: IssuingContext): Promise<{ readonly id: string; readonly endToken: string }> {
  const seconds = (expiresAt.getTime() - now().getTime()) / 1_000
  if (seconds <= 0 || seconds > maxAttestationDays * 86_400) throw new IssuingError('attestation/expiry-invalid', `Cannot keep request: its end is not within the next ${maxAttestationDays} days`)
  const [id, endToken] = [randomUUID(), makeSecret()]
  await database.insertInto('attestation').values({
    id, link_token_hash: hashSecret(linkToken), end_token_hash: hashSecret(endToken), state: 'open', ciphertext: Buffer.from(ciphertext), answer: null,
    sealed_code: null, code_expires_at: null, code_tries: 0, codes_sent: 0, mail_id: null, confirmed_for: null, created_at: now(), expires_at: expiresAt,
  }).execute()
  return { id, endToken }
}

/** What whoever has the link sees: looking changes nothing. */
export async function lookAtAttestation(id: string, linkToken: string, context: IssuingContext): Promise<{ readonly state: AttestationState; readonly ciphertext: string | null; readonly expiresAt: string }> {
  const { state, ciphertext, expires_at: expiresAt } = await loadByLink(id, linkToken, context)
  return { state, ciphertext: ciphertext === null ? null : encodeBase64url(new Uint8Array(ciphertext)), expiresAt: expiresAt.toISOString() }
}

/** What came of a request, for the wallet that made it. */
export async function readAnswer(id: string, endToken: string, context: IssuingContext): Promise<{ readonly state: AttestationState; readonly answer: string | null }> {
  const { state, answer } = await loadByEnd(id, endToken, context)
  return { state, answer: answer === null ? null : encodeBase64url(new Uint8Array(answer)) }
}

/** Says no, without a reason. @throws IssuingError `attestation/not-open` */
export async function declineAttestation(id: string, linkToken: string, context: IssuingContext): Promise<void> {
  refuseOver(await loadByLink(id, linkToken, context))
  await endAs('declined', id, context)
}

/** Takes a request back: what was asked and what was answered is deleted, and the link says so. */
export async function withdrawAttestation(id: string, endToken: string, context: IssuingContext): Promise<void> {
  await loadByEnd(id, endToken, context)
  await endAs('withdrawn', id, context)
}

async function endAs(state: AttestationState, id: string, context: IssuingContext): Promise<void> {
  const row = await context.database.updateTable('attestation').set({ state, ciphertext: null, answer: null, sealed_code: null, code_expires_at: null, confirmed_for: null })
    .where('id', '=', id).returning('mail_id').executeTakeFirst()
  await removeCodeMail(row?.mail_id ?? null, context)
}

/** Deletes the requests whose time is over, with their mails, and the codes that are. */
export async function sweepAttestations(context: IssuingContext): Promise<void> {
  const { database, now } = context
  const ended = await database.deleteFrom('attestation').where('expires_at', '<=', now()).returning('mail_id').execute()
  const stale = await database.updateTable('attestation').set({ sealed_code: null, code_expires_at: null }).where('code_expires_at', '<=', now()).returning('mail_id').execute()
  for (const { mail_id: mailId } of [...ended, ...stale]) await removeCodeMail(mailId, context)
}

/** A request by the token of its link. @throws IssuingError `attestation/ended`, `attestation/token-wrong` */
export async function loadByLink(id: string, linkToken: string, context: IssuingContext): Promise<Selectable<AttestationTable>> {
  const row = await load(id, context)
  if (!equalHashes(row.link_token_hash, hashSecret(linkToken))) throw wrongToken()
  return row
}

async function loadByEnd(id: string, endToken: string, context: IssuingContext): Promise<Selectable<AttestationTable>> {
  const row = await load(id, context)
  if (!equalHashes(row.end_token_hash, hashSecret(endToken))) throw wrongToken()
  return row
}

async function load(id: string, { database, now }: IssuingContext): Promise<Selectable<AttestationTable>> {
  const row = await database.selectFrom('attestation').selectAll().where('id', '=', id).where('expires_at', '>', now()).executeTakeFirst()
  if (row === undefined) throw new IssuingError('attestation/ended', 'Cannot show request: it has ended')
  return row
}

/** @throws IssuingError `attestation/not-open` */
export function refuseOver({ state }: Pick<Selectable<AttestationTable>, 'state'>): void {
  if (state !== 'open') throw new IssuingError('attestation/not-open', 'Cannot answer request: it is over')
}

function wrongToken(): IssuingError {
  return new IssuingError('attestation/token-wrong', 'Cannot open request: this is not its token')
}
