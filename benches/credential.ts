/**
 * Issuing, verifying and showing records, each against the bare signatures that it cannot do without and, in the same process, against
 * other implementations.
 *
 * Everything runs on Node's own OpenSSL but for the rows whose name ends in `-sodium`.
 */
import { canonicalize } from 'everlearned/credential'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { createBench, type BenchContext } from './bench-context.ts'
import { measure, printRows, type Row } from './interleave.ts'
import { readFlags, readRounds, stop } from './read-flags.ts'
import { formatSizes, formatTable, type DocumentSize } from './table.ts'

process.env['LER_ED25519'] = 'openssl'

/** Files of rows, loaded when a row of theirs is asked for; by what the names of their rows begin with. */
const groups: readonly { readonly prefixes: readonly string[]; readonly rows: (bench: BenchContext) => Promise<readonly Row[]> }[] = [
  { prefixes: ['issue-'], rows: async (bench) => (await import('./issue-rows.ts')).issueRows(bench) },
  { prefixes: ['template-'], rows: async (bench) => (await import('./template-rows.ts')).templateRows(bench) },
  { prefixes: ['verify-', 'verdict-', 'vp5-'], rows: async (bench) => (await import('./verify-rows.ts')).verifyRows(bench) },
  { prefixes: ['sd-'], rows: async (bench) => (await import('./disclosure-rows.ts')).disclosureRows(bench) },
  { prefixes: ['bbs-'], rows: async (bench) => (await import('./bbs-rows.ts')).bbsRows(bench) },
  { prefixes: ['sdjwt-'], rows: async (bench) => (await import('./sd-jwt-rows.ts')).sdJwtRows(bench) },
  { prefixes: ['long-way-'], rows: async (bench) => (await import('./long-way-rows.ts')).longWayRows(bench) },
  { prefixes: ['status-'], rows: async (bench) => (await import('./status-rows.ts')).statusRows(bench) },
]

const prefixes = groups.flatMap((group) => group.prefixes)
const { json, markdown, rows: asked, rounds: askedRounds } = readFlags(`npm run bench -- credential [--json | --markdown] [--rows PREFIX,PREFIX] [--rounds NUMBER]
  --rows     only rows whose names begin so; there are ${prefixes.join(' ')}
  --rounds   11 unless given`, {
  json: { type: 'boolean' }, markdown: { type: 'boolean' }, rows: { type: 'string', default: '' }, rounds: { type: 'string', default: '11' },
})
const wanted = asked.split(',').map((prefix) => prefix.trim())
const allocation = 'template-small-allocated'
const rounds = readRounds(askedRounds)
const bench = await createBench()
const rows = (await Promise.all(groups.filter((group) => group.prefixes.some(isWanted)).map((group) => group.rows(bench)))).flat().filter(({ op }) => isWanted(op))
const missing = wanted.find((prefix) => ![...rows.map(({ op }) => op), allocation].some((name) => name.startsWith(prefix)))
if (missing !== undefined) stop(`No row begins with ${missing}; there are ${prefixes.join(' ')}`)
const measured = [...await measure(rows, rounds), ...(isWanted(allocation) ? [await (await import('./template-rows.ts')).templateAllocation(bench)] : [])]
if (markdown === true) console.log(`${formatSizes(await sizesOf(bench))}\n\n${formatTable(measured)}`)
else {
  if (json !== true) console.table(await sizesOf(bench))
  printRows('credential', measured)
}

/** A name that begins as asked for, or that may yet. */
function isWanted(name: string): boolean {
  return wanted.some((prefix) => name.startsWith(prefix) || (name.endsWith('-') && prefix.startsWith(name)))
}

async function sizesOf({ sizes, issuer }: BenchContext): Promise<readonly DocumentSize[]> {
  return Promise.all(sizes.map(async ({ size, make }) => {
    const document = make(1, issuer)
    const form = await canonicalize(document, cryptography)
    return { size, bytes: JSON.stringify(document).length, statements: form.split('\n').length - 1, canonicalBytes: form.length, unnamedNodes: new Set(form.match(/_:c14n\d+/g)).size }
  }))
}
