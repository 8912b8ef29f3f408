import { describe, expect, it } from 'vitest'
import { addProof } from '../credential/add-proof.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { encodeHex } from '../encoding/hex.ts'
import { formatPolicy, parsePolicy } from '../ledger/policy.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createBitstring } from '../status/bitstring.ts'
import { createStatusEntry, createStatusListCredential } from '../status/status-list-credential.ts'
import { rootOfMap } from '../trust/epoch-map.ts'
import { openRegistryProof, proveRegistry } from '../trust/registry-proof.ts'
import { formatRegistry } from '../trust/registry-text.ts'
import { extractRegistry } from '../trust/registry-view.ts'
import { cosignedAt, cosigners, didOf, documentOf, keyOf, multikeyOf, origin, registrationOf, seatsOf, TrustedWorld, weldingScope } from '../trust/trusted-world.ts'
import { namesIn } from './award-kind.ts'
import { formatBundle, type Bundle } from './bundle.ts'
import { parseTrust } from './parse-trust.ts'
import { trustNobody, type Trust } from './policy.ts'
import { findingOf, type CheckName, type Report } from './report.ts'
import type { VerifyContext } from './verify-context.ts'
import { verify } from './verify.ts'
import { isVouchedForAnywhere } from './vouched-registration.ts'

const now = new Date('2026-11-21T12:00:00Z')
const college = didOf('college')

interface Given extends Partial<Bundle> {
  readonly proof?: Json
  readonly context?: Partial<VerifyContext>
  readonly trust?: Partial<Trust>
}

async function judge(world: TrustedWorld, credential: JsonObject, { proof, context, trust, ...more }: Given = {}): Promise<Report> {
  const bundle = formatBundle({ credentials: [JSON.stringify(credential)], documents: {}, status: {}, ledgerProofs: proof === undefined ? [] : [proof], logs: [], ...more })
  const { reports: [report] } = await verify(encodeUtf8(bundle), {
    cryptography, now, documents: { [college]: await documentOf('college') }, trust: { ...trustNobody, networks: [world.trusted], ...trust }, ...context,
  })
  if (report === undefined) throw new Error('no report')
  return report
}

const told = (report: Report, ...names: readonly CheckName[]): readonly string[] => names.map((name) => findingOf(report, name).code ?? findingOf(report, name).outcome)

/** A college with an accreditation, and a badge of its recorded in its own batch. */
async function begun(): Promise<{ readonly world: TrustedWorld; readonly credential: JsonObject; readonly index: number; readonly accreditation: number }> {
  const world = await TrustedWorld.begin('college', 'agency', 'mill')
  const accreditation = await world.accredit('board', 'college')
  const credential = await world.sign('college')
  return { world, credential, accreditation, index: await world.record(credential, 'college') }
}

describe('the ledger', () => {
  it('passes a record that a quorum has cosigned, and says who, when, by whose key and how the issuer stood', async () => {
    const { world, credential, index } = await begun()
    const report = await judge(world, credential, { proof: await world.ledgerProof(index) })
    expect(told(report, 'ledger-inclusion', 'issuer-binding', 'issuer-trust', 'accreditation')).toEqual(['passed', 'passed', 'passed', 'passed'])
    expect(report).toMatchObject({ integrity: 'passed', accepted: 'yes', level: 'accredited', issuer: { id: college, name: 'The college' } })
    expect(report.ledger).toEqual({
      network: 'Test network', origin, index, size: index + 1, batchOf: college, issuerState: 'active',
      signedBy: [{ key: await multikeyOf('college'), did: college, name: 'The college', wasInForce: true }],
      cosignedBy: cosigners.slice(0, 4).map((name) => ({ name, at: cosignedAt.toISOString() })),
    })
  })

  it('leaves open what too few have cosigned, whoever signed the log', async () => {
    const { world, credential, index } = await begun()
    for (const by of [[], cosigners.slice(0, 3)]) {
      const report = await judge(world, credential, { proof: await world.ledgerProof(index, by) })
      expect([told(report, 'ledger-inclusion'), report.ledger]).toEqual([['ledger-inclusion/checkpoint-not-final'], undefined])
    }
    expect(told(await judge(world, credential, { proof: await world.ledgerProof(index, []), trust: { logs: [world.log.verifierKey] } }), 'ledger-inclusion')).toEqual(['passed'])
  })

  it('knows no policy and no network but its own, whatever the share brings', async () => {
    const { world, credential, index } = await begun()
    const proof = await world.ledgerProof(index)
    const stricter = formatPolicy({ ...parsePolicy(world.policy, cryptography.sha256), groups: [{ name: 'five', threshold: 5, members: cosigners }], quorum: 'five' })
    expect(told(await judge(world, credential, { proof, trust: { networks: [{ ...world.trusted, policy: stricter }] } }), 'ledger-inclusion')).toEqual(['ledger-inclusion/checkpoint-not-final'])
    expect(told(await judge(world, credential, { proof, trust: { networks: [] } }), 'ledger-inclusion')).toEqual(['ledger-inclusion/log-not-trusted'])
    const smuggled = JSON.parse(formatBundle({ credentials: [JSON.stringify(credential)], documents: {}, status: {}, ledgerProofs: [proof], logs: [world.log.verifierKey] })) as JsonObject
    const { reports: [report] } = await verify(encodeUtf8(JSON.stringify({ ...smuggled, networks: [{ name: 'Mine', policy: world.policy }], trust: { logs: [world.log.verifierKey] } })), { cryptography, now, documents: { [college]: await documentOf('college') }, trust: trustNobody })
    expect(report === undefined ? [] : told(report, 'ledger-inclusion', 'issuer-trust')).toEqual(['ledger-inclusion/log-not-trusted', 'issuer-trust/issuer-unknown'])
  })

  it('rejects a checkpoint with one forged cosignature, however many are right', async () => {
    const { world, credential, index } = await begun()
    const proof = await world.ledgerProof(index, cosigners) as { readonly proof: string }
    const forged = { ...proof, proof: proof.proof.replace(/(government\.example )(.{12})(.)/, (_whole, name: string, start: string, character: string) => `${name}${start}${character === 'A' ? 'B' : 'A'}`) }
    expect(told(await judge(world, credential, { proof: forged as unknown as Json }), 'ledger-inclusion')).toEqual(['ledger-inclusion/cosignature-invalid'])
  })
})

