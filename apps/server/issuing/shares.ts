import { randomUUID, timingSafeEqual } from 'node:crypto'
import { encodeBase64url, encodeUtf8 } from 'everlearned/encoding'
import { maxShareDays, type SharePackage, type ShareReceipt, type ShareRequest } from 'everlearned/exchange/claim'
import type { IssuingContext } from './issuing-context.ts'
import { IssuingError } from './issuing-error.ts'

/** Keeps ciphertext until it expires or is ended. @throws IssuingError `share/expiry-invalid` */
export async function keepShare(share: ShareRequest, { database, cryptography, now }: IssuingContext): Promise<ShareReceipt> {
  const seconds = (share.expiresAt.getTime() - now().getTime()) / 1_000
  if (seconds <= 0 || seconds > maxShareDays * 86_400) {
    throw new IssuingError('share/expiry-invalid', `Cannot keep share: its end is not within the next ${maxShareDays} days`)
  }
  const id = randomUUID()
  const endToken = encodeBase64url(cryptography.randomBytes(32))
  await database.insertInto('share').values({
    id, ciphertext: Buffer.from(share.ciphertext), end_token_hash: Buffer.from(cryptography.sha256(encodeUtf8(endToken))),
    expires_at: share.expiresAt, created_at: now(),
  }).execute()
  return { id, endToken }
}

/** The ciphertext of a share. One that ended and one that never was are answered alike. @throws IssuingError `share/ended` */
export async function loadShare(id: string, { database, now }: IssuingContext): Promise<SharePackage> {
  const row = await database.selectFrom('share').select(['ciphertext', 'expires_at'])
    .where('id', '=', id).where('expires_at', '>', now()).executeTakeFirst()
  if (row === undefined) throw ended()
  return { ciphertext: encodeBase64url(row.ciphertext), expiresAt: row.expires_at.toISOString() }
}

/** Deletes a share at once; its end token is the only right to do so. @throws IssuingError `share/ended`, `share/token-wrong` */
export async function endShare(id: string, endToken: string, { database, cryptography, now }: IssuingContext): Promise<void> {
  const row = await database.selectFrom('share').select('end_token_hash')
    .where('id', '=', id).where('expires_at', '>', now()).executeTakeFirst()
  if (row === undefined) throw ended()
  if (!timingSafeEqual(row.end_token_hash, cryptography.sha256(encodeUtf8(endToken)))) {
    throw new IssuingError('share/token-wrong', 'Cannot end share: this is not its end token')
  }
  await database.deleteFrom('share').where('id', '=', id).execute()
}

/** Deletes the shares whose time is over, and tells how many. */
export async function sweepShares({ database, now }: IssuingContext): Promise<number> {
  const { numDeletedRows } = await database.deleteFrom('share').where('expires_at', '<=', now()).executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

function ended(): IssuingError {
  return new IssuingError('share/ended', 'Cannot show share: it has ended')
}
