/**
 * S6: a college closes that recorded under the registry of another node. Its node, its database, its disk and its name are gone; what
 * its graduates hold still verifies, from the identity that was archived, the last word on what was revoked, and the ledger, as those
 * have them who followed its log.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { webCryptography } from 'everlearned/crypto'
import { parseClaimLink } from 'everlearned/exchange/claim'
import { claimCredential, createMemoryWalletStorage, deriveWalletKeys, fetchClaimOffer, makeBundle, refreshLedgerProof, seedLength, type WalletRecord } from 'everlearned/holder'
import { loadFollowedNetworks, nativeCryptography } from 'everlearned/node'
import { extractRegistry, formatRegistry, type Registry } from 'everlearned/trust'
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
/** Of somebody else: the log where participants register, and whose members cosign. */
let registry: NodeProcess
let registryOrigin: string
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

/** Everything on both logs is final and in the copy of every validator. */
async function settle(): Promise<void> {
  for (const [{ url }, name] of [[registry, registryOrigin], [node, origin]] as const) {
    const pending = await sizeAt(`${url}/ledger/pending`)
    expect(await until(() => sizeAt(`${url}/ledger/checkpoint`), (size) => size >= pending, 30)).toBeGreaterThanOrEqual(pending)
    for (const one of validators) expect(await until(() => sizeAt(`${copyAt(one, name)}/checkpoint`), (size) => size >= pending)).toBeGreaterThanOrEqual(pending)
  }
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

/** How many of the lists that the college's log names each validator keeps, without anybody's doing. */
async function keptFiles(): Promise<readonly number[]> {
  return Promise.all(validators.map(async ({ port }) => {
    const { logs } = await (await fetch(`http://127.0.0.1:${port}/status.json`)).json() as { readonly logs: readonly { readonly origin: string; readonly blobs: { readonly kept: number } }[] }
    return logs.find((log) => log.origin === origin)?.blobs.kept ?? 0
  }))
}

describe('S6: the issuer is gone', () => {
  let mirrors: readonly string[]
  let sofia: Wallet
  const share = at('sofia.bundle.json')
  /** What she would have shared had she brought no list along. */
  const listless = at('listless.bundle.json')
  /** Under which the college signs. */
  let key: string
  let known: readonly string[]

  beforeAll(async () => {
    ler = await BuiltLer.build()
    const [port = 0, walletPort = 0, registryPort = 0, registryWalletPort = 0, ...ports] = await freePortsFor(9)
    const origins = ports.map((each) => `http://127.0.0.1:${each}`)
    const registryPlace = { data: at('registry'), port: registryPort, walletPort: registryWalletPort, ownPostgres: true, env: { LER_NETWORK_ORIGINS: origins.join(',') } }
    registry = await startNodeProcess(registryPlace)
    place = {
      data: at('node'), port, walletPort, ownPostgres: true,
      env: { LER_PUBLIC_BASE_URL: college, LER_WALLET_BASE_URL: 'https://wallet.seaport.example', LER_NETWORK_ORIGINS: [registry.url, ...origins].join(','), LER_JOIN: registry.url },
    }
    node = await startNodeProcess(place)
    validators = await startValidators(ler, await placesOf(folder, 1, ports), `${registry.url}/ledger`, `${node.url}/ledger`)
    registryOrigin = (await (await fetch(`${registry.url}/ledger/pending`)).text()).split('\n')[0] ?? ''
    await foundNetwork({
      ler, folder, log: `${registry.url}/ledger`, members: validators.map(({ member }) => member), seats: validators.map((one) => join(one.folder, 'seat.json')),
      signAsOperator: async (draft) => void await ler.run('ledger', 'policy', 'sign', draft, '--data', registryPlace.data),
    })
    desk = await DeskClient.setUp({ ...node, publicBaseUrl: college }, 'Seaport College')
    logKey = (await (await fetch(`${node.url}/ledger/key`)).text()).trim()
  }, 180_000)

  afterAll(async () => {
    await Promise.all(validators.map(({ process }) => process.end('SIGKILL')))
    await node.stop()
    await registry.stop()
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
    expect(await until(keptFiles, (kept) => kept.every((count) => count === 3))).toEqual(validators.map(() => 3))
  })

  it('leaves its graduates files that carry what checking will need', async () => {
    writeFileSync(share, await makeBundle(sofia.record, { ...sofia.context, now: new Date(Date.now() + untilTomorrow()) }))
    expect(JSON.parse(readFileSync(share, 'utf8'))).toMatchObject({ ledgerProofs: [{ type: 'LedgerProof' }], archived: [{ type: 'ArchiveProof' }], status: expect.anything() })
    writeFileSync(listless, JSON.stringify({ ...JSON.parse(readFileSync(share, 'utf8')) as object, status: {} }))
    const { verificationMethod: [method] } = await (await fetch(`${node.url}/orgs/seaport-college/did.json`)).json() as { readonly verificationMethod: readonly { readonly publicKeyMultibase: string }[] }
    key = method?.publicKeyMultibase ?? ''
  })

  it('is removed: process, database and disk', async () => {
    await node.kill()
    rmSync(place.data, { recursive: true, force: true })
    rmSync(`${place.data}.key`, { force: true })
    expect(existsSync(place.data)).toBe(false)
    await expect(fetch(`${node.url}/health`)).rejects.toThrow()
    // Each log tells the build that its node serves to wallets; this one its last lists besides.
    // A mirror of the mirror, made after the end, by somebody who never saw the college.
    const [, , one] = validators
    mirrors = [at('registry-mirror'), at('mirror')]
    for (const [position, name] of [registryOrigin, origin].entries()) {
      const args = ['--data', mirrors[position] ?? '', ...(name === origin ? ['--key', logKey] : [])]
      const blobs = { kept: name === origin ? 3 : 1, missing: 0 }
      expect(await ler.json('ledger', 'mirror', one === undefined ? '' : copyAt(one, name), ...args)).toMatchObject({ exit: 0, state: 'current', blobs })
    }
    // Somebody who dealt with the college noted its key.
    writeFileSync(at('known.json'), JSON.stringify({ issuers: [{ did: desk.organisation.did, name: 'Seaport College', keys: [key] }] }))
    known = ['--trust', at('known.json'), ...mirrors.flatMap((mirror) => ['--trust', mirror])]
  })

  it('and its credential verifies, offline, years later', async () => {
    for (const [file, moment] of [[share, inDays(3)], [listless, inDays(5 * 365)]] as const) {
      const report = await judge(file, ...known, '--at', moment)
      expect(report).toMatchObject({ exit: 0, integrity: 'passed', issuer: { name: 'Seaport College' } })
      expect(report.outcomes).toMatchObject({ 'proof': 'passed', 'issuer-binding': 'passed', 'status': 'passed', 'ledger-inclusion': 'passed' })
    }
    const { checks } = await judge(share, ...known, '--at', inDays(5 * 365))
    expect(checks.find(({ check }) => check === 'status')?.ageSeconds).toBeGreaterThan(4 * 365 * 86_400)
    const { told } = await ler.run('verify', share, ...known)
    for (const name of [registryOrigin, origin]) expect(told).toMatch(new RegExp(`^${name}: \\d+ entries, final at 20\\S+, \\d hours ago$`, 'm'))
  })

  it('also to a verifier that holds no more than the part of the registries about it, and asks those who keep copies for the last list', async () => {
    const { networks } = await loadFollowedNetworks(mirrors, nativeCryptography)
    const covers = [desk.organisation.did]
    const texts = networks.map(({ name, policy, registry: { registry: whole }, followers = [] }) => {
      const part = (log: Registry): string => formatRegistry(extractRegistry(log, new Set(covers), whole))
      return { name, policy, registry: { extract: part(whole), covers }, followers: followers.map(part) }
    })
    writeFileSync(at('network.json'), JSON.stringify({ networks: texts }))
    const trust = ['--trust', at('known.json'), '--trust', at('network.json'), '--at', inDays(5 * 365)]
    expect((await judge(listless, ...trust)).outcomes).toMatchObject({ 'issuer-binding': 'passed', 'ledger-inclusion': 'passed', 'status': 'unknown' })
    // All but one of them are away.
    const [last, ...away] = validators
    await Promise.all(away.map(({ process }) => process.end('SIGKILL')))
    const allowed = validators.flatMap(({ port }) => ['--allow', `http://127.0.0.1:${port}`])
    expect(await judge(listless, ...trust, '--online', ...allowed)).toMatchObject({ exit: 0, integrity: 'passed' })
    await last?.process.end('SIGKILL')
    expect((await judge(listless, ...trust, '--online', ...allowed)).outcomes).toMatchObject({ status: 'unknown' })
  })

  it('which without the archive could not be told', async () => {
    const bare = at('bare.bundle.json')
    writeFileSync(bare, JSON.stringify({ ...JSON.parse(readFileSync(share, 'utf8')) as object, archived: [] }))
    const named = ['--trust', at('named.json')]
    writeFileSync(at('named.json'), JSON.stringify({ issuers: [{ did: desk.organisation.did, name: 'Seaport College' }] }))
    expect(await judge(bare, ...named)).toMatchObject({ exit: 2, integrity: 'unknown' })
    expect(await judge(share, ...named)).toMatchObject({ exit: 2, integrity: 'unknown' })
    // To somebody who holds the log's key and no copy of it the share itself brings the archived identity.
    writeFileSync(at('by-key.json'), JSON.stringify({ logs: [logKey] }))
    const byKey = [...named, '--trust', at('by-key.json')]
    expect((await judge(share, ...byKey)).outcomes).toMatchObject({ 'proof': 'passed', 'issuer-binding': 'passed', 'ledger-inclusion': 'passed' })
    expect((await judge(bare, ...byKey)).outcomes).toMatchObject({ 'issuer-binding': 'unknown' })
  })

  it('and another is not made in its name', async () => {
    const forged = at('forged.bundle.json')
    writeFileSync(forged, readFileSync(share, 'utf8').replaceAll('Associate in Logistics', 'Doctor of Medicine'))
    expect(await judge(forged, ...known)).toMatchObject({ exit: 1, integrity: 'failed' })
  })
})