describe('a key that others had', () => {
  async function stolen(): Promise<{ readonly world: TrustedWorld; readonly before: readonly [JsonObject, number]; readonly during: readonly [JsonObject, number] }> {
    const world = await TrustedWorld.begin('college', 'agency')
    await world.accredit('board', 'college')
    const [first, second] = [await world.sign('college', { name: 'First' }), await world.sign('college', { name: 'Second' })]
    const before = await world.record(first, 'college')
    const during = await world.record(second, 'college')
    await world.say({ type: 'rotate', payload: { did: college, sequence: world.network.next(college), add: [await multikeyOf('new')], remove: [] } }, ['college', 'new'])
    const compromisedSince = { at: '2026-11-10T00:00:00Z', sizes: { [origin]: during } }
    await world.say({ type: 'withdraw', payload: { by: college, sequence: world.network.next(college), target: 'key', did: college, key: await multikeyOf('college'), compromisedSince } }, ['new'])
    return { world, before: [first, before], during: [second, during] }
  }

  it('leaves what was recorded before unharmed, doubts what was recorded since, and fails what nobody recorded', async () => {
    const { world, before, during } = await stolen()
    const [untouched, doubtful] = [await judge(world, before[0], { proof: await world.ledgerProof(before[1]) }), await judge(world, during[0], { proof: await world.ledgerProof(during[1]) })]
    expect([untouched.integrity, told(untouched, 'ledger-inclusion', 'issuer-binding')]).toEqual(['passed', ['passed', 'passed']])
    expect([doubtful.integrity, doubtful.accepted, told(doubtful, 'ledger-inclusion', 'issuer-binding')]).toEqual(['unknown', 'unknown', ['ledger-inclusion/key-compromised', 'issuer-binding/key-compromised']])
    const bare = await judge(world, before[0])
    expect([bare.integrity, bare.accepted, told(bare, 'ledger-inclusion', 'issuer-binding')]).toEqual(['failed', 'no', ['ledger-inclusion/key-withdrawn', 'issuer-binding/key-withdrawn']])
  })

  it('is believed again where its owner stands by what it signed', async () => {
    const { world, during } = await stolen()
    await world.say({ type: 'reaffirm', payload: { did: college, sequence: world.network.next(college), log: origin, from: during[1], to: during[1] + 1 } }, ['new'])
    expect((await judge(world, during[0], { proof: await world.ledgerProof(during[1]) })).integrity).toBe('passed')
  })

  it('is not excused by what somebody else signed and recorded in time', async () => {
    const world = await TrustedWorld.begin('college', 'thief')
    const { proof: _own, ...document } = await world.sign('college', { name: 'Forged' }, 'thief')
    const own = await addProof(document, { proofPurpose: 'assertionMethod' }, { signingKey: await keyOf('thief'), verificationMethod: `${didOf('thief')}#key-1`, created: now, cryptography })
    const index = await world.record(own, null)
    await world.say({ type: 'rotate', payload: { did: college, sequence: 0, add: [await multikeyOf('new')], remove: [] } }, ['college', 'new'])
    await world.say({ type: 'withdraw', payload: { by: college, sequence: 1, target: 'key', did: college, key: await multikeyOf('college'), compromisedSince: { at: '2026-11-10T00:00:00Z', sizes: { [origin]: index + 1 } } } }, ['new'])
    const late = await addProof(document, { proofPurpose: 'assertionMethod' }, { signingKey: await keyOf('college'), verificationMethod: `${college}#key-1`, created: now, cryptography })
    const both = { ...document, proof: [own['proof'] ?? null, late['proof'] ?? null] }
    const report = await judge(world, both, { proof: await world.ledgerProof(index), context: { documents: { [college]: await documentOf('college'), [didOf('thief')]: await documentOf('thief') } } })
    expect([report.integrity, told(report, 'issuer-binding')]).toEqual(['failed', ['issuer-binding/key-withdrawn']])
  })
})

describe('a domain that somebody bought', () => {
  it('gives no key to an issuer whose registered history has others, whatever it serves', async () => {
    const { world } = await begun()
    const forged = await world.sign('college', {}, 'thief')
    const report = await judge(world, forged, { context: { documents: { [college]: await documentOf('college', 'thief') } } })
    expect([report.integrity, report.accepted, told(report, 'proof', 'issuer-binding')]).toEqual(['failed', 'no', ['passed', 'issuer-binding/key-not-registered']])
    expect(report.issuer.conflicts).toEqual([{ kind: 'keys', between: ['Test network', 'its own address'] }])
  })

  it('does not take what the issuer signed away: the archived document still holds, and the conflict is shown', async () => {
    const { world, credential, index } = await begun()
    await world.archive('college', await documentOf('college'))
    const report = await judge(world, credential, { proof: await world.ledgerProof(index), context: { documents: {}, fetchDocument: async () => documentOf('college', 'thief') } })
    expect([report.integrity, report.issuer.conflicts]).toEqual(['passed', [{ kind: 'keys', between: ['Test network', 'its own address'] }]])
  })

  it('takes no credential back: a status list under its key is not the issuer\'s', async () => {
    const { world } = await begun()
    const url = 'https://college.example/status/1'
    const credential = await world.sign('college', { credentialStatus: { ...createStatusEntry(url, 7, 'revocation') } })
    await world.archive('college', await documentOf('college'))
    const list = await addProof(await createStatusListCredential({ url, issuer: college, purpose: 'revocation', bits: createBitstring(), validFrom: now, ttlSeconds: 86_400 }), { proofPurpose: 'assertionMethod' }, { signingKey: await keyOf('thief'), verificationMethod: `${college}#key-1`, created: now, cryptography })
    const served: Record<string, JsonObject> = { [url]: list, 'https://college.example/.well-known/did.json': await documentOf('college', 'thief') }
    expect(told(await judge(world, credential, { context: { documents: {}, fetchDocument: async (address) => served[address] } }), 'status')).toEqual(['status/list-unverified'])
  })
})

