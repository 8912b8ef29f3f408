import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createKeyResolver, verifyProofs, type DataIntegrityProof } from 'everlearned/credential'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BuiltLer } from './built-ler.ts'
import type { Console } from './command.ts'
import { issue } from './commands/issue.ts'
import { verifyCommand } from './commands/verify.ts'
import { formatKeyFile } from './key-file.ts'
import { rememberLines } from './remember-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'ler-csv-'))
const at = (name: string): string => join(folder, name)
const now = new Date('2026-11-21T12:00:00Z')

interface Report {
  readonly ending: unknown
  readonly counts: object
  readonly errors: readonly { readonly line: number | null; readonly code: string }[]
  readonly credentials: readonly object[]
  readonly claims: string
  readonly file: string
}

async function run(...args: readonly string[]): Promise<Report> {
  let printed = ''
  const console: Console = { print: (text) => void (printed += text), tell: () => undefined, isTerminal: false, now, root: folder }
  const ending = await issue.run([...args, '--template', at('template.json'), '--key', at('key.json'), '--json'], console)
  return { ending, ...JSON.parse(printed) as Omit<Report, 'ending'> }
}

async function outcomesOf(credentials: readonly string[], judgedAt = now): Promise<readonly string[]> {
  const findings = await Promise.all(credentials.map((text) => verifyProofs(JSON.parse(text) as { proof: DataIntegrityProof }, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now: judgedAt })))
  return findings.flat().map(({ outcome }) => outcome)
}

