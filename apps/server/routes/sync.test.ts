import { createMemoryWalletStorage, deriveWalletKeys, loadRecords, loadSyncState, saveRecord, startSync, syncWallet, turnSyncKey, type Fetch, type SyncContext, type WalletKeys } from 'everlearned/holder'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { InjectOptions } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestNode, type TestNode } from '../open-test-node.ts'
import { maxIdleDays, sweepChannels } from '../sync/sync-channels.ts'

const node = 'https://node.example'
let testNode: TestNode
let keys: WalletKeys

beforeAll(async () => {
  testNode = await openTestNode()
  keys = await deriveWalletKeys(new Uint8Array(32).fill(3))
})

afterAll(() => testNode.close())

/** Asks the node without a network between. */
const fetch: Fetch = async (url, init) => {
  const { pathname, search } = new URL(url)
  const answer = await testNode.app.inject({
    method: (init?.method ?? 'GET') as 'GET', url: pathname + search, headers: { ...(init?.headers as Record<string, string>) },
    ...(init?.body === undefined ? {} : { payload: Buffer.from(init.body as Uint8Array) }),
  })
  return new Response(answer.statusCode === 204 ? null : Uint8Array.from(answer.rawPayload), { status: answer.statusCode })
}

async function openDevice(): Promise<SyncContext> {
  const context = { keys, storage: createMemoryWalletStorage(), cryptography, fetch, now: testNode.clock.now }
  await startSync({ node, turn: new Uint8Array() }, context)
  return context
}

async function sync(device: SyncContext): Promise<unknown> {
  const state = await loadSyncState(device)
  return state === undefined ? undefined : syncWallet(state, device)
}

const record = (id: string): Parameters<typeof saveRecord>[0] => ({
  id, credential: `{"name":"Underwater Welding ${id}","credentialSubject":{"id":"did:key:z6MkHolder"}}`, nonce: null, ledgerProof: null, logs: [], status: {}, documents: {}, addedAt: '2026-05-01T12:00:00.000Z', origin: 'https://college.example',
})

describe('sync through a node', () => {
  it('brings records from one device to another, and a dump of the database has nothing of them that can be read', async () => {
    const [phone, laptop] = [await openDevice(), await openDevice()]
    await saveRecord(record('recordname'), phone)
    await sync(phone)
    await sync(laptop)
    expect((await loadRecords(laptop)).records).toMatchObject([{ id: 'recordname' }])
    const tables = await sql<{ readonly name: string }>`select table_name as name from information_schema.tables where table_schema = 'public'`.execute(testNode.testDatabase.database)
    const rows = await Promise.all(tables.rows.map(({ name }) => sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(testNode.testDatabase.database)))
    const dump = rows.flatMap((table) => table.rows).flatMap((row) => Object.values(row)).map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value))).join('\n')
    expect(dump.length).toBeGreaterThan(500)
    const { token } = await keys.syncKeys({ node, turn: new Uint8Array() })
    for (const plain of ['Underwater', 'Welding', 'recordname', 'did:key', 'college.example', '"record"', 'record/', token]) expect(dump).not.toContain(plain)
  })

  it('closes a channel for good when the key is turned', async () => {
    const [phone, other] = [await openDevice(), await openDevice()]
    await sync(other)
    const state = await loadSyncState(phone)
    if (state === undefined) throw new Error('sync is on')
    await turnSyncKey(state, phone)
    await expect(sync(other)).rejects.toMatchObject({ problemCode: 'sync/ended' })
    const { channel, token } = await keys.syncKeys({ node, turn: new Uint8Array() })
    const again = await testNode.app.inject({ method: 'PUT', url: `/api/sync/${channel}/${'A'.repeat(43)}?expects=0`, headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/octet-stream' }, payload: Buffer.from('x') })
    expect(again.json()).toMatchObject({ status: 410, code: 'sync/ended' })
  })

  describe('towards strangers', () => {
    const address = `/api/sync/${'B'.repeat(22)}`
    const headers = { 'authorization': `Bearer ${'t'.repeat(43)}`, 'content-type': 'application/octet-stream' }
    const put = (changes: InjectOptions = {}): InjectOptions => ({ method: 'PUT', url: `${address}/${'A'.repeat(43)}?expects=0`, headers, payload: Buffer.from('ciphertext'), ...changes })

    it('asks for the token of the channel each time', async () => {
      expect((await testNode.app.inject(put())).json()).toEqual({ revision: 1 })
      const wrong = { ...headers, authorization: `Bearer ${'u'.repeat(43)}` }
      for (const request of [put({ headers: wrong }), { url: address, headers: wrong }, { url: `${address}/${'A'.repeat(43)}` }, { method: 'DELETE' as const, url: address, headers: { authorization: wrong.authorization } }]) {
        expect((await testNode.app.inject(request)).json()).toMatchObject({ code: 'sync/token-wrong' })
      }
    })

    it('refuses a write over what the writer does not know, a body of another type, and too many bytes', async () => {
      expect((await testNode.app.inject(put())).json()).toMatchObject({ status: 409, code: 'sync/changed' })
      expect((await testNode.app.inject(put({ headers: { ...headers, 'content-type': 'text/plain' } }))).statusCode).toBe(415)
      expect((await testNode.app.inject(put({ payload: Buffer.alloc(16 * 1024 * 1024 + 1) }))).statusCode).toBe(413)
      await testNode.context.database.updateTable('sync_channel').set({ byte_count: 256 * 1024 * 1024 }).where('id', '=', 'B'.repeat(22)).execute()
      expect((await testNode.app.inject(put({ url: `${address}/${'C'.repeat(43)}?expects=0` }))).json()).toMatchObject({ status: 413, code: 'sync/full' })
    })

    it('lets one address make so many channels a day and no more', async () => {
      const answers = []
      for (let index = 0; index < 42; index += 1) {
        const channel = `x${String(index).padStart(21, '0')}`
        answers.push((await testNode.app.inject(put({ url: `/api/sync/${channel}/${'A'.repeat(43)}?expects=0`, remoteAddress: '203.0.113.9' }))).statusCode)
      }
      expect(answers.filter((status) => status === 429)).toHaveLength(2)
    })

    it('answers wallets of any origin', async () => {
      const answer = await testNode.app.inject({ method: 'OPTIONS', url: `${address}/${'A'.repeat(43)}`, headers: { 'origin': 'https://wallet.example', 'access-control-request-method': 'PUT' } })
      expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-methods': expect.stringContaining('PUT') })
    })
  })

  it('forgets what nobody used for two years', async () => {
    const later = { ...testNode.context, now: () => new Date(testNode.clock.now.getTime() + (maxIdleDays + 2) * 86_400_000) }
    expect(await sweepChannels({ ...testNode.context })).toBe(0)
    expect(await sweepChannels(later)).toBeGreaterThan(40)
    expect(await testNode.context.database.selectFrom('sync_entry').select('name').execute()).toEqual([])
  })
})
