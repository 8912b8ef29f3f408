import { isJsonObject, isSdJwt, listOf, parseJsonObject } from 'everlearned/credential'
import type { Json } from 'everlearned/encoding'
import { holderCryptosuites } from 'everlearned/exchange'
import { copyLimit, issueCopy } from '../../issuing/copies.ts'
import type { IssuingContext } from '../../issuing/issuing-context.ts'
import { loadResult } from '../../issuing/take-claim.ts'
import { takeRate } from '../../rate-limit.ts'
import type { Exchange, spendExchange } from '../exchange-session.ts'
import { bindExchange, type HandOver } from '../hand-over.ts'
import { configurationForms, type ConfigurationId } from './configurations.ts'

type Form = (typeof configurationForms)[ConfigurationId]

/** To whom what is handed over; a token says that the code of the claim was given. */
export interface FormsToHandOver {
  readonly holders: readonly HandOver[]
  readonly form: Form
  /** Another way to use the exchange up. */
  readonly spend?: typeof spendExchange | undefined
}

/**
 * Hands the credential of an exchange over in the form that was asked for: the claim is bound to the first key; every further key gets a
 * credential of its own, which falls with the claim. Who had it already in another form gets it in this one.
 *
 * @throws as {@link bindExchange} does
 */
export async function handOverForms(exchange: Exchange, { holders, form, spend }: FormsToHandOver, context: IssuingContext): Promise<readonly Json[]> {
  const [first, ...others] = holders
  if (first === undefined) throw new TypeError('a request proves a key')
  const claim = await bindExchange({ ...exchange, is_code_proven: true }, { ...first, form, ...(spend === undefined ? {} : { spend }) }, context)
  const { credential: bound } = await loadResult(claim.bound_credential_id, context)
  const further = isOfForm(bound, form) ? others : holders
  const credentials: string[] = further === others ? [bound] : []
  for (const { holder, keyType } of further) {
    await takeRate(copyLimit, claim.id, context)
    const rowId = await issueCopy(claim, { subjectId: holder, keyType, form }, context)
    credentials.push((await loadResult(rowId, context)).credential)
  }
  return credentials.map((text) => (isSdJwt(text) ? text : parseJsonObject(text)))
}

function isOfForm(text: string, form: Form): boolean {
  if (isSdJwt(text) || form === 'dc+sd-jwt') return isSdJwt(text) && form === 'dc+sd-jwt'
  return listOf(parseJsonObject(text)['proof']).every((proof) => isJsonObject(proof) && holderCryptosuites.some((name) => name === proof['cryptosuite']))
}
