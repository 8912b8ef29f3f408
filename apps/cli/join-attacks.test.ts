import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  cosign, cosignerKeyOf, formatCosignerKey, formatForkProof, formatNote, formatVerifierKey, httpLogReader, monitorLog, parseAddCheckpoint, parseCosignerKey, parseVerifierKey, verifierKeyOf,
  verifyForkProof, type Policy,
} from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BuiltLer, type ServingLer } from './built-ler.ts'
import { memberOf, startJoin, until, urlOf } from './joined-process.ts'
import { newSigningKey, operatorOrigin, TestOperator } from './test-operator.ts'
import { serveRequests, type Serving } from './serve-requests.ts'

const folder = mkdtempSync(join(tmpdir(), 'attack-'))
const at = (name: string): string => join(folder, name)
let ler: BuiltLer
beforeAll(async () => {
  ler = await BuiltLer.build()
})
afterAll(() => {
  ler.remove()
  rmSync(folder, { recursive: true, force: true })
})

const start = (name: string, url: string, role = 'validator'): Promise<ServingLer> => startJoin(ler, { folder, name, url, role })

/** A cosigner by its key, asked only where it has an address. */
interface Asked {
  readonly cosigner: string
  readonly url?: string
}

/** So many of these, as a policy. */
function someOf(threshold: number, asked: readonly Asked[]): Policy {
  const witnesses = asked.map(({ cosigner, url }) => {
    const key = parseCosignerKey(cosigner, cryptography.sha256)
    return { name: key.name, key, ...(url === undefined ? {} : { url }) }
  })
  return { logs: [], witnesses, groups: [{ name: 'some', threshold, members: witnesses.map(({ name }) => name) }], quorum: 'some' }
}

/** Two operators with one key, whose logs have the same beginning. */
async function twoHistories(): Promise<readonly [TestOperator, TestOperator]> {
  const left = await TestOperator.start({ log: await newSigningKey(), operator: await newSigningKey() })
  await left.grow(20)
  return [left, await TestOperator.start(left.keys, await left.entries())]
}

/** Cosigns whatever it is shown. */
async function startLiar(name: string): Promise<Asked & Serving> {
  const key = await newSigningKey()
  const serving = await serveRequests({ host: '127.0.0.1', port: 0 }, async (request) => {
    const { checkpoint } = parseAddCheckpoint(await request.text())
    const { text } = checkpoint.note
    return new Response(formatNote({ text, signatures: [await cosign(checkpoint, { name, key, seconds: 9 }, cryptography)] }).slice(text.length + 1))
  })
  return { ...serving, cosigner: formatCosignerKey(cosignerKeyOf(name, key.publicKey, cryptography.sha256)) }
}

const unasked = (serving: ServingLer): Asked => ({ cosigner: memberOf(serving).cosigner })