beforeAll(async () => {
  writeFileSync(at('key.json'), (await formatKeyFile(await cryptography.generateKey('Ed25519'))).text)
  writeFileSync(at('template.json'), JSON.stringify({ achievement: { name: 'Welding I', description: 'Joins steel', criteria: 'Three welds' }, issuer: { name: 'College' } }))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('ler issue --csv --lines', () => {
  it('writes a credential a line in the order of the rows, names each bad row, and issues nobody twice', async () => {
    const rows = Array.from({ length: 130 }, (_, index) => (index === 60 ? 'nobody,Nobody' : `p${index % 120}@example.org,P${index}`))
    writeFileSync(at('rows.csv'), `Email,Name\n${rows.join('\n')}\n`)
    const args = ['--csv', at('rows.csv'), '--lines', '--out', at('lines')]
    const first = await run(...args)
    expect(first).toMatchObject({ ending: 'failed', counts: { issued: 119, alreadyIssued: 0, refused: 1, duplicates: 10 }, credentials: [] })
    expect(first.errors.map(({ line, code }) => `${line} ${code}`).slice(0, 2)).toEqual(['62 row/email-malformed', '122 row/duplicate'])
    const written = readFileSync(at(join('lines', first.file)), 'utf8')
    const lines = written.trimEnd().split('\n')
    expect([lines.length, written.endsWith('}\n'), new Set(lines.map((line) => (JSON.parse(line) as { id: string }).id)).size]).toEqual([119, true, 119])
    expect(new Set(await outcomesOf(lines.slice(0, 5)))).toEqual(new Set(['passed']))
    const claims = readFileSync(at(join('lines', first.claims)), 'utf8').split('\r\n')
    expect([claims[1], claims[61]]).toEqual([`P0,p0@example.org,${first.file}:1`, `P61,p61@example.org,${first.file}:61`])
    expect(await run(...args)).toMatchObject({ counts: { issued: 0, alreadyIssued: 119, refused: 1, duplicates: 10 }, file: first.file })
    expect(readFileSync(at(join('lines', first.file)), 'utf8')).toBe(written)
    expect(readdirSync(at('lines')).toSorted()).toEqual([first.file, 'report'])
    const apart = await run('--csv', at('rows.csv'), '--out', at('lines'))
    expect([apart.counts, apart.claims === first.claims]).toEqual([{ issued: 119, alreadyIssued: 0, refused: 1, duplicates: 10 }, false])
    expect(await run(...args)).toMatchObject({ counts: { issued: 0, alreadyIssued: 119 } })
  })

  it('leaves nothing of a file that cannot be read to its end', async () => {
    writeFileSync(at('open.csv'), 'Email,Name\np@example.org,P\n"open,P\n')
    await expect(run('--csv', at('open.csv'), '--lines', '--out', at('open'))).rejects.toMatchObject({ code: 'encoding/csv-quote-open' })
    expect(readdirSync(at('open'))).toEqual(['report'])
  })

  it('is for one run at a time, and nothing is written beside one that goes on', async () => {
    writeFileSync(at('twice.csv'), 'Email,Name\np@example.org,P\n')
    const args = ['--csv', at('twice.csv'), '--lines', '--out', at('twice')]
    const ended = await Promise.allSettled([run(...args), run(...args)])
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(ended.find((one) => one.status === 'rejected')).toMatchObject({ reason: { message: expect.stringMatching(/^Cannot start on .*: process \d+ holds it$/) } })
    expect(await run(...args)).toMatchObject({ counts: { issued: 0, alreadyIssued: 1 } })
  })

  it('ends where more is wrong than anybody would read, and leaves nothing', async () => {
    writeFileSync(at('wrong.csv'), `Email,Name\n${'nobody,P\n'.repeat(100_001)}`)
    await expect(run('--csv', at('wrong.csv'), '--lines', '--out', at('wrong'))).rejects.toThrow('the first at line 2 (row/email-malformed)')
    expect(readdirSync(at('wrong'))).toEqual(['report'])
  })

  it('is no file at all where there is no room for all of it', () => {
    const files = pathToFileURL(join(import.meta.dirname, 'files.ts')).href
    const script = `const { beginFile } = await import('${files}'); const file = await beginFile('${at('cramped')}'); await file.write('x'.repeat(20_000)); await file.finish()`
    // The system takes a part of what it has no room for, and says so of the next part only.
    const { status, stderr } = spawnSync('sh', ['-c', 'ulimit -f 8; exec "$0" --import tsx --input-type=module -e "$1"', process.execPath, script], { cwd: join(import.meta.dirname, '../..'), encoding: 'utf8' })
    expect([status, stderr.includes('EFBIG'), readdirSync(folder).includes('cramped')]).toEqual([1, true, false])
  })

  it('is verified a line at a time', async () => {
    const console: Console = { print: () => undefined, tell: () => undefined, isTerminal: false, now, root: folder }
    await expect(verifyCommand.run([at('any.jsonl')], console)).rejects.toThrow(`sed -n 3p ${at('any.jsonl')} | ler verify -`)
  })

  it('goes with --csv alone', async () => {
    await expect(run('--input', at('template.json'), '--lines', '--out', at('never'))).rejects.toThrow('--lines')
  })
})

describe('ler issue --csv, built', () => {
  it('signs a long file in threads, in the order of its rows', async () => {
    const ler = await BuiltLer.build()
    writeFileSync(at('long.csv'), `Email,Name,Issue Date\n${Array.from({ length: 2_000 }, (_, index) => `p${index}@example.org,P,20${10 + Math.floor(index / 200)}-01-01\n`).join('')}`)
    const report = await ler.json('issue', '--csv', at('long.csv'), '--template', at('template.json'), '--key', at('key.json'), '--lines', '--out', at('long'))
    ler.remove()
    expect(report).toMatchObject({ exit: 0, counts: { issued: 2_000 }, errors: [] })
    const lines = readFileSync(at(join('long', String(report['file']))), 'utf8').trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { validFrom: string }).validFrom.slice(0, 4))).toEqual(lines.map((_, index) => String(2_010 + Math.floor(index / 200))))
    expect(await outcomesOf([lines[0], lines[1_000], lines[1_999]].map(String), new Date())).toEqual(['passed', 'passed', 'passed'])
  })
})

describe('rememberLines()', () => {
  it('tells the line on which something stood first', () => {
    const lines = rememberLines(500)
    const notes = Array.from({ length: 1_000 }, (_, index) => lines.note(`p${index % 500}@example.org`, index + 2))
    expect(notes).toEqual([...Array.from({ length: 500 }, () => undefined), ...Array.from({ length: 500 }, (_, index) => index + 2)])
  })
})
