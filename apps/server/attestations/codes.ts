import { randomInt, randomUUID } from 'node:crypto'
import { createAddressStatement, hashIdentity, signCredential, type IdentityObject } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { encodeBase64url } from 'everlearned/encoding'
import { codeSeconds, codeTries } from 'everlearned/exchange/attestation'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import { IssuingError } from '../issuing/issuing-error.ts'
import { MailError } from '../mail-error.ts'
import { countUse } from '../rate-limit.ts'
import { equalSecrets } from '../secrets.ts'
import { codeMail, removeCodeMail, type MailLanguage } from './code-mail.ts'
import { loadByLink, refuseOver } from './requests.ts'

/** No more codes are sent for one request. */
const maxCodes = 5

/** Whoever has a link could have strangers mailed: so many an hour go to one address, whoever asks. */
const addressLimit = { name: 'attestation-mail', limit: 4, windowSeconds: 3_600 }

interface SentCode {
  readonly code: string
  readonly identity: IdentityObject
}

/**
 * Sends a code to an address. The answer is the same for every address: it tells nothing about any.
 *
 * @throws IssuingError `attestation/not-open`, `attestation/too-many-codes`; MailError when the mail server is away
 */
export async function sendCode({ id, linkToken }: { readonly id: string; readonly linkToken: string }, { address, language }: { readonly address: string; readonly language: MailLanguage }, context: IssuingContext): Promise<void> {
  const { cryptography, database, keyFile, now } = context
  const row = await loadByLink(id, linkToken, context)
  refuseOver(row)
  const mailId = randomUUID()
  const sent: SentCode = { code: String(randomInt(1_000_000)).padStart(6, '0'), identity: hashIdentity(address.trim().toLowerCase(), encodeBase64url(cryptography.randomBytes(16)), cryptography) }
  const { numUpdatedRows } = await database.updateTable('attestation').set((of) => ({
    sealed_code: keyFile.seal(JSON.stringify(sent), purposeOf(id)), code_expires_at: new Date(now().getTime() + codeSeconds * 1_000), code_tries: 0, codes_sent: of('codes_sent', '+', 1), mail_id: mailId,
  })).where('id', '=', id).where('state', '=', 'open').where('codes_sent', '<', maxCodes).executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new IssuingError('attestation/too-many-codes', 'Cannot send code: enough were sent for this request')
  await removeCodeMail(row.mail_id, context)
  if (await countUse(addressLimit, address.trim().toLowerCase(), context) > addressLimit.limit) return
  try {
    await context.sendMail(codeMail(address.trim(), sent.code, { id: mailId, language }))
  } catch (error) {
    // Whether a server takes an address would tell whether there is such a person.
    if (!(error instanceof MailError) || error.code !== 'mail/address-refused') throw error
  }
}

/**
 * Takes a code, and states that its address answered: signed by the node, with the address as a salted hash, for the key that is named.
 * From then on the node knows the address no more.
 *
 * @throws IssuingError `attestation/not-open`, `attestation/code-wrong`
 */
export async function confirmCode({ id, linkToken }: { readonly id: string; readonly linkToken: string }, { code, endorser }: { readonly code: string; readonly endorser: string }, context: IssuingContext): Promise<string> {
  const { database, now, cryptography, operatorKey, config } = context
  refuseOver(await loadByLink(id, linkToken, context))
  const { sealed_code: sealed, mail_id: mailId } = await database.updateTable('attestation').set((of) => ({ code_tries: of('code_tries', '+', 1) }))
    .where('id', '=', id).where('state', '=', 'open').where('code_tries', '<', codeTries).where('code_expires_at', '>', now()).returning(['sealed_code', 'mail_id']).executeTakeFirst() ?? {}
  const sent = sealed === undefined || sealed === null ? undefined : JSON.parse(context.keyFile.open(sealed, purposeOf(id)).toString()) as SentCode
  if (sent === undefined || !equalSecrets(sent.code, code)) throw new IssuingError('attestation/code-wrong', 'Cannot take code: it is wrong, used or over')
  // Used up before anything is signed: of several who bring it at once, one is stated.
  const { numUpdatedRows } = await database.updateTable('attestation').set({ sealed_code: null, code_expires_at: null, mail_id: null, confirmed_for: endorser })
    .where('id', '=', id).where('state', '=', 'open').where('sealed_code', '=', sealed ?? null).executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new IssuingError('attestation/code-wrong', 'Cannot take code: it is wrong, used or over')
  const node = { id: didKey(operatorKey.publicKey), name: config.name, url: config.publicBaseUrl }
  const statement = await signCredential(createAddressStatement({ id: `urn:uuid:${randomUUID()}`, node, endorser, identity: sent.identity, confirmedAt: now() }), {
    signingKey: operatorKey, verificationMethod: didKeyVerificationMethod(operatorKey.publicKey), created: now(), cryptography,
  })
  await removeCodeMail(mailId ?? null, context)
  return JSON.stringify(statement)
}

function purposeOf(id: string): string {
  return `attestation code ${id}`
}
