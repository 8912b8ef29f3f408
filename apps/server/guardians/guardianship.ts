import type { GuardianRule } from 'everlearned/exchange/claim'
import type { Selectable } from 'kysely'
import { makeClaimSecrets, tokenOf } from '../issuing/claim-token.ts'
import type { Connection, IssuingContext } from '../issuing/issuing-context.ts'
import { IssuingError } from '../issuing/issuing-error.ts'
import type { GuardianshipTable } from './tables.ts'

/** What the node knows of a guardian and a claim. */
export type Guardianship = Selectable<GuardianshipTable>

/** A claim whose row may name a guardian. */
interface NewGuardedClaim {
  readonly id: string
  readonly organisationId: string
  readonly guardian?: { readonly until: string } | undefined
}

/** Asks a guardian for each new claim of somebody who is not of age yet. */
export async function insertGuardianships(claims: readonly NewGuardedClaim[], connection: Connection, context: IssuingContext): Promise<void> {
  const rows = claims.flatMap(({ id, organisationId, guardian }) => (guardian === undefined || isOver(guardian.until, context) ? [] : [{
    claim_id: id, organisation_id: organisationId, until_day: guardian.until, state: 'asked' as const, sharing: 'link' as const, ...makeGuardianSecrets(context),
    code_failures: 0, answered_at: null, mailed_at: null, ended_reason: null,
  }]))
  if (rows.length > 0) await connection.insertInto('guardianship').values(rows).execute()
}

/** A link and a code of its own: a guardian always needs both, and they go different ways. */
export function makeGuardianSecrets(context: IssuingContext): Pick<Guardianship, 'token_hash' | 'sealed_token' | 'sealed_code'> {
  const { sealed_code: code, ...secrets } = makeClaimSecrets({ needsCode: true }, context)
  if (code === null) throw new TypeError('a code was asked for')
  return { ...secrets, sealed_code: code }
}

/** The link for a guardian; the fragment reaches no server and no log. */
export function guardianLink({ sealed_token: token }: Pick<Guardianship, 'sealed_token'>, context: IssuingContext): string {
  return `${context.config.publicBaseUrl}/guardian#${tokenOf(token, context)}`
}

/** What the node knows of the guardian of a claim, while they have a say; undefined for everybody else. */
export async function guardianOf(claimId: string, connection: Connection, context: Pick<IssuingContext, 'now'>): Promise<Guardianship | undefined> {
  const found = await connection.selectFrom('guardianship').selectAll().where('claim_id', '=', claimId).executeTakeFirst()
  return found !== undefined && hasSay(found, context) ? found : undefined
}

/** Tells whether a guardian has a say today: not once they, the school or the day ended it. */
export function hasSay({ until_day: until, state }: Pick<Guardianship, 'until_day' | 'state'>, context: Pick<IssuingContext, 'now'>): boolean {
  return state !== 'ended' && !isOver(until, context)
}

/** Nothing is issued to a minor's wallet before a guardian agreed. @throws IssuingError `claim/guardian-missing` */
export async function requireConsent(claimId: string, connection: Connection, context: Pick<IssuingContext, 'now'>): Promise<void> {
  const guardian = await guardianOf(claimId, connection, context)
  if (guardian !== undefined && guardian.state !== 'given') throw new IssuingError('claim/guardian-missing', 'Cannot claim: a guardian has not agreed')
}

/** What the holder's wallet keeps to; only ever handed to the holder. */
export async function guardianRuleFor(claimId: string, context: IssuingContext): Promise<{ readonly guardian?: GuardianRule }> {
  const guardian = await guardianOf(claimId, context.database, context)
  return guardian === undefined ? {} : { guardian: { until: guardian.until_day, sharing: guardian.sharing } }
}

function isOver(until: string, { now }: Pick<IssuingContext, 'now'>): boolean {
  return now().toISOString().slice(0, 10) >= until
}
