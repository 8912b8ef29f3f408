import type { Json } from '../../encoding/canonical-json.ts'
import { EverlearnedError } from '../../error.ts'
import { parseJws } from '../../credential/jose/jws.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import { maxStatementBytes, verifyStatement, type EntityStatement, type FederationKey } from './entity-statement.ts'
import { readName, type AccreditedScope } from './issuer-standing.ts'
import type { RegistryContext } from './registry-fetch.ts'
import { parametersOf, type TrustChain } from './trust-chain.ts'

/** Untrusted: of more marks only so many are looked at. */
const maxTrustMarks = 8

/** The keys that the federation attests for a giver of marks; none when it does not know it. */
export type KeysOfGiver = (giver: string) => Promise<readonly FederationKey[]>

/**
 * The trust marks of an issuer that count (OpenID Federation 1.0, "Trust Marks"): about the issuer, in force, of a kind that
 * the trust anchor gives itself or lets the giver give, signed by keys that the federation attests. Any other mark is passed
 * over: it is worth nothing, and takes nothing away. Whether a giver took a mark back before its end is not asked.
 */
export async function readTrustMarks(chain: TrustChain, keysOf: KeysOfGiver, context: RegistryContext): Promise<readonly AccreditedScope[]> {
  const marks = listOf(chain.configuration?.claims['trust_marks']).slice(0, maxTrustMarks)
  const read: AccreditedScope[] = []
  for (const mark of marks) {
    try {
      const accreditation = await readTrustMark(mark, chain, keysOf, context)
      if (accreditation !== undefined) read.push(accreditation)
    } catch (error) {
      if (!(error instanceof EverlearnedError)) throw error
    }
  }
  return read
}

async function readTrustMark(mark: Json, chain: TrustChain, keysOf: KeysOfGiver, context: RegistryContext): Promise<AccreditedScope | undefined> {
  const statement = parseMark(mark)
  if (statement === undefined || statement.subject !== chain.entities.at(-1)?.id) return undefined
  const { issuer, expires, claims: { trust_mark_type: scope, iat, exp } } = statement
  if (typeof scope !== 'string' || typeof iat !== 'number' || !mayGive(issuer, scope, chain)) return undefined
  const giver = chain.entities.slice(0, -1).find(({ id }) => id === issuer)
  await verifyStatement(statement, giver?.keys ?? await keysOf(issuer), context, 'trust-mark+jwt')
  const name = giver === undefined ? undefined : readName(parametersOf(parametersOf(giver.claims, 'metadata'), 'federation_entity')['organization_name'])
  return { scope, by: { id: issuer, name: name ?? null }, from: new Date(iat * 1_000), ...(exp === undefined ? {} : { until: expires }) }
}

function parseMark(mark: Json): EntityStatement | undefined {
  const text = isJsonObject(mark) ? mark['trust_mark'] : undefined
  if (!isJsonObject(mark) || typeof text !== 'string' || text.length > maxStatementBytes) return undefined
  const message = parseJws(text)
  const { iss, sub, exp, trust_mark_type: type, delegation, crit } = message.payload
  if (typeof iss !== 'string' || typeof sub !== 'string' || mark['trust_mark_type'] !== type) return undefined
  // A mark given on behalf of its owner needs a second signature, which is not read.
  if (delegation !== undefined || crit !== undefined || (exp !== undefined && typeof exp !== 'number')) return undefined
  return { issuer: iss, subject: sub, expires: new Date(exp === undefined ? 8.64e15 : exp * 1_000), claims: message.payload, message }
}

/** The trust anchor gives what it likes; others what the trust anchor lets them, an empty list standing for everyone. */
function mayGive(giver: string, type: string, { entities: [root] }: TrustChain): boolean {
  const issuers = root?.claims['trust_mark_issuers']
  const allowed = isJsonObject(issuers) && Object.hasOwn(issuers, type) ? issuers[type] : undefined
  return giver === root?.id || (Array.isArray(allowed) && (allowed.length === 0 || allowed.includes(giver)))
}
