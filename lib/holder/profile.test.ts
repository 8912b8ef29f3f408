import { beforeEach, describe, expect, it } from 'vitest'
import { createAchievement, createAchievementCredential } from '../credential/open-badge.ts'
import { signCredential } from '../credential/sign-credential.ts'
import { ed25519Jwk } from '../crypto/secret-jwk.ts'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { checkHolderProof } from '../exchange/holder-proof.ts'
import { pageChallenge } from '../exchange/public-page/page-request.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { parseBundle } from '../verifier/bundle.ts'
import { loadExchangeNotes } from './exchange-note.ts'
import { draftLifeEntry } from './keep-life-entry.ts'
import type { LifeEntry } from './life-entry.ts'
import type { LifeFacts, LifePart } from './life-facts.ts'
import { makeProfileBundle } from './make-profile-bundle.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { mergeValues } from './merge-entries.ts'
import { changeProfile, createProfile, duplicateProfile, loadProfile, loadProfiles, maxProfile, removeProfile, type ProfileDraft, type ProfileItem, type WalletProfile } from './profile.ts'
import { findProfileLines, partsShownIn, type ProfileLine, profileItemOf, type ProfileReader } from './profile-lines.ts'
import { findPageFaults, nameInRecord, publishProfile, type PublishContext, unpublishProfile } from './public-page.ts'
import { putBack } from './put-back.ts'
import { confirmLifeEntry } from './sign-life-entry.ts'
import { openSubjectKey } from './subject-key.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import type { WalletRecord } from './wallet-record.ts'

const now = new Date('2026-05-01T12:00:00Z')
const node = 'https://college.example'
const keys = await deriveWalletKeys(new Uint8Array(32).fill(3))
let context: PublishContext
let asked: { readonly method: string; readonly path: string; readonly body: JsonObject | undefined; readonly bearer: string | null }[]
let isGone = false

beforeEach(() => {
  asked = []
  isGone = false
  context = {
    keys, storage: createMemoryWalletStorage(), cryptography, now,
    fetch: async (url, init) => {
      const { pathname } = new URL(url)
      if (!pathname.startsWith('/api/public-pages')) throw new TypeError('offline')
      asked.push({ method: init?.method ?? 'GET', path: pathname, body: typeof init?.body === 'string' ? JSON.parse(init.body) as JsonObject : undefined, bearer: new Headers(init?.headers).get('authorization') })
      if (init?.method === 'POST') return Response.json({ id: 'abcdefgh23456789', editToken: 'T'.repeat(43) }, { status: 201 })
      return isGone ? Response.json({ code: 'public-page/ended' }, { status: 410 }) : new Response(null, { status: 204 })
    },
  }
})

const draft = (items: readonly ProfileItem[] = [], more: Partial<ProfileDraft> = {}): ProfileDraft => ({ title: 'For hospitals', name: 'Sofia', headline: 'Plans care routes', language: 'en', items, ...more })

async function entryOf(facts: Partial<LifeFacts>, sensitive: readonly LifePart[] = []): Promise<LifeEntry> {
  const all: LifeFacts = { kind: 'volunteering', what: 'Treasurer', where: 'Saint Mary Church', story: 'Raised money for the roof.', skills: ['Bookkeeping'], ...facts }
  return confirmLifeEntry(await draftLifeEntry(all, { kind: 'written' }, context), { facts: all, sensitive }, context)
}

async function recordOf({ id = 'r', keyName = 'college', guardian }: { readonly id?: string; readonly keyName?: string; readonly guardian?: WalletRecord['guardian'] } = {}): Promise<WalletRecord> {
  const signingKey = await cryptography.importSigningKey(ed25519Jwk(new Uint8Array(32).fill(1)))
  const issuer = didKey(signingKey.publicKey)
  const { did } = await openSubjectKey(keyName, context)
  const credential = await signCredential(createAchievementCredential({
    id: `urn:uuid:6f2f2c1e-8a50-4d0c-9a53-1f6a1d6f0b1${id.length}`, issuer: { id: issuer, name: 'College' }, subject: { did }, validFrom: now,
    achievement: createAchievement({ id: 'urn:uuid:1f6a1d6f-8a50-4d0c-9a53-6f2f2c1e0b11', name: 'Forklift', description: 'Drives', criteria: { narrative: 'A test' } }),
  }), { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography })
  return { id, credential: JSON.stringify(credential), nonce: null, ledgerProof: null, logs: [], status: {}, documents: {}, addedAt: now.toISOString(), origin: node, keyName: 'college', ...(guardian === undefined ? {} : { guardian }) }
}

