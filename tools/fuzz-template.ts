/**
 * Makes documents that differ in a few texts, as rows of a file do, and writes each from a template: `npx tsx tools/fuzz-template.ts --count 100000 --seed 1`.
 * Ends with status 1 when one differs from what the general way writes, or is written though the reference refuses it, and prints the
 * seed that makes such documents again.
 */
import { parseArgs } from 'node:util'
import { comparePaths } from '../lib/credential/canonical/_compare-paths.ts'
import { Chance, makeDocument } from '../lib/credential/canonical/_document-generator.ts'
import { canonicalizeUsual } from '../lib/credential/canonical/canonicalize-usual.ts'
import { Unusual } from '../lib/credential/canonical/unusual.ts'
import { canonicalizeDataset } from '../lib/credential/canonicalize.ts'
import { jsonLdDataset } from '../lib/credential/json-ld-dataset.ts'
import { isJsonObject } from '../lib/credential/parse-json.ts'
import { countHoles, shapeOf, widen, type Shape } from '../lib/credential/template/shape.ts'
import { compileTemplate } from '../lib/credential/template/template.ts'
import { without } from '../lib/credential/unsecured-document.ts'
import type { Json, JsonObject } from '../lib/encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../lib/node/native-cryptography.ts'

const { values } = parseArgs({ options: { count: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } } })
const rowsOfEach = 6
const texts = [
  'one', 'two', '', 'a "quoted" \\ word\n\u007f\u0001\t', 'كلمة', '🎓', 'ａ', '\ud800', 'Achievement', 'Result', 'id', 'type', '@id', '_:b0', ':a', 'a:', 'x'.repeat(5_000),
  'https://college.example/a', 'https://x y', 'https://a/{x}', 'HTTPS://a/', 'https://www.w3.org/2018/credentials#x', 'urn:x:1', 'urn:é:ü', 'urn://x', 'did:example:a', 'did:example:q', 'mailto:a@college.example', 'tel:1',
  'obi:Achievement', 'cred:x', 'cred://a', 'xsd:string',
]
const frame = { before: '{"proofValue":"', after: '"}' }
const tally = new Map<string, number>()

for (let seed = Number(values.seed), end = seed + Number(values.count); seed < end; seed += 1) {
  for (const result of await rowsOf(seed)) {
    tally.set(result, (tally.get(result) ?? 0) + 1)
    if (!isFault(result)) continue
    process.exitCode = 1
    console.log(`${result}: seed ${seed}`)
  }
}
console.table(Object.fromEntries([...tally].sort(([left], [right]) => (left < right ? -1 : 1))))

function isFault(result: string): boolean {
  return ['differs', 'wrongly accepted', 'text differs', 'not taken'].includes(result)
}

async function rowsOf(seed: number): Promise<readonly string[]> {
  const chance = new Chance(seed * 7 + 1)
  const document = without(makeDocument(seed, cryptography, 'narrow'), 'proof')
  const leaves = leavesOf(document).filter((path) => chance.is(/"(@?type)"/.test(path) ? 0.02 : 1))
  const chosen = new Set(Array.from({ length: leaves.length === 0 ? 0 : 1 + chance.below(5) }, () => chance.pick(leaves)))
  const rows = Array.from({ length: rowsOfEach }, () => changed(document, chosen, () => (chance.is(0.4) ? `urn:x:${chance.below(20)}` : chance.pick(texts))) as JsonObject)
  const shape = rows.reduce<Shape | undefined>((wider, row) => wider && widen(wider, row), shapeOf(document))
  if (shape === undefined || countHoles(shape) === 0) return ['no template']
  try {
    const template = await compileTemplate(shape, document, { indent: 0, cryptography })
    return await Promise.all(rows.map(async (row, number) => {
      const taken = template.take(row)
      if (taken === undefined) return 'not taken'
      if (template.json(taken, frame, 'z1') !== JSON.stringify({ ...row, proof: { proofValue: 'z1' } })) return 'text differs'
      return await judge(await orUnusual(async () => template.canonical(taken, cryptography.sha256)), row, (seed + number) % 64 === 0)
    }))
  } catch (error) {
    if (error instanceof Unusual) return [`no template: ${error.reason}`]
    throw error
  }
}

/** The general way is trusted, for that is what `fuzz-canonical.ts` is about; now and then the reference is asked all the same. */
async function judge(written: string | Unusual, row: JsonObject, isHeldToReference: boolean): Promise<string> {
  if (written instanceof Unusual) return `left: ${written.reason}`
  const usual = await orUnusual(() => canonicalizeUsual(row, cryptography, { order: 'code-point', digest: cryptography.sha256 }))
  if (typeof usual === 'string' && !isHeldToReference) return written === usual ? 'same' : 'differs'
  const { result } = await comparePaths(row, cryptography)
  if (result === 'both-refuse') return 'wrongly accepted'
  return written === canonicalizeDataset(await jsonLdDataset(row, cryptography), cryptography) ? 'same as the reference' : 'differs'
}

async function orUnusual(write: () => Promise<string>): Promise<string | Unusual> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof Unusual) return error
    throw error
  }
}

/** Where texts are, contexts aside. */
function leavesOf(value: Json, path = ''): readonly string[] {
  if (typeof value === 'string') return [path]
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item, index) => leavesOf(item, `${path}/${index}`))
  return isJsonObject(value) ? Object.entries(value).flatMap(([key, member]) => (key === '@context' ? [] : leavesOf(member, `${path}/${JSON.stringify(key)}`))) : []
}

function changed(value: Json, chosen: ReadonlySet<string>, draw: () => string, path = ''): Json {
  if (typeof value === 'string') return chosen.has(path) ? draw() : value
  if (Array.isArray(value)) return (value as readonly Json[]).map((item, index) => changed(item, chosen, draw, `${path}/${index}`))
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, key === '@context' ? member : changed(member, chosen, draw, `${path}/${JSON.stringify(key)}`)])) : value
}
