/**
 * S6: a college closes. Its node, its database, its disk and its name are gone; what its graduates hold still verifies, from the identity
 * that was archived, the last word on what was revoked, and the ledger, as a mirror that somebody else runs has them.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { webCryptography } from 'everlearned/crypto'
import { encodeHex } from 'everlearned/encoding'
import { parseClaimLink } from 'everlearned/exchange/claim'
import { claimCredential, createMemoryWalletStorage, deriveWalletKeys, fetchClaimOffer, makeBundle, refreshLedgerProof, seedLength, type WalletRecord } from 'everlearned/holder'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BuiltLer } from '../apps/cli/built-ler.ts'
import { makeTemporaryFolder } from '../tools/temporary-folder.ts'
import { DeskClient } from './desk-client.ts'
import { copyAt, foundNetwork, freePortsFor, placesOf, startValidators, until, type Validator } from './light-validators.ts'
import { aheadBy, startNodeProcess, type NodePlace, type NodeProcess } from './node-process.ts'

/** The name of the college, which nobody on this machine serves: requests to it go to its node, as a proxy would pass them. */
const college = 'https://seaport.example'
const origin = 'seaport.example/ledger'
const graduates = 64
const folder = makeTemporaryFolder('ler-s6-')
const at = (name: string): string => join(folder, name)
let ler: BuiltLer
let place: NodePlace
let node: NodeProcess
let validators: Validator[] = []
let desk: DeskClient
let logKey: string

const throughProxy = (url: string, init?: RequestInit): Promise<Response> => fetch(url.replace(college, node.url), init)

interface Wallet {
  readonly record: WalletRecord
  readonly context: Parameters<typeof makeBundle>[1]
}

async function claim(text: string): Promise<Wallet> {
  const link = parseClaimLink(text)
  const context = { keys: await deriveWalletKeys(webCryptography.randomBytes(seedLength)), storage: createMemoryWalletStorage(), cryptography: webCryptography, fetch: throughProxy, now: new Date() }
  return { record: await claimCredential({ link, offer: await fetchClaimOffer(link, throughProxy) }, context), context }
}

interface Report {
  readonly exit: number
  readonly integrity: string
  readonly accepted: string
  readonly issuer: { readonly name: string | null }
  readonly checks: readonly { readonly check: string; readonly outcome: string; readonly code?: string; readonly ageSeconds?: number }[]
}

/** The command line of somebody who has no network. */
async function judge(file: string, ...args: readonly string[]): Promise<Report & { readonly outcomes: Readonly<Record<string, string>> }> {
  const report = await ler.json('verify', file, ...args) as unknown as Report
  return { ...report, outcomes: Object.fromEntries(report.checks.map(({ check, outcome }) => [check, outcome])) }
}

const sizeAt = async (url: string): Promise<number> => Number((await (await fetch(url)).text()).split('\n')[1])