describe('an address that somebody registered before its owner', () => {
  const owned: Partial<Trust> = { issuers: [{ did: college, name: 'The real college' }] }

  async function squatted(): Promise<{ readonly world: TrustedWorld; readonly credential: JsonObject; readonly served: Partial<VerifyContext> }> {
    const world = await TrustedWorld.begin('college', 'agency')
    return { world, credential: await world.sign('college', {}, 'owner'), served: { documents: { [college]: await documentOf('college', 'owner') } } }
  }

  it('is still its owner\'s: nobody vouches for the registration, so it refuses nothing, and the conflict is shown', async () => {
    const { world, credential, served } = await squatted()
    const report = await judge(world, credential, { trust: owned, context: served })
    expect([report.integrity, report.accepted, told(report, 'proof', 'issuer-binding', 'issuer-trust')]).toEqual(['unknown', 'unknown', ['passed', 'issuer-binding/registration-unvouched', 'passed']])
    expect(report.issuer.name).toBe('The real college')
    expect(report.issuer.conflicts).toContainEqual({ kind: 'keys', between: ['Test network', 'its own address'] })
    const unlisted = await judge(world, credential, { context: served })
    expect([unlisted.accepted, told(unlisted, 'issuer-binding', 'issuer-trust')]).toEqual(['no', ['issuer-binding/registration-unvouched', 'issuer-trust/registered-only']])
  })

  it('is not taken out of trust by a registration that gives itself up', async () => {
    const { world, credential, served } = await squatted()
    await world.say({ type: 'withdraw', payload: { by: college, sequence: 0, target: 'participant', did: college } }, ['college'])
    const report = await judge(world, credential, { trust: owned, context: served })
    expect([report.accepted, told(report, 'issuer-trust')]).toEqual(['unknown', ['passed']])
    // What was signed with the keys of the registration ends with it.
    const own = await judge(world, await world.sign('college'), { trust: owned })
    expect([own.accepted, told(own, 'issuer-trust')]).toEqual(['no', ['issuer-trust/withdrawn']])
  })

  it('is not given away by what the registration archived and the sharer brings, while it serves other keys', async () => {
    const { world } = await squatted()
    await world.archive('college', await documentOf('college'))
    const forged = await world.sign('college')
    const documents = { [college]: await documentOf('college') }
    for (const each of [{}, { documents }]) {
      const report = await judge(world, forged, { trust: owned, context: { documents: {}, fetchDocument: async () => documentOf('college', 'owner') }, ...each })
      expect([report.integrity, report.accepted, told(report, 'issuer-binding')]).toEqual(['unknown', 'unknown', ['issuer-binding/document-unproven']])
    }
  })

  it('is that of the registration where somebody settled vouches for it, as soon and as long as they once did', async () => {
    const { world, credential, served } = await squatted()
    const agency = didOf('agency')
    const trust: Partial<Trust> = { issuers: [...owned.issuers ?? [], { did: agency, name: 'Agency' }] }
    const binding = async (given: Partial<Trust>): Promise<readonly string[]> => told(await judge(world, credential, { trust: given, context: served }), 'issuer-binding')
    await world.say({ type: 'endorse', payload: { by: agency, sequence: 0, subject: { did: college }, ground: 'recognises' } }, ['agency'])
    // The address of the agency could have been taken in the same way.
    expect(await binding(trust)).toEqual(['issuer-binding/registration-unvouched'])
    await world.accredit('board', 'agency')
    expect(await binding(trust)).toEqual(['issuer-binding/key-not-registered'])
    expect(await binding(owned)).toEqual(['issuer-binding/registration-unvouched'])
    const accreditation = await world.accredit('board', 'college')
    expect(await binding(owned)).toEqual(['issuer-binding/key-not-registered'])
    await world.say({ type: 'withdraw', payload: { by: didOf('board'), sequence: world.network.next(didOf('board')), target: 'accreditation', accreditation } }, ['board'])
    expect(await binding(owned)).toEqual(['issuer-binding/key-not-registered'])
  })
})

