/** A résumé of the wallet: its lines with the level of each, the link where all of it is checked, and the same as LER-RS. Loaded when one is made. */
import { type BundleContext, describeCredential, factsShown, filledParts, type LifeEntry, type LifeFacts, makeResumeBundle, makeShare, formatShareLink, type NotedRecord, noteLink, requestNode, partsToShare, type WalletRecord } from 'everlearned/holder'
import { writeLerRs, type WrittenLerRs } from 'everlearned/standards'
import { type Level, parseTrust, type Trust, trustNobody, verify } from 'everlearned/verifier'

/** What somebody chose for their résumé. */
export interface ResumeWish {
  readonly name: string
  /** For whom or what; it stays in the wallet. */
  readonly purpose: string
  readonly records: readonly WalletRecord[]
  readonly entries: readonly LifeEntry[]
  readonly node: string
  readonly expiresAt: Date
}

/** One line on the paper; its number is its place in the verdict. */
export interface ResumeLine {
  readonly number: number
  readonly level: Level
  readonly link: string
  readonly said: { readonly kind: 'record'; readonly credential: ReturnType<typeof describeCredential> } | { readonly kind: 'entry'; readonly facts: LifeFacts }
}

/** A résumé ready for the printer. */
export interface MadeResume {
  readonly name: string
  readonly link: string
  readonly expiresAt: string
  /** All of it as one file, which can be checked without a connection. */
  readonly bundle: string
  readonly lines: readonly ResumeLine[]
  readonly lerRs: WrittenLerRs
}

/** Leaves what was chosen, locked, at a node, and sets the lines. The levels are those that whoever checks it will find. */
export async function makeResume({ name, purpose, records, entries, node, expiresAt }: ResumeWish, context: BundleContext): Promise<MadeResume> {
  const { text, bundle } = await makeResumeBundle({ records, entries: entries.map((entry) => ({ entry, parts: partsToShare(entry) })) }, context)
  const share = await makeShare({ recordId: 'resume', bundle: text, node, expiresAt, note: purpose === '' ? name : purpose }, context)
  const { reports } = await verify(new TextEncoder().encode(text), { cryptography: context.cryptography, now: context.now, documents: {}, trust: await askTrust(node, context) })
  const link = formatShareLink(share)
  await noteLink(share, notedOf(records, entries), context)
  const shown = entries.map((entry) => factsShown(entry.facts, partsToShare(entry)))
  const lines = bundle.credentials.map((credential, index): ResumeLine => {
    const facts = shown[index - records.length]
    return { number: index + 1, level: reports[index]?.level ?? 'self-stated', link: `${link}.${index + 1}`, said: facts === undefined ? { kind: 'record', credential: describeCredential(credential) } : { kind: 'entry', facts } }
  })
  return { name, link, expiresAt: share.expiresAt, bundle: text, lines, lerRs: writeLerRs({ name, records: bundle.credentials.slice(0, records.length), entries: shown, link }) }
}

/** What went over, for the log: an entry of which something stays private is shown in part. */
function notedOf(records: readonly WalletRecord[], entries: readonly LifeEntry[]): readonly NotedRecord[] {
  const shown = (entry: LifeEntry): Pick<NotedRecord, 'shown'> => (partsToShare(entry).length === filledParts(entry).length ? {} : { shown: partsToShare(entry) })
  return [...records.map(({ id, credential }) => ({ id, name: describeCredential(credential).name ?? '' })), ...entries.map((entry) => ({ id: entry.id, name: entry.facts.what, ...shown(entry) }))]
}

/** Whom the node knows where the résumé will be checked; nobody when it cannot be asked. Untrusted: a level on paper proves nothing, and says where it is checked. */
async function askTrust(node: string, { fetch, cryptography }: BundleContext): Promise<Trust> {
  try {
    return parseTrust(JSON.stringify(await requestNode(`${node}/api/issuers`, fetch)), cryptography)
  } catch {
    return trustNobody
  }
}
