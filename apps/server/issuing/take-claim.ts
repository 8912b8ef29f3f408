import { createKeyResolver, isJsonObject, verifyPresentation } from 'everlearned/credential'
import { encodeBase64url, type JsonObject } from 'everlearned/encoding'
import { challengeLifeSeconds, type ClaimRequest, type ClaimResult } from 'everlearned/exchange/claim'
import type { Selectable, Transaction } from 'kysely'
import { didDocumentOf } from '../accounts/did-document.ts'
import type { OrganisationKeyType } from '../accounts/organisation-keys.ts'
import type { Tables } from '../database/tables.ts'
import { hashSecret } from '../secrets.ts'
import { copiesOf, keepLikeCopy } from '../guardians/guardian-answers.ts'
import { guardianRuleFor, requireConsent } from '../guardians/guardianship.ts'
import { revokeCredentials } from './change-credentials.ts'
import { maxCodeFailures } from './claim-desk.ts'
import { hashClaimToken, isCode } from './claim-token.ts'
import { type IssuingContext, transact } from './issuing-context.ts'
import { IssuingError, notFound, refuseSuspended } from './issuing-error.ts'
import { ledgerProofFor } from './ledger-proofs.ts'
import { insertCredentials, keyTypeOfBound, loadIssuer, makeCredential, type MakingContext } from './make-credential.ts'
import { statusListUrl } from './sign-status-list.ts'
import { loadStatusList, reserveStatus, type StatusPlaces } from './status-lists.ts'
import type { ClaimTable } from './tables.ts'
import { openTicket } from './tickets.ts'

type Claim = Selectable<ClaimTable>

/**
 * Binds a claim to the key that the presentation proves, once: the credential is issued anew to the holder's DID and the
 * first one is revoked as superseded, in one transaction.
 *
 * The holder who has it and lost the answer receives the same credential again. Another holder is refused, and the
 * registrar finds a ticket.
 *
 * @throws IssuingError `claim/not-found`, `claim/voided`, `claim/suspended`, `claim/presentation-refused`, `claim/code-missing`,
 *   `claim/code-wrong`, `claim/code-locked`, `claim/already-bound`
 */
export async function takeClaim(token: string, request: ClaimRequest, context: IssuingContext): Promise<ClaimResult> {
  const claim = await findClaim(token, context)
  const holderDid = await verifyHolder(claim, request.presentation, context)
  if (claim.state === 'bound' && claim.holder_did === holderDid) return resultOf(claim, context)
  if (claim.state === 'unclaimed') await requireCode(claim, request.code, context)
  return resultOf(await bindClaim(claim, { holderDid, keyType: keyTypeOfBound(claim) }, context), context)
}

/** To whom a claim is bound, and what the credential is like that they get. */
export interface Binding {
  /** The DID whose key was proven. */
  readonly holderDid: string
  readonly keyType: OrganisationKeyType
  readonly form?: MakingContext['form'] | undefined
  /** What else happens in the same transaction, before anything is bound. */
  readonly within?: (transaction: Transaction<Tables>) => Promise<void>
}

/**
 * Binds a claim to a holder, or finds it bound to them.
 *
 * @throws IssuingError `claim/suspended`, `claim/guardian-missing`, `claim/already-bound` when it is another holder's; the registrar then finds a ticket
 */
export async function bindClaim(claim: Claim, { holderDid, keyType, form, within }: Binding, context: IssuingContext): Promise<Claim> {
  const [place] = claim.state === 'unclaimed' ? await reserveStatus({ organisationId: claim.organisation_id, keyType, count: 1 }, context) : []
  let isNew = false
  const outcome = await transact(context, async (transaction) => {
    isNew = false
    await within?.(transaction)
    const held = await transaction.selectFrom('claim').selectAll().where('id', '=', claim.id).forNoKeyUpdate().executeTakeFirstOrThrow()
    if (held.state === 'unclaimed' && place !== undefined) {
      refuseSuspended(held)
      await requireConsent(held.id, transaction, context)
      isNew = true
      return bind(held, { holderDid, keyType, place, form }, { transaction, context })
    }
    if (held.state === 'bound' && held.holder_did !== holderDid) {
      await openTicket(held, transaction, context)
      // The refusal is told after the ticket is kept: throwing here would undo it.
      return undefined
    }
    return held
  })
  if (outcome === undefined) throw new IssuingError('claim/already-bound', 'Cannot claim: somebody has claimed this already; the issuer has been told')
  if (isNew) {
    context.figures.claimsBound.inc()
    context.figures.credentialsIssued.inc()
  }
  return outcome
}

async function findClaim(token: string, context: IssuingContext): Promise<Claim> {
  const claim = await context.database.selectFrom('claim').selectAll().where('token_hash', '=', hashClaimToken(token, context)).executeTakeFirst()
  if (claim === undefined) throw notFound('claim')
  refuseVoided(claim)
  if (claim.state === 'unclaimed') {
    refuseSuspended(claim)
    await requireConsent(claim.id, context.database, context)
  }
  return claim
}

/**
 * Who proves a key: the holder of the presentation, whose own did:key signed it for a challenge of this very claim.
 *
 * Untrusted: the whole presentation. The challenge is spent whatever comes of it.
 */
