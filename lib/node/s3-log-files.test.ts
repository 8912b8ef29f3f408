import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { auditLog } from '../ledger/audit-log.ts'
import type { LogFiles, LogStorage } from '../ledger/log-storage.ts'
import { memoryLogStorage } from '../ledger/memory-log-storage.ts'
import { openLog } from '../ledger/open-log.ts'
import { nativeCryptography as cryptography } from './native-cryptography.ts'
import { openTestS3, testKeys, type TestS3 } from './_open-test-s3.ts'
import { s3LogFiles } from './s3-log-files.ts'

const origin = 'college.example/ledger'
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const entries = (start: number, count: number): readonly Uint8Array[] => Array.from({ length: count }, (_, at) => encodeUtf8(`entry ${start + at}`))

/** A real store to test against as well: `endpoint bucket region access-key-id secret-access-key`. */
const [realEndpoint, bucket = '', region = '', accessKeyId = '', secretAccessKey = ''] = process.env['LER_TEST_S3']?.split(' ') ?? []

let store: TestS3
let files: LogFiles
const open = (over: Partial<Parameters<typeof s3LogFiles>[0]> = {}): LogFiles =>
  s3LogFiles({ endpoint: store.endpoint, bucket: 'bucket', prefix: 'ledger/', ...testKeys, fetch, ...over })

beforeEach(async () => {
  store = await openTestS3()
  files = open()
})
afterEach(() => store.close())

/** The journal in memory, the files in the bucket. */
const storageOver = (published: LogFiles): LogStorage => ({ ...memoryLogStorage(), ...published })

const checkpoint = (size: number): Uint8Array<ArrayBuffer> => encodeUtf8(`${origin}\n${size}\n${'A'.repeat(43)}=\n\n— ${origin} ${'A'.repeat(92)}\n`)

async function publishAndAudit(published: LogFiles): Promise<void> {
  const storage = storageOver(published)
  const log = await openLog(storage, { origin, signingKey, cryptography })
  for (const [start, count] of [[0, 1], [1, 300], [301, 1_000]] as const) await log.append(entries(start, count))
  const report = await auditLog((path) => published.read(path), { verifierKey: log.verifierKey, cryptography, checkEntry: () => undefined })
  expect(report).toMatchObject({ size: 1_301, findings: [] })
  expect(await published.read('tile/0/000.p/1')).toBeUndefined()
  expect((await openLog(storage, { origin, signingKey, cryptography })).checkpoint).toEqual(log.checkpoint)
}

describe('s3LogFiles()', () => {
  it('publishes a log that audits, and signs every request as Amazon does', async () => {
    await publishAndAudit(files)
    expect(store.refused).toEqual([])
    expect([...store.objects.keys()].every((key) => key.startsWith('ledger/'))).toBe(true)
    expect(store.objects.get('ledger/tile/0/000')?.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'content-type': 'application/octet-stream' })
    expect(store.objects.get('ledger/checkpoint')?.headers).toMatchObject({ 'cache-control': 'no-cache' })
  })

  it.skipIf(realEndpoint === undefined)('publishes a log that audits in the store of LER_TEST_S3', async () => {
    const place = { endpoint: realEndpoint ?? '', bucket, region, accessKeyId, secretAccessKey, fetch, prefix: `test-${Date.now()}/` }
    const real = s3LogFiles(place)
    await publishAndAudit(real)
    await real.writeCheckpoint(checkpoint(7))
    expect((await real.read('checkpoint'))?.length).toBeGreaterThan(0)
    await expect(s3LogFiles({ ...place, secretAccessKey: 'wrong' }).read('checkpoint')).rejects.toMatchObject({ code: 'ledger/files-unreachable' })
  })

  it('never replaces a checkpoint by a smaller one, whoever comes between', async () => {
    await files.writeCheckpoint(checkpoint(10))
    await files.writeCheckpoint(checkpoint(7))
    expect(await files.read('checkpoint')).toEqual(checkpoint(10))
    store.interfere(() => store.objects.set('ledger/checkpoint', { bytes: Buffer.from(checkpoint(30)), headers: {} }))
    await files.writeCheckpoint(checkpoint(20))
    expect(await files.read('checkpoint')).toEqual(checkpoint(30))
    store.interfere(() => store.objects.set('ledger/checkpoint', { bytes: Buffer.from(checkpoint(35)), headers: {} }))
    await files.writeCheckpoint(checkpoint(40))
    expect(await files.read('checkpoint')).toEqual(checkpoint(40))
  })

  it('makes do with a store that knows no conditional writes', async () => {
    store.behave({ hasConditions: false })
    for (const size of [10, 20, 15]) await files.writeCheckpoint(checkpoint(size))
    expect(await files.read('checkpoint')).toEqual(checkpoint(20))
  })

  it('repeats what a busy store did not do, and gives up on one that stays so', async () => {
    store.behave({ busyFor: 2 })
    await files.write([{ path: 'tile/0/000', bytes: encodeUtf8('tile') }])
    expect(await files.read('tile/0/000')).toEqual(encodeUtf8('tile'))
    store.behave({ busyFor: 100 })
    await expect(files.read('tile/0/000')).rejects.toMatchObject({ code: 'ledger/files-unreachable' })
  })

  it('says so when the key is wrong or nobody answers, and keeps the key to itself', async () => {
    await expect(open({ secretAccessKey: 'another' }).read('checkpoint')).rejects.toThrow('Cannot GET ledger/checkpoint in the object store: it answers 403')
    expect(store.refused).toEqual(['/bucket/ledger/checkpoint'])
    await expect(open({ endpoint: 'http://127.0.0.1:1' }).read('checkpoint')).rejects.toThrow(/it does not answer$/)
    for (const prefix of ['../', 'a/../', 'a', '/', 'a?/', '%2e%2e/', 'a//']) expect(() => open({ prefix })).toThrow(RangeError)
  })
})