describe('a listed address that somebody else registered, where nothing can be looked up', () => {
  const listed: Partial<Trust> = { issuers: [{ did: college, name: 'The real college' }] }
  const offline: Partial<VerifyContext> = { documents: {} }
  /** Everything that whoever registered the address can bring: a document in the log, its proof, and the same in the share. */
  async function forged(): Promise<{ readonly world: TrustedWorld; readonly credential: JsonObject; readonly given: Given }> {
    const world = await TrustedWorld.begin('college', 'agency')
    const archived = await world.archive('college', await documentOf('college'))
    const credential = await world.sign('college')
    const index = await world.record(credential, 'college')
    return { world, credential, given: { proof: await world.ledgerProof(index), archived: [archived], documents: { [college]: await documentOf('college') }, context: offline, trust: listed } }
  }
  const answer = ({ integrity, accepted, ...report }: Report): readonly unknown[] => [integrity, accepted, ...told({ integrity, accepted, ...report }, 'issuer-binding', 'issuer-trust')]
  const nobodyKnows = ['unknown', 'unknown', 'issuer-binding/registration-unvouched', 'issuer-trust/registration-unvouched']

  it('is nobody known: neither its archived document nor a record make it so, nor its own sector', async () => {
    const { world, credential, given } = await forged()
    expect(answer(await judge(world, credential, given))).toEqual(nobodyKnows)
    await world.see('college', ['education-1', 'education-2', 'worker-1', 'worker-2'])
    expect(answer(await judge(world, credential, given))).toEqual(nobodyKnows)
  })

  it('is who it says once two other sectors saw it at its domain, an accreditor vouched, its key was noted, or it is looked up now', async () => {
    const { world, credential, given } = await forged()
    const known = ['passed', 'yes', 'passed', 'passed']
    expect(answer(await judge(world, credential, { ...given, context: { documents: { [college]: await documentOf('college') } } }))).toEqual(known)
    expect(answer(await judge(world, credential, { ...given, trust: { issuers: [{ did: college, name: 'The real college', keys: [await multikeyOf('college')] }] } }))).toEqual(known)
    expect(answer(await judge(world, credential, { ...given, trust: { issuers: [{ did: college, name: 'The real college', keys: [await multikeyOf('owner')] }] } }))).toEqual(nobodyKnows)
    await world.see('college')
    expect(answer(await judge(world, credential, given))).toEqual(known)
    // Also to whom holds no more than the records in force.
    const { registry } = world.network
    const epoch = await world.say({ type: 'epoch', payload: { size: registry.size, root: encodeHex(rootOfMap(registry.map, cryptography.sha256)) } }, ['operator'])
    const records = proveRegistry(registry, [college], { index: epoch, entry: world.network.entries[epoch] ?? new Uint8Array(), proof: await world.tlogProof(epoch), sha256: cryptography.sha256 })
    const { networks = [] } = await parseTrust(JSON.stringify({ networks: [{ name: 'Test network', policy: world.policy, registry: records }] }), cryptography)
    expect(answer(await judge(world, credential, { ...given, trust: { ...listed, networks } }))).toEqual(known)
    const accredited = await forged()
    await accredited.world.accredit('board', 'college')
    expect(answer(await judge(accredited.world, accredited.credential, accredited.given))).toEqual(known)
  })

  it('does not fail what its owner signed: the archived document of somebody else says nothing of it', async () => {
    const { world, given } = await forged()
    const credential = await world.sign('college', {}, 'owner')
    const { proof: _proof, ...more } = given
    expect(told(await judge(world, credential, { ...more, documents: { [college]: await documentOf('college', 'owner') } }), 'proof', 'issuer-binding')).toEqual(['passed', 'issuer-binding/registration-unvouched'])
  })

  it('is its owner\'s once all sectors gave it back: what the other signed fails, and nothing of it is laid at the owner\'s door', async () => {
    const { world, credential, given } = await forged()
    await world.see('college')
    await world.free('college')
    const impostor = ['failed', 'no', 'issuer-binding/key-of-impostor', 'passed']
    expect(answer(await judge(world, credential, given))).toEqual(impostor)
    // Also when nothing came with it that names the key.
    expect(answer(await judge(world, credential, { trust: listed, context: offline }))).toEqual(impostor)
    // What was said for the other vouches for no registration elsewhere either.
    const { registry } = world.network
    registry.opinions.push({ index: registry.size - 2, by: didOf('board'), subject: { did: college }, ground: 'recognises' })
    expect(isVouchedForAnywhere(college, { trust: { ...trustNobody, issuers: [{ did: didOf('board'), name: 'Board' }], networks: [world.trusted] } })).toBe(false)
    registry.opinions.pop()
    const served: Partial<VerifyContext> = { documents: { [college]: await documentOf('college', 'owner') } }
    const own = await world.sign('college', {}, 'owner')
    // Nobody is registered now: its own address decides.
    expect(answer(await judge(world, own, { trust: listed, context: served }))).toEqual(['passed', 'yes', 'passed', 'passed'])
    await world.say({ type: 'register', payload: await registrationOf('owner', { did: college, name: 'The real college' }) }, ['owner'])
    expect(answer(await judge(world, credential, given))).toEqual(impostor)
    const index = await world.record(own, 'college', 'owner')
    expect(answer(await judge(world, own, { proof: await world.ledgerProof(index), trust: listed, context: served }))).toEqual(['passed', 'yes', 'passed', 'passed'])
    expect(answer(await judge(world, own, { trust: listed, context: offline }))).toEqual(['unknown', 'unknown', 'issuer-binding/not-resolved', 'passed'])
    const extract: Partial<Trust> = { ...listed, networks: [{ ...world.trusted, registry: { registry: extractRegistry(world.network.registry, new Set([college])) } }] }
    expect(answer(await judge(world, credential, { ...given, trust: extract }))).toEqual(impostor)
  })
})

