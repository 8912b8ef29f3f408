import { beforeAll, describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { parseBundle } from '../verifier/bundle.ts'
import { trustNobody } from '../verifier/policy.ts'
import { verify } from '../verifier/verify.ts'
import { openSyncNode } from './_sync-node.ts'
import { openEntry, saveEntry } from './entry.ts'
import { exportWallet } from './export-wallet.ts'
import { keepImport } from './keep-import.ts'
import { addLearningFile, changeLearning, keepLearning, removeLearning, removeLearningFile } from './keep-learning.ts'
import { maxLearning, tidyLearning, type LearningFacts } from './learning-facts.ts'
import { loadLearning, loadLearningItem, type LearningItem } from './learning-item.ts'
import { makePortfolio, portfolioFacts } from './learning-portfolio.ts'
import { addEvidence, levelOf, maxEvidence, removeEvidence } from './life-evidence.ts'
import { removeLifeEntry } from './keep-life-entry.ts'
import type { LifeContext } from './life-entry.ts'
import { lifeParts, maxLifeText } from './life-facts.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { putBack } from './put-back.ts'
import { readImport } from './read-import.ts'
import { KnownLearning } from './same-learning.ts'
import { makeLifeBundle, partsToShare } from './share-life.ts'
import { sumLearning } from './sum-learning.ts'
import { startSync } from './sync-state.ts'
import { syncWallet } from './sync-wallet.ts'
import { formatBackup, parseBackup, restoreBackup } from './wallet-backup.ts'
import { loadFile } from './wallet-file.ts'
import { deriveWalletKeys, type WalletKeys } from './wallet-keys.ts'

const now = new Date('2026-03-20T10:00:00Z')
const written = { isPrivate: false, source: { kind: 'written' } } as const
const facts: LearningFacts = { kind: 'course', title: 'Routing for lorries', provider: 'Open College', url: 'https://learn.example/routing?utm_source=mail', from: '2026-03-01', to: '2026-03-04', minutes: 270, reflection: 'Loops waste fuel.', skills: ['Route planning'] }
const video: LearningFacts = { kind: 'video', title: 'Pivot tables', from: '2026-02-11', minutes: 45, reflection: 'My son was ill.', skills: ['Excel', 'route planning'] }
const drawing = { name: 'route.png', mediaType: 'image/png', bytes: Uint8Array.of(137, 80, 78, 71) }

let keys: WalletKeys
const open = (): LifeContext => ({ keys, storage: createMemoryWalletStorage(), cryptography, now })
beforeAll(async () => { keys = await deriveWalletKeys(new Uint8Array(32).fill(7)) })

async function keep(context: LifeContext, ...all: readonly LearningFacts[]): Promise<readonly LearningItem[]> {
  return keepLearning(all.map((each) => ({ facts: each, ...written })), context)
}
const one = async (context: LifeContext, said = facts): Promise<LearningItem> => (await keep(context, said))[0] as LearningItem
const portfolio = (...items: readonly LearningItem[]) => ({ kind: 'self-directed-learning', what: 'Planning routes', story: 'What I taught myself.', items: items.map((item) => ({ item, hasReflection: false })), files: items.flatMap(({ evidence }) => evidence.map(({ id }) => id)), sensitive: [] }) as const

describe('a learning log', () => {
  it('keeps items sealed, by their last day, the latest first and those without a day at the end', async () => {
    const context = open()
    await keep(context, video, { kind: 'book', title: 'Undated', skills: [] }, facts)
    expect((await loadLearning(context)).items.map(({ title }) => title)).toEqual(['Routing for lorries', 'Pivot tables', 'Undated'])
    const stored = await context.storage.loadEntries('learning')
    expect(stored).toHaveLength(3)
    expect(stored.map(({ sealed }) => Buffer.from(sealed).toString('latin1')).join()).not.toContain('lorries')
  })

  it('names an item that is damaged, and opens the others', async () => {
    const context = open()
    const item = await one(context)
    await keep(context, video)
    await context.storage.saveEntry({ kind: 'learning', id: item.id, sealed: new Uint8Array(40) })
    expect(await loadLearning(context)).toMatchObject({ items: [{ title: 'Pivot tables' }], broken: [item.id] })
    await expect(loadLearningItem(item.id, context)).rejects.toMatchObject({ code: 'holder/seal-broken' })
  })

  it.each<[string, object]>([
    ['no title', { title: 7 }], ['a kind that there is not', { kind: 'spell' }], ['skills that are no list', { skills: 'x' }], ['a file without a digest', { evidence: [{ name: 'x' }] }], ['a time that is no number', { minutes: '9' }],
    ['an address that runs', { url: 'javascript:alert(1)' }], ['no source', { source: 'x' }], ['a day that is none', { from: 'soon' }],
  ])('names an item with %s as damaged: somebody made the export that it came from', async (_, changes) => {
    const context = open()
    const item = await one(context)
    await saveEntry('learning', { ...item, ...changes }, context)
    expect(await loadLearning(context)).toEqual({ items: [], broken: [item.id] })
    expect(await loadLearningItem(item.id, context)).toBeUndefined()
  })

  it('takes no more than its limit, and then nothing of what was brought', async () => {
    const context = open()
    for (let index = 0; index < maxLearning.items - 1; index += 1) await context.storage.saveEntry({ kind: 'learning', id: String(index), sealed: new Uint8Array() })
    await expect(keep(context, facts, video)).rejects.toMatchObject({ code: 'holder/learning-full' })
    await expect(keep(context, facts)).resolves.toHaveLength(1)
  })

  it('cuts what is too long, drops what is no day and no web address, and refuses what has no title or ends before it begins', () => {
    const tidy = tidyLearning({ kind: 'other', title: `\u202E${'x'.repeat(500)}`, url: 'javascript:alert(1)', from: '2026-02-30', reflection: 'y'.repeat(9_000), minutes: 1e9, skills: Array.from({ length: 90 }, (_, index) => `skill ${index}`) })
    expect(tidy).toMatchObject({ title: 'x'.repeat(maxLearning.title), reflection: 'y'.repeat(maxLearning.reflection), minutes: maxLearning.minutes })
    expect(tidy).not.toHaveProperty('url')
    expect(tidy).not.toHaveProperty('from')
    expect(tidy.skills).toHaveLength(50)
    for (const url of ['file:///etc/passwd', 'https://name:word@host.example/', `https://host.example/${'a'.repeat(2_000)}`, 'data:text/html,x']) expect(tidyLearning({ ...facts, url })).not.toHaveProperty('url')
    expect(() => tidyLearning({ ...facts, title: ' \u0000 ' })).toThrow(expect.objectContaining({ code: 'holder/learning-incomplete' }))
    expect(() => tidyLearning({ ...facts, to: '2026-02-01' })).toThrow(expect.objectContaining({ code: 'holder/learning-reversed' }))
  })

  it('changes an item in its place, and puts back what was taken out, with its file', async () => {
    const context = open()
    const item = await addLearningFile(await one(context), drawing, context)
    const changed = await changeLearning(item, { facts: { ...facts, minutes: 60 }, isPrivate: true }, context)
    expect(await loadLearningItem(item.id, context)).toEqual(changed)
    expect(changed).toMatchObject({ minutes: 60, isPrivate: true, evidence: item.evidence, createdAt: item.createdAt })
    const removed = await removeLearning([changed], context)
    expect([(await loadLearning(context)).items, await loadFile(item.evidence[0]?.id ?? '', context)]).toEqual([[], undefined])
    await putBack(removed, context)
    expect(await loadLearningItem(item.id, context)).toEqual(changed)
    expect(await loadFile(item.evidence[0]?.id ?? '', context)).toMatchObject({ name: 'route.png' })
  })

  it('keeps a file as long as an item or an entry names it, and no more files than its limit', async () => {
    const context = open()
    const [first, second] = await keep(context, facts, video) as [LearningItem, LearningItem]
    const withFile = await addLearningFile(first, drawing, context)
    const alike = await addLearningFile(second, drawing, context)
    const id = withFile.evidence[0]?.id ?? ''
    const entry = await makePortfolio(portfolio(withFile), context)
    await removeLearningFile(withFile, id, context)
    await removeLearning([alike], context)
    expect(await levelOf(entry, context)).toBe('evidenced')
    await removeLifeEntry(entry, context)
    expect(await loadFile(id, context)).toBeUndefined()
    let full = first
    for (let index = 0; index < maxLearning.files; index += 1) full = await addLearningFile(full, { ...drawing, bytes: Uint8Array.of(index) }, context)
    await expect(addLearningFile(full, drawing, context)).rejects.toMatchObject({ code: 'holder/evidence-too-many' })
    const kept = await addEvidence(await makePortfolio({ ...portfolio(full), files: [] }, context), { ...drawing, bytes: Uint8Array.of(0) }, context)
    await removeEvidence(kept, kept.evidence[0]?.id ?? '', context)
    expect(await loadFile(full.evidence[0]?.id ?? '', context)).toBeDefined()
  })

  it('goes along in a backup and in an export, with its files', async () => {
    const context = open()
    const item = await addLearningFile(await one(context), drawing, context)
    const passphrase = 'four brass kettles sing'
    const storage = createMemoryWalletStorage()
    const restored = await deriveWalletKeys(await restoreBackup(parseBackup(await formatBackup({ seed: new Uint8Array(32).fill(7), passphrase, storage: context.storage, cryptography, now })), passphrase, storage))
    expect((await loadLearning({ keys: restored, storage, cryptography })).items).toEqual([item])
    const other = { ...open(), keys: await deriveWalletKeys(new Uint8Array(32).fill(8)) }
    const read = await readImport(await exportWallet(context), { cryptography })
    if (read.kind !== 'read') throw new Error('it is locked')
    expect(read.skipped).toEqual([])
    await keepImport(read, { ...other, homeNode: 'https://node.example' })
    expect((await loadLearning(other)).items).toEqual([item])
    expect(await loadFile(item.evidence[0]?.id ?? '', other)).toMatchObject({ bytes: drawing.bytes })
  })

  it('goes over to the other devices; where two change one item at once, the one that gave way is kept by its title', async () => {
    const place = openSyncNode()
    const [phone, laptop] = [open(), open()].map((context) => ({ ...context, fetch: place.fetch })) as [LifeContext & { readonly fetch: typeof place.fetch }, LifeContext & { readonly fetch: typeof place.fetch }]
    const states = [await startSync({ node: 'https://node.example', turn: new Uint8Array() }, phone), await startSync({ node: 'https://node.example', turn: new Uint8Array() }, laptop)] as const
    const item = await one(phone)
    const there = await syncWallet(states[0], phone)
    const here = await syncWallet(states[1], laptop)
    expect((await loadLearning(laptop)).items).toEqual([item])
    await changeLearning(item, { facts: { ...facts, minutes: 60 }, isPrivate: false }, phone)
    await changeLearning(item, { facts: { ...facts, title: 'Routing' }, isPrivate: false }, laptop)
    await syncWallet(there.state, phone)
    expect(await syncWallet(here.state, laptop)).toMatchObject({ conflicts: 1 })
    expect((await loadLearning(laptop)).items).toMatchObject([{ title: 'Routing for lorries', minutes: 60 }])
    const [kept] = await laptop.storage.loadEntries('conflict')
    expect(kept === undefined ? undefined : await openEntry(kept, laptop)).toMatchObject({ of: { kind: 'learning', id: item.id }, value: { title: 'Routing' } })
  })

  it('adds up months and skills; an item with two skills counts for each', async () => {
    const context = open()
    const sum = sumLearning(await keep(context, facts, video, { kind: 'book', title: 'Undated', skills: [] }))
    expect(sum).toMatchObject({ minutes: 315, count: 3, months: [{ month: '2026-03', minutes: 270 }, { month: '2026-02', minutes: 45 }, { month: undefined, minutes: 0, count: 1 }] })
    expect(sum.skills).toEqual([{ skill: 'Route planning', minutes: 315, count: 2 }, { skill: 'Excel', minutes: 45, count: 1 }])
  })
})

describe('KnownLearning', () => {
  it.each([
    ['the same address by another way', { title: 'Other words', url: 'http://www.learn.example/routing/?utm_campaign=x#top' }, true],
    ['the same title without an address', { title: 'ROUTING – for lorries!' }, true],
    ['the same title of somebody else', { title: 'Routing for lorries', provider: 'Another school' }, false],
    ['another address', { title: 'Routing for lorries', url: 'https://learn.example/routing?page=2' }, false],
    ['another title', { title: 'Routing for ships' }, false],
  ])('knows %s', (_, said, isSame) => {
    expect(new KnownLearning([facts]).find(said) !== undefined).toBe(isSame)
  })

  it('knows a film by both forms of its address, and two films as two', () => {
    const film = { ...video, url: 'https://www.youtube.com/watch?v=abc&feature=share' }
    expect(new KnownLearning([film]).find({ title: '', url: 'https://youtu.be/abc?si=xyz' })).toBe(film)
    expect(new KnownLearning([film]).find({ title: '', url: 'https://youtu.be/abd' })).toBeUndefined()
  })
})

describe('makePortfolio()', () => {
  it('signs what was chosen as one entry, computed over its items, and is self-stated until a file shows it', async () => {
    const context = open()
    const [first, second] = await keep(context, facts, video) as [LearningItem, LearningItem]
    const choice = { ...portfolio(first, second), items: [{ item: first, hasReflection: true }, { item: second, hasReflection: false }] }
    expect(portfolioFacts(choice)).toMatchObject({ hours: 5.3, from: '2026-02', to: '2026-03', skills: ['Route planning', 'Excel'] })
    const entry = await makePortfolio(choice, context)
    const credential = entry.versions[0]?.credential ?? ''
    expect((JSON.parse(credential) as JsonObject)['evidence']).toEqual([
      { type: ['Evidence'], name: 'Routing for lorries', genre: 'course', description: '2026-03-01 – 2026-03-04 · 4.5 h · Open College · https://learn.example/routing?utm_source=mail', narrative: 'Loops waste fuel.' },
      { type: ['Evidence'], name: 'Pivot tables', genre: 'video', description: '2026-02-11 · 45 min' },
    ])
    expect(credential).not.toContain('my son')
    const [report] = (await verify(encodeUtf8(credential), { cryptography, now, documents: {}, trust: trustNobody })).reports
    expect(report).toMatchObject({ integrity: 'passed', level: 'self-stated', standard: 'open-badges-3.0' })
    expect(report?.checks.find(({ check }) => check === 'schema')).toMatchObject({ outcome: 'passed' })
  })

  it('is evidenced when the files of its items are handed over, and only then', async () => {
    const context = open()
    const item = await addLearningFile(await one(context), drawing, context)
    const entry = await makePortfolio(portfolio(item), context)
    expect(await levelOf(entry, context)).toBe('evidenced')
    const bundle = await makeLifeBundle([{ entry, parts: partsToShare(entry) }], context)
    const judge = async (text: string): Promise<unknown> => (await verify(encodeUtf8(text), { cryptography, now, documents: {}, trust: trustNobody })).reports[0]?.level
    expect(await judge(bundle)).toBe('evidenced')
    expect(await judge(parseBundle(bundle).credentials[0] ?? '')).toBe('self-stated')
  })

  it('keeps days and hours of its items back where they are kept back of the whole', async () => {
    const context = open()
    const entry = await makePortfolio({ ...portfolio(await one(context)), sensitive: ['when', 'hours'] }, context)
    const [copy = ''] = parseBundle(await makeLifeBundle([{ entry, parts: partsToShare(entry) }], context)).credentials
    expect(copy).toContain('Routing for lorries')
    for (const told of ['2026-03-0', '4.5 h', '2026/']) expect(copy).not.toContain(told)
    const [bare = ''] = parseBundle(await makeLifeBundle([{ entry, parts: lifeParts.filter((part) => part !== 'items') }], context)).credentials
    expect(bare).not.toContain('lorries')
  })

  it('refuses nothing, too many items and too many files', async () => {
    const context = open()
    const item = await one(context)
    await expect(makePortfolio(portfolio(), context)).rejects.toMatchObject({ code: 'holder/portfolio-empty' })
    await expect(makePortfolio(portfolio(...Array.from({ length: maxLifeText.items + 1 }, () => item)), context)).rejects.toMatchObject({ code: 'holder/portfolio-too-long' })
    const heavy = { ...item, evidence: Array.from({ length: maxEvidence + 1 }, (_, index) => ({ id: String(index).padStart(64, '0'), name: 'x', mediaType: 'image/png', size: 1 })) }
    await expect(makePortfolio(portfolio(heavy), context)).rejects.toMatchObject({ code: 'holder/evidence-too-many' })
  })

  it('is not changed by what becomes of the log', async () => {
    const context = open()
    const item = await one(context)
    const entry = await makePortfolio(portfolio(item), context)
    await removeLearning([item], context)
    await saveEntry('learning', { ...item, title: 'Changed' }, context)
    expect(entry.facts.items).toMatchObject([{ title: 'Routing for lorries' }])
  })
})
