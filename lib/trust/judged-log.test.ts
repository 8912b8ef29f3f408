import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { memoryLogStorage } from '../ledger/memory-log-storage.ts'
import { openLog } from '../ledger/open-log.ts'
import type { TransparencyLog } from '../ledger/transparency-log.ts'
import { didOf, keyOf, Network, origin, signedBy } from './_network.ts'
import { JudgedLog } from './judged-log.ts'

/** The log of a network in which `college` is registered. */
async function begun(): Promise<{ readonly network: Network; readonly log: TransparencyLog }> {
  const network = new Network()
  await network.begin('college')
  const log = await openLog(memoryLogStorage(), { origin, signingKey: await keyOf('log'), cryptography })
  await log.append(network.entries)
  return { network, log }
}

const batchOf = (name: string): Promise<Uint8Array<ArrayBuffer>> => signedBy({ type: 'batch', payload: { issuer: didOf(name), scope: 'education', size: 64, root: cryptography.randomBytes(32) } }, [name])

describe('JudgedLog', () => {
  it('halts at an entry that the rules refuse, opened again as well, and answers where older entries stand', async () => {
    const { log } = await begun()
    const judged = await JudgedLog.open(log, { cryptography })
    const good = await batchOf('college')
    expect(await judged.submit({ entries: [good] })).toEqual([{ ok: true, index: 2 }])
    // A fault of the program that runs the log.
    await log.append([await batchOf('stranger')])
    const refusal = { ok: 'later', code: 'trust/log-broken', reason: 'this log has halted: its entry 3 is not by the rules (trust/not-registered)' }
    for (const halted of [judged, await JudgedLog.open(log, { cryptography })]) {
      expect(await halted.submit({ entries: [await batchOf('college'), good], since: 0 })).toEqual([refusal, { ok: true, index: 2 }])
      expect([halted.halted, halted.registry.size, log.checkpoint.size]).toEqual([refusal, 3, 4])
      halted.resume('ledger/log-refused')
      expect(halted.halted).toEqual(refusal)
    }
  })

  it('goes on from what another program appended by the rules', async () => {
    const { log } = await begun()
    const judged = await JudgedLog.open(log, { cryptography })
    const other = await batchOf('college')
    await log.append([other])
    expect(await judged.submit({ entries: [other] })).toMatchObject([{ ok: false, code: 'trust/batch-again' }])
    expect(await judged.submit({ entries: [await batchOf('college')] })).toEqual([{ ok: true, index: 3 }])
  })

  it('halts for a reason from outside until that is over', async () => {
    const judged = await JudgedLog.open((await begun()).log, { cryptography })
    const reason = { ok: 'later', code: 'ledger/log-refused', reason: 'they refuse' } as const
    judged.halt(reason)
    judged.halt({ ...reason, code: 'other/reason' })
    expect(await judged.submit({ entries: [await batchOf('college')] })).toEqual([reason])
    judged.resume('other/reason')
    expect(judged.halted).toEqual(reason)
    judged.resume('ledger/log-refused')
    expect(await judged.submit({ entries: [await batchOf('college')] })).toMatchObject([{ ok: true }])
  })
})
