/** A résumé of the wallet: its lines with the level of each, the link where all of it is checked, and the same as LER-RS. Loaded when one is made. */
import { arrangeTimeline, type BundleContext, carryEndorsements, describeCredential, endorsementsFor, factsShown, filledParts, type LifeEntry, type LifeFacts, type LifePart, makeResumeBundle, makeShare, formatShareLink, type NotedRecord, noteLink, requestNode, partsShownIn, type TimelineItem, type WalletProfile, type WalletRecord } from 'everlearned/holder'
import { writeLerRs, type WrittenLerRs } from 'everlearned/standards'
import { type EndorsementReport, type Level, parseTrust, type Trust, trustNobody, verify } from 'everlearned/verifier'
import { vouchedLine } from '../components/vouched-line.ts'

/** What somebody chose for their résumé. */
export interface ResumeWish {
  readonly name: string
  /** For whom or what; it stays in the wallet. */
  readonly purpose: string
  readonly records: readonly WalletRecord[]
  readonly entries: readonly LifeEntry[]
  /** What these people see of each, where it is for a profile. */
  readonly profile?: Pick<WalletProfile, 'items'> | undefined
  readonly node: string
  readonly expiresAt: Date
}

/** One line on the paper; its number is its place in the verdict. */
export interface ResumeLine {
  readonly number: number
  readonly level: Level
  readonly link: string
  /** Who vouches for it, as far as that counts. */
  readonly vouched: readonly EndorsementReport[]
  /** Where the same achievement stands too. */
  readonly also: readonly ResumeLine[]
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

/** Leaves what was chosen, locked, at a node, and sets the lines, one achievement once. The levels are those that whoever checks it will find. */
export async function makeResume({ name, purpose, records: chosen, entries: own, profile, node, expiresAt }: ResumeWish, context: BundleContext): Promise<MadeResume> {
  const groups = arrangeTimeline(chosen, own)
  const items = groups.flatMap(({ main, also }) => [main, ...also])
  const records = items.flatMap((item) => (item.kind === 'record' ? [item.record] : []))
  const entries = items.flatMap((item) => (item.kind === 'entry' ? [item.entry] : []))
  const partsOf = (entry: LifeEntry): readonly LifePart[] => partsShownIn(profile, entry)
  const leftOut = profile === undefined ? undefined : new Map(profile.items.flatMap((item) => (item.kind === 'record' ? [[item.id, item.leftOut] as const] : [])))
  const made = await makeResumeBundle({ records, entries: entries.map((entry) => ({ entry, parts: partsOf(entry) })), leftOut }, context)
  const bundle = await carryEndorsements(made.text, context)
  const share = await makeShare({ recordId: 'resume', bundle, node, expiresAt, note: purpose === '' ? name : purpose }, context)
  const { reports } = await verify(new TextEncoder().encode(bundle), { cryptography: context.cryptography, now: context.now, documents: {}, trust: await askTrust(node, context) })
  const link = formatShareLink(share)
  await noteLink(share, notedOf(records, entries, partsOf), context)
  const lines = made.bundle.credentials.map((credential, index): ResumeLine => {
    const entry = entries[index - records.length]
    return {
      number: index + 1, level: reports[index]?.level ?? 'self-stated', link: `${link}.${index + 1}`, vouched: (reports[index]?.endorsements ?? []).filter(({ level }) => level !== null), also: [],
      said: entry === undefined ? { kind: 'record', credential: describeCredential(credential) } : { kind: 'entry', facts: factsShown(entry.facts, partsOf(entry)) },
    }
  })
  const lineOf = (item: TimelineItem): ResumeLine => lines[item.kind === 'record' ? records.indexOf(item.record) : records.length + entries.indexOf(item.entry)] as ResumeLine
  const merged = groups.map(({ main, also }): ResumeLine => ({ ...lineOf(main), also: also.map(lineOf) }))
  const signed = await Promise.all(made.bundle.credentials.map(async (credential, index) => [credential, ...(lines[index]?.vouched.length === 0 ? [] : await endorsementsFor([credential], context))]))
  return { name, link, expiresAt: share.expiresAt, bundle, lines: merged, lerRs: lerRsOf(merged, { name, link, signed }) }
}

/** The same lines as LER-RS; `signed` holds what each line's number stands for, and the endorsements of it. */
function lerRsOf(lines: readonly ResumeLine[], { name, link, signed }: { readonly name: string; readonly link: string; readonly signed: readonly (readonly string[])[] }): WrittenLerRs {
  const also = lines.flatMap((line) => line.also)
  const textsOf = ({ number }: ResumeLine): readonly string[] => signed[number - 1] ?? []
  return writeLerRs({
    name, link,
    records: lines.filter(({ said }) => said.kind === 'record').map((line) => {
      const [text = '', ...more] = textsOf(line)
      return { text, also: [...more, ...line.also.filter(({ said }) => said.kind === 'record').flatMap(textsOf)] }
    }),
    entries: lines.flatMap(({ said, vouched }) => (said.kind === 'entry' ? [{ ...said.facts, vouched: vouched.map(vouchedLine) }] : [])),
    merged: also.flatMap(({ said }) => (said.kind === 'entry' ? [said.facts.what] : [])),
  })
}

/** What went over, for the log: an entry of which something stays out is shown in part. */
function notedOf(records: readonly WalletRecord[], entries: readonly LifeEntry[], partsOf: (entry: LifeEntry) => readonly LifePart[]): readonly NotedRecord[] {
  const shown = (entry: LifeEntry): Pick<NotedRecord, 'shown'> => (partsOf(entry).length === filledParts(entry).length ? {} : { shown: partsOf(entry) })
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