describe('an issuer that is gone', () => {
  const url = 'https://college.example/status/1'
  const silent: Partial<VerifyContext> = { documents: {}, fetchDocument: () => Promise.reject(new TypeError('no such host')) }

  async function closed(): Promise<{ readonly world: TrustedWorld; readonly credential: JsonObject; readonly index: number; readonly list: JsonObject; readonly older: JsonObject; readonly archived: Json }> {
    const world = await TrustedWorld.begin('college')
    await world.accredit('board', 'college')
    const archived = await world.archive('college', await documentOf('college'))
    const credential = await world.sign('college', { credentialStatus: { ...createStatusEntry(url, 7, 'revocation') } })
    const index = await world.record(credential, 'college')
    const signList = async (day: string): Promise<JsonObject> => {
      const validFrom = new Date(`2026-03-${day}T00:00:00Z`)
      const list = await createStatusListCredential({ url, issuer: college, purpose: 'revocation', bits: createBitstring(), validFrom, ttlSeconds: 86_400 })
      return addProof(list, { proofPurpose: 'assertionMethod' }, { signingKey: await keyOf('college'), verificationMethod: `${college}#key-1`, created: validFrom, cryptography })
    }
    const [older, list] = [await signList('01'), await signList('02')]
    for (const each of [older, list]) {
      await world.say({ type: 'status', payload: { issuer: college, sequence: world.network.next(college), list: url, digest: encodeHex(cryptography.sha256(encodeUtf8(JSON.stringify(each)))) } }, ['college'])
    }
    return { world, credential, index, list, older, archived }
  }
  const end = (world: TrustedWorld): Promise<number> => world.say({ type: 'withdraw', payload: { by: college, sequence: world.network.next(college), target: 'participant', did: college } }, ['college'])
  const stapled = (credential: JsonObject): Partial<Bundle> => ({ status: { [url]: { credential, fetchedAt: '2026-03-02T00:00:00Z' } } })

  it('still vouches: archived identity, last status and ledger together, with no network', async () => {
    const { world, credential, index, list } = await closed()
    await end(world)
    const report = await judge(world, credential, { proof: await world.ledgerProof(index), context: silent, ...stapled(list) })
    expect([report.integrity, report.accepted, report.level]).toEqual(['passed', 'yes', 'accredited'])
    expect(findingOf(report, 'status').ageSeconds).toBeGreaterThan(86_400 * 200)
  })

  it('has its last status list from whoever keeps it, by the digest that was recorded last, and asks for no other', async () => {
    const { world, credential, index, list, older } = await closed()
    const proof = await world.ledgerProof(index)
    const asked: string[] = []
    const bytesOf = (value: JsonObject): Uint8Array<ArrayBuffer> => encodeUtf8(JSON.stringify(value))
    const finding = (answer: () => Promise<Uint8Array | undefined>): Partial<VerifyContext> => ({ ...silent, findBlob: (digest) => (asked.push(digest), answer()) })
    const statusOf = async (answer: () => Promise<Uint8Array | undefined>): Promise<readonly string[]> => told(await judge(world, credential, { proof, context: finding(answer) }), 'status')
    // Nobody is asked about an issuer that is there.
    expect([await statusOf(async () => bytesOf(list)), asked]).toEqual([['status/list-unavailable'], []])
    await end(world)
    expect(await statusOf(async () => bytesOf(list))).toEqual(['passed'])
    expect(asked).toEqual([encodeHex(cryptography.sha256(bytesOf(list)))])
    for (const hostile of [async () => bytesOf(older), async () => new Uint8Array([0xff]), async () => undefined, () => Promise.reject(new TypeError('no such host'))]) {
      expect(await statusOf(hostile)).toEqual(['status/list-unavailable'])
    }
    // What the share brings is enough.
    asked.length = 0
    const report = await judge(world, credential, { proof, context: finding(async () => undefined), ...stapled(list) })
    expect([told(report, 'status'), asked]).toEqual([['passed'], []])
  })

  it('still vouches without an accreditor, when its domain was seen while it was there', async () => {
    const world = await TrustedWorld.begin('college')
    await world.archive('college', await documentOf('college'))
    const credential = await world.sign('college')
    const proof = await world.ledgerProof(await world.record(credential, 'college'))
    const trust: Partial<Trust> = { issuers: [{ did: college, name: 'College' }] }
    await world.see('college')
    await end(world)
    const report = await judge(world, credential, { proof, trust, context: silent })
    expect([report.integrity, report.accepted, told(report, 'proof', 'issuer-binding', 'issuer-trust')]).toEqual(['passed', 'yes', ['passed', 'passed', 'passed']])
  })

  it('does not make doubtful what was altered: the archived key never signed it', async () => {
    const { world, credential, index, list } = await closed()
    await end(world)
    const altered = { ...credential, name: 'Surgery' }
    const report = await judge(world, altered, { proof: await world.ledgerProof(index), context: silent, ...stapled(list) })
    expect([report.integrity, told(report, 'proof')]).toEqual(['failed', ['proof/signature-invalid']])
  })

  it('is not taken for gone while nobody declared it, nor an older word for its last', async () => {
    const { world, credential, index, list, older } = await closed()
    const proof = await world.ledgerProof(index)
    expect(told(await judge(world, credential, { proof, context: silent, ...stapled(list) }), 'status')).toEqual(['status/list-stale'])
    await end(world)
    expect(told(await judge(world, credential, { proof, context: silent, ...stapled(older) }), 'status')).toEqual(['status/list-stale'])
  })

  it('fails what nobody recorded while it was there', async () => {
    const { world, list } = await closed()
    await end(world)
    const late = await world.sign('college', { name: 'Late' })
    expect(told(await judge(world, late, { context: silent, ...stapled(list) }), 'issuer-trust')).toEqual(['issuer-trust/withdrawn'])
  })

  it('is proven to a verifier that holds the key of a log and no registry, by what the share brings', async () => {
    const { world, credential, archived } = await closed()
    const trust: Partial<Trust> = { networks: [], logs: [world.log.verifierKey] }
    const documents = { [college]: await documentOf('college') }
    expect(told(await judge(world, credential, { context: silent, trust, documents }), 'proof', 'issuer-binding')).toEqual(['passed', 'issuer-binding/document-unproven'])
    expect(told(await judge(world, credential, { context: silent, trust, archived: [archived] }), 'proof', 'issuer-binding')).toEqual(['passed', 'passed'])
    for (const hostile of [{ ...(archived as JsonObject), entry: encodeBase64url(new Uint8Array(40)) }, { ...(archived as JsonObject), proof: 'x' }, null, 7, 'archived']) {
      expect(told(await judge(world, credential, { context: silent, trust, documents, archived: [hostile] }), 'issuer-binding')).toEqual(['issuer-binding/document-unproven'])
    }
    expect(told(await judge(world, credential, { context: silent, trust: { networks: [], logs: [] }, documents, archived: [archived] }), 'issuer-binding')).toEqual(['issuer-binding/document-unproven'])
  })

  it('gets no other document by a proof for one that was archived', async () => {
    const { world, archived } = await closed()
    const forged = await world.sign('college', {}, 'thief')
    const report = await judge(world, forged, { context: silent, trust: { networks: [], logs: [world.log.verifierKey] }, documents: { [college]: await documentOf('college', 'thief') }, archived: [archived] })
    expect(report.integrity).not.toBe('passed')
  })
})