const itemsOf = (records: readonly WalletRecord[], entries: readonly LifeEntry[]): readonly ProfileItem[] => [
  ...records.map((record) => profileItemOf({ kind: 'record', id: record.id, record })), ...entries.map((entry) => profileItemOf({ kind: 'entry', id: entry.id, entry })),
]
const linesOf = (items: readonly ProfileItem[], held: { readonly records?: readonly WalletRecord[]; readonly entries?: readonly LifeEntry[] }, reader: ProfileReader = 'link') => findProfileLines({ items }, { records: held.records ?? [], entries: held.entries ?? [], reader }, context)

describe('a profile', () => {
  it('is kept sealed, changed, made again for others, taken out and put back', async () => {
    const profile = await createProfile(draft(), context)
    const changed = await changeProfile(profile, draft([], { title: '  Church and\ncommunity ', name: '' }), { ...context, now: new Date('2026-05-02') })
    expect(changed).toMatchObject({ id: profile.id, title: 'Church and community', name: '', createdAt: profile.createdAt })
    const copy = await duplicateProfile(changed, 'Another', context)
    expect([copy.id === profile.id, (await loadProfiles(context)).profiles.map(({ title }) => title)]).toEqual([false, ['Another', 'Church and community']])
    const stored = await context.storage.loadEntry('profile', profile.id)
    expect(new TextDecoder('latin1').decode(stored?.sealed)).not.toContain('Church')
    const removed = await removeProfile(changed, context)
    expect(await loadProfile(profile.id, context)).toBeUndefined()
    await putBack(removed, context)
    expect(await loadProfile(profile.id, context)).toEqual(changed)
  })

  it('needs a title, names each thing once, and is cut to its limits', async () => {
    await expect(createProfile(draft([], { title: ' \u202E ' }), context)).rejects.toThrow(expect.objectContaining({ code: 'holder/profile-unnamed' }))
    const items = Array.from({ length: maxProfile.items + 50 }, (_, index): ProfileItem => ({ kind: 'record', id: String(index % (maxProfile.items + 20)), leftOut: [] }))
    const kept = await createProfile(draft(items, { headline: 'x'.repeat(1_000) }), context)
    expect([kept.items.length, kept.headline.length]).toEqual([maxProfile.items, maxProfile.headline])
  })
})

describe('findProfileLines()', () => {
  it('keeps the order, and leaves out what its person left out', async () => {
    const [record, entry] = [await recordOf(), await entryOf({})]
    const [first, second] = itemsOf([record], [entry])
    const { lines } = linesOf([{ ...(second as ProfileItem), leftOut: ['story'] } as ProfileItem, first as ProfileItem], { records: [record], entries: [entry] })
    expect(lines.map((line) => (line.kind === 'entry' ? line.parts : line.choice))).toEqual([['what', 'where', 'skills'], { facts: 'all' }])
  })

  it('leaves out what is sensitive unless each part was put in by name, also what was marked later', async () => {
    const entry = await entryOf({}, ['where', 'story'])
    const item = itemsOf([], [entry])[0] as Extract<ProfileItem, { kind: 'entry' }>
    const partsWith = (confirmed: readonly LifePart[], reader: ProfileReader, held: LifeEntry = entry): unknown => linesOf([{ ...item, confirmed }], { entries: [held] }, reader).lines.map((line) => line.kind === 'entry' && line.parts)
    expect(partsWith([], 'link')).toEqual([['what', 'skills']])
    expect(partsWith(['where'], 'link')).toEqual([['what', 'where', 'skills']])
    expect(partsWith(['where'], 'link', { ...entry, sensitive: ['where', 'story', 'skills'] })).toEqual([['what', 'where']])
    expect(partsWith(['where', 'story'], 'everybody')).toEqual([['what', 'skills']])
    expect(linesOf([item], { entries: [{ ...entry, sensitive: ['what'] }] }).absent).toEqual([{ item, reason: 'sensitive' }])
  })

  it('shows on a résumé the same as by a link, and without a profile all but what is private', async () => {
    const entry = await entryOf({}, ['where'])
    const item: ProfileItem = { kind: 'entry', id: entry.id, leftOut: ['story'], confirmed: ['where'] }
    expect([partsShownIn({ items: [item] }, entry), partsShownIn(undefined, entry), partsShownIn({ items: [] }, entry)]).toEqual([['what', 'where', 'skills'], ['what', 'story', 'skills'], ['what', 'story', 'skills']])
  })

  it('names what is gone, a draft, and what a guardian keeps back', async () => {
    const guarded = await recordOf({ guardian: { until: '2028-01-01', sharing: 'link', token: 't' } })
    const [record] = itemsOf([guarded], [])
    expect(linesOf([record as ProfileItem], { records: [guarded] }).lines).toHaveLength(1)
    expect(linesOf([record as ProfileItem], { records: [guarded] }, 'everybody').absent).toEqual([{ item: record, reason: 'guardian' }])
    expect(linesOf([record as ProfileItem, { kind: 'entry', id: 'gone', leftOut: [], confirmed: [] }], {}).absent.map(({ reason }) => reason)).toEqual(['gone', 'gone'])
  })
})

