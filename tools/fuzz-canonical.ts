/**
 * Makes documents and puts each through both ways of canonicalising: `npx tsx tools/fuzz-canonical.ts --count 1000000 --seed 1`.
 * Ends with status 1 when any two differ, and prints the seed that makes such a document again. With `--record` it does so for the
 * documents whose outcomes a test holds the short way to, and writes these down.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { blockLength, comparePaths, outcomesOf } from '../lib/credential/canonical/_compare-paths.ts'
import { makeDocument, type Breadth } from '../lib/credential/canonical/_document-generator.ts'
import { nativeCryptography } from '../lib/node/native-cryptography.ts'

const recordedBlocks = 50
/** Of the documents that go the long way anyway, one in so many is put through it: no more than a look at whether that refuses them too. */
const askedOneIn = 16
const { values } = parseArgs({ options: { count: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' }, record: { type: 'boolean', default: false } } })

if (values.record) await record()
else await compare(Number(values.seed), Number(values.count), 'broad')

async function compare(first: number, count: number, breadth: Breadth): Promise<boolean> {
  const tally = new Map<string, number>()
  const started = performance.now()
  let isSame = true
  for (let seed = first; seed < first + count; seed += 1) {
    const document = makeDocument(seed, nativeCryptography, breadth)
    const comparison = await comparePaths(document, nativeCryptography, breadth === 'narrow' ? {} : {
      order: seed % 8 === 0 ? 'utf-16' : 'code-point', digest: seed % 8 === 1 ? nativeCryptography.sha384 : nativeCryptography.sha256, isLeftAsked: seed % askedOneIn === 0,
    })
    const name = 'reason' in comparison ? `${comparison.result} ${comparison.reason}` : comparison.result
    tally.set(name, (tally.get(name) ?? 0) + 1)
    if ((seed - first + 1) % 20_000 === 0) console.log(`${seed - first + 1} documents, ${tally.get('same') ?? 0} the same`)
    if (comparison.result !== 'differs' && comparison.result !== 'wrongly-accepted') continue
    isSame = false
    process.exitCode = 1
    console.log(`${comparison.result}: seed ${seed}`)
  }
  console.table(Object.fromEntries([...tally].sort(([left], [right]) => (left < right ? -1 : 1))))
  console.log(`${count} documents in ${Math.round((performance.now() - started) / 1_000)} s`)
  return isSame
}

async function record(): Promise<void> {
  if (!(await compare(0, recordedBlocks * blockLength, 'narrow'))) return
  const digests: string[] = []
  for (let block = 0; block < recordedBlocks; block += 1) digests.push(await outcomesOf(block, nativeCryptography))
  writeFileSync(new URL('../lib/credential/canonical/fixtures/outcomes.json', import.meta.url), `${JSON.stringify(digests, null, 2)}\n`)
}
