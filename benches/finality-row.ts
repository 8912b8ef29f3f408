import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { draftPolicy, sectors } from 'everlearned/trust'
import { BuiltLer } from '../apps/cli/built-ler.ts'
import { memberOf, startJoin, urlOf } from '../apps/cli/joined-process.ts'
import { newSigningKey, TestOperator } from '../apps/cli/test-operator.ts'
import { median, rounded, type TimedRow } from './interleave.ts'

/** How often the log of the row asks its cosigners, and how many entries are timed. */
const periodMilliseconds = 100
const samples = 80

/**
 * From an entry's submission to a checkpoint that four of five validators, processes of their own, have cosigned: the 95th
 * percentile, against one period and one round trip.
 */
export async function finalityRow(parent: string): Promise<TimedRow> {
  const folder = mkdtempSync(join(parent, 'finality-'))
  const ler = await BuiltLer.build()
  const operator = await TestOperator.start({ log: await newSigningKey(), operator: await newSigningKey() })
  try {
    const joined = await Promise.all(sectors.map((sector) => startJoin(ler, { folder, name: sector, sector, url: operator.url })))
    const { policy } = draftPolicy({ name: 'Network', members: joined.map(memberOf) }, cryptography.sha256)
    await operator.judged.submit({ entries: [await operator.sign({ type: 'policy', payload: { sequence: 0, policy } })] })
    if (!(await operator.publish()).isFinal) throw new Error('four of five must cosign')
    const roundTrip = await timeRoundTrip(joined.map(urlOf)[0] ?? '')
    const latencies = await timeSubmissions(operator)
    const p95 = latencies.toSorted((left, right) => left - right)[Math.floor(samples * 0.95)] ?? 0
    const limit = periodMilliseconds + roundTrip
    const goal = (2.5 * limit + 250) / limit
    return {
      op: 'finality-p95', medianMicroseconds: rounded(p95 * 1_000), limit: rounded(limit * 1_000), ratio: rounded(p95 / limit), ratioOf: 'time',
      // It waits for other machines: its processor time says nothing.
      goal: rounded(goal), cpuRatio: 0, cpuPerWall: 0, isMet: p95 / limit <= goal,
    }
  } finally {
    ler.remove()
    await operator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function timeRoundTrip(url: string): Promise<number> {
  const taken: number[] = []
  for (let turn = 0; turn < 21; turn += 1) {
    const start = performance.now()
    await (await fetch(`${url}/health`)).text()
    taken.push(performance.now() - start)
  }
  return median(taken)
}

/** Submits entries at moments that have nothing to do with the log's rounds, one a period on average. */
async function timeSubmissions(operator: TestOperator): Promise<readonly number[]> {
  const latencies: number[] = []
  let isOver = false
  const rounds = (async () => {
    while (!isOver) {
      const start = performance.now()
      if (operator.final.size < operator.log.checkpoint.size) await operator.publish()
      await wait(Math.max(0, periodMilliseconds - (performance.now() - start)))
    }
  })()
  const submissions = Array.from({ length: samples }, async (_, sample) => {
    await wait((sample + Math.random()) * periodMilliseconds)
    const start = performance.now()
    await operator.grow(1)
    const { size } = operator.log.checkpoint
    while (operator.final.size < size) await wait(2)
    latencies.push(performance.now() - start)
  })
  await Promise.all(submissions)
  isOver = true
  await rounds
  return latencies
}
