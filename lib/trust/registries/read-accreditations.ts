import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import { readEndorsement, type EndorsementContext } from './endorsement.ts'
import { readAddress, readName, type RegistryAnswer } from './issuer-standing.ts'

/** An accreditation that an issuer says it has (Open Badges Issuer Accreditation Extension 2.0, "AccreditationProfile"; CTDL `ceterms:accreditedBy`). */
export interface ClaimedAccreditation {
  /** Of the accreditor, as the issuer writes it; null when it gives only an identifier. */
  readonly accreditorName: string | null
  readonly accreditorId?: string
  readonly url?: string
  /** As written, `2010-09-01` or with a time. */
  readonly on?: string
  readonly sector?: string
  /** Whether the accreditor itself says so too, in an endorsement that counts and is in force. Otherwise it is the issuer's word. */
  readonly isConfirmed: boolean
}

/** What a credential carries about the accreditation of its issuer. */
export interface CarriedAccreditations {
  /** One for each endorsement of the issuer by an accreditor of the verifier. */
  readonly answers: readonly RegistryAnswer[]
  readonly claims: readonly ClaimedAccreditation[]
}

/** Untrusted: of more endorsements, and of more claims, only so many are looked at. */
const maxCarried = 16

/**
 * Reads what a credential carries about the accreditation of its issuer: endorsements in the profile of the issuer, which count when
 * the verifier trusts their accreditor and they verify, and what the issuer says of itself, which never counts. `handedOver` are
 * endorsements that came another way.
 */
export async function readAccreditations(issuer: Json | undefined, handedOver: readonly Json[], context: EndorsementContext): Promise<CarriedAccreditations> {
  const profile = isJsonObject(issuer) ? issuer : {}
  const did = isJsonObject(issuer) ? issuer['id'] : issuer
  if (typeof did !== 'string') return { answers: [], claims: [] }
  const endorsements = [...handedOver, ...listOf(profile['endorsement']), ...listOf(profile['endorsementJwt'])].slice(0, maxCarried)
  const answers: RegistryAnswer[] = []
  for (const endorsement of endorsements) {
    const answer = await readEndorsement(endorsement, did, context)
    if (answer !== undefined) answers.push(answer)
  }
  return { answers, claims: claimsOf(profile, new Set(answers.flatMap(accreditorInForce))) }
}

function accreditorInForce(answer: RegistryAnswer): readonly string[] {
  return answer.state === 'listed' && answer.standing.state === 'in-force' ? answer.standing.chain.slice(0, 1).map(({ id }) => id) : []
}

function claimsOf(profile: JsonObject, confirmed: ReadonlySet<string>): readonly ClaimedAccreditation[] {
  const named = [...listOf(profile['accreditations']), ...listOf(profile['ceterms:accreditedBy']), ...listOf(profile['accreditedBy'])]
  return named.slice(0, maxCarried).flatMap((entry) => claimOf(entry, confirmed) ?? [])
}

function claimOf(entry: Json, confirmed: ReadonlySet<string>): ClaimedAccreditation | undefined {
  const accreditor = isJsonObject(entry) ? entry : { id: entry }
  const [id, name] = [accreditor['id'] ?? accreditor['@id'], readName(accreditor['name'])]
  const accreditorId = typeof id === 'string' && URL.canParse(id) ? id : undefined
  if (accreditorId === undefined && name === undefined) return undefined
  const [url, date, sector] = [readAddress(accreditor['url']), accreditor['accreditationDate'], readName(accreditor['educationalSector'] ?? accreditor['educationSector'])]
  const on = typeof date === 'string' && /^\d{4}-?\d{2}-?\d{2}(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(date) ? date : undefined
  return {
    accreditorName: name ?? null, isConfirmed: accreditorId !== undefined && confirmed.has(accreditorId), ...(accreditorId === undefined ? {} : { accreditorId }),
    ...(url === undefined ? {} : { url }), ...(on === undefined ? {} : { on }), ...(sector === undefined ? {} : { sector }),
  }
}
