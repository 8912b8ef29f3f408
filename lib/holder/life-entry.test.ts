import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { trustNobody } from '../verifier/policy.ts'
import { verify } from '../verifier/verify.ts'
import type { Report } from '../verifier/report.ts'
import { parseBundle } from '../verifier/bundle.ts'
import { loadFile } from './wallet-file.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { mergeValues } from './merge-entries.ts'
import { addEvidence, levelOf, maxEvidence, removeEvidence, viewOf } from './life-evidence.ts'
import { draftLifeEntry, keepDraft, removeLifeEntry } from './keep-life-entry.ts'
import { putBack } from './put-back.ts'
import { isDraft, loadLifeEntries, loadLifeEntry, type LifeContext, type LifeEntry } from './life-entry.ts'
import { lifeKinds, lifeParts, type LifeFacts, tidyFacts } from './life-facts.ts'
import { credentialToShow, findCopy, makeLifeBundle, partsToShare } from './share-life.ts'
import { confirmLifeEntry, openLifeKey } from './sign-life-entry.ts'
import { deriveWalletKeys, type WalletKeys } from './wallet-keys.ts'

const now = new Date('2026-03-01T10:00:00Z')
const later = new Date('2026-03-02T10:00:00Z')
const facts: LifeFacts = { kind: 'military-service', what: 'Motor transport operator', where: 'US Army', from: '2006', to: '2015-02', story: 'Moved 1,200 containers.', skills: ['Convoy planning', 'Excel'], hours: 1200 }
const photo = { name: 'convoy.png', mediaType: 'image/png', bytes: Uint8Array.of(137, 80, 78, 71) }

let keys: WalletKeys
const open = (at = now): LifeContext => ({ keys, storage: createMemoryWalletStorage(), cryptography, now: at })
beforeAll(async () => { keys = await deriveWalletKeys(new Uint8Array(32).fill(7)) })

async function confirmed(context: LifeContext, said: Partial<LifeFacts> = {}): Promise<LifeEntry> {
  const draft = await draftLifeEntry({ ...facts, ...said }, { kind: 'written' }, context)
  return confirmLifeEntry(draft, { facts: draft.facts, sensitive: [] }, context)
}

async function judge(text: string, trust = trustNobody): Promise<readonly Report[]> {
  return (await verify(encodeUtf8(text), { cryptography, now: later, documents: {}, trust })).reports
}

describe('confirmLifeEntry()', () => {
  it('makes a credential that verifies, of an issuer whom nobody knows, and is self-stated', async () => {
    const entry = await confirmed(open())
    const [report] = await judge(entry.versions[0]?.credential ?? '')
    expect(report).toMatchObject({ integrity: 'passed', level: 'self-stated', standard: 'open-badges-3.0' })
    expect(Object.fromEntries((report?.checks ?? []).map(({ check, outcome }) => [check, outcome]))).toMatchObject({ 'format': 'passed', 'schema': 'passed', 'proof': 'passed', 'issuer-binding': 'passed', 'issuer-trust': 'failed' })
  })

  it('is self-stated even to whoever has the key on a list of known issuers', async () => {
    const context = open()
    const entry = await confirmed(context)
    const { did } = await openLifeKey(entry.id, context)
    const [report] = await judge(entry.versions[0]?.credential ?? '', { ...trustNobody, issuers: [{ did, name: 'Riverside College' }] })
    expect(report?.level).toBe('self-stated')
  })

  it('says when as it was said, and days that bound it', async () => {
    const entry = await confirmed(open())
    const { credentialSubject } = JSON.parse(entry.versions[0]?.credential ?? '') as { readonly credentialSubject: JsonObject }
    expect(credentialSubject).toMatchObject({ activityStartDate: '2006-01-01T00:00:00Z', activityEndDate: '2015-02-28T23:59:59Z', term: '2006/2015-02' })
    const going = await confirmed(open(), { from: '2020-05', to: 'now' })
    expect(JSON.parse(going.versions[0]?.credential ?? '')).toMatchObject({ credentialSubject: { activityStartDate: '2020-05-01T00:00:00Z', term: '2020-05/..' } })
    expect(going.versions[0]?.credential).not.toContain('activityEndDate')
  })

  it('has every term in a context that is pinned here and keeps the rules of Open Badges, for each kind and any facts', async () => {
    const text = fc.string({ minLength: 1, maxLength: 40 }).filter((value) => value.replaceAll(/[\s\p{C}]/gu, '') !== '')
    await fc.assert(fc.asyncProperty(fc.constantFrom(...lifeKinds), text, fc.option(text, { nil: undefined }), fc.array(text, { maxLength: 3 }), async (kind, what, where, skills) => {
      const entry = await confirmed(open(), { kind, what, ...(where === undefined ? {} : { where }), skills })
      const credential = JSON.parse(entry.versions[0]?.credential ?? '') as JsonObject
      expect((await judge(JSON.stringify(credential)))[0]?.checks.filter(({ check }) => check === 'schema' || check === 'proof')).toEqual([{ check: 'schema', outcome: 'passed' }, { check: 'proof', outcome: 'passed' }])
    }), { numRuns: 15 })
  })

  it('fails a credential of which one character was changed', async () => {
    const entry = await confirmed(open())
    const [report] = await judge((entry.versions[0]?.credential ?? '').replace('1,200', '9,200'))
    expect(report).toMatchObject({ integrity: 'failed', level: 'self-stated' })
  })

  it('keeps what was signed before when an entry is edited, and signs two entries with two keys', async () => {
    const context = open()
    const entry = await confirmed(context)
    const edited = await confirmLifeEntry(entry, { facts: { ...facts, what: 'Driver' }, sensitive: ['story'] }, { ...context, now: later })
    expect(edited.versions.map(({ why }) => why)).toEqual(['confirmed', 'edited'])
    expect(edited.versions[0]).toEqual(entry.versions[0])
    const other = await confirmed(context)
    const [one, two] = [entry, other].map(({ versions }) => (JSON.parse(versions[0]?.credential ?? '') as { issuer: { id: string } }).issuer.id)
    expect(one).not.toBe(two)
  })
})

