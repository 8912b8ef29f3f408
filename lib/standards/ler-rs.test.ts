import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import type { LifeFacts } from '../holder/life-facts.ts'
import { type ResumeContent, writeLerRs } from './ler-rs.ts'

const schemas = '../shared/data/standards/hr-open-ler-rs/schemas'
const badge = (achievementType: string): string => JSON.stringify({ '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential', 'OpenBadgeCredential'], credentialSubject: { achievement: { name: 'Forklift', achievementType } }, proof: { type: 'DataIntegrityProof' } })
const entry = (facts: Partial<LifeFacts>): LifeFacts => ({ kind: 'employment', what: 'Driver', skills: [], ...facts })
const all: ResumeContent = {
  name: 'Sofía R.', link: 'https://records.college.example/s/4f#key',
  records: [badge('Certificate'), badge('BachelorDegree'), badge('License'), badge('Competency'), 'eyJhbGciOiJFZERTQSJ9.e30.AAEC', 'eyJhbGciOiJFZERTQSJ9.e30.AAEC~WyJhIl0~'].map((text) => ({ text })),
  entries: [
    entry({ where: 'Northline', from: '2019', to: 'now', story: 'Drove.', skills: ['Routes'], hours: 40 }), entry({ kind: 'military-service', where: 'Army', from: '2004-03', to: '2019-02' }),
    entry({ kind: 'education', what: 'Logistics', where: 'Riverside', from: '2001', to: '2003' }), entry({ kind: 'caregiving', what: 'Cared for my child' }),
    entry({ kind: 'licence', what: 'CDL', where: 'State', from: '2015-05', to: '2027' }), entry({ kind: 'skill', what: 'Welding', where: 'At home', to: '2020' }), entry({ kind: 'project', what: 'A network of parents', where: 'Church' }),
  ],
}

/** The schemas of the standard, each under an address of its own: several of them share one. */
function compileSchema(): (value: unknown) => readonly string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, validateSchema: false, logger: false })
  addFormats.default(ajv)
  for (const path of readdirSync(schemas, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))) {
    const { $schema: _draft, $id: _id, id: _old, ...schema } = JSON.parse(readFileSync(join(schemas, path), 'utf8'), withoutDraft4) as Record<string, unknown>
    ajv.addSchema({ ...schema, $id: `https://hr.example/${path}` })
  }
  const validate = ajv.getSchema('https://hr.example/recruiting/json/LER-RSType.json')
  return (value) => (validate?.(value) === true ? [] : (validate?.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`))
}

/** Draft 4 has a flag where later drafts have a number. */
const withoutDraft4 = (name: string, value: unknown): unknown => (name.startsWith('exclusiveM') && typeof value === 'boolean' ? undefined : value)

describe('writeLerRs()', () => {
  it('attaches each record whole, where its kind belongs, and never beside fields of its own', () => {
    const { document } = writeLerRs(all)
    const verified = ['certifications', 'educationAndLearnings', 'licenses', 'skills'].flatMap((section) => document[section] as readonly Record<string, unknown>[]).filter((item) => 'verifications' in item)
    expect(verified).toHaveLength(6)
    expect(verified.every((item) => Object.keys(item).length === 1)).toBe(true)
    expect(document['licenses']).toContainEqual({ verifications: [{ otherW3CVerifiableCredential: JSON.parse(badge('License')) as unknown }] })
    expect(JSON.stringify(document)).toContain('data:application/dc+sd-jwt,eyJhbGciOiJFZERTQSJ9.e30.AAEC~WyJhIl0~')
  })

  it('writes entries as what they say, and tells of what has no place', () => {
    const { document, losses } = writeLerRs(all)
    expect(document['employmentHistories']).toEqual([
      { organization: { name: 'Northline' }, positionHistories: [{ title: 'Driver', start: '2019', current: true, descriptions: ['Drove.'] }] },
      { organization: { name: 'Army' }, positionHistories: [{ title: 'Driver', start: '2004-03', end: '2019-02' }] },
    ])
    const told = losses.map(({ code, from, value }) => `${code} ${from} ${value}`)
    expect(told).toEqual(expect.arrayContaining(['unplaced entries/0/hours 40', 'narrowed entries/1/kind military-service', 'narrowed entries/3/kind caregiving', 'unplaced entries/4/to 2027', 'unplaced entries/5/where At home', 'unplaced entries/6/proof its own signature']))
  })

  it('writes a portfolio with each thing in it, as a line', () => {
    const items = [{ kind: 'course', title: 'Pivot tables', provider: 'Open College', url: 'https://learn.example/pivot', from: '2026-03-01', minutes: 90, reflection: 'Sums a year.', skills: [] }, { kind: 'video', title: 'Loops', skills: [] }] as const
    const portfolio = entry({ kind: 'self-directed-learning', what: 'Planning routes', story: 'I plan routes.', items })
    const lines = ['I plan routes.', 'Pivot tables · Open College · 2026-03-01 · https://learn.example/pivot · Sums a year.', 'Loops']
    expect(writeLerRs({ records: [], entries: [portfolio] }).document['narratives']).toEqual([{ name: 'Planning routes', texts: [{ lines }] }])
    expect(writeLerRs({ records: [], entries: [{ ...portfolio, where: 'At home' }] }).document['educationAndLearnings']).toMatchObject([{ descriptions: lines }])
  })

  it('writes one achievement once, verified by all that was signed of it; and who vouches for an entry in words', () => {
    const [endorsement, twin] = ['{"type":["VerifiableCredential","EndorsementCredential"]}', badge('Certificate')]
    const { document, losses } = writeLerRs({
      records: [{ text: badge('License'), also: [twin, endorsement] }], entries: [{ ...entry({ where: 'Northline' }), vouched: ['Ana Ruiz: Supervised this. Endorsed, identity not checked'] }], merged: ['Forklift driver'],
    })
    expect(document['licenses']).toEqual([{ verifications: [badge('License'), twin, endorsement].map((text) => ({ otherW3CVerifiableCredential: JSON.parse(text) as unknown })) }])
    expect(document['certifications']).toBeUndefined()
    expect(document['narratives']).toEqual([{ name: 'Driver', texts: [{ name: 'Endorsements', lines: ['Ana Ruiz: Supervised this. Endorsed, identity not checked'] }] }])
    expect(losses).toEqual(expect.arrayContaining([{ code: 'unplaced', from: 'merged/0', value: 'Forklift driver' }, expect.objectContaining({ code: 'narrowed', from: 'entries/0/endorsement' })]))
  })

  it('writes nothing of what was not chosen', () => {
    expect(writeLerRs({ records: [], entries: [] })).toEqual({ document: { type: 'http://schema.hropenstandards.org/4.4/recruiting/json/ler-rs/LER-RSType.json' }, losses: [] })
  })

  it.skipIf(!existsSync(schemas))('passes the schemas of the standard, which refuse an entry without its organisation', () => {
    const check = compileSchema()
    const [first = { text: '' }] = all.records
    const vouched = { ...all, records: [{ ...first, also: [badge('Course')] }, ...all.records], entries: all.entries.map((facts) => ({ ...facts, vouched: ['Ana Ruiz'] })) }
    for (const content of [all, vouched]) expect(check(writeLerRs(content).document)).toEqual([])
    expect(check({ ...writeLerRs(all).document, employmentHistories: [{ positionHistories: [] }] })).not.toEqual([])
    expect(check({ ...writeLerRs(all).document, type: 'LER' })).not.toEqual([])
  })
})
