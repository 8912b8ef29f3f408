import { beforeAll, describe, expect, it } from 'vitest'
import { createAddressStatement } from '../credential/address-statement.ts'
import { contentDigest, createEndorsement, readEndorsement, type EndorsementInput } from '../credential/endorsement.ts'
import { createAchievementCredential, hashIdentity } from '../credential/open-badge.ts'
import { signCredential } from '../credential/sign-credential.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { makeTakeBack, takeBackUrl } from '../exchange/attestation/take-back.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { formatBundle } from './bundle.ts'
import { trustNobody } from './policy.ts'
import type { Report } from './report.ts'
import type { VerifyContext } from './verify-context.ts'
import { verify } from './verify.ts'

const now = new Date('2026-11-21T12:00:00Z')
const id = 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f'

interface Party {
  readonly did: string
  sign(document: JsonObject): Promise<string>
  takeBack(name: string): ReturnType<typeof makeTakeBack>
}

async function createParty(): Promise<Party> {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  const did = didKey(signingKey.publicKey)
  const signing = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography }
  return {
    did,
    sign: async (document) => JSON.stringify(await signCredential(document, signing)),
    takeBack: (name) => makeTakeBack({ url: takeBackUrl('https://node.example', name), issuer: did }, signing),
  }
}

const [holder, peer, chief, node] = [await createParty(), await createParty(), await createParty(), await createParty()]

const entry = (name = 'Raised 40,000 for the parish'): JsonObject => createAchievementCredential({
  id, issuer: { id: holder.did, name: 'Michael' }, subject: { did: holder.did }, validFrom: new Date('2026-11-01T00:00:00Z'),
  achievement: { id: 'urn:uuid:0d8b2a0c-58a5-4a7e-8f63-5a1c3b2d4e6f', type: ['Achievement'], name, description: 'Three years', criteria: { narrative: 'As treasurer' } },
})

const addressOf = (endorser: string, address = 'rosa@parish.example', by = node): Promise<string> => by.sign(createAddressStatement({
  id: 'urn:uuid:7c1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', node: { id: by.did, name: 'Node', url: 'https://node.example' }, endorser, identity: hashIdentity(address, 'salt', cryptography), confirmedAt: now,
}))

interface Made { readonly text: string; readonly list: string; readonly withdrawn: string; readonly url: string }

async function endorse(by: Party, change: Partial<EndorsementInput> = {}): Promise<Made> {
  const { entry: status, standing, withdrawn } = await by.takeBack(by.did.slice(-8))
  const document = createEndorsement({
    id: 'urn:uuid:8d1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', issuer: { id: by.did, name: 'Rosa Diaz' }, about: { id, digest: contentDigest(entry(), cryptography) }, statement: 'He did, and kept the books.',
    relation: 'treasurer', since: '2019-03', conflicts: [], shown: [{ label: 'Entry', value: 'Raised 40,000' }], addressStatement: await addressOf(by.did), status, validFrom: now, ...change,
  })
  return { text: await by.sign(document), list: standing, withdrawn, url: status.statusListCredential }
}

async function judge(endorsements: readonly Made[], { host, isWithdrawn = false, ...context }: Partial<VerifyContext> & { readonly host?: string; readonly isWithdrawn?: boolean } = {}): Promise<Report> {
  const documents = Object.fromEntries(endorsements.map((each) => [each.url, JSON.parse(isWithdrawn ? each.withdrawn : each.list) as unknown]))
  const bundle = formatBundle({ credentials: [host ?? own], documents: {}, status: {}, ledgerProofs: [], logs: [], endorsements: endorsements.map(({ text }) => text) })
  const { reports: [report] } = await verify(encodeUtf8(bundle), { cryptography, now, documents, trust: trustNobody, ...context })
  if (report === undefined) throw new Error('no report')
  return report
}

let own: string
beforeAll(async () => { own = await holder.sign(entry()) })

describe('an entry that somebody vouches for', () => {
  it('is endorsed when whoever signed it is not known, and says so', async () => {
    const report = await judge([await endorse(peer)])
    expect(report).toMatchObject({
      integrity: 'passed', level: 'endorsed',
      endorsements: [{ place: 'beside', name: 'Rosa Diaz', level: 'endorsed', words: { relation: 'treasurer', since: '2019-03', conflicts: [], statement: 'He did, and kept the books.' }, address: { outcome: 'passed' }, seen: { node: node.did, nodeUrl: 'https://node.example' } }],
    })
    expect(report.leftOpen).toContainEqual({ what: 'endorsers' })
  })

  it('is attested when the verifier knows the organisation that signed', async () => {
    const report = await judge([await endorse(chief), await endorse(peer)], { trust: { ...trustNobody, issuers: [{ did: chief.did, name: 'Parish' }] } })
    expect([report.level, report.endorsements?.map(({ level }) => level)]).toEqual(['attested', ['attested', 'endorsed']])
  })

  it('is as it was without them, whoever signed them', async () => {
    expect((await judge([])).level).toBe('self-stated')
    expect(await judge([])).not.toHaveProperty('endorsements')
  })

  it('may carry them inside, in a version that was signed since', async () => {
    const { text, url, list } = await endorse(peer)
    const host = await holder.sign({ ...entry(), endorsement: [JSON.parse(text) as JsonObject] })
    expect(await judge([], { host, documents: { [url]: JSON.parse(list) as unknown } })).toMatchObject({ integrity: 'passed', level: 'endorsed', endorsements: [{ place: 'inside', level: 'endorsed' }] })
  })

  it('keeps what a file says of its level without effect', async () => {
    const { text } = await endorse(peer)
    const host = await holder.sign(entry('accredited'))
    const report = await judge([{ text: text.replace('"name":"Rosa Diaz"', '"name":"Accredited"'), list: '{}', withdrawn: '{}', url: 'https://node.example/x' }], { host })
    expect(report.level).toBe('self-stated')
  })
})

