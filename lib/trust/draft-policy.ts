import type { Sha256 } from '../ledger/merkle-hash.ts'
import { parseCosignerKey } from '../ledger/cosignature.ts'
import { lintPolicy } from '../ledger/lint-policy.ts'
import { formatPolicy, parsePolicy, type Policy, type PolicyGroup } from '../ledger/policy.ts'
import { isOrganisationName, isSigningMultikey, isWebUrl } from './entry-text.ts'
import { hasMembers, isListOf, isOneOf } from './guard.ts'
import { sectors, type Governance, type PolicyChange, type Sector } from './payloads.ts'
import { TrustError } from './trust-error.ts'

/** One organisation of a network that is to be: its seat in the governance and its cosigner. */
export interface NetworkMember {
  readonly name: string
  readonly sector: Sector
  /** The key of its seat, in Multikey form. */
  readonly seat: string
  /** Its cosigner key string. */
  readonly cosigner: string
  /** Where its cosigner takes checkpoints: the submission prefix (C2SP tlog-witness). */
  readonly url: string
}

/** A network that is to be. */
export interface NetworkMembers {
  readonly name: string
  readonly members: readonly NetworkMember[]
}

const isMembers = hasMembers<NetworkMembers>({
  name: isOrganisationName,
  members: isListOf(hasMembers<NetworkMember>({
    name: isOrganisationName, sector: isOneOf(sectors), seat: isSigningMultikey, url: isWebUrl,
    cosigner: (value): value is string => typeof value === 'string' && value.length <= 512,
  }), { min: 1, max: 75 }),
})

/**
 * Reads who is to make up a network. Untrusted.
 *
 * @throws TrustError `trust/members-malformed`
 */
export function parseMembers(value: unknown): NetworkMembers {
  if (isMembers(value)) return value
  throw new TrustError('trust/members-malformed', 'Cannot read members: not a name and the name, sector, seat, cosigner and url of each')
}

/**
 * The governance and the finality of a network of these members: a majority of the seats of every sector governs; a checkpoint is
 * final by the majority of the cosigners in four of five sectors. In a network of one sector so many cosigners are needed that one
 * of them may lie, from four members on.
 *
 * @throws TrustError `trust/sectors-missing` for neither one sector nor all five, `trust/policy-unsafe`; and LedgerError for keys
 *   that cannot be read
 */
export function draftPolicy({ members }: NetworkMembers, sha256: Sha256): Required<Pick<PolicyChange, 'policy' | 'governance'>> {
  const present = sectors.filter((sector) => members.some((member) => member.sector === sector))
  if (present.length !== 1 && present.length !== sectors.length) throw new TrustError('trust/sectors-missing', 'Cannot draft policy: a network has one sector or all five')
  const of = (sector: Sector): readonly NetworkMember[] => members.filter((member) => member.sector === sector)
  const witnesses = members.map(({ cosigner, url }) => {
    const key = parseCosignerKey(cosigner, sha256)
    return { name: key.name, key, url }
  })
  const named = (sector: Sector, threshold: number): PolicyGroup => ({ name: sector, threshold, members: of(sector).map(({ cosigner }) => parseCosignerKey(cosigner, sha256).name) })
  const policy: Policy = { logs: [], witnesses, ...groupsOf(present.map((sector) => named(sector, present.length === 1 ? withstanding(members.length) : majority(of(sector).length)))) }
  const governance: Governance = Object.fromEntries(present.map((sector) => [sector, {
    threshold: majority(of(sector).length), seats: of(sector).map(({ name, seat }) => ({ name, key: seat })),
  }]))
  const text = formatPolicy(policy)
  if (!lintPolicy(parsePolicy(text, sha256)).isAccepted) throw new TrustError('trust/policy-unsafe', 'Cannot draft policy: two quorums of these members could part ways')
  return { policy: text, governance }
}

function groupsOf(groups: readonly PolicyGroup[]): Pick<Policy, 'groups' | 'quorum'> {
  const [first] = groups
  if (groups.length === 1 && first !== undefined) return { groups, quorum: first.name }
  return { groups: [...groups, { name: 'sectors', threshold: groups.length - 1, members: groups.map(({ name }) => name) }], quorum: 'sectors' }
}

function majority(count: number): number {
  return Math.floor(count / 2) + 1
}

/** Two choices of so many out of `count` share one member at least, and two from four members on. */
function withstanding(count: number): number {
  return Math.ceil((count + (count >= 4 ? 2 : 1)) / 2)
}
