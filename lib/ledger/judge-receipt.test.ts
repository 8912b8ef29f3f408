import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { newCosigners, policyOf, type TestCosigner } from './_cosigners.ts'
import type { Checkpoint } from './checkpoint.ts'
import { cosign } from './cosignature.ts'
import { verifyForkProof } from './fork-proof.ts'
import { judgeReceipt, type ReceiptContext } from './judge-receipt.ts'
import { memoryLogStorage } from './memory-log-storage.ts'
import type { LogView } from './monitor.ts'
import { formatNote } from './note.ts'
import { openLog } from './open-log.ts'
import { formatReceipt, parseReceipt, type LedgerReceipt } from './receipt.ts'
import { parseTlogProof, verifyTlogProof } from './tlog-proof.ts'
import type { TransparencyLog } from './transparency-log.ts'
import { verifierKeyOf } from './verifier-key.ts'

const origin = 'college.example/ledger'
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const key = verifierKeyOf(origin, signingKey.publicKey, cryptography.sha256)
const cosigners = await newCosigners(4, key, cryptography)
const policy = policyOf(cosigners, { log: key, k: 3 }, cryptography)
const receivedAt = new Date('2026-05-18T12:00:00Z')
const soon = new Date('2026-05-18T13:00:00Z')
const late = new Date('2026-05-19T12:00:01Z')

const entriesOf = (text: string, count: number): readonly Uint8Array[] => Array.from({ length: count }, (_, index) => encodeUtf8(`${text} ${index}`))

async function history(...entries: readonly Uint8Array[]): Promise<TransparencyLog> {
  const log = await openLog(memoryLogStorage(), { origin, signingKey, cryptography })
  await log.append(entries)
  return log
}

async function cosigned(checkpoint: Checkpoint, by: readonly TestCosigner[]): Promise<string> {
  const lines = await Promise.all(by.map(({ witness: { identity } }) => cosign(checkpoint, { ...identity, seconds: 9 }, cryptography)))
  return formatNote({ text: checkpoint.note.text, signatures: [...checkpoint.note.signatures, ...lines] })
}

/** What is shown of a log: what was final, and what it has signed since. */
async function shown(name: string, log: TransparencyLog, { final = log, by = cosigners }: { readonly final?: TransparencyLog; readonly by?: readonly TestCosigner[] } = {}): Promise<LogView> {
  const published = await cosigned(final.checkpoint, by)
  return { name, read: async (path) => (path === 'checkpoint' ? encodeUtf8(published) : path === 'pending' ? encodeUtf8(log.checkpoint.text) : log.resource(path)) }
}

const before = await history(...entriesOf('a', 300))
const entry = encodeUtf8('mine')
const taken = await history(...entriesOf('a', 300), entry)
const receipt: LedgerReceipt = { entry, proof: parseTlogProof(await taken.tlogProof(300)), verifierKey: taken.verifierKey, url: 'https://college.example/ledger', receivedAt }
const grown = await history(...entriesOf('a', 300), entry, ...entriesOf('b', 400))
const without = await history(...entriesOf('a', 300), ...entriesOf('b', 400))
const judge = (context: Partial<ReceiptContext>, of: LedgerReceipt = receipt) => judgeReceipt(of, { mirrors: [], policy, now: soon, cryptography, ...context })
const dead: LogView = { name: 'dead', read: async () => Promise.reject(new Error('no network')) }