describe('makeProfileBundle()', () => {
  it('carries the lines in their order under the name and the words', async () => {
    const [record, entry] = [await recordOf(), await entryOf({}, ['where'])]
    const { lines } = linesOf(itemsOf([], [entry]).concat(itemsOf([record], [])), { records: [record], entries: [entry] })
    const bundle = parseBundle(await makeProfileBundle(draft(), lines, context))
    expect(bundle.cover).toEqual({ name: 'Sofia', headline: 'Plans care routes', language: 'en' })
    expect(bundle.credentials.map((text) => (JSON.parse(text) as { credentialSubject: { achievement: { name: string } } }).credentialSubject.achievement.name)).toEqual(['Treasurer', 'Forklift'])
    expect(bundle.credentials.join('')).not.toContain('Saint Mary')
    expect(parseBundle(await makeProfileBundle(draft([], { name: '', headline: '' }), lines, context)).cover).toBeUndefined()
    await expect(makeProfileBundle(draft(), [], context)).rejects.toThrow(expect.objectContaining({ code: 'holder/profile-empty' }))
  })
})

describe('a public page', () => {
  const wish = { node, isListed: false, expiresAt: new Date('2026-08-01T00:00:00Z') }
  const publish = async (lines: readonly ProfileLine[], profile?: WalletProfile): Promise<WalletProfile> => publishProfile(profile ?? await createProfile(draft(), context), lines, { ...context, wish })

  it('proves every key that its lines are about, for exactly this page, and is changed and ended with its token', async () => {
    const [record, entry] = [await recordOf(), await entryOf({})]
    const { lines } = linesOf(itemsOf([record], [entry]), { records: [record], entries: [entry] }, 'everybody')
    const published = await publish(lines)
    expect(published.page).toMatchObject({ id: 'abcdefgh23456789', node, isListed: false })
    const { bundle, proofs } = (asked[0]?.body ?? {}) as { readonly bundle: string; readonly proofs: readonly Json[] }
    const challenge = pageChallenge({ ...wish, bundle }, cryptography)
    const findings = await Promise.all(proofs.map((proof) => checkHolderProof(proof, { challenge, domain: node, now, maxAgeSeconds: 600, cryptography, dids: {} })))
    const subjects = parseBundle(bundle).credentials.map((text) => (JSON.parse(text) as { credentialSubject: { id: string } }).credentialSubject.id)
    expect(findings.map(({ holder }) => holder)).toEqual(subjects)
    const again = await publish(lines, published)
    expect([again.page?.id, asked[1]?.method, asked[1]?.bearer]).toEqual(['abcdefgh23456789', 'PUT', `Bearer ${'T'.repeat(43)}`])
    await expect(removeProfile(again, context)).rejects.toThrow(expect.objectContaining({ code: 'holder/profile-published' }))
    const down = await unpublishProfile(again, context)
    expect([down.page, down.pageEndedAt, asked[2]?.method]).toEqual([undefined, now.toISOString(), 'DELETE'])
    await removeProfile(down, context)
    expect((await loadExchangeNotes(context)).map(({ outcome, host, records }) => [outcome, host, records.length]).toSorted()).toEqual([['published', 'college.example', 2], ['published', 'college.example', 2], ['unpublished', 'college.example', 0]])
  })

  it('that has ended in the meantime is published at a new address, and taken down without a word', async () => {
    const entry = await entryOf({})
    const { lines } = linesOf(itemsOf([], [entry]), { entries: [entry] }, 'everybody')
    const published = await publish(lines)
    isGone = true
    expect(asked.length).toBe(1)
    await publish(lines, published)
    expect(asked.slice(1).map(({ method }) => method)).toEqual(['PUT', 'POST'])
    expect((await unpublishProfile(published, context)).page).toBeUndefined()
  })

  it('is refused where an address stands in it, in a line or over it, and with a record about another key', async () => {
    const entry = await entryOf({ story: 'Write to me: sofia@mail.example' })
    const { lines } = linesOf(itemsOf([], [entry]), { entries: [entry] }, 'everybody')
    expect(await findPageFaults(lines[0] as ProfileLine, context)).toEqual(['email'])
    await expect(publish(lines)).rejects.toThrow(expect.objectContaining({ code: 'holder/page-refused' }))
    const foreign = await recordOf({ keyName: 'somebody else' })
    const [line] = linesOf(itemsOf([foreign], []), { records: [foreign] }, 'everybody').lines
    expect(await findPageFaults(line as ProfileLine, context)).toEqual(['other-key'])
    const own = await recordOf({})
    const { credentialSubject, ...rest } = JSON.parse(own.credential) as JsonObject & { readonly credentialSubject: JsonObject }
    const around = { ...line, record: { ...own, credential: JSON.stringify({ ...rest, credentialSubject: { ...credentialSubject, verifiableCredential: [JSON.parse(foreign.credential)] } }) } } as ProfileLine
    expect([await findPageFaults({ ...line, record: own } as ProfileLine, context), await findPageFaults(around, context)]).toEqual([[], ['other-key']])
    const named = { ...line, record: { ...foreign, credential: '{"credentialSubject":[{"name":"Sofia Reyes"}]}' } } as ProfileLine
    expect([nameInRecord(line as ProfileLine, context), nameInRecord(named, context)]).toEqual([undefined, 'Sofia Reyes'])
    const plain = await entryOf({})
    await expect(publish(linesOf(itemsOf([], [plain]), { entries: [plain] }, 'everybody').lines, await createProfile(draft([], { headline: 'me@mail.example' }), context))).rejects.toThrow(expect.objectContaining({ code: 'holder/page-refused' }))
    expect(asked).toEqual([])
  })
})

