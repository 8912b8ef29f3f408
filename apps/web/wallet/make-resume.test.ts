import { contentDigest, createAchievementCredential, createEndorsement, parseJsonObject, signCredential } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import type { JsonObject } from 'everlearned/encoding'
import { makeTakeBack, takeBackUrl } from 'everlearned/exchange/attestation'
import { confirmLifeEntry, createMemoryWalletStorage, deriveWalletKeys, draftLifeEntry, saveAttestation, type LifeEntry, type LifeFacts, type WalletRecord } from 'everlearned/holder'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { beforeAll, describe, expect, it } from 'vitest'
import { vouchedLine } from '../components/vouched-line.ts'
import { wordsReady } from '../messages/words.ts'
import { makeResume } from './make-resume.ts'

const now = new Date('2026-11-21T12:00:00Z')
const node = 'https://node.example'
const expiresAt = new Date('2026-12-21T12:00:00Z')

interface Party { readonly did: string; readonly signing: Parameters<typeof makeTakeBack>[1] }

async function createParty(): Promise<Party> {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  return { did: didKey(signingKey.publicKey), signing: { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography } }
}

const sign = async (document: JsonObject, { signing }: Party): Promise<string> => JSON.stringify(await signCredential(document, signing))

/** A record of one and the same certificate: each time another document. */
async function recordOf(id: string, college: Party, validFrom: string): Promise<WalletRecord> {
  const credential = await sign(createAchievementCredential({
    id: `urn:uuid:${crypto.randomUUID()}`, issuer: { id: college.did, name: 'Riverside College' }, subject: { did: college.did }, validFrom: new Date(validFrom),
    achievement: { id: 'urn:uuid:0d8b2a0c-58a5-4a7e-8f63-5a1c3b2d4e6f', type: ['Achievement'], name: 'Forklift operator', description: 'Drives.', criteria: { narrative: 'Test' } },
  }), college)
  return { id, credential, nonce: null, ledgerProof: null, logs: [], status: {}, documents: {}, addedAt: now.toISOString(), origin: node }
}

async function openWallet() {
  const lists = new Map<string, string>()
  const fetch = async (url: string): Promise<Response> => {
    if (url.endsWith('/api/shares')) return Response.json({ id: 'A'.repeat(22), endToken: 'B'.repeat(43) })
    if (url.endsWith('/api/issuers')) return Response.json({ issuers: [] })
    const list = lists.get(url)
    return list === undefined ? Response.json({}, { status: 404 }) : Response.json(JSON.parse(list))
  }
  return { lists, context: { keys: await deriveWalletKeys(new Uint8Array(32).fill(9)), storage: createMemoryWalletStorage(), cryptography, now, fetch } }
}

type Wallet = Awaited<ReturnType<typeof openWallet>>

async function entryOf(facts: Partial<LifeFacts>, { context }: Wallet): Promise<LifeEntry> {
  const draft = await draftLifeEntry({ kind: 'volunteering', what: 'Treasurer', where: 'Parish', from: '2019', to: '2023', skills: [], ...facts }, { kind: 'written' }, context)
  return confirmLifeEntry(draft, { facts: draft.facts, sensitive: [] }, context)
}

/** Somebody vouches for a document of the wallet, which keeps their word. */
async function vouch(recordId: string, credential: string, { context, lists }: Wallet): Promise<string> {
  const rosa = await createParty()
  const document = parseJsonObject(credential)
  const about = { id: String(document['id']), digest: contentDigest(document, cryptography) }
  const { entry: status, standing } = await makeTakeBack({ url: takeBackUrl(node, rosa.did.slice(-8)), issuer: rosa.did }, rosa.signing)
  lists.set(status.statusListCredential, standing)
  const endorsement = await sign(createEndorsement({
    id: `urn:uuid:${crypto.randomUUID()}`, issuer: { id: rosa.did, name: 'Rosa Diaz' }, about, statement: 'So it was.', relation: 'treasurer', since: '2019', conflicts: [], shown: [], status, validFrom: now,
  }), rosa)
  await saveAttestation({
    id: rosa.did, recordId, about, node, key: '', endToken: '', statement: '', shown: [], asker: '', who: '', address: '', enough: 1, createdAt: now.toISOString(), expiresAt: expiresAt.toISOString(), state: 'answered', endorsement, answeredAt: now.toISOString(),
  }, context)
  return endorsement
}

beforeAll(wordsReady)

describe('makeResume()', () => {
  it('says who vouches for what, as whoever checks it will find, and sends their word along', async () => {
    const wallet = await openWallet()
    const entry = await entryOf({}, wallet)
    const endorsement = await vouch(entry.id, entry.versions[0]?.credential ?? '', wallet)
    const made = await makeResume({ name: 'Michael', purpose: '', records: [], entries: [entry], node, expiresAt }, wallet.context)
    expect(made.lines).toMatchObject([{ number: 1, level: 'endorsed', vouched: [{ name: 'Rosa Diaz', level: 'endorsed' }] }])
    expect(made.lines[0]?.vouched.map(vouchedLine)).toEqual(['Rosa Diaz: Was treasurer where this was done, since 2019. Endorsed, identity not checked.'])
    expect((JSON.parse(made.bundle) as { readonly endorsements: readonly string[] }).endorsements).toEqual([endorsement])
    expect(made.lerRs.document['narratives']).toMatchObject([{ name: 'Treasurer', texts: [{ name: 'Endorsements', lines: [expect.stringContaining('identity not checked')] }] }, { name: 'Verification' }])
  })

  it('leaves out the word of somebody whom nobody can ask whether it still stands', async () => {
    const wallet = await openWallet()
    const entry = await entryOf({}, wallet)
    await vouch(entry.id, entry.versions[0]?.credential ?? '', wallet)
    wallet.lists.clear()
    const { lines } = await makeResume({ name: '', purpose: '', records: [], entries: [entry], node, expiresAt }, wallet.context)
    expect(lines).toMatchObject([{ level: 'self-stated', vouched: [] }])
  })

  it('names one achievement once, with where it stands too, on paper and in LER-RS', async () => {
    const wallet = await openWallet()
    const college = await createParty()
    const [first, again] = [await recordOf('one', college, '2025-05-01T00:00:00Z'), await recordOf('two', college, '2025-06-01T00:00:00Z')]
    const own = await entryOf({ kind: 'training', what: 'Forklift Operator', where: 'Riverside College', from: '2025', to: '2025' }, wallet)
    const other = await entryOf({}, wallet)
    const { lines, lerRs } = await makeResume({ name: '', purpose: '', records: [first, again], entries: [own, other], node, expiresAt }, wallet.context)
    expect(lines).toMatchObject([{ number: 1, also: [{ number: 2 }, { number: 3, said: { kind: 'entry' } }] }, { number: 4, also: [], said: { kind: 'entry', facts: { what: 'Treasurer' } } }])
    expect(lines[0]?.also.map(({ link }) => link.split('.').at(-1))).toEqual(['2', '3'])
    expect(lerRs.document['certifications']).toEqual([{ verifications: [first, again].map(({ credential }) => ({ otherW3CVerifiableCredential: JSON.parse(credential) as unknown })) }])
    expect(lerRs.losses).toContainEqual({ code: 'unplaced', from: 'merged/0', value: 'Forklift Operator' })
  })
})