describe('judgeReceipt()', () => {
  it('is content with a final checkpoint that covers the entry, whoever shows it, and gives its proof', async () => {
    for (const context of [{ log: await shown('log', grown) }, { log: dead, mirrors: [await shown('mirror', grown)] }, { mirrors: [await shown('same', taken)], now: late }]) {
      const verdict = await judge(context)
      expect(verdict).toMatchObject({ state: 'kept', outcome: 'passed', forks: [] })
      expect(verdict.proof !== undefined && verifyTlogProof(entry, verdict.proof, cryptography.sha256)).toBe(true)
    }
  })

  it('waits until the time is over, and says until when', async () => {
    const verdict = await judge({ log: await shown('log', taken, { final: before }), mirrors: [await shown('mirror', before)] })
    expect(verdict).toMatchObject({ state: 'pending', outcome: 'unknown', code: 'ledger/receipt-pending', deadline: new Date('2026-05-19T12:00:00Z') })
    expect(verdict.witnesses).toEqual([{ name: 'log', size: 301, finalSize: 300, isHolding: true }, { name: 'mirror', size: 300, finalSize: 300, isHolding: false }])
    expect(await judge({ mirrors: [await shown('mirror', before)], withinSeconds: 60 })).toMatchObject({ state: 'withheld' })
  })

  it('finds through the mirrors what was withheld, and tells it from what the cosigners did not take', async () => {
    const log = await shown('log', taken, { final: before })
    expect(await judge({ log, mirrors: [await shown('mirror', before), dead], now: late })).toMatchObject({ state: 'withheld', outcome: 'failed', code: 'ledger/receipt-withheld' })
    expect(await judge({ log: dead, mirrors: [await shown('mirror', taken, { final: before })], now: late })).toMatchObject({ state: 'withheld', code: 'ledger/receipt-not-final' })
    // Two cosignatures of three make nothing final.
    expect(await judge({ mirrors: [await shown('mirror', grown, { by: cosigners.slice(2) })], now: late })).toMatchObject({ code: 'ledger/receipt-not-final' })
  })

  it('convicts a log that went on without the entry, with a proof for everybody, before the time is over', async () => {
    for (const mirror of [await shown('final', without), await shown('pending', without, { final: before }), await shown('tiles', await history(...entriesOf('c', 301)))]) {
      const { state, outcome, code, forks } = await judge({ log: await shown('log', taken, { final: before }), mirrors: [mirror] })
      expect([state, outcome, code]).toEqual(['contradicted', 'failed', 'ledger/receipt-contradicted'])
      expect(forks.length).toBeGreaterThan(0)
      for (const fork of forks) expect(await verifyForkProof(fork, key, cryptography)).toBe(true)
    }
  })

  it('believes no receipt that the log did not sign, and says nothing where nobody answers', async () => {
    const mirrors = [await shown('mirror', grown)]
    expect(await judge({ mirrors }, { ...receipt, entry: encodeUtf8('yours') })).toMatchObject({ state: 'invalid', outcome: 'failed', code: 'ledger/receipt-invalid' })
    const stranger = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const foreign = await openLog(memoryLogStorage(), { origin, signingKey: stranger, cryptography })
    await foreign.append([entry])
    expect(await judge({ mirrors }, { ...receipt, proof: parseTlogProof(await foreign.tlogProof(0)) })).toMatchObject({ state: 'invalid' })
    expect(await judge({ log: dead, mirrors: [dead], now: late })).toMatchObject({ state: 'unseen', outcome: 'unknown', code: 'ledger/receipt-unseen' })
  })

  it('is not misled by a mirror of another log, or one that shows garbage', async () => {
    const garbage: LogView = { name: 'garbage', read: async () => Uint8Array.of(255) }
    const verdict = await judge({ log: garbage, mirrors: [garbage, { name: 'receipt', read: async () => encodeUtf8('x') }, await shown('mirror', grown)] })
    expect(verdict).toMatchObject({ state: 'kept' })
  })
})

describe('a receipt as JSON', () => {
  it('comes back as it was', () => {
    expect(parseReceipt(JSON.parse(JSON.stringify(formatReceipt(receipt))))).toEqual(receipt)
  })

  it.each([undefined, null, 'x', {}, { ...formatReceipt(receipt), type: 'LedgerProof' }, { ...formatReceipt(receipt), entry: '!' }, { ...formatReceipt(receipt), receivedAt: 'soon' },
    { ...formatReceipt(receipt), entry: 'A'.repeat(100_000) }, { ...formatReceipt(receipt), key: 7 }])('is refused in any other form', (value) => {
    expect(() => parseReceipt(value)).toThrow(expect.objectContaining({ code: 'ledger/receipt-malformed' }))
  })
})
