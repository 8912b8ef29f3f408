import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { auditLog } from './audit-log.ts'
import { httpLogReader } from './http-log-reader.ts'
import { memoryLogStorage } from './memory-log-storage.ts'
import { openLog } from './open-log.ts'

const log = await openLog(memoryLogStorage(), {
  origin: 'college.example/ledger', cryptography,
  signingKey: await cryptography.importSigningKey(await cryptography.generateKey('Ed25519')),
})
await log.append(Array.from({ length: 600 }, (_, index) => encodeUtf8(`entry ${index}`)))

let server: Server
let base = ''
beforeAll(async () => {
  server = createServer((request, response) => {
    const path = (request.url ?? '').replace('/ledger/', '')
    if (path === 'broken') return void response.writeHead(500).end()
    if (path === 'endless') return void response.end(new Uint8Array(20_000_000))
    void log.resource(path).then((bytes) => (bytes === undefined ? response.writeHead(404).end() : response.end(bytes)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ledger`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

describe('httpLogReader()', () => {
  it('lets a whole log be audited over HTTP', async () => {
    const report = await auditLog(httpLogReader(`${base}/`, fetch), { verifierKey: log.verifierKey, cryptography, checkEntry: () => undefined })
    expect(report).toEqual({ size: 600, root: log.checkpoint.root, findings: [], isCutShort: false })
  })

  it('tells what is not there from what could not be asked', async () => {
    const read = httpLogReader(base, fetch)
    expect(await read('tile/0/999')).toBeUndefined()
    await expect(read('broken')).rejects.toMatchObject({ code: 'ledger/log-unreachable' })
    await expect(read('endless')).rejects.toMatchObject({ code: 'ledger/log-unreachable' })
  })
})
