import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import type { Report, Verdict } from './report.ts'
import { findingOf } from './report.ts'
import { trustNobody } from './policy.ts'
import { verify } from './verify.ts'

const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const standards = join(shared, 'standards')
const vectors = join(shared, 'vectors/w3c-vc-di-eddsa/TestVectors')
const now = new Date('2026-11-21T20:00:00Z')

interface Expected {
  readonly results: Readonly<Record<string, { readonly offlineNoShim: { readonly verified: boolean; readonly error: string | null } }>>
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()
}

const judge = (path: string): Promise<Verdict> => verify(new Uint8Array(readFileSync(path)), { cryptography, now, documents: {}, trust: trustNobody })

async function reportOn(path: string): Promise<Report> {
  const { reports } = await judge(path)
  if (reports[0] === undefined) throw new Error('no report')
  return reports[0]
}

const expectations = join(standards, 'open-badges-3.0/expected-verification.json')
const expected = existsSync(expectations) ? Object.entries((JSON.parse(readFileSync(expectations, 'utf8')) as Expected).results) : []
const proofOutcomes = expected.map(([path, { offlineNoShim: { verified, error } }]) => (
  { path, outcome: verified ? 'passed' : error?.startsWith('OFFLINE') === true ? 'unknown' : 'failed' }
))

describe.skipIf(expected.length === 0)('badges of other makers', () => {
  it.each(proofOutcomes)('$path: proof $outcome', async ({ path, outcome }) => {
    const report = await reportOn(join(standards, path))
    expect(findingOf(report, 'proof').outcome).toBe(outcome)
    expect(report.integrity === 'passed').toBe(outcome === 'passed')
  })

  it('finds nine genuine ones, whole and of unknown issuers', async () => {
    const reports = await Promise.all(filesBelow(join(standards, 'open-badges-3.0/samples/dcc')).map(reportOn))
    expect(reports.map(({ integrity, accepted }) => [integrity, accepted])).toEqual(Array.from({ length: 9 }, () => ['passed', 'no']))
  })

  it('reads badges out of pictures', async () => {
    for (const name of ['simple-json.png', 'simple-json.svg', 'simple-jwt.png', 'simple-jwt.svg']) {
      const report = await reportOn(join(standards, 'open-badges-3.0/samples/1edtech-validator', name))
      expect([report.standard, findingOf(report, 'format').outcome, findingOf(report, 'proof').outcome]).toEqual(['open-badges-3.0', 'passed', 'unknown'])
    }
  })

  it.each([['simple.jwt', 'proof/key-unavailable'], ['simple-jwt.png', 'proof/key-embedded'], ['simple-jwt.svg', 'proof/key-embedded']])('leaves open who signed the token in %s: %s', async (name, code) => {
    const report = await reportOn(join(standards, 'open-badges-3.0/samples/1edtech-validator', name))
    expect(report.integrity).toBe('unknown')
    expect([findingOf(report, 'proof').code, findingOf(report, 'issuer-binding').outcome]).toEqual([code, 'unknown'])
  })

  it('fails such a token when its content was changed', async () => {
    const svg = readFileSync(join(standards, 'open-badges-3.0/samples/1edtech-validator/simple-jwt.svg'), 'utf8')
    const [token = '', payload = ''] = /eyJ[\w-]+\.([\w-]+)\.[\w-]+/.exec(svg) ?? []
    const altered = Buffer.from(payload, 'base64url').toString().replace('Teamwork', 'Leadership')
    const forged = svg.replace(token, token.replace(payload, Buffer.from(altered).toString('base64url')))
    expect(forged).not.toBe(svg)
    const { reports: [report] } = await verify(new TextEncoder().encode(forged), { cryptography, now, documents: {}, trust: trustNobody })
    expect(report?.checks.find(({ check }) => check === 'proof')).toMatchObject({ outcome: 'failed', code: 'proof/signature-invalid' })
  })
})

const all = ['open-badges-3.0', 'open-badges-2.0', 'w3c-vc', 'clr-2.0', 'json-resume', 'sd-jwt-vc', 'hr-open-ler-rs', 'blockcerts'].flatMap((standard) => filesBelow(join(standards, standard, 'samples')))

describe.skipIf(all.length === 0)('every sample of every standard', () => {
  it('gets a verdict or is refused as unreadable, and passes only when it verified', async () => {
    const surprises: string[] = []
    for (const path of all) {
      const verdict = await judge(path).catch((error: { readonly code?: string }) => error.code ?? String(error))
      const isExpected = typeof verdict === 'string'
        ? verdict.startsWith('verifier/')
        : verdict.reports.every((report) => report.integrity !== 'passed' || findingOf(report, 'proof').outcome === 'passed')
      if (!isExpected) surprises.push(path)
    }
    expect(surprises).toEqual([])
  }, 120_000)

  it('fails every credential of the data model suite that is meant to fail', async () => {
    const failing = filesBelow(join(standards, 'w3c-vc/samples')).filter((path) => /fail\.json$|invalid__/.test(path))
    const verdicts = await Promise.all(failing.map(judge))
    expect(failing.length).toBeGreaterThan(15)
    expect(verdicts.map(({ integrity }) => integrity)).toEqual(failing.map(() => 'failed'))
  })
})

describe.skipIf(!existsSync(vectors))('the vectors of Data Integrity EdDSA Cryptosuites', () => {
  it.each([
    ['eddsa-rdfc-2022/signedDataInt.json', 'passed'],
    ['Ed25519Signature2020/signedEdSig.json', 'passed'],
    ['eddsa-jcs-2022/signedJCS.json', 'passed'],
    ['proof-set-chain/signedProofSet2.json', 'passed'],
    ['proof-set-chain/signedProofChain2.json', 'passed'],
  ])('%s: proof %s, and a did:key that is not the https issuer\'s', async (path, outcome) => {
    const report = await reportOn(join(vectors, path))
    expect([findingOf(report, 'proof').outcome, findingOf(report, 'issuer-binding').outcome, report.integrity]).toEqual([outcome, 'failed', 'failed'])
  })
})