describe('who is known', () => {
  it('is nobody who only registered, under whatever name', async () => {
    const world = await TrustedWorld.begin('mill')
    await world.say({ type: 'register', payload: await registrationOf('twin', { name: 'Harvard University' }) }, ['twin'])
    const credential = await world.sign('twin', { issuer: { id: didOf('twin'), type: ['Profile'], name: 'Harvard University' } })
    const report = await judge(world, credential, { context: { documents: { [didOf('twin')]: await documentOf('twin') } } })
    expect([report.integrity, report.accepted, report.level, told(report, 'issuer-trust', 'accreditation')]).toEqual(['passed', 'no', 'endorsed', ['issuer-trust/registered-only', 'accreditation/none']])
    expect(report.issuer).toEqual({ id: didOf('twin'), name: null, registeredAs: 'Harvard University', isDomainVouched: false })
  })

  it('is whom somebody on the verifier\'s own list endorses, until they dispute it', async () => {
    const world = await TrustedWorld.begin('college', 'agency')
    const credential = await world.sign('college')
    const trust: Partial<Trust> = { issuers: [{ did: didOf('agency'), name: 'Agency' }] }
    const say = async (type: 'endorse' | 'dispute', sequence: number): Promise<number> => world.say(type === 'endorse'
      ? { type, payload: { by: didOf('agency'), sequence, subject: { did: college }, ground: 'recognises' } }
      : { type, payload: { by: didOf('agency'), sequence, subject: { did: college }, ground: 'misleading' } }, ['agency'])
    await say('endorse', 0)
    // Somebody else could have registered the address of the agency.
    expect(told(await judge(world, credential, { trust }), 'issuer-trust')).toEqual(['issuer-trust/registered-only'])
    await world.see('agency')
    expect(await judge(world, credential, { trust })).toMatchObject({ accepted: 'yes', level: 'attested', issuer: { name: 'The college' } })
    expect(told(await judge(world, credential), 'issuer-trust')).toEqual(['issuer-trust/registered-only'])
    await say('dispute', 1)
    expect(told(await judge(world, credential, { trust }), 'issuer-trust')).toEqual(['issuer-trust/registered-only'])
  })

  it('is named by registries alone, and another name in the document is shown as a conflict', async () => {
    const { world } = await begun()
    const credential = await world.sign('college', { issuer: { id: college, type: ['Profile'], name: 'Harvard University' } })
    expect((await judge(world, credential)).issuer).toMatchObject({ name: 'The college', conflicts: [{ kind: 'name', between: ['known as', 'the document'] }] })
    expect((await judge(world, await world.sign('college', { issuer: { id: college, type: ['Profile'], name: 'THE COLLEGE' } }))).issuer).not.toHaveProperty('conflicts')
  })

  it('keeps the name that somebody vouched for when it takes another, until they vouch again', async () => {
    const { world } = await begun()
    const credential = await world.sign('college')
    await world.say({ type: 'rotate', payload: { did: college, sequence: world.network.next(college), add: [], remove: [], name: 'Harvard University' } }, ['college'])
    expect((await judge(world, credential)).issuer).toMatchObject({ name: 'The college', registeredAs: 'Harvard University', isDomainVouched: true })
    await world.accredit('board', 'college')
    expect((await judge(world, credential)).issuer).toEqual({ id: college, name: 'Harvard University', isDomainVouched: true })
  })

  it('is judged as of the record: suspended afterwards is not suspended then', async () => {
    const { world, credential, index } = await begun()
    await world.say({ type: 'suspend', payload: { by: 'governance', sequence: 0, target: 'participant', did: college } }, seatsOf())
    expect(told(await judge(world, credential, { proof: await world.ledgerProof(index) }), 'issuer-trust')).toEqual(['passed'])
    const bare = await judge(world, credential, { trust: { issuers: [{ did: college, name: 'College' }] } })
    expect([bare.accepted, told(bare, 'issuer-trust')]).toEqual(['no', ['issuer-trust/suspended']])
  })
})

