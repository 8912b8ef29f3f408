import { formatMailto, isJsonObject, isSameMailAddress, parseJsonObject, parseMailAddress } from 'everlearned/credential'
import { encodeUtf8 } from 'everlearned/encoding'
import type { Selectable } from 'kysely'
import type { NodeContext } from '../context.ts'
import { guardianOf } from '../guardians/guardianship.ts'
import { takeRate } from '../rate-limit.ts'
import { hashClaimToken } from './claim-token.ts'
import { issueCopy } from './copies.ts'
import { IssuingError, notFound, refuseSuspended } from './issuing-error.ts'
import type { ClaimTable } from './tables.ts'
import { requireCode } from './take-claim.ts'
import { verifyDocument } from './verify-document.ts'

/** What a person says to have their record as a file. */
export interface FileRequest {
  /** Where the issuer reaches them: whoever merely found the link does not know it. */
  readonly email: string
  readonly code?: string | undefined
  /** Whether the file names them by a hash of the address, which nobody reads out of it. */
  readonly isHashed: boolean
}

/** A record as the person keeps it. */
export interface RecordFile {
  /** The signed credential and nothing around it. */
  readonly text: string
  readonly fileName: string
}

/** Tries of one claim: somebody who guesses at the address gets no further. */
const fileLimit = { name: 'claim-file', limit: 10, windowSeconds: 86_400 }

/**
 * Gives a person their record as a file, without a wallet: a credential about their e-mail address, signed by eddsa-rdfc-2022 and
 * with an end. Asked again, it gives the same one. The claim stays open: the file falls when a wallet takes the record, and when
 * the issuer takes it back.
 *
 * @throws IssuingError `claim/not-found`, `claim/voided`, `claim/suspended`, `claim/already-bound`, `claim/guardian-wallet`,
 *   `claim/code-missing`, `claim/code-wrong`, `claim/code-locked`, `claim/address-wrong`; ServerError `rate/exceeded`
 */
export async function takeFile(token: string, { email, code, isHashed }: FileRequest, context: NodeContext): Promise<RecordFile> {
  const claim = await context.database.selectFrom('claim').selectAll().where('token_hash', '=', hashClaimToken(token, context)).executeTakeFirst()
  if (claim === undefined || claim.erased_at !== null) throw notFound('claim')
  if (claim.state === 'voided') throw new IssuingError('claim/voided', 'Cannot give file: the issuer took this claim back')
  if (claim.state === 'bound') throw new IssuingError('claim/already-bound', 'Cannot give file: a wallet has taken this record')
  refuseSuspended(claim)
  // A file keeps to nothing that a guardian says.
  if (await guardianOf(claim.id, context.database, context) !== undefined) throw new IssuingError('claim/guardian-wallet', 'Cannot give file: a guardian has a say')
  await takeRate(fileLimit, claim.id, context)
  await requireCode(claim, code, context)
  if (!isSameMailAddress(email.trim(), claim.award.email)) throw new IssuingError('claim/address-wrong', 'Cannot give file: this is not the address that the record was sent to')
  const text = await findFile(claim, isHashed, context) ?? await makeFile(claim, isHashed, context)
  await requireSound(text, context)
  return { text, fileName: fileNameOf(claim.definition.name) }
}

type Claim = Selectable<ClaimTable>

async function makeFile(claim: Claim, isHashed: boolean, context: NodeContext): Promise<string> {
  const rowId = await issueCopy(claim, { keyType: 'Ed25519', form: 'exchange', ...(isHashed ? {} : { subjectId: formatMailto(claim.award.email) }) }, context)
  const { document } = await context.database.selectFrom('credential').select('document').where('id', '=', rowId).executeTakeFirstOrThrow()
  return document
}

/** The file that was given before: of an open claim every copy that still stands is one. */
async function findFile(claim: Claim, isHashed: boolean, { database }: NodeContext): Promise<string | undefined> {
  const copies = await database.selectFrom('claim_copy').innerJoin('credential', 'credential.id', 'claim_copy.credential_id').select('credential.document')
    .where('claim_copy.claim_id', '=', claim.id).where('credential.revoked_at', 'is', null).orderBy('claim_copy.created_at').execute()
  return copies.find(({ document }) => namesAddress(document) !== isHashed)?.document
}

function namesAddress(document: string): boolean {
  const { credentialSubject } = parseJsonObject(document)
  return isJsonObject(credentialSubject) && parseMailAddress(credentialSubject['id']) !== undefined
}

/** What is given out is read and verified from its bytes first, as whoever gets it will. */
async function requireSound(text: string, context: NodeContext): Promise<void> {
  const verdict = await verifyDocument(encodeUtf8(text), context)
  if ((verdict as { readonly integrity?: unknown }).integrity !== 'passed') throw new TypeError('what this node signs verifies')
}

/** After the achievement, in letters that every system and every header takes. */
function fileNameOf(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 60)
  return `${plain === '' ? 'record' : plain}.json`
}
