import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseCheckpoint, parseVerifierKey, verifierKeyOf, formatVerifierKey, verifyCheckpoint } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { signEntry } from 'everlearned/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNode } from './app.ts'
import { openTestNode, type TestNode } from './open-test-node.ts'
import { newLogKey } from './new-log-key.ts'

let node: TestNode

beforeAll(async () => {
  node = await openTestNode()
})

afterAll(() => node.close())

describe('newLogKey()', () => {
  it('makes a key under which the node signs once a policy names it, and after a restart; one that is not here is named in vain', async () => {
    const { config, ledger, judgedLog, operatorKey } = node.context
    const { origin } = ledger.checkpoint
    const before = ledger.verifierKey
    const lines: string[] = []
    await newLogKey(['--data', config.dataFolder, '--key-file', config.keyFile, '--database-url', node.testDatabase.url], (line) => void lines.push(line))
    const [made = ''] = lines
    const name = async (key: string): Promise<{ readonly statusCode: number; readonly body: string }> => {
      const payload = { sequence: judgedLog.registry.sequences.get('governance') ?? 0, policy: `log ${key}\nquorum none\n` }
      const entry = await signEntry({ type: 'policy', payload }, { origin, signers: [operatorKey] })
      return node.app.inject({ method: 'POST', url: '/ledger/entries', headers: { 'content-type': 'application/octet-stream' }, payload: Buffer.from(entry) })
    }
    const stranger = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const refused = await name(formatVerifierKey(verifierKeyOf(origin, stranger.publicKey, cryptography.sha256)))
    expect([refused.statusCode, JSON.parse(refused.body)]).toMatchObject([422, { code: 'trust/log-key-missing' }])
    expect(ledger.verifierKey).toBe(before)

    expect((await name(made)).statusCode).toBe(201)
    expect([(await node.app.inject('/ledger/key')).body, await readFile(join(config.dataFolder, 'ledger', 'key'), 'utf8')]).toEqual([`${made}\n`, `${made}\n`])
    for (const path of ['checkpoint', 'pending']) {
      const checkpoint = parseCheckpoint((await node.app.inject(`/ledger/${path}`)).body)
      expect([checkpoint.size, await verifyCheckpoint(checkpoint, parseVerifierKey(made, cryptography.sha256), cryptography)]).toEqual([judgedLog.registry.size, true])
    }
    await node.app.close()
    const again = await createNode({ config, database: node.testDatabase.database, cryptography, keyFile: node.context.keyFile, now: () => node.clock.now })
    expect(again.context.ledger.verifierKey).toBe(made)
    await again.app.close()
  })
})
