import type { AbsentReason, LifeEntry, PageFault, ProfileItem, ProfileLine, WalletProfile, WalletRecord } from 'everlearned/holder'
import type { OpenSession } from './session.ts'

/** What of a profile would stand on a public page, what stays out and why, and the names that records tell. */
export interface PublicLines {
  readonly lines: readonly ProfileLine[]
  readonly out: readonly { readonly item: ProfileItem; readonly reasons: readonly (AbsentReason | PageFault)[] }[]
  readonly names: readonly string[]
}

/** Looks at each line of a profile with the eyes of everybody. */
export async function findPublicLines(profile: WalletProfile, held: { readonly records: readonly WalletRecord[]; readonly entries: readonly LifeEntry[] }, context: OpenSession['context']): Promise<PublicLines> {
  const { findPageFaults, findProfileLines, nameInRecord } = await import('./heavy.ts')
  const { lines, absent } = findProfileLines(profile, { ...held, reader: 'everybody' }, { ...context, now: new Date() })
  const judged = await Promise.all(lines.map(async (line) => ({ line, faults: await findPageFaults(line, context) })))
  const fit = judged.filter(({ faults }) => faults.length === 0).map(({ line }) => line)
  return {
    lines: fit,
    out: [...absent.map(({ item, reason }) => ({ item, reasons: [reason] })), ...judged.filter(({ faults }) => faults.length > 0).map(({ line, faults }) => ({ item: line.item, reasons: faults }))],
    names: [...new Set(fit.map((line) => nameInRecord(line, context)).filter((name) => name !== undefined && name !== profile.name))] as readonly string[],
  }
}
