import { parseSdJwt } from 'everlearned/credential'
import { webCryptography } from 'everlearned/crypto'
import { decodeBase64url, encodeUtf8 } from 'everlearned/encoding'
import { parseClaimLink } from 'everlearned/exchange/claim'
import { canShowParts, claimCredential, createMemoryWalletStorage, deriveWalletKeys, fetchClaimOffer, makeBundle, requestCopy, type Fetch, type ShareChoice, type WalletRecord } from 'everlearned/holder'
import { nativeCryptography } from 'everlearned/node'
import { verify } from 'everlearned/verifier'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listIssuers } from '../accounts/organisation-keys.ts'
import { createAchievement } from '../issuing/achievements.ts'
import { changeClaim } from '../issuing/change-claims.ts'
import { searchClaims } from '../issuing/claim-desk.ts'
import { startIssueJob } from '../issuing/issue-jobs.ts'
import { keepUpload } from '../issuing/uploads.ts'
import { workOnJobs } from '../issuing/worker.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'

const claimed = new Date('2026-06-20T10:00:00Z')
/** Years later, so that the day of the claim would tell something too. */
const shared = new Date('2031-03-04T10:00:00Z')

let node: TestNode
let owner: TestOwner
const records: Record<string, { readonly record: WalletRecord; readonly claimId: string; readonly seed: number }> = {}

const fetch: Fetch = async (url, init) => {
  const { body } = init ?? {}
  const options: InjectOptions = { url: new URL(url).pathname, method: (init?.method ?? 'GET') as 'GET', headers: Object.fromEntries(new Headers(init?.headers)), ...(typeof body === 'string' ? { payload: body } : {}) }
  const answer = await node.app.inject(options)
  return new Response(answer.statusCode === 204 ? null : answer.body, { status: answer.statusCode, headers: { 'content-type': String(answer.headers['content-type']) } })
}

async function walletOf(seed: number) {
  return { keys: await deriveWalletKeys(new Uint8Array(32).fill(seed)), storage: createMemoryWalletStorage(), cryptography: webCryptography, fetch, now: node.clock.now }
}

beforeAll(async () => {
  node = await openTestNode()
  node.clock.now = claimed
  owner = await addTestOwner(node)
  const actor = { organisationId: owner.organisation.id, id: 'account:test' }
  const { id: achievementId } = await createAchievement({ name: 'Bachelor of Science', description: 'Four years of study', criteria: 'Forty courses', achievementType: 'BachelorDegree', validityMonths: null, alignments: [] }, actor, node.context)
  const upload = await keepUpload(encodeUtf8('Name,Email,Date\nSofia López,1987@example.org,1987-05-12\nNoor Kim,2026@example.org,2026-05-12\n'), actor, node.context)
  await startIssueJob(upload.id, { achievementId, mapping: { fullName: 0, email: 1, awardedOn: 2 }, secondFactor: false }, { actor, context: node.context })
  await workOnJobs('test', { context: node.context, isStopping: () => false })
  const { claims } = await searchClaims({ state: 'all', limit: 10 }, actor.organisationId, node.context)
  for (const [index, { email, link, id }] of claims.entries()) {
    const wallet = await walletOf(index + 1)
    const parsed = parseClaimLink(link ?? '')
    const record = await claimCredential({ link: parsed, offer: await fetchClaimOffer(parsed, fetch) }, wallet)
    records[email.slice(0, 4)] = { record, claimId: id, seed: index + 1 }
  }
  node.clock.now = shared
})

afterAll(() => node.close())

async function bundleOf(year: string, facts: ShareChoice['facts'], form?: ShareChoice['form']): Promise<string> {
  const { record, seed } = records[year] ?? {}
  if (record === undefined || seed === undefined) throw new TypeError('no such record')
  return makeBundle(record, await walletOf(seed), { facts, form })
}

/** Everything that an attacker can read in what was shared, encoded parts opened. */
function yearsIn(bundle: string): readonly string[] {
  const opened = [...bundle.matchAll(/[A-Za-z0-9_-]{40,}/g)].map(([text]) => {
    try {
      return new TextDecoder('latin1').decode(decodeBase64url(text.replace(/^u/, '')))
    } catch {
      return ''
    }
  })
  return [...new Set([bundle, ...opened].join('\n').match(/\b(?:19|20)\d\d(?=-(?:0[1-9]|1[0-2])\b)/g))].toSorted()
}