describe('an endorsement', () => {
  it('that was taken back counts no more', async () => {
    const report = await judge([await endorse(peer)], { isWithdrawn: true })
    expect(report).toMatchObject({ level: 'self-stated', endorsements: [{ level: null, report: { integrity: 'failed' } }] })
  })

  it('of which nobody can say whether it was taken back is open, and raises nothing', async () => {
    const made = await endorse(peer)
    const report = await judge([made], { documents: {} })
    expect(report).toMatchObject({ integrity: 'passed', level: 'self-stated', endorsements: [{ level: null, report: { integrity: 'unknown' } }] })
  })

  it.each<[string, () => Promise<Made>, object]>([
    ['of its own issuer', () => endorse(holder), { other: { code: 'endorsement/own-word' } }],
    ['of something else', () => endorse(peer, { about: { id: 'urn:uuid:11111111-58a5-4a7e-8f63-5a1c3b2d4e6f', digest: contentDigest(entry(), cryptography) } }), { relation: { code: 'endorsement/other-subject' } }],
    ['of another version', () => endorse(peer, { about: { id, digest: contentDigest(entry('Raised 4,000'), cryptography) } }), { content: { code: 'endorsement/other-content' } }],
    ['with the contact address of another', async () => endorse(peer, { addressStatement: await addressOf(chief.did) }), { address: { code: 'endorsement/address-of-another' } }],
    ['with a statement that was altered', async () => endorse(peer, { addressStatement: (await addressOf(peer.did)).replace('2026', '2025') }), { address: { code: 'endorsement/address-false' } }],
    ['with no statement but words', () => endorse(peer, { addressStatement: '{"seen":true}' }), { address: { code: 'endorsement/address-false' } }],
    ['that states its own address', async () => endorse(peer, { addressStatement: await addressOf(peer.did, 'a@b.example', peer) }), { address: { code: 'endorsement/address-own-word' } }],
  ])('%s counts nothing, and leaves its host genuine', async (_, make, found) => {
    expect(await judge([await make()])).toMatchObject({ integrity: 'passed', level: 'self-stated', endorsements: [{ level: null, ...found }] })
  })

  it('from the address of the holder whom the verifier knows is told as their own word', async () => {
    const made = await endorse(peer)
    expect((await judge([made], { holder: 'rosa@parish.example' })).endorsements).toMatchObject([{ level: null, other: { code: 'endorsement/own-word' } }])
    expect((await judge([made], { holder: 'michael@parish.example' })).endorsements).toMatchObject([{ level: 'endorsed' }])
  })

  it('counts once for one key', async () => {
    const report = await judge([await endorse(peer), await endorse(peer), await endorse(chief)])
    expect(report.endorsements?.map(({ level, other }) => [level, other.code])).toEqual([['endorsed', undefined], [null, 'endorsement/again'], ['endorsed', undefined]])
  })

  it('without a statement of any node counts, and tells that none saw who signed', async () => {
    expect(await judge([await endorse(peer, { addressStatement: undefined })])).toMatchObject({ level: 'endorsed', endorsements: [{ address: { outcome: 'not-applicable' } }] })
  })

  it('never raises a host that is broken', async () => {
    const report = await judge([await endorse(peer)], { host: own.replace('40,000', '90,000') })
    expect([report.integrity, report.level]).toEqual(['failed', 'self-stated'])
  })

  it('may be any text, and the report is made nevertheless', async () => {
    for (const text of ['', '[]', '{}', own, 'x'.repeat(5_000), '{"type":["EndorsementCredential"],"evidence":[{"genre":"ContactAddress","id":"data:application/vc+json;base64,%%"}]}']) {
      expect(await judge([{ text, list: '{}', withdrawn: '{}', url: 'https://node.example/x' }])).toMatchObject({ integrity: 'passed', level: 'self-stated', endorsements: [{ level: null }] })
    }
  })

  it('is read as far as it goes', () => {
    expect(readEndorsement({ issuer: 'did:key:z6Mk', credentialSubject: { endorsementComment: 7 }, evidence: [{ genre: 'Relation', name: 'owns' }, { genre: 'ConflictOfInterest', name: 'none' }, null] }))
      .toEqual({ name: null, statement: '', relation: null, since: null, conflicts: [], shown: [], digest: null, addressStatement: null })
  })
})
