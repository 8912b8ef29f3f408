import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAchievement, createKeyResolver, verifyProofs, type DataIntegrityProof } from 'everlearned/credential'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Console } from './command.ts'
import { issue } from './commands/issue.ts'
import { formatKeyFile, readKeyFile } from './key-file.ts'
import { rememberLines } from './remember-lines.ts'
import { openSigning } from './sign-in-threads.ts'

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

async function outcomesOf(credentials: readonly string[]): Promise<readonly string[]> {
  const findings = await Promise.all(credentials.map((text) => verifyProofs(JSON.parse(text) as { proof: DataIntegrityProof }, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now })))
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
  })

  it('leaves nothing of a file that cannot be read to its end', async () => {
    writeFileSync(at('open.csv'), 'Email,Name\np@example.org,P\n"open,P\n')
    await expect(run('--csv', at('open.csv'), '--lines', '--out', at('open'))).rejects.toMatchObject({ code: 'encoding/csv-quote-open' })
    expect(readdirSync(at('open'))).toEqual(['report'])
  })

  it('goes with --csv alone', async () => {
    await expect(run('--input', at('template.json'), '--lines', '--out', at('never'))).rejects.toThrow('--lines')
  })
})

describe('openSigning()', () => {
  it('signs a long file in threads, as it signs a short one', async () => {
    const achievement = createAchievement({ id: 'https://college.example/welding', name: 'Welding I', description: 'Joins steel', criteria: { narrative: 'Three welds' } })
    const key = await readKeyFile(at('key.json'))
    const rows = Array.from({ length: 4 }, (_, index) => ({ line: index + 2, email: `p${index}@example.org`, name: 'P', ...(index === 2 ? { evidence: { url: 'https://college.example/{}' } } : {}) }))
    const signing = { award: { achievement, issuer: { id: key.did, name: 'College' } }, securing: {}, now, isOneLine: false }
    const outcomes = []
    for (const rowCount of [4, 4_000]) {
      const open = await openSigning(key, signing, rowCount)
      const signed = await open.run(rows)
      await open.close()
      outcomes.push(await Promise.all(signed.map(async (row) => ('code' in row ? row.code : (await outcomesOf([new TextDecoder().decode(row)])).join()))))
    }
    expect(outcomes).toEqual([outcomes[0], outcomes[0]])
    expect(outcomes[0]?.filter((outcome) => outcome === 'passed')).toHaveLength(3)
  })
})

describe('rememberLines()', () => {
  it('tells the line on which something stood first', () => {
    const lines = rememberLines(500)
    const notes = Array.from({ length: 1_000 }, (_, index) => lines.note(`p${index % 500}@example.org`, index + 2))
    expect(notes).toEqual([...Array.from({ length: 500 }, () => undefined), ...Array.from({ length: 500 }, (_, index) => index + 2)])
  })
})