describe('draftLifeEntry()', () => {
  it('signs nothing, and stores nothing that can be read', async () => {
    const context = open()
    const draft = await draftLifeEntry(facts, { kind: 'file', format: 'json-resume', name: 'resume.json', place: '/work/0' }, context)
    expect(isDraft(draft)).toBe(true)
    const stored = await context.storage.loadEntries('life')
    expect(String.fromCharCode(...stored[0]?.sealed ?? [])).not.toMatch(/Army|Motor/)
    expect(await loadLifeEntry(draft.id, context)).toEqual(draft)
  })

  it('is changed without being signed, until it is confirmed', async () => {
    const context = open()
    const draft = await draftLifeEntry(facts, { kind: 'written' }, context)
    const changed = await keepDraft(draft, { facts: { ...facts, what: 'Driver' }, sensitive: ['story'] }, context)
    expect(await loadLifeEntry(draft.id, context)).toEqual(changed)
    expect(changed).toMatchObject({ facts: { what: 'Driver' }, sensitive: ['story'], versions: [] })
    const entry = await confirmed(context)
    await expect(keepDraft(entry, { facts, sensitive: [] }, context)).rejects.toThrow(TypeError)
  })

  it('begins with what might be private marked, by its words', async () => {
    const draft = await draftLifeEntry({ ...facts, where: 'Saint Mary Church', story: 'Back to light duty after surgery.' }, { kind: 'written' }, open())
    expect(draft.sensitive).toEqual(['where', 'story'])
    expect((await draftLifeEntry(facts, { kind: 'written' }, open())).sensitive).toEqual([])
  })

  it.each([[{ what: ' \u202E ' }, 'holder/life-entry-incomplete'], [{ from: '2015', to: '2014-12' }, 'holder/life-period-reversed']])('refuses %j', async (said, code) => {
    await expect(draftLifeEntry({ ...facts, ...said }, { kind: 'written' }, open())).rejects.toMatchObject({ code })
  })

  it('cuts what is too long, and takes no text that turns round', () => {
    const tidy = tidyFacts({ kind: 'skill', what: `a\u202Eb${'x'.repeat(1_000)}`, story: 'y'.repeat(9_000), from: '2019-13', to: 'soon', skills: ['Excel', 'excel', ' ', ...Array.from({ length: 80 }, (_, index) => `s${index}`)], hours: Number.NaN })
    expect(tidy.what).toHaveLength(200)
    expect(tidy.what.startsWith('abx')).toBe(true)
    expect(tidy.story).toHaveLength(5_000)
    expect(tidy.skills).toHaveLength(50)
    expect(tidy).not.toHaveProperty('from')
    expect(tidy).not.toHaveProperty('hours')
  })
})

