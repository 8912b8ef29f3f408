import { timingSafeEqual } from 'node:crypto'
import type { Cryptography } from 'everlearned/crypto'
import { encodeBase64url, encodeUtf8 } from 'everlearned/encoding'
import { isPageId, maxPageBytes, maxPageDays, type PagePackage, type PageReceipt, type PageRequest } from 'everlearned/exchange/public-page'
import type { NodeContext } from '../context.ts'
import { ServerError } from '../server-error.ts'
import { checkPage } from './check-page.ts'

type PageContext = Pick<NodeContext, 'config' | 'cryptography' | 'database' | 'now'>

/** Puts a page up until it expires or its person takes it down. @throws ServerError `public-page/expiry-invalid`, `public-page/too-large`, `public-page/minor`, and as {@link checkPage} does */
export async function keepPage(request: PageRequest, context: PageContext): Promise<PageReceipt> {
  const holders = await admit(request, context)
  const { cryptography, database, now } = context
  const [id, editToken] = [newPageId(cryptography), encodeBase64url(cryptography.randomBytes(32))]
  await database.transaction().execute(async (transaction) => {
    await transaction.insertInto('public_page').values({
      id, bundle: request.bundle, is_listed: request.isListed, edit_token_hash: Buffer.from(cryptography.sha256(encodeUtf8(editToken))), created_at: now(), changed_at: now(), expires_at: request.expiresAt,
    }).execute()
    await transaction.insertInto('public_page_key').values(holders.map((did) => ({ page_id: id, did }))).execute()
  })
  return { id, editToken }
}

/** Puts another content in the place of a page, or only another end. @throws as {@link keepPage}, and `public-page/ended`, `public-page/token-wrong` */
export async function changePage(id: string, editToken: string, request: PageRequest, context: PageContext): Promise<void> {
  await requireToken(id, editToken, context)
  const holders = await admit(request, context)
  const { database, now } = context
  await database.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction.updateTable('public_page').set({ bundle: request.bundle, is_listed: request.isListed, changed_at: now(), expires_at: request.expiresAt }).where('id', '=', id).executeTakeFirstOrThrow()
    // Taken down in between: it stays down.
    if (numUpdatedRows === 0n) throw ended()
    await transaction.deleteFrom('public_page_key').where('page_id', '=', id).execute()
    await transaction.insertInto('public_page_key').values(holders.map((did) => ({ page_id: id, did }))).execute()
  })
}

/** A page as anybody may read it. One that ended, one that never was and one of somebody who has a guardian now are answered alike. @throws ServerError `public-page/ended` */
export async function loadPage(id: string, context: PageContext): Promise<PagePackage> {
  const { database, now } = context
  const row = isPageId(id) ? await database.selectFrom('public_page').selectAll().where('id', '=', id).where('expires_at', '>', now()).executeTakeFirst() : undefined
  if (row === undefined) throw ended()
  const keys = await database.selectFrom('public_page_key').select('did').where('page_id', '=', id).execute()
  if (await isMinor(keys.map(({ did }) => did), context)) throw ended()
  return { bundle: row.bundle, isListed: row.is_listed, changedAt: row.changed_at.toISOString(), expiresAt: row.expires_at.toISOString() }
}

/** Takes a page down at once; its edit token is its person's right to do so. @throws ServerError `public-page/ended`, `public-page/token-wrong` */
export async function endPage(id: string, editToken: string, context: PageContext): Promise<void> {
  await requireToken(id, editToken, context)
  await removePage(id, context)
}

/** Takes a page down in the place of its person: for whoever runs the node and answers for what it shows. @throws ServerError `public-page/ended` */
export async function takePageDown(id: string, context: PageContext): Promise<void> {
  if (!await removePage(id, context)) throw ended()
}

/** Deletes the pages whose time is over, and tells how many. */
export async function sweepPages({ database, now }: Pick<PageContext, 'database' | 'now'>): Promise<number> {
  const over = await database.selectFrom('public_page').select('id').where('expires_at', '<=', now()).execute()
  for (const { id } of over) await removePage(id, { database })
  return over.length
}

async function removePage(id: string, { database }: Pick<PageContext, 'database'>): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('public_page_key').where('page_id', '=', id).execute()
    const { numDeletedRows } = await transaction.deleteFrom('public_page').where('id', '=', id).executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  })
}

/** What a page must be before it stands: in time, not too large, and nobody's of whom the node knows that they are a minor. */
async function admit(request: PageRequest, context: PageContext): Promise<readonly string[]> {
  const days = (request.expiresAt.getTime() - context.now().getTime()) / 86_400_000
  if (!(days > 0 && days <= maxPageDays)) throw new ServerError('public-page/expiry-invalid', `Cannot publish page: its end is not within the next ${maxPageDays} days`)
  if (encodeUtf8(request.bundle).length > maxPageBytes) throw new ServerError('public-page/too-large', `Cannot publish page: more than ${maxPageBytes} bytes`)
  const holders = [...new Set(await checkPage(request, context))]
  if (await isMinor(holders, context)) throw new ServerError('public-page/minor', 'Cannot publish page: a guardian has a say over a record of this person')
  return holders
}

/** As far as a node can know: a guardian has a say over a claim that one of the keys took here. */
async function isMinor(holders: readonly string[], { database, now }: Pick<PageContext, 'database' | 'now'>): Promise<boolean> {
  if (holders.length === 0) return false
  const found = await database.selectFrom('guardianship').innerJoin('claim', 'claim.id', 'guardianship.claim_id').select('claim.id')
    .where('claim.holder_did', 'in', [...holders]).where('guardianship.state', '<>', 'ended').where('guardianship.until_day', '>', now().toISOString().slice(0, 10)).limit(1).executeTakeFirst()
  return found !== undefined
}

async function requireToken(id: string, editToken: string, { cryptography, database, now }: PageContext): Promise<void> {
  const row = await database.selectFrom('public_page').select('edit_token_hash').where('id', '=', id).where('expires_at', '>', now()).executeTakeFirst()
  if (row === undefined) throw ended()
  if (!timingSafeEqual(row.edit_token_hash, cryptography.sha256(encodeUtf8(editToken)))) throw new ServerError('public-page/token-wrong', 'Cannot change page: this is not its edit token')
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Sixteen letters and digits that nobody mistakes for one another: 79 random bits, short enough to be typed from paper. */
function newPageId({ randomBytes }: Pick<Cryptography, 'randomBytes'>): string {
  let id = ''
  while (id.length < 16) {
    // A byte above the last whole round would make the first letters likelier.
    for (const byte of randomBytes(24)) if (byte < 248 && id.length < 16) id += letters[byte % letters.length] ?? ''
  }
  return id
}

function ended(): ServerError {
  return new ServerError('public-page/ended', 'Cannot show page: it has ended')
}