/** Everything on the log is final and in the copy of every validator. */
async function settle(): Promise<void> {
  const pending = await sizeAt(`${node.url}/ledger/pending`)
  expect(await until(() => sizeAt(`${node.url}/ledger/checkpoint`), (size) => size >= pending, 30)).toBeGreaterThanOrEqual(pending)
  for (const one of validators) expect(await until(() => sizeAt(`${copyAt(one, origin)}/checkpoint`), (size) => size >= pending)).toBeGreaterThanOrEqual(pending)
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

function untilTomorrow(): number {
  const day = 86_400_000
  return day - (Date.now() % day) + 60_000
}

interface StatedList {
  readonly type: string
  readonly payload: { readonly list: string; readonly digest: string }
}

/** What the log says of status lists. */
async function statedLists(): Promise<readonly StatedList[]> {
  const { entries } = await (await fetch(`${node.url}/api/ledger/entries?limit=100`)).json() as { readonly entries: readonly StatedList[] }
  return entries.filter(({ type }) => type === 'status')
}

/** Whoever keeps a copy keeps the lists too that it names: they are public, and about nobody in particular. */
async function keepLists(index: string): Promise<void> {
  const kept: Record<string, string> = {}
  for (const [position, { payload: { list, digest } }] of (await statedLists()).entries()) {
    const bytes = new Uint8Array(await (await fetch(`${node.url}/ledger/blob/${digest}`)).arrayBuffer())
    expect(encodeHex(webCryptography.sha256(bytes))).toBe(digest)
    kept[list] = at(`list-${position}.json`)
    writeFileSync(kept[list], bytes)
  }
  writeFileSync(index, JSON.stringify(kept))
}

describe('S6: the issuer is gone', () => {
  let mirror: string
  let sofia: Wallet
  const share = at('sofia.bundle.json')
  let known: readonly string[]

  beforeAll(async () => {
    ler = await BuiltLer.build()
    const [port = 0, walletPort = 0, ...ports] = await freePortsFor(7)
    place = {
      data: at('node'), port, walletPort,
      env: { LER_PUBLIC_BASE_URL: college, LER_WALLET_BASE_URL: 'https://wallet.seaport.example', LER_NETWORK_ORIGINS: ports.map((each) => `http://127.0.0.1:${each}`).join(',') },
    }
    node = await startNodeProcess(place)
    validators = await startValidators(ler, await placesOf(folder, 1, ports), `${node.url}/ledger`)
    desk = await DeskClient.setUp({ ...node, publicBaseUrl: college }, 'Seaport College')
    await foundNetwork({
      ler, folder, log: `${node.url}/ledger`, members: validators.map(({ member }) => member), seats: validators.map((one) => join(one.folder, 'seat.json')),
      signAsOperator: async (draft) => void await ler.run('ledger', 'policy', 'sign', draft, '--data', place.data),
    })
    logKey = (await (await fetch(`${node.url}/ledger/key`)).text()).trim()
  }, 180_000)

  afterAll(async () => {
    await Promise.all(validators.map(({ process }) => process.end('SIGKILL')))
    await node.stop()
    ler.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  it('while it is there, graduates take what it issued', async () => {
    expect(desk.organisation.did).toBe('did:web:seaport.example:orgs:seaport-college')
    await desk.issue(await desk.describe('Associate in Logistics'), graduates)
    const wallets: Wallet[] = []
    for (const { link } of await desk.claims()) wallets.push(await claim(link))
    expect(wallets).toHaveLength(graduates)
    const [first] = wallets
    if (first === undefined) throw new Error('nobody claimed')
    const record = await until(() => refreshLedgerProof(first.record, first.context), ({ ledgerProof }) => ledgerProof !== null, 30)
    expect(record.ledgerProof).not.toBeNull()
    sofia = { ...first, record }
  })

  it('says on the ledger, on its last day, which lists were its last, and that it ends', async () => {
    await node.stop()
    // Lists are stated at midnight.
    node = await startNodeProcess({ ...place, env: { ...place.env, ...aheadBy(untilTomorrow()) } })
    // One of what was taken back and one of what is suspended.
    expect(await until(statedLists, (lists) => lists.length === 2, 30)).toHaveLength(2)
    desk = await desk.again()
    await desk.call(desk.at('/statements'), { type: 'withdraw', payload: { target: 'participant', did: desk.organisation.did } })
    await settle()
    await keepLists(at('lists.json'))
  })

  it('leaves its graduates files that carry what checking will need', async () => {
    writeFileSync(share, await makeBundle(sofia.record, { ...sofia.context, now: new Date(Date.now() + untilTomorrow()) }))
    expect(JSON.parse(readFileSync(share, 'utf8'))).toMatchObject({ ledgerProofs: [{ type: 'LedgerProof' }], archived: [{ type: 'ArchiveProof' }], status: expect.anything() })
  })

  it('is removed: process, database and disk', async () => {
    await node.kill()
    rmSync(place.data, { recursive: true, force: true })
    rmSync(`${place.data}.key`, { force: true })
    expect(existsSync(place.data)).toBe(false)
    await expect(fetch(`${node.url}/health`)).rejects.toThrow()
    // A mirror of the mirror, made after the end, by somebody who never saw the college.
    const [, , one] = validators
    mirror = at('mirror')
    expect(await ler.json('ledger', 'mirror', one === undefined ? '' : copyAt(one, origin), '--data', mirror, '--key', logKey)).toMatchObject({ exit: 0, state: 'current' })
    writeFileSync(at('known.json'), JSON.stringify({ issuers: [{ did: desk.organisation.did, name: 'Seaport College' }] }))
    known = ['--trust', at('known.json'), '--trust', mirror, '--documents', at('lists.json')]
  })

  it('and its credential verifies, offline, years later', async () => {
    for (const moment of [inDays(3), inDays(5 * 365)]) {
      const report = await judge(share, ...known, '--at', moment)
      expect(report).toMatchObject({ exit: 0, integrity: 'passed', issuer: { name: 'Seaport College' } })
      expect(report.outcomes).toMatchObject({ 'proof': 'passed', 'issuer-binding': 'passed', 'status': 'passed', 'ledger-inclusion': 'passed' })
    }
    const { checks } = await judge(share, ...known, '--at', inDays(5 * 365))
    expect(checks.find(({ check }) => check === 'status')?.ageSeconds).toBeGreaterThan(4 * 365 * 86_400)
  })

  it('which without the archive could not be told', async () => {
    const bare = at('bare.bundle.json')
    writeFileSync(bare, JSON.stringify({ ...JSON.parse(readFileSync(share, 'utf8')) as object, archived: [] }))
    expect(await judge(bare, '--trust', at('known.json'))).toMatchObject({ exit: 2, integrity: 'unknown' })
    expect(await judge(share, '--trust', at('known.json'))).toMatchObject({ exit: 2, integrity: 'unknown' })
    // To somebody who holds the log's key and no copy of it the share itself brings the archived identity.
    writeFileSync(at('by-key.json'), JSON.stringify({ logs: [logKey] }))
    const byKey = ['--trust', at('known.json'), '--trust', at('by-key.json')]
    expect((await judge(share, ...byKey)).outcomes).toMatchObject({ 'proof': 'passed', 'issuer-binding': 'passed', 'ledger-inclusion': 'passed' })
    expect((await judge(bare, ...byKey)).outcomes).toMatchObject({ 'issuer-binding': 'unknown' })
  })

  it('and another is not made in its name', async () => {
    const forged = at('forged.bundle.json')
    writeFileSync(forged, readFileSync(share, 'utf8').replaceAll('Associate in Logistics', 'Doctor of Medicine'))
    expect(await judge(forged, ...known)).toMatchObject({ exit: 1, integrity: 'failed' })
  })
})
