import type { JsonObject } from 'everlearned/encoding'
import { parseJsonObject } from 'everlearned/credential'
import type { Selectable } from 'kysely'
import type { OrganisationKeyType } from '../accounts/organisation-keys.ts'
import { IssuingError } from '../issuing/issuing-error.ts'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import type { MakingContext } from '../issuing/make-credential.ts'
import type { ClaimTable } from '../issuing/tables.ts'
import { bindClaim, loadResult, requireCode } from '../issuing/take-claim.ts'
import type { Exchange } from './exchange-session.ts'
import { spendExchange } from './exchange-session.ts'

/** To whom a credential is handed over, and how it is signed. */
export interface HandOver {
  /** The DID whose key was proven in this exchange; nothing that a wallet merely states. */
  readonly holder: string
  /** Ed25519 signs with eddsa-rdfc-2022, P-256 with ecdsa-rdfc-2019. */
  readonly keyType: OrganisationKeyType
}

/** A claim that has its holder. */
export type BoundClaim = Selectable<ClaimTable> & { readonly bound_credential_id: string }

/**
 * Hands the credential of the exchange's claim over, once: it is issued anew to the proven DID, the delivered one is revoked as
 * superseded and the exchange is used up, all in one transaction. A holder who has it already gets the same one again.
 *
 * @throws ExchangeRefusal `exchange/complete`; IssuingError `claim/already-bound`, `claim/voided`, `claim/suspended`, `claim/code-missing`
 */
export async function handOver(exchange: Exchange, to: HandOver, context: IssuingContext): Promise<JsonObject> {
  return parseJsonObject((await loadResult((await bindExchange(exchange, to, context)).bound_credential_id, context)).credential)
}

/** Binds the claim of an exchange to who proved a key, and uses the exchange up, by `spend`; `form` is that of the credential. @throws as {@link handOver} does */
export async function bindExchange(exchange: Exchange, { holder, keyType, form = 'exchange', spend = spendExchange }: HandOver & Pick<MakingContext, 'form'> & { readonly spend?: typeof spendExchange }, context: IssuingContext): Promise<BoundClaim> {
  if (exchange.claim_id === null) throw new TypeError('an exchange of kind issue has a claim')
  if (!exchange.is_code_proven) throw new IssuingError('claim/code-missing', 'Cannot hand over: the issuer asks for a code')
  const claim = await context.database.selectFrom('claim').selectAll().where('id', '=', exchange.claim_id).executeTakeFirstOrThrow()
  if (claim.state === 'voided') throw new IssuingError('claim/voided', 'Cannot hand over: the issuer took this claim back')
  const bound = await bindClaim(claim, { holderDid: holder, keyType, form, within: (transaction) => spend(exchange, transaction, context) }, context)
  const { bound_credential_id: credentialRowId } = bound
  if (credentialRowId === null) throw new IssuingError('claim/voided', 'Cannot hand over: the issuer took this claim back')
  return { ...bound, bound_credential_id: credentialRowId }
}

/**
 * Takes the second factor of a claim where a protocol asks for it in the middle. It is proven for who gave it, and for nobody else who has
 * the address of the exchange.
 *
 * @throws IssuingError `claim/code-missing`, `claim/code-wrong`, `claim/code-locked`
 */
export async function requireExchangeCode(exchange: Exchange, code: string | undefined, context: IssuingContext): Promise<void> {
  if (exchange.is_code_proven || exchange.claim_id === null) return
  const claim = await context.database.selectFrom('claim').selectAll().where('id', '=', exchange.claim_id).executeTakeFirstOrThrow()
  await requireCode(claim, code, context)
}
