import { createEndorsement, parseJsonObject, signCredential, type EndorsedCredential, type EndorsementWords } from 'everlearned/credential'
import { EverlearnedError } from 'everlearned/error'
import { isTakeBackList, makeTakeBack, maxTakeBackLength, newTakeBackId, takeBackUrl, type TakeBack } from 'everlearned/exchange/attestation'
import { randomUrn } from 'everlearned/issuer'
import { audit } from '../issuing/audit.ts'
import { transact, type Acting, type Connection, type IssuingContext } from '../issuing/issuing-context.ts'
import { IssuingError, notFound } from '../issuing/issuing-error.ts'
import { loadIssuer } from '../issuing/make-credential.ts'
import { equalHashes, hashSecret, makeSecret } from '../secrets.ts'
import { loadByLink, refuseOver } from './requests.ts'

/** Which request, and the token that shows that one has its link. */
export interface LinkedRequest {
  readonly id: string
  readonly linkToken: string
}

/** The two lists of an endorsement as its signer posts them. */
export interface PostedLists extends Pick<TakeBack, 'standing' | 'withdrawn'> {
  readonly id: string
}

/**
 * Keeps an answer for the wallet that asked, and serves the lists by which it can be taken back, to whoever has the token.
 *
 * @throws IssuingError `attestation/not-open`, `attestation/not-confirmed`, `attestation/lists-malformed`
 */
export async function keepAnswer({ id, linkToken }: LinkedRequest, { ciphertext, lists }: { readonly ciphertext: Uint8Array; readonly lists: PostedLists | undefined }, context: IssuingContext): Promise<{ readonly takeBackToken: string | null }> {
  const row = await loadByLink(id, linkToken, context)
  refuseOver(row)
  if (row.confirmed_for === null) throw new IssuingError('attestation/not-confirmed', 'Cannot take answer: no address answered a code for it')
  return transact(context, async (transaction) => {
    const { numUpdatedRows } = await transaction.updateTable('attestation').set({ state: 'answered', answer: Buffer.from(ciphertext), ciphertext: null, sealed_code: null, confirmed_for: null })
      .where('id', '=', id).where('state', '=', 'open').executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw new IssuingError('attestation/not-open', 'Cannot answer request: it is over')
    return { takeBackToken: lists === undefined ? null : await keepLists(lists, transaction, context) }
  })
}

/**
 * Signs an endorsement with the key of an organisation, for somebody who runs it and was asked. The node keeps no copy.
 *
 * @throws IssuingError `attestation/not-open`
 */
export async function endorseForOrganisation(request: LinkedRequest, { about, words }: { readonly about: EndorsedCredential; readonly words: EndorsementWords }, { actor, context }: Acting): Promise<{ readonly endorsement: string; readonly takeBackToken: string; readonly statusId: string }> {
  refuseOver(await loadByLink(request.id, request.linkToken, context))
  const { cryptography, config } = context
  const now = context.now()
  const { key: signingKey, verificationMethod, profile } = await loadIssuer({ organisationId: actor.organisationId, keyType: 'Ed25519' }, context)
  const signing = { signingKey, verificationMethod, created: now, cryptography }
  const id = newTakeBackId(cryptography)
  const { entry, ...lists } = await makeTakeBack({ url: takeBackUrl(config.publicBaseUrl, id), issuer: profile.id }, signing)
  const endorsement = await signCredential(createEndorsement({ id: randomUrn(cryptography), issuer: profile, about, status: entry, validFrom: now, ...words }), signing)
  return transact(context, async (transaction) => {
    const takeBackToken = await keepLists({ id, ...lists }, transaction, context)
    await transaction.updateTable('attestation').set({ confirmed_for: profile.id }).where('id', '=', request.id).where('state', '=', 'open').execute()
    await audit({ actor, action: 'endorsement-signed', subjectId: id }, transaction, context)
    return { endorsement: JSON.stringify(endorsement), takeBackToken, statusId: id }
  })
}

async function keepLists({ id, standing, withdrawn }: PostedLists, connection: Connection, { config, now }: IssuingContext): Promise<string> {
  const url = takeBackUrl(config.publicBaseUrl, id)
  if (!isList(standing, url) || !isList(withdrawn, url)) throw new IssuingError('attestation/lists-malformed', 'Cannot take answer: its lists are not for this address')
  const token = makeSecret()
  const { numInsertedOrUpdatedRows } = await connection.insertInto('endorsement_status').values({ id, standing, withdrawn, token_hash: hashSecret(token), created_at: now(), withdrawn_at: null })
    .onConflict((conflict) => conflict.doNothing()).executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n) throw new IssuingError('attestation/lists-malformed', 'Cannot take answer: its lists are at this address already')
  return token
}

/** Untrusted: a text that this node will serve. */
function isList(text: string, url: string): boolean {
  if (text.length > maxTakeBackLength) return false
  try {
    return isTakeBackList(parseJsonObject(text), url)
  } catch (error) {
    if (error instanceof EverlearnedError) return false
    throw error
  }
}

/** The list that says now whether an endorsement stands. @throws IssuingError `endorsement-status/not-found` */
export async function loadEndorsementStatus(id: string, { database }: IssuingContext): Promise<string> {
  const row = await database.selectFrom('endorsement_status').select(['standing', 'withdrawn', 'withdrawn_at']).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('endorsement-status')
  return row.withdrawn_at === null ? row.standing : row.withdrawn
}

/** Takes an endorsement back, for good. @throws IssuingError `endorsement-status/not-found`, `attestation/token-wrong` */
export async function takeEndorsementBack(id: string, token: string, { database, now }: IssuingContext): Promise<void> {
  const row = await database.selectFrom('endorsement_status').select('token_hash').where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('endorsement-status')
  if (!equalHashes(row.token_hash, hashSecret(token))) throw new IssuingError('attestation/token-wrong', 'Cannot take endorsement back: this is not its token')
  await database.updateTable('endorsement_status').set({ withdrawn_at: now() }).where('id', '=', id).where('withdrawn_at', 'is', null).execute()
}