describe('accreditation', () => {
  it('is for a kind of award, and a basis vouches for nothing outside its kind', async () => {
    const { world } = await begun()
    const as = (achievement: JsonObject): Promise<JsonObject> => world.sign('college', { credentialSubject: { type: ['AchievementSubject'], achievement: { id: 'https://example.org/scope/surgery', type: ['Achievement'], name: 'Surgery', description: 'x', criteria: { narrative: 'x' }, ...achievement } } })
    expect(told(await judge(world, await as({})), 'accreditation')).toEqual(['accreditation/scope-untold'])
    expect(told(await judge(world, await as({ id: weldingScope, achievementType: 'License' })), 'accreditation')).toEqual(['accreditation/not-for-this-type'])
    await world.say({ type: 'type', payload: { by: didOf('board'), sequence: world.network.next(didOf('board')), id: 'https://example.org/scope/surgery', scope: 'https://example.org/scope/medicine', attestedBy: 'accredited' } }, ['board'])
    const denied = await judge(world, await as({ achievementType: 'Certificate', alignment: [{ type: ['Alignment'], targetName: 'Welding', targetUrl: weldingScope }] }))
    expect([told(denied, 'accreditation'), denied.level]).toEqual([['accreditation/not-for-this-type'], 'attested'])
  })

  it('of one whose accreditor was itself revoked is judged by the time of the record', async () => {
    const world = await TrustedWorld.begin('college', 'agency')
    const given = await world.accredit('board', 'agency')
    await world.accredit('agency', 'college')
    const early = await world.sign('college', { name: 'Early' })
    const index = await world.record(early, 'college')
    await world.say({ type: 'withdraw', payload: { by: didOf('board'), sequence: world.network.next(didOf('board')), target: 'accreditation', accreditation: given } }, ['board'])
    const late = await world.sign('college', { name: 'Late' })
    const lateIndex = await world.record(late, 'college')
    expect(told(await judge(world, early, { proof: await world.ledgerProof(index) }), 'accreditation', 'issuer-trust')).toEqual(['passed', 'passed'])
    expect(told(await judge(world, late, { proof: await world.ledgerProof(lateIndex) }), 'accreditation', 'issuer-trust')).toEqual(['accreditation/none', 'issuer-trust/registered-only'])
    expect(told(await judge(world, early), 'accreditation')).toEqual(['accreditation/time-unproven'])
  })

  it('does not believe a date that only the issuer gives: what ended before anybody cosigned is open', async () => {
    const world = await TrustedWorld.begin('college')
    await world.say({ type: 'accredit', payload: { accreditor: didOf('board'), sequence: 0, did: college, scopes: [weldingScope], basis: 'institutional', mayAccredit: false, from: '2026-01-01', until: '2026-06-30' } }, ['board'])
    const backdated = await world.sign('college', { validFrom: '2026-05-01T00:00:00Z' })
    const index = await world.record(backdated, 'college')
    const during = new Date('2026-06-01T00:00:00Z')
    expect(told(await judge(world, backdated, { proof: await world.ledgerProof(index) }), 'accreditation')).toEqual(['accreditation/time-unproven'])
    expect(told(await judge(world, backdated, { proof: await world.ledgerProof(index, cosigners.slice(0, 4), during) }), 'accreditation')).toEqual(['passed'])
    expect(told(await judge(world, backdated), 'accreditation')).toEqual(['accreditation/time-unproven'])
    const later = await world.sign('college', { validFrom: '2026-07-01T00:00:00Z' })
    expect(told(await judge(world, later, { proof: await world.ledgerProof(await world.record(later, 'college')) }), 'accreditation', 'issuer-trust')).toEqual(['accreditation/none', 'issuer-trust/registered-only'])
  })
})

describe('a trust file', () => {
  const file = (world: TrustedWorld, more: JsonObject): string => JSON.stringify({ networks: [{ name: 'Test network', policy: world.policy, ...more }] })

  it('holds a registry as text, as a part of it, or as records proven under a final checkpoint', async () => {
    const { world, credential, index } = await begun()
    const { registry } = world.network
    const root = encodeHex(rootOfMap(registry.map, cryptography.sha256))
    const epoch = await world.say({ type: 'epoch', payload: { size: registry.size, root } }, ['operator'])
    const proof = await world.ledgerProof(index)
    const records = proveRegistry(registry, [college, weldingScope], { index: epoch, entry: world.network.entries[epoch] ?? new Uint8Array(), proof: await world.tlogProof(epoch), sha256: cryptography.sha256 })
    const extract = { extract: formatRegistry(extractRegistry(registry, new Set([college]))), covers: [college] }
    for (const each of [formatRegistry(registry), extract, records as unknown as JsonObject]) {
      const trust = await parseTrust(file(world, { registry: each }), cryptography)
      expect(await judge(world, credential, { proof, trust })).toMatchObject({ integrity: 'passed', accepted: 'yes', level: 'accredited', issuer: { name: 'The college' } })
      const stranger = await judge(world, await world.sign('mill'), { trust, context: { documents: { [didOf('mill')]: await documentOf('mill') } } })
      expect(told(stranger, 'issuer-trust')).toEqual([typeof each === 'string' ? 'issuer-trust/registered-only' : 'issuer-trust/not-looked-up'])
    }
    expect((await parseTrust(JSON.stringify({ networks: [{ name: 'x', registry: formatRegistry(registry) }] }), cryptography)).networks?.[0]?.policy).toBe(world.policy)
  })

  it('takes no records that were altered, left out, of another map or under too few cosigners', async () => {
    const { world } = await begun()
    const { registry } = world.network
    const epoch = await world.say({ type: 'epoch', payload: { size: registry.size, root: encodeHex(rootOfMap(registry.map, cryptography.sha256)) } }, ['operator'])
    const entry = world.network.entries[epoch] ?? new Uint8Array()
    const prove = async (by: readonly string[] = cosigners): Promise<ReturnType<typeof proveRegistry>> => proveRegistry(registry, [college], { index: epoch, entry, proof: await world.tlogProof(epoch, by), sha256: cryptography.sha256 })
    const good = await prove()
    const networks = [{ name: 'x', origin, policy: parsePolicy(world.policy, cryptography.sha256) }]
    const open = (value: unknown): ReturnType<typeof openRegistryProof> => openRegistryProof(value, { logs: [], networks, cryptography })
    const changed = (change: JsonObject): unknown => ({ ...good, records: good.records.map((each) => (each.name === `participant ${college}` ? { ...each, record: { ...(each.record as JsonObject), ...change } } : each)) })
    expect((await open(good)).covers?.has(college)).toBe(true)
    expect((await open({ ...good, records: good.records.filter(({ name }) => name !== 'accreditation -1') })).covers?.has(college)).toBe(false)
    for (const hostile of [changed({ name: 'Harvard University' }), changed({ state: 'active', keys: [await multikeyOf('thief')] }), { ...good, records: [{ ...good.records[0], record: null }] }]) {
      await expect(open(hostile)).rejects.toMatchObject({ code: 'trust/registry-proof-wrong' })
    }
    await expect(open(await prove(cosigners.slice(0, 3)))).rejects.toMatchObject({ code: 'trust/checkpoint-not-final' })
    for (const hostile of [null, {}, { ...good, records: [7] }, { ...good, entry: '####' }, { ...good, proof: '' }, { ...good, entry: encodeBase64url(world.network.entries[0] ?? new Uint8Array()) }]) {
      await expect(open(hostile)).rejects.toMatchObject({ code: 'trust/registry-proof-malformed' })
    }
  })

  it('is refused with a registry that cannot be read, or a policy under which anything is final', async () => {
    const world = await TrustedWorld.begin()
    const text = formatRegistry(world.network.registry)
    for (const more of [{ registry: text.slice(0, -9) }, { registry: text.replace('"version":1', '"version":9') }, { registry: 7 }, { registry: text, policy: 'quorum none\n' }, { registry: text, policy: 'quorum nobody\n' }, { registry: {} }]) {
      await expect(parseTrust(file(world, more), cryptography)).rejects.toMatchObject({ code: 'verifier/trust-malformed' })
    }
  })
})

