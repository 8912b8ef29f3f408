/**
 * S7, those who sign: a diploma mill under a famous name, a thief with the key of a college, somebody who bought the domain of one. All
 * of them sign well; what they sign is judged by `ler verify` with the copy of the registry that a validator keeps.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeMultikey, type SigningKey } from 'everlearned/crypto'
import type { JsonObject } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { digestOfDocument, signEntry } from 'everlearned/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BuiltLer } from '../apps/cli/built-ler.ts'
import { readKeyFile } from '../apps/cli/key-file.ts'
import { newSigningKey, operatorOrigin } from '../apps/cli/test-operator.ts'
import { makeTemporaryFolder } from '../tools/temporary-folder.ts'
import { copyAt, statusOf, until, type Validator } from './light-validators.ts'
import { bundleOf, newKeyIssuer, OutsideIssuer, type IssuedOutside, type OpenLog } from './outside-issuer.ts'
import { endTestNetwork, foundTestNetwork, type TestNetwork } from './test-network.ts'

const folder = makeTemporaryFolder('ler-s7-issuers-')
const at = (name: string): string => join(folder, name)
let ler: BuiltLer
let network: TestNetwork
let log: OpenLog
let validator: Validator

interface Report {
  readonly exit: number
  readonly integrity: string
  readonly accepted: string
  readonly issuer: { readonly name: string | null; readonly registeredAs?: string; readonly isDomainVouched?: boolean; readonly conflicts?: readonly unknown[] }
  readonly checks: readonly { readonly check: string; readonly outcome: string; readonly code?: string }[]
}

/** Everything that was taken so far becomes final, and is in the copy that the verifier has. */
async function settle(): Promise<void> {
  const { isFinal, checkpoint: { size } } = await network.operator.publish()
  expect(isFinal).toBe(true)
  expect(await until(() => statusOf(validator), (status) => status.size >= size && status.state === 'current')).toMatchObject({ state: 'current', size })
  // Its copy shows what was published last.
  await until(async () => Number((await (await fetch(`${copyAt(validator, operatorOrigin)}/checkpoint`)).text()).split('\n')[1]), (shown) => shown >= size)
}

/** What a recruiter trusts: colleges whom they know, and the copy of the registry. */
function trustOf(...known: readonly OutsideIssuer[]): readonly string[] {
  writeFileSync(at('known.json'), JSON.stringify({ issuers: known.map(({ did, name }) => ({ did, name })) }))
  const [copy = ''] = readdirSync(join(validator.folder, 'logs'))
  return ['--trust', at('known.json'), '--trust', join(validator.folder, 'logs', copy)]
}

/** Judges a share, with what the issuers' addresses serve today. */
async function judge(issued: IssuedOutside, trust: readonly string[], served: Readonly<Record<string, JsonObject>> = {}): Promise<Report> {
  writeFileSync(at('share.bundle.json'), await bundleOf(issued, copyAt(validator, operatorOrigin), log))
  const paths = Object.entries(served).map(([did, document], position) => {
    writeFileSync(at(`served-${position}.json`), JSON.stringify(document))
    return [did, at(`served-${position}.json`)]
  })
  writeFileSync(at('served.json'), JSON.stringify(Object.fromEntries(paths)))
  return await ler.json('verify', at('share.bundle.json'), '--documents', at('served.json'), ...trust) as unknown as Report
}

const checkOf = ({ checks }: Report, name: string): Report['checks'][number] | undefined => checks.find(({ check }) => check === name)

beforeAll(async () => {
  ler = await BuiltLer.build()
  network = await foundTestNetwork({ ler, folder: at('network') })
  const [one] = network.honest
  if (one === undefined) throw new Error('a validator is missing')
  validator = one
  log = { url: network.operator.url, origin: operatorOrigin, verifierKey: network.operator.log.verifierKey }
})

afterAll(async () => {
  await endTestNetwork(network)
  ler.remove()
  rmSync(folder, { recursive: true, force: true })
})

describe('S7: a diploma mill', () => {
  it('registers itself under a famous name and signs well, and is headlined as nobody', async () => {
    const { issuer, key } = await newKeyIssuer('Massachusetts Institute of Technology', log)
    await issuer.register(key)
    const degree = await issuer.record(await issuer.sign(key, 'Doctor of Philosophy'), key)
    await settle()
    const report = await judge(degree, trustOf())
    expect(report).toMatchObject({ exit: 1, integrity: 'passed', accepted: 'no', issuer: { name: null, registeredAs: 'Massachusetts Institute of Technology' } })
    expect(checkOf(report, 'ledger-inclusion')).toMatchObject({ outcome: 'passed' })
    expect(checkOf(report, 'issuer-trust')).toMatchObject({ outcome: 'failed', code: 'issuer-trust/registered-only' })
    const { out } = await ler.run('verify', at('share.bundle.json'), ...trustOf())
    expect(out.split('\n')[0]).toBe('Signed, but we do not know by whom.')
    expect(out).toContain('Issuer: not known here')
    expect(out).not.toMatch(/Signed by Massachusetts|Issuer: Massachusetts/)
    // Also where only accredited issuers count, and without any registry.
    expect(await judge(degree, [...trustOf(), '--trust', 'accredited'])).toMatchObject({ integrity: 'passed', issuer: { name: null } })
    expect((await judge(degree, [...trustOf(), '--trust', 'accredited'])).accepted).not.toBe('yes')
    expect(await judge(degree, ['--trust', 'known-issuer'])).toMatchObject({ accepted: 'no', issuer: { name: null } })
  })
})

