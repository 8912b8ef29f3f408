import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeMultikey } from 'everlearned/crypto'
import { decodeBase64url } from 'everlearned/encoding'
import { formatEntry, parseEntry, policyAt, verifyEntry, type PolicyChange } from 'everlearned/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestNode, type TestNode } from './open-test-node.ts'
import { signPolicy } from './sign-policy.ts'

const folder = mkdtempSync(join(tmpdir(), 'ler-seat-'))
let node: TestNode

beforeAll(async () => {
  node = await openTestNode()
})

afterAll(async () => {
  await node.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('signPolicy()', () => {
  it('adds the signature of the node that runs, once, which the rules of its log take', async () => {
    const { ledger: { checkpoint: { origin } }, judgedLog, operatorKey, cryptography, config } = node.context
    const current = policyAt(judgedLog.registry, judgedLog.registry.size)
    const payload: PolicyChange = { sequence: 0, governance: current?.governance ?? {} }
    const path = join(folder, 'draft.json')
    writeFileSync(path, JSON.stringify({ type: 'LedgerPolicyDraft', origin, statement: 'policy', payload, governing: current?.governance, signatures: [] }))
    const lines: string[] = []
    const flags = ['--data', config.dataFolder, '--key-file', config.keyFile, '--database-url', node.testDatabase.url]
    for (let time = 0; time < 2; time += 1) await signPolicy([path, ...flags], (line) => void lines.push(line))
    const key = encodeMultikey(operatorKey.publicKey)
    expect(lines[0]).toContain(key)
    const draft = JSON.parse(readFileSync(path, 'utf8')) as { readonly governing: unknown; readonly signatures: readonly { readonly key: string; readonly signature: string }[] }
    expect(draft).toMatchObject({ governing: current?.governance, signatures: [{ key }] })
    const entry = formatEntry({ type: 'policy', payload }, draft.signatures.map((each) => ({ key: each.key, signature: decodeBase64url(each.signature) })))
    expect(await verifyEntry(parseEntry(entry), { origin, cryptography })).toBe(true)
    expect(await judgedLog.submit({ entries: [entry] })).toEqual([expect.objectContaining({ ok: true })])
  })

  it('signs nothing that is no change of policy', async () => {
    const path = join(folder, 'other.json')
    const flags = ['--data', node.context.config.dataFolder, '--key-file', node.context.config.keyFile, '--database-url', node.testDatabase.url]
    for (const wrong of ['', '[]', '{"type":"LedgerPolicyDraft","origin":"x","statement":"policy","payload":{"sequence":"first"},"signatures":[]}']) {
      writeFileSync(path, wrong)
      await expect(signPolicy([path, ...flags], () => undefined)).rejects.toMatchObject({ code: 'config/draft-unreadable' })
    }
    await expect(signPolicy(flags, () => undefined)).rejects.toMatchObject({ code: 'config/path-missing' })
  })
})
