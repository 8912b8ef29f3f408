import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { draftPolicy, sectors } from 'everlearned/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BuiltLer, type ServingLer } from './built-ler.ts'
import { memberOf, startJoin, statusOf, until, urlOf } from './joined-process.ts'
import { newSigningKey, TestOperator } from './test-operator.ts'

/** A network namespace with one cable to this one; null where the machine has none to give. */
interface Cable {
  readonly here: string
  readonly there: string
  readonly inside: readonly string[]
  set(state: 'up' | 'down'): void
  remove(): void
}

const ip = (...args: readonly string[]): void => void execFileSync('ip', args, { stdio: 'pipe' })

function layCable(): Cable | null {
  const name = `ler-${process.pid}`
  // Two ends of up to 15 characters, and addresses that a second run at the same time does not have.
  const [near, far] = [`lern${process.pid}`, `lerf${process.pid}`]
  const net = `10.213.${process.pid % 250}`
  try {
    ip('netns', 'add', name)
    ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name)
    ip('address', 'add', `${net}.1/24`, 'dev', near)
    ip('-n', name, 'address', 'add', `${net}.2/24`, 'dev', far)
    ip('link', 'set', near, 'up')
    ip('-n', name, 'link', 'set', far, 'up')
  } catch {
    try { ip('netns', 'delete', name) } catch { /* there is none */ }
    return null
  }
  return { here: `${net}.1`, there: `${net}.2`, inside: ['ip', 'netns', 'exec', name], set: (state) => ip('link', 'set', near, state), remove: () => ip('netns', 'delete', name) }
}

const cable = layCable()
const folder = mkdtempSync(join(tmpdir(), 'partition-'))
let ler: BuiltLer
let operator: TestOperator
const joined = new Map<string, ServingLer>()
/** The two at the far end of the cable. */
const far = sectors.slice(0, 2)

describe.skipIf(cable === null)('five cosigners, two of them at the end of a cable', { timeout: 60_000 }, () => {
  const { here, there, inside, set } = cable ?? { here: '', there: '', inside: [], set: () => undefined }

  beforeAll(async () => {
    ler = await BuiltLer.build()
    operator = await TestOperator.start({ log: await newSigningKey(), operator: await newSigningKey() }, undefined, here)
    await Promise.all(sectors.map(async (sector) => {
      const place = far.includes(sector) ? { host: there, behind: inside } : {}
      joined.set(sector, await startJoin(ler, { folder, name: sector, sector, url: operator.url, ...place }))
    }))
    const { policy } = draftPolicy({ name: 'Network', members: [...joined.values()].map(memberOf) }, cryptography.sha256)
    await operator.judged.submit({ entries: [await operator.sign({ type: 'policy', payload: { sequence: 0, policy } })] })
  }, 60_000)

  afterAll(async () => {
    set('up')
    await Promise.all([...joined.values()].map((serving) => serving.end('SIGKILL')))
    ler.remove()
    await operator.stop()
    cable?.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  it('are a quorum while all are reached', async () => {
    expect(await operator.publish()).toMatchObject({ isFinal: true })
  })

  it('are none while the cable is cut: what was final stays, what is new waits', async () => {
    const final = operator.final.text
    set('down')
    await operator.grow(3)
    const { isFinal, cosigners } = await operator.publish({ milliseconds: 2_500 })
    expect([isFinal, cosigners.length]).toEqual([false, 3])
    expect(operator.final.text).toBe(final)
  })

  it('are one again once it is mended, and those cut off have what they missed', async () => {
    set('up')
    expect(await until(() => operator.publish({ milliseconds: 5_000 }), ({ isFinal }) => isFinal, 20)).toMatchObject({ isFinal: true })
    const { size } = operator.log.checkpoint
    for (const sector of far) {
      const serving = joined.get(sector)
      if (serving === undefined) throw new Error('a process is missing')
      expect(urlOf(serving)).toContain(there)
      expect((await until(() => statusOf(serving), (status) => status.size === size)).size).toBe(size)
    }
  })
})