describe('S7: a thief with the key of a college', () => {
  let college: OutsideIssuer
  let stolen: SigningKey
  let recovery: SigningKey
  let fresh: SigningKey
  let before: IssuedOutside
  let after: IssuedOutside & { readonly record: { readonly index: number } }
  let forged: IssuedOutside
  let unlogged: IssuedOutside

  const look = async (issued: IssuedOutside): Promise<Report> => judge(issued, trustOf(college), { [college.did]: college.documentOf(stolen, ...(fresh === undefined ? [] : [fresh])) })

  it('cannot be told from the college until somebody notices', async () => {
    ;[stolen, recovery] = [await newSigningKey(), await newSigningKey()]
    college = new OutsideIssuer('did:web:seaport.example', 'Seaport College', log)
    await college.register(stolen, recovery)
    before = await college.record(await college.sign(stolen, 'Associate in Logistics'), stolen)
    await settle()
    const theftAt = network.operator.log.checkpoint.size
    forged = await college.record(await college.sign(stolen, 'Doctor of Medicine'), stolen)
    after = await college.record(await college.sign(stolen, 'Associate in Welding'), stolen)
    unlogged = { credential: await college.sign(stolen, 'Master of Laws', '2019-05-01T00:00:00Z') }
    await settle()
    for (const each of [before, forged, after, unlogged]) expect(await look(each)).toMatchObject({ exit: 0, integrity: 'passed', accepted: 'yes', issuer: { name: 'Seaport College' } })
    expect(theftAt).toBeGreaterThan(0)
    // Months later the college sees what was done, and how long the log was when the key was last in one place.
    fresh = await newSigningKey()
    await college.say('rotate', { did: college.did, add: [encodeMultikey(fresh.publicKey)], remove: [] }, recovery, fresh)
    await college.say('withdraw', {
      by: college.did, target: 'key', did: college.did, key: encodeMultikey(stolen.publicKey), compromisedSince: { at: '2026-03-01T00:00:00Z', sizes: { [operatorOrigin]: theftAt } },
    }, recovery)
    await settle()
  })

  it('spoils nothing that was recorded before the theft, leaves what was recorded after it in doubt, and what was never recorded failed', async () => {
    expect(await look(before)).toMatchObject({ exit: 0, integrity: 'passed', accepted: 'yes' })
    for (const doubtful of [forged, after]) {
      const report = await look(doubtful)
      expect(report).toMatchObject({ exit: 2, integrity: 'unknown' })
      expect(checkOf(report, 'issuer-binding')).toMatchObject({ outcome: 'unknown', code: 'issuer-binding/key-compromised' })
    }
    const report = await look(unlogged)
    expect(report).toMatchObject({ exit: 1, integrity: 'failed', accepted: 'no' })
    expect(checkOf(report, 'issuer-binding')).toMatchObject({ outcome: 'failed', code: 'issuer-binding/key-withdrawn' })
  })

  it('records nothing more with it', async () => {
    await expect(college.record(await college.sign(stolen, 'Doctor of Dentistry'), stolen)).rejects.toThrow(/^trust\//)
    await expect(college.say('reaffirm', { did: college.did, log: operatorOrigin, from: 0, to: after.record.index }, stolen)).rejects.toThrow(/^trust\//)
  })

  it('is left with nothing once the college stands by what is its own', async () => {
    await college.say('reaffirm', { did: college.did, log: operatorOrigin, from: after.record.index, to: after.record.index + 1 }, fresh)
    await settle()
    expect(await look(after)).toMatchObject({ exit: 0, integrity: 'passed', accepted: 'yes' })
    expect(await look(before)).toMatchObject({ exit: 0, integrity: 'passed' })
    expect(await look(forged)).toMatchObject({ exit: 2, integrity: 'unknown' })
    expect(await look(unlogged)).toMatchObject({ exit: 1, integrity: 'failed' })
  })
})

describe('S7: somebody who bought the domain of a college that is gone', () => {
  it('signs with a key that the registry never saw: failed, with the conflict shown, and the real records stand', async () => {
    const [real, bought] = [await newSigningKey(), await newSigningKey()]
    const college = new OutsideIssuer('did:web:riverview.example', 'Riverview College', log)
    await college.register(real)
    const genuine = await college.record(await college.sign(real, 'Bachelor of Nursing'), real)
    const document = college.documentOf(real)
    await college.say('archive', { issuer: college.did, kind: 'did-document', id: college.did, digest: digestOfDocument(document, cryptography.sha256), document }, real)
    // A consortium that the recruiter knows speaks for the college: the registration is not only its own word.
    const { issuer: consortium, key: consortiumKey } = await newKeyIssuer('River Consortium', log)
    await consortium.register(consortiumKey)
    await consortium.say('endorse', { by: consortium.did, subject: { did: college.did }, ground: 'recognises' }, consortiumKey)
    await settle()
    const served = { [college.did]: college.documentOf(bought) }
    const forged = await judge({ credential: await college.sign(bought, 'Doctor of Nursing') }, trustOf(college, consortium), served)
    expect(forged).toMatchObject({ exit: 1, integrity: 'failed', accepted: 'no' })
    expect(checkOf(forged, 'proof')).toMatchObject({ outcome: 'passed' })
    expect(checkOf(forged, 'issuer-binding')).toMatchObject({ outcome: 'failed', code: 'issuer-binding/key-not-registered' })
    // Whoever owns the name today cannot record under it either.
    await expect(college.record(await college.sign(bought, 'Doctor of Nursing'), bought)).rejects.toThrow(/^trust\//)
    const conflict = { conflicts: [{ kind: 'keys', between: ['Network', 'its own address'] }] }
    expect(forged.issuer).toMatchObject(conflict)
    expect(await judge(genuine, trustOf(college, consortium), served)).toMatchObject({ exit: 0, integrity: 'passed', accepted: 'yes', issuer: { name: 'Riverview College', ...conflict } })
  })
})

describe('S7: somebody who registers the address of a college before the college does', () => {
  it('takes nothing from the college that a recruiter knows, and gives nothing to what they sign themselves', async () => {
    const [taken, real] = [await newSigningKey(), await newSigningKey()]
    const college = new OutsideIssuer('did:web:lakeside.example', 'Lakeside College', log)
    await college.register(taken)
    const forged = await college.record(await college.sign(taken, 'Doctor of Law'), taken)
    const document = college.documentOf(taken)
    await college.say('archive', { issuer: college.did, kind: 'did-document', id: college.did, digest: digestOfDocument(document, cryptography.sha256), document }, taken)
    await settle()
    const served = { [college.did]: college.documentOf(real) }
    const genuine = await judge({ credential: await college.sign(real, 'Bachelor of Law') }, trustOf(college), served)
    expect(genuine).toMatchObject({ exit: 2, integrity: 'unknown', accepted: 'unknown', issuer: { name: 'Lakeside College', conflicts: [{ kind: 'keys', between: ['Network', 'its own address'] }] } })
    expect(checkOf(genuine, 'issuer-binding')).toMatchObject({ outcome: 'unknown', code: 'issuer-binding/registration-unvouched' })
    expect((await judge(forged, trustOf(college), served)).accepted).not.toBe('yes')
    // Where its address cannot be asked, everything that the other recorded and archived makes nobody known.
    const offline = await judge(forged, trustOf(college))
    expect(offline).toMatchObject({ exit: 2, integrity: 'unknown', accepted: 'unknown', issuer: { isDomainVouched: false } })
    expect(['issuer-binding', 'issuer-trust'].map((name) => checkOf(offline, name)?.code)).toEqual(['issuer-binding/registration-unvouched', 'issuer-trust/registration-unvouched'])
    // All sectors give the address back, and its owner takes it.
    const { registry } = network.operator.judged
    const payload = { by: 'governance', sequence: registry.sequences.get('governance') ?? 0, target: 'registration', did: college.did } as const
    const seats = await Promise.all(network.honest.map(async (one) => (await readKeyFile(join(one.folder, 'seat.json'))).signingKey))
    const freeing = await network.operator.judged.submit({ entries: [await signEntry({ type: 'withdraw', payload }, { origin: operatorOrigin, signers: seats })] })
    expect(freeing).toMatchObject([{ ok: true }])
    await college.register(real)
    const recorded = await college.record(await college.sign(real, 'Bachelor of Law'), real)
    await settle()
    const caught = await judge(forged, trustOf(college))
    expect(caught).toMatchObject({ exit: 1, integrity: 'failed', accepted: 'no' })
    expect(checkOf(caught, 'issuer-binding')?.code).toBe('issuer-binding/key-of-impostor')
    expect(await judge(recorded, trustOf(college), served)).toMatchObject({ exit: 0, integrity: 'passed', accepted: 'yes', issuer: { name: 'Lakeside College' } })
  })
})
