import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatLedgerProof, batchPath, buildBatchTree, commit, sealBatch, signEntry } from 'everlearned/trust'
import { encodeMultikey } from 'everlearned/crypto'
import { decodeMultibase } from 'everlearned/encoding'
import { openLog } from 'everlearned/ledger'
import { fileLogStorage, nativeCryptography as cryptography } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const bin = fileURLToPath(new URL('./ler.mjs', import.meta.url))
const shared = fileURLToPath(new URL('../../../shared/data/standards/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ler-'))
const at = (name: string): string => join(folder, name)

interface Run {
  readonly code: number | null
  readonly out: string
  readonly told: string
}

function ler(args: readonly string[], input = ''): Promise<Run> {
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder })
  let [out, told] = ['', '']
  child.stdout.on('data', (part: Buffer) => (out += part.toString()))
  child.stderr.on('data', (part: Buffer) => (told += part.toString()))
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, told })))
}

async function json(args: readonly string[], input = ''): Promise<Record<string, unknown> & { readonly exit: number | null }> {
  const { code, out } = await ler([...args, '--json'], input)
  return { ...(JSON.parse(out) as Record<string, unknown>), exit: code }
}

const template = { achievement: { name: 'Welding I', description: 'Joins steel', criteria: 'Three welds' }, issuer: { name: 'College' } }
let did = ''