describe('evidence', () => {
  it('is sealed, bound by its digest, and makes the entry evidenced', async () => {
    const context = open()
    const entry = await addEvidence(await confirmed(context), photo, context)
    expect(entry.versions.map(({ why }) => why)).toEqual(['confirmed', 'evidence-added'])
    expect(await levelOf(entry, context)).toBe('evidenced')
    const bundle = await makeLifeBundle([{ entry, parts: partsToShare(entry) }], context)
    expect((await judge(bundle))[0]).toMatchObject({ integrity: 'passed', level: 'evidenced' })
  })

  it('counts for nothing when it is not handed over, and against it when it was exchanged', async () => {
    const context = open()
    const entry = await addEvidence(await confirmed(context), photo, context)
    const { evidence = [], ...bundle } = parseBundle(await makeLifeBundle([{ entry, parts: partsToShare(entry) }], context))
    const with0 = JSON.stringify({ type: 'EverlearnedBundle', version: 1, ...bundle })
    expect((await judge(with0))[0]).toMatchObject({ integrity: 'passed', level: 'self-stated' })
    const exchanged = JSON.stringify({ type: 'EverlearnedBundle', version: 1, ...bundle, evidence: evidence.map((file) => ({ ...file, bytes: 'AAAA' })) })
    const [report] = await judge(exchanged)
    expect(report).toMatchObject({ level: 'self-stated' })
    expect(report?.checks.find(({ check }) => check === 'evidence')).toMatchObject({ outcome: 'failed', code: 'evidence/digest-mismatch' })
  })

  it('of one entry says nothing against another that is shared without its own', async () => {
    const context = open()
    const one = await addEvidence(await confirmed(context), photo, context)
    const two = await addEvidence(await confirmed(context, { what: 'Driver' }), { ...photo, bytes: Uint8Array.of(1) }, context)
    const { evidence = [], ...bundle } = parseBundle(await makeLifeBundle([{ entry: one, parts: lifeParts }, { entry: two, parts: lifeParts }], context))
    const reports = await judge(JSON.stringify({ type: 'EverlearnedBundle', version: 1, ...bundle, evidence: evidence.slice(0, 1) }))
    expect(reports.map(({ level }) => level)).toEqual(['evidenced', 'self-stated'])
    expect(reports[1]?.checks.find(({ check }) => check === 'evidence')).toMatchObject({ outcome: 'unknown', code: 'evidence/not-supplied' })
  })

  it('leaves the wallet when it is removed, unless another entry has the same file', async () => {
    const context = open()
    const one = await addEvidence(await confirmed(context), photo, context)
    const two = await addEvidence(await confirmed(context, { what: 'Driver' }), photo, context)
    const id = one.evidence[0]?.id ?? ''
    const left = await removeEvidence(one, id, context)
    expect(left.versions.at(-1)?.why).toBe('evidence-removed')
    expect(await loadFile(id, context)).toBeDefined()
    await removeEvidence(two, id, context)
    expect(await loadFile(id, context)).toBeUndefined()
    expect(await levelOf(left, context)).toBe('self-stated')
  })

  it('has limits of size and number', async () => {
    const context = open()
    let entry = await draftLifeEntry(facts, { kind: 'written' }, context)
    await expect(addEvidence(entry, { ...photo, bytes: new Uint8Array(10 * 1024 * 1024 + 1) }, context)).rejects.toMatchObject({ code: 'holder/file-too-large' })
    for (let index = 0; index < maxEvidence; index += 1) entry = await addEvidence(entry, { ...photo, bytes: Uint8Array.of(index) }, context)
    await expect(addEvidence(entry, { ...photo, bytes: Uint8Array.of(99) }, context)).rejects.toMatchObject({ code: 'holder/evidence-too-many' })
    expect(isDraft(entry)).toBe(true)
  })

  it.each([['image/png', 'image'], ['image/svg+xml', 'image'], ['image/tiff', 'none'], ['text/html', 'text'], ['text/x-python', 'text'], ['application/json', 'text'], ['audio/mpeg', 'audio'], ['video/mp4', 'video'], ['application/pdf', 'pdf'], ['application/zip', 'none'], ['', 'none']])('of the type %j is shown as %s', (type, view) => {
    expect(viewOf(type)).toBe(view)
  })
})

