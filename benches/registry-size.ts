/**
 * What the state of a validator costs as a network grows: participants with a key each, or roots of batches. Each size runs in a
 * process of its own, so that the memory that is told is its own.
 *
 * `npm run bench -- registry-size` (1,000, 10,000 and 100,000), or with numbers of one's own.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { encodeHex } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { epochMapAt, formatRegistry, newRegistry, parseRegistry, type Registry } from 'everlearned/trust'

const origin = 'registry.example/ledger'
const kinds = ['participants', 'batches'] as const
type Kind = typeof kinds[number]

/** One measurement. */
interface Cost {
  readonly kind: Kind
  readonly count: number
  /** Memory that the registry takes once it is there, in bytes a piece. */
  readonly memory: number
  readonly json: number
  readonly writeMilliseconds: number
  readonly readMilliseconds: number
}

const [first, second, ...rest] = process.argv.slice(2)
if (first === 'one' && second !== undefined) process.stdout.write(JSON.stringify(measure(second === 'batches' ? 'batches' : 'participants', Number(rest[0]))))
else printTable([first, second, ...rest].flatMap((word) => (/^\d+$/.test(word ?? '') ? [Number(word)] : [])))

function printTable(asked: readonly number[]): void {
  const counts = asked.length === 0 ? [1_000, 10_000, 100_000] : asked
  process.stdout.write('kind          count       memory each   JSON each   written ms   read ms\n')
  for (const kind of kinds) {
    for (const count of counts) {
      const output = execFileSync(process.execPath, ['--expose-gc', '--max-old-space-size=6144', ...process.execArgv, fileURLToPath(import.meta.url), 'one', kind, String(count)], { encoding: 'utf8', maxBuffer: 1_048_576 })
      const { memory, json, writeMilliseconds, readMilliseconds } = JSON.parse(output) as Cost
      process.stdout.write(`${kind.padEnd(14)}${String(count).padEnd(12)}${`${memory} B`.padEnd(14)}${`${json} B`.padEnd(12)}${String(writeMilliseconds).padEnd(13)}${readMilliseconds}\n`)
    }
  }
}

function measure(kind: Kind, count: number): Cost {
  const before = memoryInUse()
  const registry = kind === 'batches' ? withBatches(count) : withParticipants(count)
  const memory = Math.round((memoryInUse() - before) / count)
  const [text, writeMilliseconds] = timed(() => formatRegistry(registry))
  const [read, readMilliseconds] = timed(() => parseRegistry(text, cryptography))
  if (read.participants.size + read.recorded.size !== count) throw new Error('what was written must be read')
  return { kind, count, memory, json: Math.round(text.length / count), writeMilliseconds, readMilliseconds }
}

function withBatches(count: number): Registry {
  const registry = newRegistry(origin)
  for (let index = 0; index < count; index += 1) registry.recorded.add(encodeHex(cryptography.randomBytes(32)))
  registry.size = count
  return registry
}

/** Participants as registering leaves them; their signatures would take minutes and leave nothing behind. */
function withParticipants(count: number): Registry {
  const registry = newRegistry(origin)
  for (let index = 0; index < count; index += 1) {
    const did = `did:web:college-${index}.example`
    registry.participants.set(did, {
      did, name: `College number ${index}`, sector: 'education', basis: 'domain', registeredAt: index, keys: [{ key: `z6Mk${encodeHex(cryptography.randomBytes(22))}`, from: index }],
      recoveryKeys: [], suspensions: [], accreditations: [],
    })
    registry.sequences.set(did, 1)
  }
  registry.size = count
  registry.map = epochMapAt(registry, count, cryptography.sha256)
  return registry
}

function timed<T>(work: () => T): readonly [T, number] {
  const start = performance.now()
  const result = work()
  return [result, Math.round(performance.now() - start)]
}

function memoryInUse(): number {
  for (let times = 0; times < 4; times += 1) globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
