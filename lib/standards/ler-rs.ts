import { isJsonObject, listOf, parseJsonObject } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { describeCredential } from '../holder/describe-credential.ts'
import type { LearningFacts } from '../holder/learning-facts.ts'
import type { LifeFacts, LifeKind } from '../holder/life-facts.ts'
import type { Loss } from './reading.ts'

/** What somebody shows to an employer: how they want to be called, records as they were signed, and entries in their own words. */
export interface ResumeContent {
  readonly name?: string | undefined
  readonly records: readonly ResumeRecord[]
  /** Only the parts that are shown. */
  readonly entries: readonly ResumeEntry[]
  /** What entries are called that tell of the same as a record or another entry: they stand there once. */
  readonly merged?: readonly string[] | undefined
  /** Where everything can be checked, if it was shared. */
  readonly link?: string | undefined
}

/** A record: a document, or a compact token. */
export interface ResumeRecord {
  readonly text: string
  /** What says the same with it: other records of one achievement, and endorsements, as they were signed. */
  readonly also?: readonly string[] | undefined
}

/** An entry, and who vouches for it: one line each, with what that is worth. */
export interface ResumeEntry extends LifeFacts {
  readonly vouched?: readonly string[] | undefined
}

/** A learning and employment record as HR Open Standards writes it, and what had no place in it. */
export interface WrittenLerRs {
  readonly document: JsonObject
  readonly losses: readonly Loss[]
}

/** The schema of the package 4.5 still demands this address of 4.4. */
const lerRsType = 'http://schema.hropenstandards.org/4.4/recruiting/json/ler-rs/LER-RSType.json'

type Section = 'educationAndLearnings' | 'employmentHistories' | 'certifications' | 'licenses' | 'skills' | 'narratives'

/** In the order in which they are written. */
const sections: readonly Section[] = ['narratives', 'educationAndLearnings', 'employmentHistories', 'certifications', 'licenses', 'skills']

/**
 * Writes an LER-RS (HR Open Standards, LER Resume Standard).
 *
 * An item there is either fields or `verifications`, and what is beside fields is checked by nobody: a record stands as a verification
 * alone, whole and as it was signed, with its endorsements and other records of the same achievement as further ones; an entry stands as
 * fields, without its own signature, and who vouches for it as words.
 */
export function writeLerRs({ name, records, entries, merged = [], link }: ResumeContent): WrittenLerRs {
  const items = new Map<Section, Json[]>()
  const losses: Loss[] = []
  const add = (section: Section, item: Json): void => void items.set(section, [...items.get(section) ?? [], item])
  for (const { text, also = [] } of records) add(sectionOfRecord(text), { verifications: [text, ...also].map((each) => ({ otherW3CVerifiableCredential: readRecord(each) })) })
  entries.forEach(({ vouched = [], ...facts }, index) => {
    const lose: EntryWriter['lose'] = (code, part, value) => void losses.push({ code, from: `entries/${index}/${part}`, value })
    writeEntry(facts, { add, lose })
    if (vouched.length > 0) add('narratives', { name: facts.what, texts: [{ name: 'Endorsements', lines: vouched }] })
    for (const line of vouched) lose('narrowed', 'endorsement', line)
  })
  merged.forEach((value, index) => losses.push({ code: 'unplaced', from: `merged/${index}`, value }))
  if (link !== undefined) add('narratives', { name: 'Verification', texts: [{ name: 'link', lines: [link] }] })
  return {
    document: {
      type: lerRsType,
      ...(name === undefined || name === '' ? {} : { person: { name: { formattedName: name } } }),
      ...Object.fromEntries(sections.flatMap((section) => { const list = items.get(section); return list === undefined ? [] : [[section, list]] })),
    },
    losses,
  }
}

/** Degrees and courses are learning, licences and skills have places of their own, everything else is a certification. */
const sectionOfType: Readonly<Record<string, Section>> = {
  AssociateDegree: 'educationAndLearnings', BachelorDegree: 'educationAndLearnings', MasterDegree: 'educationAndLearnings', DoctoralDegree: 'educationAndLearnings', Degree: 'educationAndLearnings',
  Diploma: 'educationAndLearnings', SecondarySchoolDiploma: 'educationAndLearnings', GeneralEducationDevelopment: 'educationAndLearnings', Course: 'educationAndLearnings', LearningProgram: 'educationAndLearnings',
  License: 'licenses', Competency: 'skills',
}