describe('makeLifeBundle()', () => {
  it('leaves out the parts that were marked as sensitive, and signs a copy that does not know of them', async () => {
    const context = open()
    const draft = await draftLifeEntry(facts, { kind: 'written' }, context)
    const entry = await confirmLifeEntry(draft, { facts, sensitive: ['story', 'where'] }, context)
    const bundle = await makeLifeBundle([{ entry, parts: partsToShare(entry) }], context)
    expect(bundle).toContain('Motor transport operator')
    expect(bundle).not.toMatch(/1,200 containers|Army/)
    expect((await judge(bundle))[0]).toMatchObject({ integrity: 'passed', level: 'self-stated' })
  })

  it('shows nothing by default of an entry that is sensitive as a whole, and nothing at all without its name', async () => {
    const context = open()
    const draft = await draftLifeEntry(facts, { kind: 'written' }, context)
    const entry = await confirmLifeEntry(draft, { facts, sensitive: ['what'] }, context)
    expect(partsToShare(entry)).toEqual([])
    await expect(makeLifeBundle([{ entry, parts: [] }], context)).rejects.toMatchObject({ code: 'holder/life-entry-incomplete' })
    await expect(makeLifeBundle([{ entry: draft, parts: lifeParts }], context)).rejects.toMatchObject({ code: 'holder/life-entry-incomplete' })
  })

  it('gives the same copy each time the same parts are shown, until the entry is changed', async () => {
    const context = open()
    const draft = await draftLifeEntry(facts, { kind: 'written' }, context)
    const entry = await confirmLifeEntry(draft, { facts, sensitive: ['story'] }, context)
    const choice = { entry, parts: partsToShare(entry) }
    const copy = await credentialToShow(choice, context)
    expect(parseBundle(await makeLifeBundle([choice], { ...context, now: later })).credentials).toEqual([copy])
    expect(await credentialToShow({ entry, parts: ['what'] }, context)).not.toBe(copy)
    const kept = await loadLifeEntry(entry.id, context) ?? entry
    expect(findCopy(kept, choice.parts)).toBe(copy)
    const edited = await confirmLifeEntry(kept, { facts: { ...facts, where: 'Army' }, sensitive: ['story'] }, { ...context, now: later })
    expect(findCopy(edited, choice.parts)).toBeUndefined()
    expect(await credentialToShow({ entry: edited, parts: partsToShare(edited) }, context)).toContain('"Army')
    // An old page that still shows what was there before makes a copy, and keeps nothing of it.
    await credentialToShow({ entry, parts: ['what', 'when'] }, context)
    expect((await loadLifeEntry(entry.id, context))?.copies).toHaveLength(1)
    await removeLifeEntry(edited, context)
    await credentialToShow({ entry: edited, parts: ['what'] }, context)
    expect(await loadLifeEntry(entry.id, context)).toBeUndefined()
  })

  it('keeps the copies of two devices when they meet, where both are of what holds now', async () => {
    const context = open()
    const entry = await confirmed(context)
    const [mine, theirs] = [{ ...entry, copies: [{ parts: ['what'] as const, credential: 'a' }] }, { ...entry, copies: [{ parts: ['when'] as const, credential: 'b' }] }]
    const merged = (left: LifeEntry, right: LifeEntry): unknown => (mergeValues('life', left as never, right as never) as { readonly copies?: unknown } | undefined)?.copies
    expect(merged(mine, theirs)).toEqual([...mine.copies, ...theirs.copies])
    expect(merged(theirs, mine)).toEqual(merged(mine, theirs))
    const edited = await confirmLifeEntry(entry, { facts: { ...facts, what: 'Driver' }, sensitive: [] }, { ...context, now: later })
    expect(merged(mine, edited)).toBeUndefined()
  })

  it('gives the very document that was signed where all is shown', async () => {
    const context = open()
    const entry = await confirmed(context)
    expect(parseBundle(await makeLifeBundle([{ entry, parts: lifeParts }], context)).credentials).toEqual([entry.versions[0]?.credential])
  })
})

describe('removeLifeEntry()', () => {
  it('takes an entry with its files, and puts both back', async () => {
    const context = open()
    const entry = await addEvidence(await confirmed(context), photo, context)
    const removed = await removeLifeEntry(entry, context)
    expect((await loadLifeEntries(context)).entries).toEqual([])
    expect(await context.storage.loadEntries('file')).toEqual([])
    await putBack(removed, context)
    expect(await loadLifeEntry(entry.id, context)).toEqual(entry)
    expect(await levelOf(entry, context)).toBe('evidenced')
  })

  it('names an entry that cannot be opened, and shows the others', async () => {
    const context = open()
    await confirmed(context)
    await context.storage.saveEntry({ kind: 'life', id: 'broken', sealed: new Uint8Array(40) })
    expect(await loadLifeEntries(context)).toMatchObject({ entries: [{}], broken: ['broken'] })
  })
})

describe('mergeValues()', () => {
  it('keeps everything that two devices signed of one entry, and says what was said last, on either side alike', async () => {
    const context = open()
    const entry = await confirmed(context)
    const mine = await confirmLifeEntry(entry, { facts: { ...facts, what: 'Driver' }, sensitive: [] }, { ...context, now: later })
    const theirs = await confirmLifeEntry(entry, { facts: { ...facts, what: 'Operator' }, sensitive: [] }, { ...context, now: new Date('2026-03-03T10:00:00Z') })
    const merged = mergeValues('life', mine as never, theirs as never) as unknown as LifeEntry
    expect(merged.facts.what).toBe('Operator')
    expect(merged.versions.map(({ credential }) => credential)).toEqual([entry, mine, theirs].map(({ versions }) => versions.at(-1)?.credential))
    expect(mergeValues('life', theirs as never, mine as never)).toEqual(merged)
  })
})
