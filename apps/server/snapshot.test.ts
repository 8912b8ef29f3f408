import { mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from './database/open-test-database.ts'
import { writeBackup } from './backup.ts'
import { exportNode } from './export.ts'
import { importNode } from './import.ts'
import type { NodePlace } from './snapshot.ts'

const now = new Date('2026-05-01T10:00:00.123Z')
const opened: TestDatabase[] = []
let folder: string
let source: NodePlace

async function place(name: string): Promise<NodePlace> {
  const database = await openTestDatabase()
  opened.push(database)
  return { database: database.database, ledgerFolder: join(folder, name, 'ledger'), followedFolder: join(folder, name, 'followed') }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ler-snapshot-'))
  source = await place('source')
  const { database, ledgerFolder } = source
  await database.insertInto('organisation').values({ id: 'o1', slug: 'college', name: 'Hochschule "Süd" \\ 学', url: null, did: 'did:key:z1', sector: 'education', created_at: now }).execute()
  await database.insertInto('upload').values({ id: 'u1', organisation_id: 'o1', sha256: 'ab', content: Buffer.from([0, 255, 13, 10]), created_at: now }).execute()
  const definition = JSON.stringify({ name: 'Welding', alignments: [] })
  await database.insertInto('achievement').values({ id: 'a1', organisation_id: 'o1', definition, created_at: now, updated_at: now }).execute()
  await database.insertInto('session').values({ token_hash: Buffer.from('x'), account_id: await anAccount(), created_at: now, last_seen_at: now, expires_at: now }).execute()
  const list = { id: 's1', organisation_id: 'o1', key_type: 'Ed25519' as const, purpose: 'revocation' as const, size: 131_072, allocated: Buffer.alloc(16_384), allocated_count: 0, bits: Buffer.alloc(16_384), published: '{}' }
  await database.insertInto('status_list').values({ ...list, published_at: now, expires_at: now, created_at: now }).execute()
  await database.insertInto('credential').values({
    id: 'c1', organisation_id: 'o1', achievement_id: 'a1', job_id: null, line: null, credential_id: 'urn:uuid:1', document: '{ "kept":  "as signed" }',
    status_list_id: 's1', status_index: 7, suspension_list_id: null, suspension_index: null, revoked_at: null, revoked_reason: null, issued_at: now,
  }).execute()
  await mkdir(join(ledgerFolder, 'tile', '0'), { recursive: true })
  await writeFile(join(ledgerFolder, 'checkpoint'), 'log\n1\n')
  await writeFile(join(ledgerFolder, 'tile', '0', '000.p'), Buffer.alloc(2_500_000, 7))
  await mkdir(join(ledgerFolder, 'tmp'))
  await writeFile(join(ledgerFolder, 'tmp', 'checkpoint'), 'half')
})

afterAll(async () => {
  for (const { close } of opened) await close()
})

async function anAccount(): Promise<string> {
  await source.database.insertInto('account').values({ id: 'p1', login_name: 'mira', display_name: 'Mira', passphrase_hash: null, created_at: now }).execute()
  return 'p1'
}

async function everything({ database, ledgerFolder }: NodePlace): Promise<unknown> {
  return {
    organisations: await database.selectFrom('organisation').selectAll().execute(),
    uploads: await database.selectFrom('upload').selectAll().execute(),
    achievements: await database.selectFrom('achievement').selectAll().execute(),
    lists: await database.selectFrom('status_list').selectAll().execute(),
    credentials: await database.selectFrom('credential').selectAll().execute(),
    accounts: await database.selectFrom('account').selectAll().execute(),
    checkpoint: await readFile(join(ledgerFolder, 'checkpoint'), 'utf8'),
    tile: (await readFile(join(ledgerFolder, 'tile', '0', '000.p'))).length,
    files: (await readdir(ledgerFolder)).filter((name) => name !== 'tmp').sort(),
  }
}