function sectionOfRecord(record: string): Section {
  const document = record.trimStart().startsWith('{') ? parseJsonObject(record) : {}
  if (listOf(document['type']).includes('ClrCredential')) return 'educationAndLearnings'
  const [subject] = listOf(document['credentialSubject'])
  const achievement = isJsonObject(subject) ? subject['achievement'] : undefined
  const type = isJsonObject(achievement) ? achievement['achievementType'] : undefined
  return (typeof type === 'string' && Object.hasOwn(sectionOfType, type) ? sectionOfType[type] : undefined) ?? 'certifications'
}

/** A token goes in an envelope, which is an object (Verifiable Credentials Data Model 2.0, "Enveloped Verifiable Credentials"). */
function readRecord(record: string): JsonObject {
  const text = record.trim()
  if (text.startsWith('{')) return parseJsonObject(text)
  const mediaType = text.includes('~') ? 'application/dc+sd-jwt' : 'application/vc+jwt'
  return { '@context': ['https://www.w3.org/ns/credentials/v2'], id: `data:${mediaType},${text}`, type: 'EnvelopedVerifiableCredential', name: describeCredential(text).name ?? '' }
}

interface EntryWriter {
  readonly add: (section: Section, item: Json) => void
  readonly lose: (code: Loss['code'], part: string, value: string) => void
}

/** Work of every kind is written as work: the standard has no place for caring, service or one's own trade. */
const sectionOfKind: Readonly<Record<LifeKind, Section>> = {
  'education': 'educationAndLearnings', 'training': 'educationAndLearnings', 'self-directed-learning': 'educationAndLearnings',
  'employment': 'employmentHistories', 'military-service': 'employmentHistories', 'volunteering': 'employmentHistories', 'caregiving': 'employmentHistories', 'entrepreneurship': 'employmentHistories',
  'licence': 'licenses', 'skill': 'skills', 'project': 'narratives',
}
const ownKinds: ReadonlySet<LifeKind> = new Set(['education', 'employment', 'licence', 'skill'])

function writeEntry(facts: LifeFacts, { add, lose }: EntryWriter): void {
  const { kind, what, where, from, to, story, items = [], skills, hours } = facts
  const section = sectionOfKind[kind]
  const told = [...(story === undefined ? [] : [story]), ...items.map(lineOf)]
  const descriptions = told.length === 0 ? {} : { descriptions: told }
  const period = { ...(from === undefined ? {} : { start: from }), ...(to === undefined ? {} : to === 'now' ? { current: true } : { end: to }) }
  if (!ownKinds.has(kind)) lose('narrowed', 'kind', kind)
  if (hours !== undefined) lose('unplaced', 'hours', String(hours))
  lose('unplaced', 'proof', 'its own signature')
  for (const name of skills) add('skills', { name })
  if (section === 'skills') return writeSkill(facts, { add, lose })
  // Who gave it, or where it was, is demanded of the rest: what has none is told as it is.
  if (where === undefined || section === 'narratives') {
    if (section !== 'narratives') lose('narrowed', 'kind', kind)
    add('narratives', { name: what, texts: [{ lines: [where, [from, to].filter((day) => day !== undefined).join(' – '), ...told].filter((line) => line !== undefined && line !== '') as string[] }] })
  } else if (section === 'educationAndLearnings') add(section, { institution: { name: where }, programs: [what], ...period, ...descriptions })
  else if (section === 'employmentHistories') add(section, { organization: { name: where }, positionHistories: [{ title: what, ...period, ...descriptions }] })
  else {
    if (to !== undefined) lose('unplaced', 'to', to)
    add(section, { name: what, issuingAuthority: { name: where }, ...(from === undefined ? {} : { issued: from }), ...descriptions })
  }
}

/** One thing of a portfolio, in a line. */
function lineOf({ title, provider, url, from, reflection }: LearningFacts): string {
  return [title, provider, from, url, reflection].filter((part) => part !== undefined).join(' · ')
}

function writeSkill({ what, where, from, to, story }: LifeFacts, { add, lose }: EntryWriter): void {
  if (where !== undefined) lose('unplaced', 'where', where)
  if (from !== undefined) lose('unplaced', 'from', from)
  add('skills', { name: what, ...(to === undefined || to === 'now' ? {} : { lastUsedDate: to }), ...(story === undefined ? {} : { comments: [story] }) })
}