export async function verifyHolder(claim: Claim, presentation: JsonObject, { database, cryptography, config, now }: IssuingContext): Promise<string> {
  const { proof } = presentation
  const challenge = isJsonObject(proof) ? proof['challenge'] : undefined
  if (typeof challenge !== 'string') throw refused('its proof answers no challenge')
  const spent = await database.deleteFrom('claim_challenge')
    .where('challenge_hash', '=', hashSecret(challenge)).where('claim_id', '=', claim.id).where('expires_at', '>', now()).returning('claim_id').executeTakeFirst()
  if (spent === undefined) throw refused('the challenge is not one of this claim, or is over')
  const { holder, code = '' } = await verifyPresentation(presentation, {
    resolveKey: createKeyResolver({}), cryptography, challenge, domain: config.publicBaseUrl, now: now(), maxAgeSeconds: challengeLifeSeconds,
  })
  if (holder === null) throw refused(code)
  if (!holder.startsWith('did:key:')) throw refused('its holder is no did:key')
  return holder
}

/** Counts a wrong code before it says so; the count is locked, so that many tries at once are still only five. */
export async function requireCode(claim: Claim, code: string | undefined, context: IssuingContext): Promise<void> {
  const { sealed_code: sealed } = claim
  if (sealed === null) return
  if (code === undefined) throw new IssuingError('claim/code-missing', 'Cannot claim: the issuer asks for a code')
  const { code_failures: tries } = await context.database.updateTable('claim')
    .set((of) => ({ code_failures: of('code_failures', '+', 1) })).where('id', '=', claim.id).returning('code_failures').executeTakeFirstOrThrow()
  if (tries > maxCodeFailures) throw new IssuingError('claim/code-locked', 'Cannot claim: too many wrong codes; ask the issuer for a new link')
  if (!isCode(code, sealed, context)) throw new IssuingError('claim/code-wrong', 'Cannot claim: this is not the code')
  await context.database.updateTable('claim').set({ code_failures: 0 }).where('id', '=', claim.id).execute()
}

async function bind(claim: Claim, { holderDid, keyType, place, form }: Binding & { readonly place: StatusPlaces }, { transaction, context }: { transaction: Transaction<Tables>; context: IssuingContext }): Promise<Claim> {
  const award = { organisationId: claim.organisation_id, achievementId: claim.achievement_id, definition: claim.definition, row: claim.award }
  const made = await makeCredential(award, { issuer: await loadIssuer({ organisationId: claim.organisation_id, keyType }, context), place, subjectId: holderDid, ...(form === undefined ? {} : { form }), context })
  await insertCredentials([made], transaction)
  await supersedeEarlier(claim, { transaction, context })
  return transaction.updateTable('claim')
    .set({ state: 'bound', bound_credential_id: made.credential.id, holder_did: holderDid, claimed_at: context.now() })
    .where('id', '=', claim.id).returningAll().executeTakeFirstOrThrow()
}

/** What was delivered, as a file too; and of a record that moves into another wallet, what the first one holds. */
async function supersedeEarlier({ id, organisation_id: organisationId, delivery_credential_id: delivery, bound_credential_id: bound }: Claim, { transaction, context }: { transaction: Transaction<Tables>; context: IssuingContext }): Promise<void> {
  if (bound !== null) await keepLikeCopy(bound, { claimId: id, organisationId }, transaction, context)
  await revokeCredentials([delivery, ...await copiesOf(id, transaction)], 'superseded', { transaction, context })
}

async function resultOf(claim: Claim, context: IssuingContext): Promise<ClaimResult> {
  refuseVoided(claim)
  if (claim.bound_credential_id === null) throw new TypeError('a bound claim has a credential')
  return { ...await loadResult(claim.bound_credential_id, context), ...await guardianRuleFor(claim.id, context) }
}

/** What a wallet gets of a credential: its bytes, the nonce of its commitment, and what checking it needs. */
export async function loadResult(credentialRowId: string, context: IssuingContext): Promise<ClaimResult> {
  const bound = await context.database.selectFrom('credential').innerJoin('commitment', 'commitment.credential_id', 'credential.id')
    .innerJoin('organisation', 'organisation.id', 'credential.organisation_id')
    .select(['credential.id', 'credential.document', 'credential.status_list_id', 'credential.suspension_list_id', 'commitment.nonce', 'organisation.did', 'organisation.slug'])
    .where('credential.id', '=', credentialRowId).executeTakeFirstOrThrow()
  if (bound.document === '') throw notFound('claim')
  const didDocument = bound.did.startsWith('did:key:') ? undefined : await didDocumentOf(bound.slug, context)
  return {
    credential: bound.document,
    nonce: encodeBase64url(bound.nonce),
    ledgerProof: await ledgerProofFor(bound.id, context),
    documents: {
      ...(didDocument === undefined ? {} : { [bound.did]: didDocument as JsonObject }),
      ...await listOf(bound.suspension_list_id ?? bound.status_list_id, context),
    },
  }
}

/** The list that the credential names. */
async function listOf(id: string, context: IssuingContext): Promise<Record<string, JsonObject>> {
  return { [statusListUrl(id, context)]: JSON.parse(await loadStatusList(id, context)) as JsonObject }
}

function refuseVoided({ state }: Claim): void {
  if (state === 'voided') throw new IssuingError('claim/voided', 'Cannot claim: the issuer took this claim back')
}

function refused(state: string): IssuingError {
  return new IssuingError('claim/presentation-refused', `Cannot claim: the presentation was refused, ${state}`)
}