describe('a backup', () => {
  it('restores every row and every byte of the ledger on another machine', async () => {
    const file = join(folder, 'node.backup')
    await writeBackup(file, source, now)
    const target = await place('restored')
    await importNode(file, target)
    expect(await everything(target)).toEqual(await everything(source))
    expect(await target.database.selectFrom('session').selectAll().execute()).toEqual([])
  })

  it('brings alarms along and no key that cosigns, whatever it was made by: what that key said since is not known', async () => {
    const key = { origin: 'college.example/validator', public_key: Buffer.alloc(32), sealed_private_key: 'sealed', created_at: now }
    await source.database.insertInto('ledger_key').values([{ id: 'operator', ...key }, { id: 'cosigner-validator', ...key }]).execute()
    const kept = join(source.followedFolder, 'ab-validator', 'follow')
    await mkdir(join(kept, 'cosigned'), { recursive: true })
    for (const name of ['alarms.json', 'published', 'cosigned/00']) await writeFile(join(kept, name), name)
    const file = join(folder, 'keys.backup')
    await writeBackup(file, source, now)
    const text = gunzipSync(await readFile(file)).toString()
    expect(text).not.toContain('cosigner-validator')
    // As one was made before.
    const rows = Number(/"rows":(\d+)/.exec(text)?.[1])
    const operator = /^\{"table":"ledger_key".*$/m.exec(text)?.[0] ?? ''
    await writeFile(file, gzipSync(text.replace(operator, `${operator}\n${operator.replace('"id":"operator"', '"id":"cosigner-validator"')}`).replace(`"rows":${rows}`, `"rows":${rows + 1}`)))
    const target = await place('keys')
    await importNode(file, target)
    expect(await target.database.selectFrom('ledger_key').select('id').execute()).toEqual([{ id: 'operator' }])
    expect((await readdir(target.followedFolder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual(['alarms.json'])
  })

  it('is refused by a node that holds anything', async () => {
    const file = join(folder, 'again.backup')
    await writeBackup(file, source, now)
    await expect(importNode(file, source)).rejects.toMatchObject({ code: 'snapshot/node-not-empty' })
  })

  it.each([
    ['cut short', (text: string) => text.slice(0, text.lastIndexOf('{"end"')), 'snapshot/malformed'],
    ['of other migrations', (text: string) => text.replace('0002-issuing.sql', '0002-other.sql'), 'snapshot/version-mismatch'],
    ['that names a table of the database system', (text: string) => text.replaceAll('"table":"upload"', '"table":"pg_authid"'), 'snapshot/malformed'],
    ['that names a file outside the ledger', (text: string) => text.replaceAll('tile/0/000.p', '../../escaped'), 'snapshot/malformed'],
    ['that names what a witness said', (text: string) => text.replaceAll('tile/0/000.p', 'followed/ab-validator/follow/cosigned/00'), 'snapshot/malformed'],
    ['that is not ours', () => 'hello\n', 'snapshot/malformed'],
  ])('%s is refused and leaves nothing', async (name, spoil, code) => {
    const file = join(folder, 'spoilt.backup')
    await writeBackup(file, source, now)
    await writeFile(file, gzipSync(spoil(gunzipSync(await readFile(file)).toString())))
    const target = await place(`spoilt-${name}`)
    await expect(importNode(file, target)).rejects.toMatchObject({ code })
    expect(await target.database.selectFrom('organisation').selectAll().execute()).toEqual([])
    await expect(readFile(join(target.ledgerFolder, 'checkpoint'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('an export', () => {
  it('holds every credential as signed and restores like a backup', async () => {
    const out = join(folder, 'export')
    await exportNode(out, source, now)
    expect(await readFile(join(out, 'credentials', '1.json'), 'utf8')).toBe('{ "kept":  "as signed" }')
    expect(await readdir(out)).toEqual(['credentials', 'followed', 'ledger', 'manifest.json', 'tables'])
    const target = await place('from-export')
    await importNode(out, target)
    expect(await everything(target)).toEqual(await everything(source))
  })

  it('never writes into a folder that holds something', async () => {
    const out = join(folder, 'occupied')
    await mkdir(out)
    await writeFile(join(out, 'mine'), 'x')
    await expect(exportNode(out, source, now)).rejects.toMatchObject({ code: 'snapshot/folder-not-empty' })
  })
})
