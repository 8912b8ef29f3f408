/** Signing credentials that are made alike, as the rows of a file are: from an unsigned object to signed JSON text, against one bare signature over 64 bytes. */
import { createBatchSigner, type BatchSigner } from 'everlearned/credential'
import type { JsonObject } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { BenchContext } from './bench-context.ts'
import type { Row, SizedRow } from './interleave.ts'

const goals = { small: 1.5, medium: 3, clr: undefined } as const
const maxBytesOfSmall = 32 * 1024

/** A row for the badge, which differs in seven texts, and one for the long badge, which differs in eighteen. */
export async function templateRows(bench: BenchContext): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const { size } of bench.sizes) {
    const goal = goals[size]
    if (goal !== undefined) rows.push({ op: `template-${size}`, goal, run: await signNext(size, bench), bare: bench.bareSign })
  }
  return rows
}

/** What one small credential allocates, garbage included: the median over rounds, for one in which the collector runs seems to take less. */
export async function templateAllocation(bench: BenchContext): Promise<SizedRow> {
  const run = await signNext('small', bench)
  const [operations, rounds] = [100, 21]
  const taken: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const before = process.memoryUsage().heapUsed
    for (let operation = 0; operation < operations; operation += 1) await run()
    taken.push((process.memoryUsage().heapUsed - before) / operations)
  }
  const bytes = Math.round(taken.toSorted((left, right) => left - right)[Math.floor(rounds / 2)] ?? NaN)
  return { op: 'template-small-allocated', bytes, ratio: bytes / maxBytesOfSmall, goal: 1 }
}

/** Signs the next of many credentials; those before have shown where they differ. */
async function signNext(size: string, { sizes, jwk, unsigned, inTurn, verificationMethod, now: created }: BenchContext): Promise<() => ReturnType<BatchSigner['sign']>> {
  const signing = { signingKey: await cryptography.importSigningKey(jwk), verificationMethod, created, cryptography }
  const credentials = sizes.filter((one) => one.size === size).flatMap(unsigned).map(withOwnNarrative)
  const signer = createBatchSigner()
  for (const credential of credentials) await signer.sign(credential, signing)
  const next = inTurn(credentials)
  return () => signer.sign(next(), signing)
}

function withOwnNarrative(credential: JsonObject, number: number): JsonObject {
  return { ...credential, credentialSubject: { ...(credential['credentialSubject'] as JsonObject), narrative: `Passed both parts of the test, the written one with ${60 + number} of 124 points.` } }
}