describe('two devices', () => {
  const page = { node, id: 'a', editToken: 't', isListed: false, publishedAt: '2026-05-02T00:00:00Z', expiresAt: '2026-08-01T00:00:00Z' }
  const base = { ...draft(), id: 'p', createdAt: '2026-05-01T00:00:00Z', changedAt: '2026-05-01T00:00:00Z' }
  const merged = (mine: object, theirs: object): unknown => [[mine, theirs], [theirs, mine]].map(([left, right]) => mergeValues('profile', left as unknown as Json, right as unknown as Json))

  it('agree on the words of the later one and keep what takes a page down', () => {
    const [published, renamed] = [{ ...base, page }, { ...base, title: 'New', changedAt: '2026-05-03T00:00:00Z' }]
    expect(merged(published, renamed)).toEqual([{ ...renamed, page }, { ...renamed, page }])
  })

  it('do not put up again what one of them took down', () => {
    const down = { ...base, pageEndedAt: '2026-05-04T00:00:00Z' }
    expect(merged({ ...base, page, title: 'New', changedAt: '2026-05-05T00:00:00Z' }, down)).toEqual(Array(2).fill({ ...base, title: 'New', changedAt: '2026-05-05T00:00:00Z', pageEndedAt: '2026-05-04T00:00:00Z' }))
  })
})
