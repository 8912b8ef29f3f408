import type { Cryptography } from 'everlearned/crypto'
import { lintPolicy, noQuorum, parsePolicy, type Policy, type PolicyGroup } from 'everlearned/ledger'
import { formatNumber } from '../../locale.ts'
import { network as words } from '../../messages/network.ts'
import { sectorWords } from '../../messages/sectors.ts'
import { sectors } from '../../network-api.ts'

/** What a policy means, as sentences; undefined when it cannot be read. Untrusted: the text. */
export function policyLines(text: string, { sha256 }: Pick<Cryptography, 'sha256'>): readonly string[] | undefined {
  try {
    const policy = parsePolicy(text, sha256)
    return policy.quorum === noQuorum ? [words.policyAlone] : quorumLines(policy)
  } catch {
    return undefined
  }
}

/** What is asked inside each sector, when the policy is made of sectors. */
export function sectorLines(text: string, { sha256 }: Pick<Cryptography, 'sha256'>): readonly string[] {
  try {
    const { groups, quorum } = parsePolicy(text, sha256)
    const parts = groups.find(({ name }) => name === quorum)?.members ?? []
    return parts.flatMap((part) => groups.filter(({ name }) => name === part).map(sectorLine))
  } catch {
    return []
  }
}

function sectorLine({ name, threshold, members }: PolicyGroup): string {
  const sector = sectors.find((one) => name === one || name.startsWith(`${one}-`) || name.endsWith(`-${one}`))
  return words.inSector(sector === undefined ? name : sectorWords.names[sector], formatNumber(threshold), formatNumber(members.length))
}

function quorumLines(policy: Policy): readonly string[] {
  const { members, sectors: bySector } = lintPolicy(policy)
  const top = policy.groups.find(({ name }) => name === policy.quorum)
  const isOfSectors = top !== undefined && top.members.some((member) => policy.groups.some(({ name }) => name === member))
  const [strength, unit] = isOfSectors ? [bySector, 'sectors'] as const : [members, 'members'] as const
  return [
    top === undefined ? words.policyMembers('1', '1') : needed(top, unit),
    words.mayLie(strength.mayLie, unit),
    words.mayBeDown(strength.mayBeDown, unit),
    ...(members.overlap > 0 ? [words.overlap(members.overlap)] : []),
  ]
}

function needed({ threshold, members }: PolicyGroup, unit: 'sectors' | 'members'): string {
  const [count, total] = [formatNumber(threshold), formatNumber(members.length)]
  return unit === 'sectors' ? words.policySectors(count, total) : words.policyMembers(count, total)
}
