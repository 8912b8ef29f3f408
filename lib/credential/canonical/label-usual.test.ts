import { expect, it } from 'vitest'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { hmacLabels } from '../hmac-labels.ts'
import { formatJsonPointer } from '../json-pointer.ts'
import { labelByReference, relabelByReference } from '../label-by-reference.ts'
import type { LabelledDocument } from '../labelled-document.ts'
import { copyJson } from '../select-json.ts'
import { Chance, makeDocument } from './_document-generator.ts'
import { labelUsual, relabelUsual } from './label-usual.ts'

const relabel = hmacLabels(new Uint8Array(32).fill(7), cryptography)
const context = { cryptography }
type Both = LabelledDocument<'some' | 'more'>

/** Ways to members and items of a document. */
function pointersIn(value: Json, path: readonly (string | number)[] = []): readonly string[] {
  if (typeof value !== 'object' || value === null) return [formatJsonPointer(path)]
  const members = Array.isArray(value) ? [...(value as readonly Json[]).entries()] : Object.entries(value).filter(([name]) => name !== '@context') as [string, Json][]
  return [formatJsonPointer(path), ...members.flatMap(([step, member]) => pointersIn(member, [...path, step]))]
}

/** What came of one document: parts that are not the same on both ways, or are found where the reference refuses, must never be. */
async function compare(seed: number): Promise<'same' | 'both-refuse' | 'left' | 'differs' | 'wrongly-accepted'> {
  const document = copyJson(makeDocument(seed, cryptography, 'narrow'))
  const chance = new Chance(seed)
  const all = pointersIn(document)
  const some = Array.from({ length: 1 + chance.below(4) }, () => chance.pick(all))
  const labelling = { relabel, parts: { some, more: [...some, chance.pick(all)] } }
  const fast = await labelUsual(document, labelling, context).catch(() => undefined)
  const reference = await labelByReference(document, labelling, context).catch(() => undefined)
  if (fast === undefined || reference === undefined) return fast !== undefined ? 'wrongly-accepted' : reference !== undefined ? 'left' : 'both-refuse'
  return (await areSame(fast, reference)) ? 'same' : 'differs'
}

async function areSame(fast: Both, reference: Both): Promise<boolean> {
  if (JSON.stringify(fast.statements) !== JSON.stringify(reference.statements)) return false
  for (const name of ['some', 'more'] as const) {
    const { document, indexes, labels } = fast.parts[name]
    const shown = JSON.stringify(indexes.map((index) => fast.statements[index]))
    const other = reference.parts[name]
    if (JSON.stringify(document) !== JSON.stringify(other.document) || indexes.length !== other.indexes.length) return false
    for (const read of [relabelByReference, relabelUsual]) if (JSON.stringify(await read(document, labels, context)) !== shown) return false
    if (JSON.stringify(await relabelUsual(other.document, other.labels, context)) !== JSON.stringify(other.indexes.map((index) => reference.statements[index]))) return false
  }
  return fast.parts.some.indexes.every((index) => fast.parts.more.indexes.includes(index))
}

it('finds in generated documents the parts that the reference finds, and none that it refuses', async () => {
  const documents = process.env['LER_TEST_LONG'] === undefined ? 50 : 5_000
  const counts = { 'same': 0, 'both-refuse': 0, 'left': 0, 'differs': 0, 'wrongly-accepted': 0 }
  for (let seed = 0; seed < documents; seed += 1) counts[await compare(seed)] += 1
  expect(counts).toMatchObject({ 'differs': 0, 'wrongly-accepted': 0 })
  expect(counts.same).toBeGreaterThan(documents / 3)
}, 600_000)

/** A list has no object of its own: its links are known by the list, and one that is no list goes the long way. */
const described = (allowedValue: Json): JsonObject => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'], type: ['VerifiableCredential'],
  credentialSubject: { type: ['AchievementSubject'], achievement: { id: 'urn:uuid:1', type: ['Achievement'], resultDescription: [{ type: ['ResultDescription'], allowedValue }, { type: ['ResultDescription'], allowedValue }] } },
})

it.each<[string, Json, string, number | undefined]>([
  ['the whole of a list', ['A', 'B', 'A'], '/0/allowedValue', 6],
  ['every item of a list', ['A', 'B', 'A'], '/0/allowedValue/0 /0/allowedValue/1 /0/allowedValue/2', 6],
  ['the only item of a list', ['A'], '/0/allowedValue/0', 2],
  ['the beginning of a list', ['A', 'B', 'A'], '/0/allowedValue/0', undefined],
  ['the end of a list', ['A', 'B', 'A'], '/0/allowedValue/2', undefined],
  ['one of equal items', ['A', 'A'], '/1/allowedValue/1', undefined],
  ['a list of one that is no list', 'A', '/1/allowedValue', undefined],
])('shows %s, or leaves it to the long way', async (_what, allowedValue, paths, links) => {
  const chosen = paths.split(' ').map((path) => `/credentialSubject/achievement/resultDescription${path}`)
  const labelling = { relabel, parts: { around: chosen.map((pointer) => pointer.replace(/\/allowedValue.*/, '/type')), chosen } }
  const found = await labelUsual(copyJson(described(allowedValue)), labelling, context).catch(() => undefined)
  // What the list adds: of each link its item and the rest, and that it is there.
  expect(found === undefined ? undefined : found.parts.chosen.indexes.length - found.parts.around.indexes.length).toBe(links === undefined ? undefined : links + 1)
})
