import { describeCredential, isDraft, loadLifeEntry, loadRecord, maySend, partsToShare } from 'everlearned/holder'
import { formatDay } from '../../locale.ts'
import { findHomeNode } from '../home-node.ts'
import type { OpenSession } from '../session.ts'

/** What of a record may be shown to whoever is asked about it. */
export type VouchedField = 'name' | 'issuer' | 'date' | 'description' | 'criteria'

/** A record or an entry that somebody may be asked to vouch for. */
export interface Vouched {
  readonly id: string
  readonly name: string
  /** Its page in the wallet. */
  readonly href: string
  /** Exactly as it was signed. */
  readonly credential: string
  /** The node that would keep the request; unknown while this wallet's own cannot be asked. */
  readonly node: string | undefined
  readonly fields: readonly (readonly [VouchedField, string])[]
}

/** Finds it among the records, then among the entries of a life; null for what is not there, not confirmed or, by a guardian's word, not to be shown. */
export async function findVouched(id: string, { context }: OpenSession): Promise<Vouched | null> {
  const record = await loadRecord(id, context)
  if (record !== undefined && !maySend(record, 'link', new Date())) return null
  if (record !== undefined) return { ...describe(record.credential), id, href: `/record/${id}`, node: record.origin }
  const entry = await loadLifeEntry(id, context)
  if (entry === undefined || isDraft(entry)) return null
  // What is private stays out here too: they vouch for the copy that others are shown, and their word goes along with it.
  const parts = partsToShare(entry)
  const credential = parts.length === 0 ? entry.versions.at(-1)?.credential : await (await import('../heavy.ts')).credentialToShow({ entry, parts }, { ...context, now: new Date() })
  return credential === undefined ? null : { ...describe(credential), id, href: `/life/${id}`, node: await findHomeNode() }
}

function describe(credential: string): Pick<Vouched, 'name' | 'credential' | 'fields'> {
  const { name = '', issuer, awardedOn, description, criteria } = describeCredential(credential)
  const said: readonly (readonly [VouchedField, string | undefined])[] = [['name', name], ['issuer', issuer.name], ['date', awardedOn === undefined ? undefined : formatDay(awardedOn)], ['description', description], ['criteria', criteria]]
  return { name, credential, fields: said.filter((field): field is readonly [VouchedField, string] => field[1] !== undefined && field[1].trim() !== '').map(([field, value]) => [field, value.slice(0, 200)] as const) }
}