describe('two histories of one log, over HTTP', { timeout: 120_000 }, () => {
  it('become final both only when so many lie as two quorums share, and a monitor proves it', async () => {
    const [left, right] = await twoHistories()
    const [one, two, three] = await Promise.all([start('honest-1', left.url), start('honest-2', left.url), start('honest-3', right.url)])
    const liars = await Promise.all(['liar-1', 'liar-2', 'liar-3'].map(startLiar))
    await Promise.all([left.grow(3), right.grow(4)])

    const few = liars.slice(0, 2)
    const below = [
      await left.ask({ policy: someOf(4, [memberOf(one), memberOf(two), unasked(three), ...few]) }),
      await right.ask({ policy: someOf(4, [unasked(one), unasked(two), memberOf(three), ...few]) }),
    ]
    expect(below.map(({ cosigners }) => cosigners.length)).toEqual([4, 3])
    expect(below.map(({ isFinal }) => isFinal)).toEqual([true, false])

    const atLeft = await left.publish({ policy: someOf(4, [memberOf(two), unasked(three), ...liars]) })
    const atRight = await right.publish({ policy: someOf(4, [unasked(two), memberOf(three), ...liars]) })
    expect([atLeft.isFinal, atRight.isFinal]).toEqual([true, true])

    const views = [two, three].map((serving) => ({ name: urlOf(serving), read: httpLogReader(`${urlOf(serving)}/ledger/${operatorOrigin}`, (url) => fetch(url)) }))
    const texts = async (): Promise<readonly string[]> => Promise.all(views.map(async ({ read }) => new TextDecoder().decode(await read('checkpoint'))))
    expect(await until(texts, ([first, second]) => first === atLeft.checkpoint.text && second === atRight.checkpoint.text)).toEqual([atLeft.checkpoint.text, atRight.checkpoint.text])
    const report = await monitorLog(views, { verifierKey: left.log.verifierKey, cryptography, policy: someOf(4, [unasked(two), unasked(three), ...liars]) })
    expect(report.heads.map(({ isFinal }) => isFinal)).toEqual([true, true])
    const [fork] = report.forks
    expect(fork !== undefined && (await verifyForkProof(fork, parseVerifierKey(left.log.verifierKey, cryptography.sha256), cryptography))).toBe(true)
    writeFileSync(join(folder, 'fork.json'), JSON.stringify(fork === undefined ? null : formatForkProof(fork)))
    const shown = (key: string): Promise<Readonly<Record<string, unknown>>> => ler.json('ledger', 'verify', join(folder, 'fork.json'), '--key', key)
    expect(await shown(left.log.verifierKey)).toMatchObject({ exit: 0, outcome: 'passed', origin: operatorOrigin })
    expect(await shown(formatVerifierKey(verifierKeyOf(operatorOrigin, (await newSigningKey()).publicKey, cryptography.sha256)))).toMatchObject({ exit: 1, code: 'ledger/fork-not-proven' })
    await Promise.all([...[one, two, three].map(({ end }) => end('SIGKILL')), ...[...liars].map(({ close }) => close()), left.stop(), right.stop()])
  })
})

const isLong = process.env['LER_TEST_LONG'] !== undefined

describe('a cosigner that is killed at any moment', { timeout: isLong ? 600_000 : 120_000 }, () => {
  it.each(['validator', 'witness'])('never cosigns two histories as a %s, and always goes on', async (role) => {
    const [log, other] = await twoHistories()
    // What is signed and not final it shows only to those whom it asks.
    log.withheld = (path) => path === 'pending'
    const first = await start(`killed-${role}`, log.url, role)
    const ask = async (history: TestOperator, serving: ServingLer): Promise<boolean> => {
      log.shown = history
      return (await history.ask({ policy: someOf(1, [memberOf(serving)]), milliseconds: 20_000 })).isFinal
    }
    const asked = Date.now()
    expect(await ask(log, first)).toBe(true)
    const usual = Date.now() - asked
    await first.end('SIGKILL')
    await Promise.all([log.grow(1), other.grow(1)])
    const seen = new Set<string>()
    const rounds = isLong ? 50 : 6
    for (let round = 0; round < rounds; round += 1) {
      const name = `${role}-${round}`
      cpSync(at(`killed-${role}`), at(name), { recursive: true })
      const victim = await start(name, log.url, role)
      const answered = ask(log, victim)
      // All over the time that an answer takes; the first and the last answer are waited for.
      await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, round === 0 || round === rounds - 1 ? 20_000 : ((round * 0.382) % 1) * 1.3 * usual))])
      await victim.end('SIGKILL')
      const cosigned = await answered
      const again = await start(name, log.url, role)
      // Every second time the operator tries another history of the same size first.
      const conflicting = round % 2 === 0 && (await ask(other, again))
      const resumed = await ask(log, again)
      seen.add(cosigned ? 'answered' : 'killed before')
      expect([round, cosigned && conflicting, conflicting && resumed, round % 2 === 1 ? resumed : true]).toEqual([round, false, false, true])
      await again.end('SIGKILL')
    }
    expect([...seen].toSorted()).toEqual(['answered', 'killed before'])
    await Promise.all([log.stop(), other.stop()])
  })
})
