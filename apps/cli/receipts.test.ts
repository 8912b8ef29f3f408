import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeHex } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InputError, UnavailableError, UsageError, type Ending } from './command.ts'
import { ledger } from './commands/ledger.ts'
import { newSigningKey, operatorOrigin, TestOperator } from './test-operator.ts'

const folder = mkdtempSync(join(tmpdir(), 'receipts-'))
const at = (name: string): string => join(folder, name)
const nowhere = 'http://127.0.0.1:1/ledger'
let operator: TestOperator
beforeAll(async () => {
  const jwk = await cryptography.generateKey('Ed25519')
  operator = await TestOperator.start({ log: await newSigningKey(), operator: await cryptography.importSigningKey(jwk) })
  await operator.grow(5)
  await operator.publish()
  writeFileSync(at('policy'), 'quorum none\n')
  writeFileSync(at('operator.json'), JSON.stringify(jwk))
})
afterAll(async () => {
  await operator.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What a command printed, as JSON, with how it ended; at noon and so many seconds. */
async function run(seconds: number, ...args: readonly string[]): Promise<Readonly<Record<string, unknown>> & { readonly ending: Ending }> {
  let printed = ''
  const now = new Date(Date.UTC(2026, 4, 18, 12) + seconds * 1_000)
  const ending = await ledger.run([...args, '--json'], { print: (text) => (printed += text), tell: () => undefined, isTerminal: false, now, root: folder })
  return { ...(JSON.parse(printed) as Readonly<Record<string, unknown>>), ending }
}

const audit = (seconds: number, ...args: readonly string[]) => run(seconds, 'audit', '--receipt', at('receipt'), '--policy', at('policy'), ...args)

describe('ler ledger append --receipt', () => {
  it('keeps what the log signed for, until it is kept or the time is over', async () => {
    writeFileSync(at('entry'), await operator.batch())
    const { size } = operator.log.checkpoint
    expect(await run(0, 'append', at('entry'), '--log', operator.url, '--receipt', at('receipt'))).toEqual({ ending: 'done', entries: [{ file: at('entry'), index: size }] })
    expect(JSON.parse(readFileSync(at('receipt'), 'utf8'))).toMatchObject({ type: 'LedgerReceipt', url: operator.url, key: operator.log.verifierKey, receivedAt: '2026-05-18T12:00:00.000Z' })
    // The operator signs for it and publishes nothing.
    operator.withheld = (path) => path === 'pending' || path.startsWith('tile/')
    const pending = { ending: 'unknown', outcome: 'unknown', state: 'pending', code: 'ledger/receipt-pending', origin: operatorOrigin, index: size, deadline: '2026-05-19T12:00:00.000Z', places: [{ size, isHolding: false }], forks: [] }
    expect(await audit(86_400)).toMatchObject(pending)
    expect(await audit(86_401)).toMatchObject({ ending: 'failed', state: 'withheld', code: 'ledger/receipt-withheld' })
    expect(await audit(61, '--within', '60')).toMatchObject({ ending: 'failed', state: 'withheld' })
    expect(await audit(61, nowhere, '--within', '60')).toMatchObject({ ending: 'unknown', state: 'unseen', code: 'ledger/receipt-unseen' })
    operator.withheld = () => false
    await operator.publish()
    expect(await audit(86_401, nowhere, '--mirror', operator.url, '--out', at('kept'))).toMatchObject({ ending: 'done', state: 'kept', finalSize: size + 1, places: [{ size: null }, { size: size + 1, isHolding: true }] })
    expect(await run(0, 'verify', at('kept'), '--policy', at('policy'), '--key', operator.log.verifierKey)).toMatchObject({ ending: 'done', index: size, isFinal: true })
  })

  it('convicts an operator who goes on without the entry', async () => {
    const other = await TestOperator.start(operator.keys, await operator.entries())
    writeFileSync(at('entry'), await other.batch())
    await run(0, 'append', at('entry'), '--log', other.url, '--receipt', at('receipt'))
    await operator.grow(2)
    await operator.publish()
    expect(await audit(1, operator.url, '--out', at('fork'))).toMatchObject({ ending: 'failed', state: 'contradicted', code: 'ledger/receipt-contradicted', forks: [{ type: 'LedgerForkProof' }, {}] })
    expect(await run(0, 'verify', at('fork'), '--key', operator.log.verifierKey)).toMatchObject({ ending: 'done', outcome: 'passed' })
    await other.stop()
  })

  it('keeps nothing that binds nobody', async () => {
    const stranger = await newSigningKey()
    const other = await TestOperator.start({ log: stranger, operator: operator.keys.operator })
    writeFileSync(at('entry'), await other.batch())
    expect(await run(0, 'append', at('entry'), '--log', other.url, '--key', operator.log.verifierKey, '--receipt', at('none'))).toMatchObject({ ending: 'failed', entries: [{ code: 'ledger/receipt-invalid' }] })
    await other.stop()
    await expect(run(0, 'append', at('entry'), at('entry'), '--log', operator.url, '--receipt', at('none'))).rejects.toThrow(UsageError)
    for (const text of ['{', '{}', '"x"']) {
      writeFileSync(at('broken'), text)
      await expect(run(0, 'audit', '--receipt', at('broken'), '--policy', at('policy'))).rejects.toThrow(InputError)
    }
    await expect(audit(0, '--within', 'soon')).rejects.toThrow(UsageError)
    await expect(run(0, 'audit', '--receipt', at('receipt'), operator.url)).rejects.toThrow('--policy is missing')
  })
})

describe('ler ledger submit', () => {
  const batch = (members: object = {}): string => {
    writeFileSync(at('statement'), JSON.stringify({ type: 'batch', payload: { issuer: null, scope: 'education', size: 64, root: encodeHex(cryptography.randomBytes(32)), ...members } }))
    return at('statement')
  }

  it('goes on to the next log, and says which took it', async () => {
    const found = await run(0, 'submit', batch(), '--key', at('operator.json'), '--log', nowhere, '--log', operator.url, '--receipt', at('receipt'))
    expect(found).toMatchObject({ ending: 'done', log: operator.url, index: operator.log.checkpoint.size - 1, tried: [{ log: nowhere, code: 'ledger/log-unreachable' }] })
    await operator.publish()
    expect(await audit(1)).toMatchObject({ ending: 'done', state: 'kept' })
  })

  it('says why none took it', async () => {
    expect(await run(0, 'submit', batch({ issuer: 'did:web:stranger.example' }), '--key', at('operator.json'), '--log', `${nowhere},${operator.url}`)).toMatchObject({
      ending: 'failed', log: null, index: null, tried: [{ log: nowhere }, { log: operator.url, code: 'trust/not-registered' }],
    })
    await expect(run(0, 'submit', batch(), '--key', at('operator.json'), '--log', nowhere)).rejects.toThrow(UnavailableError)
    for (const wrong of [batch({ root: 'x' }), batch({ size: 65 }), at('policy'), at('operator.json')]) {
      await expect(run(0, 'submit', wrong, '--key', at('operator.json'), '--log', operator.url)).rejects.toThrow(InputError)
    }
    await expect(run(0, 'submit', batch(), '--log', operator.url)).rejects.toThrow('--key is missing')
    await expect(run(0, 'submit', batch(), '--key', at('operator.json'))).rejects.toThrow('--log is missing')
  })

  it('gives a statement the next number of its actor', async () => {
    const did = 'did:web:registry.example'
    for (const ground of ['recognises', 'reviewed']) {
      writeFileSync(at('endorse'), JSON.stringify({ type: 'endorse', payload: { by: did, subject: { entry: 1 }, ground } }))
      expect(await run(0, 'submit', at('endorse'), '--key', at('operator.json'), '--log', operator.url)).toMatchObject({ ending: 'done', tried: [] })
      await operator.publish()
    }
  })
})
