import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { learnerRecord, richBadge } from './_disclosure-samples.ts'
import { useCanonicalPath } from './canonical-path.ts'
import { hmacLabels } from './hmac-labels.ts'
import { labelDocument, relabelledStatements, type Disclosure, type LabelledDocument } from './labelled-document.ts'

const relabel = hmacLabels(new Uint8Array(32).fill(7), cryptography)
const badge = richBadge('did:example:issuer')
const pointers = [
  '/name', '/issuer', '/issuer/address/geo', '/credentialSubject/achievement/alignment/1', '/credentialSubject/achievement/criteria/narrative', '/credentialSubject/result/0', '/credentialSubject/identifier', '/evidence/0/name', '/type',
]
let labelled: LabelledDocument<never>
beforeAll(async () => {
  labelled = await labelDocument(badge, { relabel, parts: {} }, { cryptography })
})

async function select(chosen: readonly string[]): Promise<Disclosure> {
  return (await labelDocument(badge, { relabel, parts: { chosen } }, { cryptography })).parts.chosen
}

describe('labelDocument()', () => {
  it('writes every statement once, sorted, and no canonical label among them', () => {
    expect(labelled.statements.length).toBeGreaterThan(50)
    expect(labelled.statements).toEqual([...new Set(labelled.statements)].toSorted())
    expect(labelled.statements.join('')).not.toContain('_:c14n')
    expect(labelled.statements.every((statement) => statement.endsWith(' .\n'))).toBe(true)
  })

  it('is the same for the same secret, however the members are ordered, and another for another', async () => {
    const reversed = Object.fromEntries(Object.entries(badge).toReversed())
    expect((await labelDocument(reversed, { relabel, parts: {} }, { cryptography })).statements).toEqual(labelled.statements)
    expect((await labelDocument(badge, { relabel: hmacLabels(new Uint8Array(32), cryptography), parts: {} }, { cryptography })).statements).not.toEqual(labelled.statements)
  })

  it('shows the whole by the empty pointer, and nothing by none', async () => {
    const whole = await select([''])
    expect(whole.indexes).toEqual(labelled.statements.map((_, index) => index))
    expect(whole.document).toEqual(badge)
    expect((await select([])).indexes).toEqual([])
  })

  it('shows of any choice exactly the statements that its reader will make of it', async () => {
    await fc.assert(fc.asyncProperty(fc.subarray(pointers, { minLength: 1 }), async (chosen) => {
      const { document, indexes, labels } = await select(chosen)
      expect(indexes).toEqual([...new Set(indexes)].toSorted((left, right) => left - right))
      expect(await relabelledStatements(document, labels, { cryptography })).toEqual(indexes.map((index) => labelled.statements[index]))
    }), { seed: 1, numRuns: 25 })
  })

  it('shows more of more pointers, never less', async () => {
    await fc.assert(fc.asyncProperty(fc.subarray(pointers, { minLength: 1 }), fc.subarray(pointers), async (some, more) => {
      const { fewer, all } = (await labelDocument(badge, { relabel, parts: { fewer: some, all: [...some, ...more] } }, { cryptography })).parts
      expect(fewer.indexes.filter((index) => !all.indexes.includes(index))).toEqual([])
    }), { seed: 2, numRuns: 15 })
  })

  it.each<[string, readonly string[], string]>([
    ['nothing', ['/name', '/grade'], 'credential/pointer-unmatched'],
    ['a place in an object that is a text', ['/name/0'], 'credential/pointer-unmatched'],
    ['a place behind the end of a list', ['/evidence/1'], 'credential/pointer-unmatched'],
    ['a prototype', ['/__proto__'], 'credential/pointer-unmatched'],
    ['a pointer that is none', ['name'], 'credential/pointer-malformed'],
    ['part of an ordered list', ['/name', '/credentialSubject/achievement/resultDescription/0/allowedValue/1'], 'credential/indivisible'],
  ])('refuses pointers to %s', async (_what, chosen, code) => {
    await expect(select(chosen)).rejects.toMatchObject({ code })
  })

  it('names the pointer that divides what is whole, among many', async () => {
    const dividing = '/credentialSubject/achievement/resultDescription/0/allowedValue/1'
    await expect(select(['/name', dividing, '/type'])).rejects.toMatchObject({ message: expect.stringContaining(JSON.stringify(dividing)) as string })
  })

  it.each(['reference', 'both'] as const)('finds the same in the way %s', async (path) => {
    const [chosen, expected] = [['/evidence/0', '/issuer/address/geo'], await select(['/evidence/0', '/issuer/address/geo'])]
    useCanonicalPath(path)
    try {
      expect(await select(chosen)).toEqual(expected)
      expect(await relabelledStatements(expected.document, expected.labels, { cryptography })).toEqual(expected.indexes.map((index) => labelled.statements[index]))
      await expect(select(['/credentialSubject/achievement/resultDescription/0/allowedValue/1'])).rejects.toMatchObject({ code: 'credential/indivisible' })
    } finally {
      useCanonicalPath('fast')
    }
  })

  it('tells the credentials within a record apart, alike as they are', async () => {
    const parts = { one: ['/credentialSubject/verifiableCredential/0'], two: ['/credentialSubject/verifiableCredential/2'] }
    const record = await labelDocument(learnerRecord('did:example:issuer'), { relabel, parts }, { cryptography })
    const { one, two } = record.parts
    expect(one.indexes).not.toEqual(two.indexes)
    for (const { document, indexes, labels } of [one, two]) {
      expect(await relabelledStatements(document, labels, { cryptography })).toEqual(indexes.map((index) => record.statements[index]))
    }
  })

  it.each<[string, string, JsonObject]>([
    ['a term that nothing defines', 'credential/term-undefined', { ...badge, grade: 'A' }],
    ['a context that nobody knows', 'credential/context-unknown', { ...badge, '@context': ['https://unknown.example/'] }],
    ['an address like those given to nodes', 'credential/iri-malformed', { ...badge, id: 'node:|0' }],
  ])('refuses %s', async (_what, code, document) => {
    await expect(labelDocument(document, { relabel, parts: {} }, { cryptography })).rejects.toMatchObject({ code })
  })
})

describe('relabelledStatements()', () => {
  it('are none under labels that are too few, too many, of other nodes, or shared by two', async () => {
    const { document, labels } = await select(['/credentialSubject/achievement/alignment'])
    const own = [...labels]
    expect(own.length).toBeGreaterThan(1)
    const [[first = '', label = ''] = [], [second = ''] = []] = own
    const wrong: readonly (readonly (readonly [string, string])[])[] = [
      own.slice(1), [], [...own, ['c14n999', 'ux']], [...own.slice(1), ['c14n999', label]], own.map(([canonical, given]) => [canonical, canonical === second ? label : given] as const),
    ]
    for (const each of wrong) expect(await relabelledStatements(document, new Map(each), { cryptography })).toBeUndefined()
    expect(await relabelledStatements(document, new Map(own), { cryptography })).toBeDefined()
    const exchanged = own.map(([canonical, given]) => [canonical, canonical === first ? new Map(own).get(second) ?? '' : canonical === second ? label : given] as const)
    expect(await relabelledStatements(document, new Map(exchanged), { cryptography })).not.toEqual(await relabelledStatements(document, new Map(own), { cryptography }))
  })
})