beforeAll(async () => {
  did = (await ler(['key', 'new', '--type', 'Ed25519', '--out', 'key.json'])).out.trim()
  writeFileSync(at('template.json'), JSON.stringify(template))
  writeFileSync(at('one.csv'), 'Email,Name,Issue Date\nana@example.edu,Ana,2025-05-31\n')
  await ler(['issue', '--template', 'template.json', '--csv', 'one.csv', '--key', 'key.json', '--out', 'one'])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const badge = (): string => join('one', readdirSync(at('one')).find((name) => name.endsWith('.json')) ?? '')

describe('ler', () => {
  it('lists its commands, and tells about each', async () => {
    expect(await ler(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('verify') })
    expect(await ler(['verify', '--help'])).toMatchObject({ code: 0, out: expect.stringContaining('--documents') })
  })

  it('verifies a card on paper from a photo of its codes', async () => {
    expect(await json(['verify', fileURLToPath(new URL('../../fixtures/card/valid/sheet-photo.jpg', import.meta.url))])).toMatchObject({ exit: 0, integrity: 'passed' })
  })

  it.each([
    ['no command', [], 64], ['an unknown command', ['frobnicate'], 64], ['an unknown option', ['verify', 'x', '--bogus'], 64], ['a missing argument', ['verify'], 64],
    ['a file that is not there', ['verify', 'nothing.json'], 74], ['a file that cannot be read', ['verify', 'one.csv'], 65], ['a holder who is nobody', ['verify', 'x', '--holder', 'Ana'], 64],
    ['a time that is none', ['verify', 'x', '--at', 'noon'], 64], ['a key type that is not built', ['key', 'new', '--type', 'P-521', '--out', 'x'], 64], ['a DID that is none', ['did', 'resolve', 'x'], 65],
    ['an unreachable log', ['ledger', 'audit', 'http://127.0.0.1:1/ledger'], 69], ['an input that is no key', ['present', 'one.csv', '--key', 'one.csv'], 65],
  ])('answers %s with the exit code that says so, and nothing on standard output', async (_what, args, code) => {
    const run = await ler(args)
    expect([run.code, run.out]).toEqual([code, ''])
    expect(run.told).toMatch(/^ler: /)
  })
})

describe('ler key and ler did', () => {
  it('makes a key that only its owner may read, and never overwrites it', async () => {
    expect(statSync(at('key.json')).mode & 0o777).toBe(0o600)
    const before = readFileSync(at('key.json'), 'utf8')
    expect((await ler(['key', 'new', '--out', 'key.json'])).code).toBe(74)
    expect(readFileSync(at('key.json'), 'utf8')).toBe(before)
  })

  it('shows the public half alone', async () => {
    const { d } = JSON.parse(readFileSync(at('key.json'), 'utf8')) as { readonly d: string }
    const shown = await ler(['key', 'show', 'key.json', '--json'])
    expect(JSON.parse(shown.out)).toMatchObject({ did, type: 'Ed25519' })
    expect(shown.out).not.toContain(d)
  })

  it('resolves a did:key by itself and a did:web only from what is at hand', async () => {
    expect(JSON.parse((await ler(['did', 'resolve', did])).out)).toMatchObject({ id: did })
    expect((await ler(['did', 'resolve', 'did:web:college.example'])).code).toBe(2)
    writeFileSync(at('did.json'), JSON.stringify({ id: 'did:web:college.example' }))
    writeFileSync(at('map.json'), JSON.stringify({ 'did:web:college.example': 'did.json' }))
    expect(await ler(['did', 'resolve', 'did:web:college.example', '--documents', 'map.json'])).toMatchObject({ code: 0, out: expect.stringContaining('did:web:college.example') })
  })
})

describe('ler derive', () => {
  const document = {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    'id': 'urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-7a3f6c1f0b11', 'type': ['VerifiableCredential', 'OpenBadgeCredential'],
    'issuer': { id: 'did:example:college', type: ['Profile'], name: 'College' }, 'validFrom': '2026-06-01T00:00:00Z', 'awardedDate': '1987-06-01T00:00:00Z',
    'credentialSubject': {
      id: 'did:example:holder', type: ['AchievementSubject'], licenseNumber: 'L-17',
      achievement: { id: 'urn:uuid:7a1f4d3a-7a1f-4d3a-9d0c-000000000000', type: ['Achievement'], name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three welds' } },
    },
    'evidence': [{ type: ['Evidence'], name: 'A photo' }],
  }
  beforeAll(async () => {
    writeFileSync(at('degree.json'), JSON.stringify(document))
    await ler(['key', 'new', '--type', 'P-256', '--out', 'p256.json'])
    expect((await ler(['issue', '--input', 'degree.json', '--key', 'p256.json', '--cryptosuite', 'ecdsa-sd-2023', '--out', 'degrees'])).code).toBe(0)
  })
  const degree = join('degrees', 'degree.json')

  it('makes a copy that shows what was chosen and what is mandatory, and verifies', async () => {
    expect(await ler(['derive', degree, '--reveal', '/evidence/0', '/credentialSubject/achievement/criteria', '--out', 'copy.json'])).toEqual({ code: 0, out: '', told: '' })
    const copy = readFileSync(at('copy.json'), 'utf8')
    expect(JSON.parse(copy)).toMatchObject({ issuer: { name: 'College' }, validFrom: document.validFrom, credentialSubject: { achievement: { name: 'Welding' } }, evidence: [{ name: 'A photo' }] })
    expect(copy).not.toMatch(/1987|L-17|Joins/)
    expect(await json(['verify', 'copy.json'])).toMatchObject({ exit: 0, integrity: 'passed', checks: expect.arrayContaining([{ check: 'schema', outcome: 'unknown', code: 'schema/withheld', reason: '/credentialSubject/achievement/description is not shown' }]) })
  })

  it('takes the suite from the proof: copies under bbs-2023 differ and verify', async () => {
    expect(await json(['key', 'new', '--type', 'BLS12-381', '--out', 'bls.json'])).toMatchObject({ exit: 0, type: 'BLS12-381', did: expect.stringMatching(/^did:key:zUC7/) })
    expect(await json(['key', 'show', 'bls.json'])).not.toHaveProperty('publicKeyJwk')
    expect((await ler(['issue', '--input', 'degree.json', '--key', 'bls.json', '--cryptosuite', 'bbs-2023', '--out', 'unlinkable'])).code).toBe(0)
    const [left, right] = [await ler(['derive', join('unlinkable', 'degree.json'), '--out', 'left.json']), await ler(['derive', join('unlinkable', 'degree.json')])]
    expect(left).toEqual({ code: 0, out: '', told: '' })
    expect(JSON.parse(right.out)).not.toEqual(JSON.parse(readFileSync(at('left.json'), 'utf8')))
    expect(right.out).not.toMatch(/1987|L-17|Joins/)
    expect(await json(['verify', 'left.json'])).toMatchObject({ exit: 0, integrity: 'passed', checks: expect.arrayContaining([expect.objectContaining({ check: 'schema', code: 'schema/withheld' })]) })
    expect(await ler(['present', 'left.json', '--key', 'bls.json'])).toMatchObject({ code: 65, told: expect.stringContaining('bls.json') })
  }, 60_000)

  it('shows only what is mandatory when nothing is chosen, from standard input', async () => {
    const { code, out } = await ler(['derive', '-'], readFileSync(at(degree), 'utf8'))
    expect(code).toBe(0)
    expect(JSON.parse(out)).not.toHaveProperty('evidence')
  })

  it('lets the issuer say what is mandatory', async () => {
    expect((await ler(['issue', '--input', 'degree.json', '--key', 'p256.json', '--cryptosuite', 'ecdsa-sd-2023', '--mandatory', '/issuer', '/evidence', '--mandatory', '/credentialSubject/id', '--out', 'strict'])).code).toBe(0)
    expect(Object.keys(JSON.parse((await ler(['derive', join('strict', 'degree.json')])).out) as object)).toEqual(['@context', 'id', 'type', 'issuer', 'credentialSubject', 'evidence', 'proof'])
  })

  it('leaves the holder’s own copy to its holder', async () => {
    expect(await json(['verify', degree])).toMatchObject({ exit: 1, integrity: 'failed', checks: expect.arrayContaining([expect.objectContaining({ check: 'proof', code: 'proof/base-proof' })]) })
  })

  it.each([
    ['a pointer to nothing', ['derive', degree, '--reveal', '/evidence/1'], 65, '/evidence/1'], ['a credential that is not for it', ['derive', 'degree.json', '--reveal', '/evidence'], 65, 'base proof'],
    ['no file', ['derive'], 64, 'ler derive FILE'], ['two files', ['derive', degree, degree], 64, 'ler derive FILE'],
    ['a key that cannot sign it', ['issue', '--input', 'degree.json', '--key', 'key.json', '--cryptosuite', 'ecdsa-sd-2023', '--out', 'x'], 64, 'eddsa-rdfc-2022'],
    ['mandatory parts without a choice', ['issue', '--input', 'degree.json', '--key', 'p256.json', '--mandatory', '/issuer', '--out', 'x'], 64, 'ecdsa-sd-2023'],
  ])('answers %s by its exit code and names the reason', async (_what, args, code, reason) => {
    expect(await ler(args)).toMatchObject({ code, out: '', told: expect.stringContaining(reason) })
  })

  it('reports a document that lacks what was made mandatory, and issues the others', async () => {
    writeFileSync(at('bare.json'), JSON.stringify({ ...document, evidence: undefined }))
    const report = await json(['issue', '--input', 'bare.json', '--input', 'degree.json', '--key', 'p256.json', '--cryptosuite', 'ecdsa-sd-2023', '--mandatory', '/evidence', '--out', 'mixed'])
    expect(report).toMatchObject({ exit: 1, counts: { issued: 1, refused: 1 }, errors: [{ source: 'bare.json', code: 'credential/pointer-unmatched', message: expect.stringContaining('/evidence') }] })
  })
})

describe('ler verify', () => {
  it('tells integrity by its exit code, and acceptance once trust is given', async () => {
    writeFileSync(at('trust.json'), JSON.stringify({ issuers: [{ did, name: 'Riverside College' }] }))
    expect(await json(['verify', badge()])).toMatchObject({ exit: 0, integrity: 'passed', accepted: 'no', issuer: { id: did, name: null }, checks: expect.arrayContaining([{ check: 'proof', outcome: 'passed' }]) })
    expect(await json(['verify', badge(), '--trust', 'known-issuer'])).toMatchObject({ exit: 1, accepted: 'no' })
    expect(await json(['verify', badge(), '--trust', 'trust.json'])).toMatchObject({ exit: 0, accepted: 'yes', issuer: { name: 'Riverside College' } })
    expect(await json(['verify', badge(), '--trust', 'accredited'])).toMatchObject({ exit: 1 })
  })

  it('headlines an unknown issuer as unknown', async () => {
    expect((await ler(['verify', badge()])).out).toMatch(/^Signed, but we do not know by whom\./)
  })

  it('reads standard input, and fails what was altered', async () => {
    const altered = readFileSync(at(badge()), 'utf8').replace('Welding', 'Surgery')
    expect(await json(['verify', '-'], altered)).toMatchObject({ exit: 1, integrity: 'failed' })
  })

  it('asks whose it is', async () => {
    expect(await json(['verify', badge(), '--holder', 'Ana@example.edu'])).toMatchObject({ exit: 0 })
    expect(await json(['verify', badge(), '--holder', 'bo@example.edu'])).toMatchObject({ exit: 1 })
    expect(await json(['verify', badge(), '--holder', did])).toMatchObject({ exit: 2, integrity: 'unknown' })
  })

  it('judges for another moment', async () => {
    expect(await json(['verify', badge(), '--at', '2020-01-01'])).toMatchObject({ exit: 1 })
  })

  it.skipIf(!existsSync(shared))('says unknown for a badge whose issuer it would have to fetch', async () => {
    expect(await json(['verify', join(shared, 'open-badges-3.0/samples/1edtech-validator/simple.json')])).toMatchObject({ exit: 2, integrity: 'unknown' })
  })
})

describe('ler present', () => {
  it('makes a presentation that verifies for its occasion and no other', async () => {
    await ler(['present', badge(), '--key', 'key.json', '--challenge', 'c1', '--domain', 'verifier.example', '--out', 'vp.json'])
    expect(await json(['verify', 'vp.json', '--challenge', 'c1', '--domain', 'verifier.example'])).toMatchObject({ exit: 0, container: 'presentation', presentation: { outcome: 'passed' } })
    expect(await json(['verify', 'vp.json', '--challenge', 'c2', '--domain', 'verifier.example'])).toMatchObject({ exit: 1 })
  })
})

describe('ler issue', () => {
  const graduates = '\uFEFFEmail;Name;Issue Date\r\n' +
    'ana@example.edu;Ana;31/05/2025\r\nbo.example.edu;Bo;30/05/2025\r\n"cy@example.edu";"Cy\r\nDoe";30/05/2025\r\nana@example.edu;Ana;31/05/2025\r\ndi@example.edu;"=HYPERLINK(""http://x"")";\r\ned@example.edu;Ed;31/02/2025\r\n'

  it('issues the good rows, names each bad one by its line, and issues nobody twice', async () => {
    writeFileSync(at('graduates.csv'), graduates)
    const args = ['issue', '--template', 'template.json', '--csv', 'graduates.csv', '--key', 'key.json', '--out', 'issued']
    const first = await json(args)
    expect(first).toMatchObject({ exit: 1, counts: { issued: 1, alreadyIssued: 0, refused: 4, duplicates: 1 } })
    expect((first['errors'] as { line: number; code: string }[]).map(({ line, code }) => `${line} ${code}`)).toEqual([
      '3 row/email-malformed', '4 row/control-character', '6 row/duplicate', '7 row/formula', '8 row/date-impossible',
    ])
    expect(await json(args)).toMatchObject({ counts: { issued: 0, alreadyIssued: 1 } })
    expect(readdirSync(at('issued')).filter((name) => name.endsWith('.json'))).toHaveLength(1)
  })

  it('asks for the order of day and month instead of guessing it', async () => {
    writeFileSync(at('dates.csv'), 'Email,Issued on\nana@example.edu,04/05/2025\n')
    const args = ['issue', '--template', 'template.json', '--csv', 'dates.csv', '--key', 'key.json', '--out', 'dates']
    expect(await ler(args)).toMatchObject({ code: 65, told: expect.stringContaining('--date-order') })
    const report = await json([...args, '--date-order', 'dmy'])
    const [{ file }] = report['credentials'] as [{ readonly file: string }]
    expect(JSON.parse(readFileSync(at(join('dates', file)), 'utf8'))).toMatchObject({ validFrom: '2025-05-04T00:00:00Z' })
  })

  it('writes and signs nothing in a dry run, and takes a mapping by header or number', async () => {
    writeFileSync(at('odd.csv'), 'Whom,Where\nAna,ana@example.edu\n')
    expect(await json(['issue', '--template', 'template.json', '--csv', 'odd.csv', '--map', 'email=Where', '--map', 'fullName=1', '--dry-run'])).toMatchObject({ exit: 0, isDryRun: true, counts: { issued: 1 } })
    expect((await ler(['issue', '--template', 'template.json', '--csv', 'odd.csv', '--dry-run'])).code).toBe(65)
    expect((await ler(['issue', '--template', 'template.json', '--csv', 'odd.csv', '--map', 'email=Nowhere', '--dry-run'])).code).toBe(64)
  })

  it('continues after it was killed, without a double or a loss', async () => {
    writeFileSync(at('many.csv'), `Email,Name\n${Array.from({ length: 300 }, (_, index) => `p${index}@example.edu,P${index}\n`).join('')}`)
    const args = ['issue', '--template', 'template.json', '--csv', 'many.csv', '--key', 'key.json', '--out', 'many']
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: 'ignore' })
    const ended = new Promise((resolve) => child.on('close', resolve))
    while (!existsSync(at('many')) || readdirSync(at('many')).length < 20) await new Promise((resolve) => setTimeout(resolve, 5))
    child.kill('SIGKILL')
    await ended
    const { counts, exit } = await json(args) as { counts: { issued: number; alreadyIssued: number }; exit: number }
    expect([exit, counts.issued + counts.alreadyIssued, counts.alreadyIssued > 0]).toEqual([0, 300, true])
    const files = readdirSync(at('many')).filter((name) => name.endsWith('.json'))
    const ids = new Set(files.map((name) => (JSON.parse(readFileSync(at(join('many', name)), 'utf8')) as { id: string }).id))
    expect([files.length, ids.size]).toEqual([300, 300])
  })

  it('signs documents in the name of the key, keeps the issuer when told to, and never lets a bad one stop the others', async () => {
    const unsigned = JSON.parse(readFileSync(at(badge()), 'utf8')) as { proof?: unknown; issuer: { id: string } }
    delete unsigned.proof
    unsigned.issuer.id = 'did:web:college.example'
    writeFileSync(at('good.json'), JSON.stringify(unsigned))
    writeFileSync(at('bad.json'), JSON.stringify({ ...unsigned, grade: 'A' }))
    const inputs = ['--input', 'bad.json', '--input', 'nothing.json', '--input', 'good.json', '--key', 'key.json']
    expect(await json(['issue', ...inputs, '--out', 'documents'])).toMatchObject({ exit: 1, counts: { issued: 1, refused: 2 }, errors: [{ source: 'bad.json', code: 'credential/term-undefined' }, { source: 'nothing.json' }] })
    expect(await json(['verify', 'documents/good.json'])).toMatchObject({ integrity: 'passed', issuer: { id: did } })
    await ler(['issue', ...inputs, '--keep-issuer', '--out', 'kept'])
    expect(await json(['verify', 'kept/good.json'])).toMatchObject({ exit: 1, issuer: { id: 'did:web:college.example' } })
  })

  it('lets a node issue, with the key in a header and nowhere else', async () => {
    const asked: string[] = []
    const node = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`)
      const answer = (body: unknown): void => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      if (request.url?.endsWith('/uploads') === true) answer({ id: 'u1', columns: [{ header: 'Email' }, { header: 'Name' }] })
      else if (request.url?.endsWith('/preview') === true) answer({ counts: { good: 1, bad: 0, duplicates: 0 }, errors: [], needsDateOrder: false })
      else if (request.url?.endsWith('/issue') === true) answer({ id: 'j1' })
      else if (request.url?.endsWith('/jobs/j1') === true) answer({ id: 'j1', state: 'done', total: 1, issued: 1, refused: 0 })
      else if (request.url?.endsWith('/claims.csv') === true) response.writeHead(200, { 'content-type': 'text/csv' }).end('name,email,link,code\r\n')
      else response.writeHead(404, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ title: 'Not found', code: 'route/not-found' }))
    })
    await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(node.address() as AddressInfo).port}`
    writeFileSync(at('api-key'), 'ler_secret\n')
    const args = ['issue', '--csv', 'one.csv', '--node', address, '--organisation', 'riverside', '--api-key-file', 'api-key', '--out', 'node']
    const report = await json([...args, '--achievement', 'a1'])
    expect(report).toMatchObject({ exit: 0, job: 'j1', counts: { issued: 1 } })
    expect(asked.map((line) => line.replace('/api/organisations/riverside', ''))).toEqual([
      'POST /uploads Bearer ler_secret', 'POST /uploads/u1/preview Bearer ler_secret', 'POST /uploads/u1/issue Bearer ler_secret', 'GET /jobs/j1 Bearer ler_secret', 'GET /jobs/j1/claims.csv Bearer ler_secret',
    ])
    expect(readFileSync(at(join('node', String(report['claims']))), 'utf8')).toContain('link')
    await new Promise((resolve) => node.close(resolve))
    expect((await ler([...args, '--achievement', 'a1'])).code).toBe(69)
  })
})

describe('ler ledger', () => {
  it('audits a log on disk, verifies a proof offline, and sees one changed byte', async () => {
    const { signingKey } = { signingKey: await cryptography.importSigningKey(await cryptography.generateKey('Ed25519')) }
    const storage = await fileLogStorage(at('log'))
    const log = await openLog(storage, { origin: 'college.example/ledger', signingKey, cryptography })
    const credential = JSON.parse(readFileSync(at(badge()), 'utf8')) as { proof: { proofValue: string } }
    const nonce = cryptography.randomBytes(32)
    const batch = await sealBatch([commit(decodeMultibase(credential.proof.proofValue, 'z'), nonce, cryptography.sha256)], { issuer: null, scope: 'education', isOverdue: true, origin: log.checkpoint.origin, signer: signingKey, cryptography })
    const operator = { did: 'did:web:college.example', name: 'College', keys: [encodeMultikey(signingKey.publicKey)] }
    const charter = await signEntry({ type: 'charter', payload: {
      name: 'College', policy: 'quorum none\n', rules: 1, accreditors: [], operator, governance: { education: { threshold: 1, seats: [{ name: 'College', key: encodeMultikey(signingKey.publicKey) }] } },
    } }, { origin: log.checkpoint.origin, signers: [signingKey] })
    const { indexes: [, index = 0] } = await log.append([charter, batch.entry])
    const [batchIndex = 0] = batch.positions
    const path = batchPath(buildBatchTree(batch.leaves, cryptography.sha256), batchIndex)
    writeFileSync(at('proof.json'), JSON.stringify(formatLedgerProof({ nonce, batchIndex, batchPath: path, entry: batch.entry, proof: await log.tlogProof(index) })))
    writeFileSync(at('log.key'), `${log.verifierKey}\n`)
    expect(await json(['ledger', 'verify', 'proof.json', '--credential', badge(), '--key', 'log.key'])).toMatchObject({ exit: 0, outcome: 'passed' })
    expect(await json(['ledger', 'audit', 'log', '--key', 'log.key'])).toMatchObject({ exit: 0, outcome: 'passed', size: 2, findings: [] })
    await log.close()
    expect((await ler(['ledger', 'audit', 'log'])).code).toBe(64)
    writeFileSync(at('log/key'), `${log.verifierKey}\n`)
    expect(await json(['ledger', 'audit', 'log'])).toMatchObject({ exit: 0, key: log.verifierKey })
    const bundle = join(folder, 'log/tile/entries/000.p/2')
    const bytes = readFileSync(bundle)
    bytes[20] = (bytes[20] ?? 0) ^ 1
    rmSync(bundle)
    writeFileSync(bundle, bytes)
    expect(await json(['ledger', 'audit', 'log', '--key', 'log.key'])).toMatchObject({ exit: 1, outcome: 'failed' })
  })
})
