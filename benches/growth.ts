/**
 * What a file of graduates costs as it grows, from 1,000 rows to 100,000 or, with `--million`, to a million: each size is issued by the built `ler issue --csv --lines` in a process of its own. Time a row is beside a bare
 * Ed25519 signature of OpenSSL, timed before and after; the peak of memory, threads included, beside that of 20,000 rows. And what
 * two threads gain.
 */
import { spawn } from 'node:child_process'
import { sign, generateKeyPairSync } from 'node:crypto'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { BuiltLer } from '../apps/cli/built-ler.ts'
import { describeMachine, median, rounded } from './interleave.ts'
import { poolRows } from './pool-rows.ts'
import { readFlags, readRounds } from './read-flags.ts'
import { formatGrowth } from './table.ts'

/** What the threads and the process that has them may take together, in MiB, and over the peak of 20,000 rows. */
const [peakGoal, growthGoal] = [160, 1.4]

interface GrowthRow {
  readonly op: string
  readonly medianMicroseconds: number
  /** Elapsed time of a row over that of a bare signature. */
  readonly ratio: number
  /** The same of processor time. */
  readonly cpuRatio: number
  readonly limit: number
  readonly peakMebibytes: number
  readonly goal: number
  /** The peak over that of 20,000 rows. */
  readonly growth: number
  readonly growthGoal: number
  readonly isMet: boolean
  readonly cpuPerWall: number
}

interface Issued {
  readonly count: number
  readonly usage: { readonly milliseconds: number; readonly cpuMilliseconds: number; readonly peakMebibytes: number }
  readonly bare: { readonly microseconds: number; readonly cpuMicroseconds: number }
}

const values = readFlags(`npm run bench -- growth [--json | --markdown] [--million] [--rounds NUMBER]
  --million   a million rows too, which takes some minutes and 3 GiB in the folder for temporary files
  --rounds    of what threads gain: 11 unless given`, {
  json: { type: 'boolean' }, markdown: { type: 'boolean' }, million: { type: 'boolean' }, rounds: { type: 'string', default: '11' },
})
const rounds = readRounds(values.rounds)
const counts = [1_000, 20_000, 100_000, ...(values.million === true ? [1_000_000] : [])]
const folder = mkdtempSync(join(tmpdir(), 'ler-growth-'))
const ler = await BuiltLer.build()
try {
  await ler.run('key', 'new', '--type', 'Ed25519', '--out', join(folder, 'key.json'))
  writeFileSync(join(folder, 'template.json'), JSON.stringify(template()))
  const issued: Issued[] = []
  for (const count of counts) issued.push(await issueRows(count))
  const rows = [...issued.map((each) => growthRow(each, issued)), ...await poolRows(rounds)]
  if (values.json === true) console.log(JSON.stringify({ name: 'growth', machine: describeMachine(), rows }, null, 2))
  else if (values.markdown === true) console.log(formatGrowth(rows.map((row) => ({ ...row }))))
  else {
    console.log(describeMachine())
    console.table(rows)
  }
} finally {
  ler.remove()
  rmSync(folder, { recursive: true, force: true })
}

function template(): object {
  const alignments = ['Operate forklift', 'Store goods'].map((targetName) => ({ targetName, targetUrl: `https://framework.example/skills/${targetName.replaceAll(' ', '-')}`, targetFramework: 'Example Framework' }))
  return {
    achievement: { name: 'Forklift operator, level 2', description: 'Operates a counterbalance truck up to 5 t.', criteria: 'Practical test of 90 minutes, two assessors.', achievementType: 'Certificate', alignments },
    issuer: { name: 'Example College', url: 'https://college.example' }, validityMonths: 36,
  }
}

function* graduates(count: number): Generator<string> {
  yield 'Email,Name,Issue Date,License Number,Evidence URL\n'
  for (let row = 0; row < count; row += 1) yield `person${row}@example.org,Person ${row},2026-05-${String(1 + (row % 28)).padStart(2, '0')},L-${row},https://college.example/evidence/${row}\n`
}

async function issueRows(count: number): Promise<Issued> {
  const [csv, out] = [join(folder, 'graduates.csv'), join(folder, `out-${count}`)]
  await pipeline(graduates(count), createWriteStream(csv))
  const before = timeBare()
  const usage = await runMeasured('issue', '--template', join(folder, 'template.json'), '--csv', csv, '--key', join(folder, 'key.json'), '--lines', '--out', out)
  const after = timeBare()
  rmSync(out, { recursive: true, force: true })
  return { count, usage, bare: { microseconds: (before.microseconds + after.microseconds) / 2, cpuMicroseconds: (before.cpuMicroseconds + after.cpuMicroseconds) / 2 } }
}

/** Runs `ler` in a process that tells, when it is done, what it took. */
async function runMeasured(...args: readonly string[]): Promise<Issued['usage']> {
  const script = `
    const { main } = await import(${JSON.stringify(pathToFileURL(ler.program).href)})
    const start = performance.now()
    await main(process.argv.slice(1), '.')
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    process.stderr.write(JSON.stringify({ milliseconds: performance.now() - start, cpuMilliseconds: (userCPUTime + systemCPUTime) / 1_000, peakMebibytes: maxRSS / 1_024 }))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [said, told] = ['', '']
  child.stdout.on('data', (part: Buffer) => (said += part.toString()))
  child.stderr.on('data', (part: Buffer) => (told += part.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`ler ended with ${code}: ${said.slice(0, 500)}`)
  return JSON.parse(told) as Issued['usage']
}

function timeBare(): Issued['bare'] {
  const { privateKey } = generateKeyPairSync('ed25519')
  const message = new Uint8Array(64)
  const samples = Array.from({ length: 11 }, () => {
    const [start, cpu] = [performance.now(), process.cpuUsage()]
    for (let count = 0; count < 500; count += 1) sign(null, message, privateKey)
    const { user, system } = process.cpuUsage(cpu)
    return { microseconds: (performance.now() - start) * 1_000 / 500, cpuMicroseconds: (user + system) / 500 }
  })
  return { microseconds: median(samples.map(({ microseconds }) => microseconds)), cpuMicroseconds: median(samples.map(({ cpuMicroseconds }) => cpuMicroseconds)) }
}

function growthRow({ count, usage, bare }: Issued, all: readonly Issued[]): GrowthRow {
  const base = all.find((each) => each.count === 20_000)?.usage.peakMebibytes ?? NaN
  const growth = rounded(usage.peakMebibytes / base)
  const microseconds = (usage.milliseconds * 1_000) / count
  return {
    op: `issue-csv-${count}`, medianMicroseconds: rounded(microseconds), ratio: rounded(microseconds / bare.microseconds),
    cpuRatio: rounded((usage.cpuMilliseconds * 1_000) / count / bare.cpuMicroseconds), limit: rounded(bare.microseconds),
    peakMebibytes: rounded(usage.peakMebibytes), goal: peakGoal, growth, growthGoal, isMet: usage.peakMebibytes <= peakGoal && growth <= growthGoal,
    cpuPerWall: rounded(usage.cpuMilliseconds / usage.milliseconds),
  }
}
