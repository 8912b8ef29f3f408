import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Command, Console, Ending } from './command.ts'
import { derive } from './commands/derive.ts'
import { issue } from './commands/issue.ts'
import { key } from './commands/key.ts'
import { present } from './commands/present.ts'
import { verifyCommand } from './commands/verify.ts'

const folder = mkdtempSync(join(tmpdir(), 'ler-sd-jwt-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)
const read = (name: string): string => readFileSync(at(name), 'utf8')

/** Runs a command in this process; answers how it ended and what it printed. */
async function run(command: Command, ...args: readonly string[]): Promise<{ readonly ending: Ending; readonly printed: string }> {
  const printed: string[] = []
  const console: Console = { print: (text) => void printed.push(text), tell: () => undefined, isTerminal: false, now: new Date('2026-11-21T12:00:00Z'), root: folder }
  const ending = await command.run(args, console)
  return { ending, printed: printed.join('\n') }
}

let holder = ''
const document = (): object => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  'id': 'urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-7a3f6c1f0b11', 'type': ['VerifiableCredential', 'OpenBadgeCredential'],
  'issuer': { id: 'did:example:college', type: ['Profile'], name: 'College' }, 'validFrom': '2026-06-01T00:00:00Z', 'awardedDate': '1987-06-01T00:00:00Z',
  'credentialSubject': {
    id: holder, type: ['AchievementSubject'], licenseNumber: 'L-17',
    achievement: { id: 'urn:uuid:7a1f4d3a-7a1f-4d3a-9d0c-000000000000', type: ['Achievement'], name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three welds' } },
  },
})

beforeAll(async () => {
  await run(key, 'new', '--type', 'P-256', '--out', at('issuer.json'))
  await run(key, 'new', '--type', 'BLS12-381', '--out', at('bls.json'))
  holder = (await run(key, 'new', '--type', 'Ed25519', '--out', at('holder.json'))).printed
  writeFileSync(at('degree.json'), JSON.stringify(document()))
})

describe.each(['dc+sd-jwt', 'vc+sd-jwt'])('ler with --format %s', (format) => {
  const out = format.slice(0, 2)
  const file = join(out, 'degree.sdjwt')
  const opened = (text: string): string => text.split(/[.~]/).map((part) => Buffer.from(part, 'base64url').toString('latin1')).join('\n')

  beforeAll(async () => {
    expect((await run(issue, '--input', at('degree.json'), '--key', at('issuer.json'), '--format', format, '--out', at(out))).ending).toBe('done')
  })

  it('issues, derives, presents and verifies, and the year is in nothing that is shown', async () => {
    expect((await run(verifyCommand, at(file))).ending).toBe('done')
    expect((await run(derive, at(file), '--reveal', '/credentialSubject/achievement/criteria', '--out', at('copy.sdjwt'))).ending).toBe('done')
    expect((await run(present, at('copy.sdjwt'), '--key', at('holder.json'), '--challenge', 'n-1', '--domain', 'https://verifier.example', '--out', at('shown.sdjwt'))).ending).toBe('done')
    expect((await run(verifyCommand, at('shown.sdjwt'), '--challenge', 'n-1', '--domain', 'https://verifier.example', '--holder', holder)).ending).toBe('done')
    expect((await run(verifyCommand, at('shown.sdjwt'), '--challenge', 'n-2', '--domain', 'https://verifier.example')).ending).toBe('failed')
    expect(opened(read('shown.sdjwt'))).toContain('Three welds')
    expect(opened(read('shown.sdjwt'))).not.toMatch(/1987|L-17|Joins/)
  })

  it('prints a token as it is, and as one JSON value when asked', async () => {
    const [plain, json] = [await run(derive, at(file)), await run(derive, at(file), '--json')]
    expect(JSON.parse(json.printed)).toBe(plain.printed)
    expect(plain.printed).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+~$/)
  })

  it('issues a list of graduates with the day of the award in one place only', async () => {
    writeFileSync(at('template.json'), JSON.stringify({ achievement: { name: 'Welding I', description: 'Joins steel', criteria: 'Three welds' }, issuer: { name: 'College' } }))
    writeFileSync(at('list.csv'), 'Email,Name,Issue Date\nana@example.edu,Ana,1987-05-31\n')
    expect((await run(issue, '--template', at('template.json'), '--csv', at('list.csv'), '--key', at('issuer.json'), '--format', format, '--out', at(`${out}-list`))).ending).toBe('done')
    const [name = ''] = readdirSync(at(`${out}-list`)).filter((each) => each.endsWith('.sdjwt'))
    expect((await run(verifyCommand, join(at(`${out}-list`), name), '--holder', 'ana@example.edu')).ending).toBe('done')
    expect(opened(read(join(`${out}-list`, name)))).toContain('"awardedDate","1987-05-31T00:00:00Z"')
    expect(opened((await run(derive, join(at(`${out}-list`), name))).printed)).not.toContain('1987')
  })

  it.each([
    ['a presentation without a challenge', () => run(present, at(file), '--key', at('holder.json')), /--challenge/],
    ['a presentation by another key', () => run(present, at(file), '--key', at('issuer.json'), '--challenge', 'n', '--domain', 'd'), /bound to another key/],
    ['two at once', () => run(present, at(file), at(file), '--key', at('holder.json'), '--challenge', 'n', '--domain', 'd'), /by itself/],
    ['a pointer to nothing', () => run(derive, at(file), '--reveal', '/evidence'), /leads to nothing/],
  ])('refuses %s', async (_what, act, reason) => {
    await expect(act()).rejects.toThrow(reason)
  })
})

describe('ler issue', () => {
  it.each([
    ['another format', ['--key', 'issuer.json', '--format', 'jwt'], /--format must be/], ['a cryptosuite as well', ['--key', 'issuer.json', '--format', 'dc+sd-jwt', '--cryptosuite', 'ecdsa-sd-2023'], /--format must be/],
    ['a key that signs no tokens', ['--key', 'bls.json', '--format', 'dc+sd-jwt'], /--format needs a key/],
  ])('refuses %s beside --format', async (_what, args, reason) => {
    await expect(run(issue, '--input', at('degree.json'), ...args.map((arg) => (arg.endsWith('.json') ? at(arg) : arg)), '--out', at('x'))).rejects.toThrow(reason)
  })
})

describe('ler present', () => {
  it.each([['issuer.json', 'ecdsa-sd-2023'], ['bls.json', 'bbs-2023']])('hands out no copy of %s that is its holder’s alone', async (keyFile, cryptosuite) => {
    expect((await run(issue, '--input', at('degree.json'), '--key', at(keyFile), '--cryptosuite', cryptosuite, '--out', at(cryptosuite))).ending).toBe('done')
    await expect(run(present, at(join(cryptosuite, 'degree.json')), '--key', at('holder.json'))).rejects.toThrow(/ler derive/)
  }, 60_000)
})