async function judge(bundle: string) {
  const trust = { policy: 'known-issuer' as const, issuers: await listIssuers(node.context), logs: [node.context.ledger.verifierKey] }
  return verify(encodeUtf8(bundle), { cryptography: nativeCryptography, now: shared, documents: {}, trust })
}

describe('a degree shared without its year', () => {
  it.each(['1987', '2026'])('verifies, and nothing shared tells that it is of %s', async (year) => {
    const bundle = await bundleOf(year, ['description', 'achievementType'])
    expect(yearsIn(bundle)).toEqual(['2031'])
    expect(await judge(bundle)).toMatchObject({ integrity: 'passed', accepted: 'yes' })
  })

  it.each(['1987', '2026'])('tells %s in a bundle made carelessly, so the look above can fail', async (year) => {
    const bundle = await bundleOf(year, 'all')
    expect(yearsIn(bundle)).toContain(year)
    expect(await judge(bundle)).toMatchObject({ integrity: 'passed', accepted: 'yes' })
  })

  it('looks the same for both degrees but for what is random', async () => {
    const shape = (bundle: string): string => bundle
      .replaceAll(/urn:uuid:[0-9a-f-]{36}/g, 'ID').replaceAll(/did:key:z6Mk\w+/g, 'HOLDER').replaceAll(/"u[\w-]{100,}"/g, 'PROOF')
      .replaceAll(/\\"u[\w-]{100,}\\"/g, 'PROOF').replaceAll(/#\d+/g, '#N').replaceAll(/statusListIndex\\": \\"\d+/g, 'N').replaceAll(/"proofValue":"z\w+"/g, 'PROOF')
    expect(shape(await bundleOf('1987', []))).toBe(shape(await bundleOf('2026', [])))
  })
})

describe('a degree as SD-JWT, shared without its year', () => {
  it.each(['1987', '2026'])('verifies, and nothing shared tells that it is of %s', async (year) => {
    const bundle = await bundleOf(year, ['description', 'achievementType'], 'dc+sd-jwt')
    expect(yearsIn(bundle)).toEqual(['2031'])
    expect(await judge(bundle)).toMatchObject({ integrity: 'passed', accepted: 'yes', reports: [{ standard: 'open-badges-3.0' }] })
    expect(yearsIn(await bundleOf(year, ['awardedDate'], 'dc+sd-jwt'))).toContain(year)
  })

  it('carries the disclosures that were chosen and no other, and is bound to the key of its holder', async () => {
    const [token = ''] = (JSON.parse(await bundleOf('1987', ['description'], 'dc+sd-jwt')) as { readonly credentials: readonly string[] }).credentials
    const { disclosures, message } = parseSdJwt(token)
    expect(disclosures.map((text) => (JSON.parse(new TextDecoder().decode(decodeBase64url(text))) as readonly unknown[])[1])).toEqual(['description'])
    expect(message.payload).toMatchObject({ cnf: { jwk: { crv: 'Ed25519' } }, credentialStatus: expect.anything() })
  })
})

describe('a copy that cannot be linked', () => {
  /** Every run of sixteen characters, in the text and in what can be decoded of it. */
  const runsOf = (text: string): ReadonlySet<string> => {
    const decoded = [...text.matchAll(/u([A-Za-z0-9_-]{200,})/g)].map(([, value = '']) => Buffer.from(value, 'base64url').toString('latin1'))
    return new Set([text.replaceAll(/u[A-Za-z0-9_-]{200,}/g, ''), ...decoded.map(proofPart)].flatMap((part) => Array.from({ length: Math.max(0, part.length - 15) }, (_, start) => part.slice(start, start + 16))))
  }
  /** The proof of BBS itself, the first of its parts (CBOR, three bytes of tag, one of the list, three of the length); places of what is shown follow. */
  const proofPart = (bytes: string): string => bytes.slice(7, 7 + bytes.charCodeAt(5) * 256 + bytes.charCodeAt(6))

  it('verifies, names nobody, and gives an attacker with two shares nothing that a share of another graduate has not', async () => {
    const [first, second, anothers] = [await bundleOf('1987', ['description'], 'bbs-2023'), await bundleOf('1987', ['description'], 'bbs-2023'), await bundleOf('2026', ['description'], 'bbs-2023')]
    for (const bundle of [first, anothers]) {
      expect(await judge(bundle)).toMatchObject({ integrity: 'passed', accepted: 'yes' })
      expect(yearsIn(bundle)).toEqual(['2031'])
    }
    expect(first).not.toMatch(/urn:uuid|did:key:z6Mk|credentialStatus|ledgerProof"/)
    const [ofSecond, ofAnother] = [runsOf(second), runsOf(anothers)]
    const linking = [...runsOf(first)].filter((run) => ofSecond.has(run) && !ofAnother.has(run))
    expect(linking).toEqual([])
  }, 120_000)

  it('is linked at once in the usual form, so the look above can fail', async () => {
    const [first, second, anothers] = [await bundleOf('1987', ['description']), await bundleOf('1987', ['description']), await bundleOf('2026', ['description'])]
    const [ofSecond, ofAnother] = [runsOf(second), runsOf(anothers)]
    expect([...runsOf(first)].some((run) => ofSecond.has(run) && !ofAnother.has(run))).toBe(true)
  })

  it('ends within thirty days, to the hour of its day', async () => {
    const bundle = await bundleOf('1987', [], 'bbs-2023')
    const at = (now: Date) => verify(encodeUtf8(bundle), { cryptography: nativeCryptography, now, documents: {}, trust: { policy: 'integrity-only', issuers: [], logs: [] } })
    expect(await at(new Date(shared.getTime() + 29 * 86_400_000))).toMatchObject({ integrity: 'passed' })
    expect(await at(new Date(shared.getTime() + 30 * 86_400_000))).toMatchObject({ integrity: 'failed' })
  }, 60_000)

  it('is kept nowhere: the node has neither the copy nor a commitment to it', async () => {
    const count = async () => (await node.context.database.selectFrom('claim_copy').select((of) => of.fn.countAll<string>().as('count')).executeTakeFirstOrThrow()).count
    const before = await count()
    await bundleOf('1987', [], 'bbs-2023')
    expect(await count()).toBe(before)
  }, 60_000)
})

describe('POST /api/copies', () => {
  it('gives a copy to the holder alone', async () => {
    const { record } = records['1987'] ?? {}
    if (record === undefined) throw new TypeError('no such record')
    const copy = await requestCopy(record, await walletOf(records['1987']?.seed ?? 0))
    expect(canShowParts(copy.credential)).toBe(true)
    expect(copy.credential).not.toBe(record.credential)
    await expect(requestCopy(record, await walletOf(99))).rejects.toMatchObject({ problemCode: 'claim/presentation-refused' })
  })

  it.each(['dc+sd-jwt', 'bbs-2023'] as const)('refuses a stranger one of the form %s as well', async (form) => {
    const { record } = records['1987'] ?? {}
    if (record === undefined) throw new TypeError('no such record')
    await expect(requestCopy(record, { ...(await walletOf(99)), form })).rejects.toMatchObject({ problemCode: 'claim/presentation-refused' })
  })

  it('refuses a form that it does not know', async () => {
    expect((await node.app.inject({ method: 'POST', url: '/api/copies', payload: { credentialId: 'urn:uuid:1', presentation: {}, form: 'jwt' } })).statusCode).toBe(400)
  })

  it('has nothing for an id that is unknown', async () => {
    const answer = await node.app.inject({ method: 'POST', url: '/api/copies/challenge', payload: { credentialId: 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-3c1d0f6f2a1e' } })
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ code: 'copy/not-found' })
  })

  it('makes copies that fall with the claim when the issuer takes it back', async () => {
    const withheld = await bundleOf('2026', [])
    await changeClaim(records['2026']?.claimId ?? '', { act: 'void', reason: 'issued-in-error' }, { actor: { organisationId: owner.organisation.id, id: 'account:test' }, context: node.context })
    const { credentials, status } = JSON.parse(withheld) as { readonly credentials: readonly string[]; readonly status: Readonly<Record<string, unknown>> }
    const [url = ''] = Object.keys(status)
    const fresh = (await node.app.inject({ url: new URL(url).pathname })).json() as unknown
    const verdict = await judge(JSON.stringify({ ...(JSON.parse(withheld) as object), credentials, status: { [url]: { credential: fresh, fetchedAt: shared.toISOString() } } }))
    expect(verdict.reports[0]?.checks.find(({ check }) => check === 'status')).toMatchObject({ outcome: 'failed' })
  })
})