describe('what others say outside the ledger', () => {
  const accreditor = 'did:web:board.example'
  const endorsement = async (by: string, subject = college): Promise<JsonObject> => addProof({
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'], 'id': 'urn:uuid:0d8b2a0c-58a5-4a7e-8f63-5a1c3b2d4e60', 'type': ['VerifiableCredential', 'EndorsementCredential'], 'name': 'Accredited',
    'issuer': { id: accreditor, type: ['Profile'] }, 'validFrom': '2026-01-01T00:00:00Z', 'credentialSubject': { id: subject, type: ['EndorsementSubject'], endorsementComment: 'Accredited' },
  }, { proofPurpose: 'assertionMethod' }, { signingKey: await keyOf(by), verificationMethod: `${accreditor}#key-1`, created: now, cryptography })
  const documents = async (): Promise<Readonly<Record<string, unknown>>> => ({ [college]: await documentOf('college'), [accreditor]: await documentOf('board') })

  it('counts when the verifier chose the accreditor, who signed it, about this issuer', async () => {
    const world = await TrustedWorld.begin()
    const trust: Partial<Trust> = { networks: [], accreditors: [{ id: accreditor, name: 'Board', scopes: [weldingScope] }] }
    const carrying = async (by: string, subject?: string): Promise<JsonObject> => world.sign('college', { issuer: { id: college, type: ['Profile'], endorsement: [await endorsement(by, subject)] } })
    const context = { documents: await documents() }
    const good = await judge(world, await carrying('board'), { trust, context })
    expect([good.level, told(good, 'issuer-trust', 'accreditation')]).toEqual(['accredited', ['passed', 'passed']])
    for (const hostile of [await carrying('thief'), await carrying('board', didOf('mill'))]) {
      expect(told(await judge(world, hostile, { trust, context }), 'issuer-trust', 'accreditation')).toEqual(['issuer-trust/issuer-unknown', 'accreditation/not-listed'])
    }
    expect(told(await judge(world, await carrying('board'), { trust: { networks: [] }, context }), 'issuer-trust', 'accreditation')).toEqual(['issuer-trust/issuer-unknown', 'accreditation/no-register'])
  })

  it('is read from a list that the verifier chose, out of documents at hand, and unknown when it cannot be asked', async () => {
    const world = await TrustedWorld.begin()
    const url = 'https://registry.example/issuers.json'
    const trust: Partial<Trust> = { networks: [], registries: [{ kind: 'issuer-list', name: 'A list', url }] }
    const list = { registry: { [college]: { name: 'Riverside College', location: 'Riverside', url: 'https://college.example' } }, meta: { created: '2026-01-01', updated: '2026-11-01' } }
    const credential = await world.sign('college')
    const listed = await judge(world, credential, { trust, context: { documents: { ...await documents(), [url]: list } } })
    expect([listed.accepted, listed.issuer.name, told(listed, 'issuer-trust')]).toEqual(['yes', 'Riverside College', ['passed']])
    const offline = await judge(world, credential, { trust })
    expect([offline.accepted, told(offline, 'issuer-trust', 'accreditation')]).toEqual(['unknown', ['issuer-trust/registry-unreachable', 'accreditation/registry-unreachable']])
  })
})

describe('namesIn()', () => {
  it('tells issuers and award types, inside as well, and nothing of a person', async () => {
    const world = await TrustedWorld.begin()
    const inner = await world.sign('mill')
    const names = namesIn({ issuer: { id: college }, credentialSubject: { id: 'did:key:z6MkPerson', name: 'Ana', verifiableCredential: [inner] } })
    expect(names).toEqual([college, didOf('mill'), weldingScope, 'https://purl.org/ctdl/terms/Certificate'])
    expect(namesIn([{ issuer: 7 }, null, 'x', { issuer: 'urn:uuid:1' }])).toEqual([])
  })
})
