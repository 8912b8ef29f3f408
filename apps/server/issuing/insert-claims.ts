import type { Insertable } from 'kysely'
import { insertGuardianships } from '../guardians/guardianship.ts'
import { foldForSearch } from './claim-desk.ts'
import { makeClaimSecrets } from './claim-token.ts'
import { newRowId, type Connection, type IssuingContext } from './issuing-context.ts'
import type { Award, MadeCredential } from './make-credential.ts'
import type { ClaimTable } from './tables.ts'

/** A claim to be opened: the award, the credential that was made for it, and whether a code is asked for. */
export interface NewClaim {
  readonly award: Award
  readonly made: MadeCredential
  readonly needsCode: boolean
  readonly jobId: string | null
}

/** Opens a claim for each credential and answers their ids. */
export async function insertClaims(claims: readonly NewClaim[], connection: Connection, context: IssuingContext): Promise<readonly string[]> {
  const rows = claims.map((claim) => claimRow(claim, context))
  await connection.insertInto('claim').values(rows).execute()
  await insertGuardianships(rows.map(({ id, organisation_id: organisationId }, index) => ({ id, organisationId, guardian: claims[index]?.award.row.guardian })), connection, context)
  return rows.map(({ id }) => id)
}

function claimRow({ award, made, needsCode, jobId }: NewClaim, context: IssuingContext): Insertable<ClaimTable> {
  const { organisationId, achievementId, row, definition } = award
  return {
    id: newRowId(context), organisation_id: organisationId, achievement_id: achievementId, job_id: jobId,
    delivery_credential_id: made.credential.id, bound_credential_id: null, holder_did: null,
    award: JSON.stringify(row), definition: JSON.stringify(definition), recipient_search: foldForSearch(`${row.name} ${row.email}`),
    state: 'unclaimed', ...makeClaimSecrets({ needsCode }, context), code_failures: 0, void_reason: null, suspended_at: null, suspend_reason: null, reissued_as: null,
    issued_at: context.now(), claimed_at: null, voided_at: null, erased_at: null,
  }
}
