import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import { signEntry } from '../trust/entry.ts'
import type { Statement } from '../trust/payloads.ts'
import { KeptBlobs, type BlobPlace } from './kept-blobs.ts'
import { nativeCryptography as cryptography } from './native-cryptography.ts'
import { defaultBlobLimits } from './wanted-blobs.ts'

const signer = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const college = 'did:web:college.example'
const digestOf = (text: string): string => encodeHex(cryptography.sha256(encodeUtf8(text)))
const sign = (statement: Statement): Promise<Uint8Array<ArrayBuffer>> => signEntry(statement, { origin: 'college.example/ledger', signers: [signer] })
const stated = (text: string, list = 1, issuer = college): Promise<Uint8Array<ArrayBuffer>> => (
  sign({ type: 'status', payload: { issuer, sequence: 0, list: `https://college.example/status/${list}`, digest: digestOf(text) } })
)

let folder = ''
let now: Date
/** What the address of the log answers with, by digest; no answer at all for a text that is absent. */
let served: Map<string, () => Response>
let asked: string[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs-'))
  now = new Date('2026-01-02T03:04:05Z')
  served = new Map()
  asked = []
})
afterEach(() => rm(folder, { recursive: true }))

const serve = (...texts: readonly string[]): void => texts.forEach((text) => void served.set(digestOf(text), () => new Response(text)))
const open = (changes: Partial<BlobPlace> = {}): Promise<KeptBlobs> => KeptBlobs.open({
  folder, url: 'http://log.example/ledger/', cryptography, now: () => now, ...changes,
  fetch: async (url) => {
    const digest = /^http:\/\/log\.example\/ledger\/blob\/([0-9a-f]{64})$/.exec(url)?.[1] ?? ''
    asked.push(digest)
    return served.get(digest)?.() ?? new Response('', { status: 404 })
  },
})
const entriesOf = (...entries: readonly Uint8Array[]): { entriesFrom(index: number): AsyncIterable<Uint8Array> } => ({
  async *entriesFrom(index) {
    yield* entries.slice(index)
  },
})

async function follow(blobs: KeptBlobs, ...entries: readonly Uint8Array[]): Promise<void> {
  expect(await blobs.scan(entriesOf(...entries), entries.length)).toBe(false)
  await blobs.fetchMissing()
}

const textOf = async (blobs: KeptBlobs, text: string): Promise<string | undefined> => {
  const bytes = await blobs.read(digestOf(text))
  return bytes && new TextDecoder().decode(bytes)
}

describe('KeptBlobs', () => {
  it('keeps of each list of each issuer the last one whole, and of older ones nothing', async () => {
    serve('old', 'new', 'other', 'copied')
    const blobs = await open()
    const [first, other, copied] = [await stated('old'), await stated('other', 2), await stated('copied', 1, 'did:web:rival.example')]
    await follow(blobs, first, other)
    expect([await textOf(blobs, 'old'), await textOf(blobs, 'other')]).toEqual(['old', 'other'])
    await follow(blobs, first, other, copied, await stated('new'))
    expect([await textOf(blobs, 'old'), await textOf(blobs, 'new'), await textOf(blobs, 'copied')]).toEqual([undefined, 'new', 'copied'])
    expect((await readdir(join(folder, 'blob'))).toSorted()).toEqual(['new', 'other', 'copied'].map(digestOf).toSorted())
    expect(blobs.summary).toEqual({ kept: 3, bytes: 14, missing: 0, firstMissing: [], leftOut: 0 })
  })

  it('keeps what was archived by its digest alone; a document that stands on the log is there already', async () => {
    const archive = (id: string, text: string, document?: { readonly id: string }): Promise<Uint8Array> => (
      sign({ type: 'archive', payload: { issuer: college, sequence: 0, kind: 'achievement', id, digest: digestOf(text), ...(document === undefined ? {} : { document }) } })
    )
    serve('welding')
    const blobs = await open()
    await follow(blobs, await archive('urn:welding', 'welding'), await archive('urn:painting', '{"id":"urn:painting"}', { id: 'urn:painting' }), Uint8Array.of(0x4c, 0x45, 0x52, 2, 16, 0, 9))
    expect([asked, await textOf(blobs, 'welding')]).toEqual([[digestOf('welding')], 'welding'])
  })

  it('goes on after a restart where it was, and never serves or counts what was damaged', async () => {
    serve('list', 'second')
    const entries = [await stated('list'), await stated('second', 2)]
    const first = await open()
    await follow(first, ...entries)
    await first.close()
    asked = []
    await writeFile(join(folder, 'blob', digestOf('list')), 'lost')
    const again = await open()
    await follow(again, ...entries)
    expect([asked, await textOf(again, 'second'), await textOf(again, 'list')]).toEqual([[], 'second', undefined])
    await again.fetchMissing()
    expect([asked, await textOf(again, 'list')]).toEqual([[digestOf('list')], 'list'])
    expect(await again.read('../follow/blobs')).toBeUndefined()
  })

  it('takes what is on the disk already when a crash lost the note of it', async () => {
    serve('list')
    await follow(await open(), await stated('list'))
    await rm(join(folder, 'follow/blobs'), { force: true })
    asked = []
    const again = await open()
    await follow(again, await stated('list'))
    expect([asked, await textOf(again, 'list')]).toEqual([[], 'list'])
  })
})

describe('an address that has not what its log names', () => {
  it('is asked again after ever longer, shown as such, and meanwhile the list before stays', async () => {
    serve('old')
    const blobs = await open()
    const entries = [await stated('old'), await stated('new')]
    await follow(blobs, entries[0] ?? new Uint8Array())
    await follow(blobs, ...entries)
    expect(blobs.summary).toMatchObject({ kept: 0, missing: 1, firstMissing: [{ kind: 'status-list', issuer: college, id: 'https://college.example/status/1', digest: digestOf('new'), index: 1, code: 'ledger/blob-missing', triedAt: now.toISOString() }] })
    expect(await textOf(blobs, 'old')).toBe('old')
    asked = []
    await blobs.fetchMissing()
    expect(asked).toEqual([])
    now = new Date(now.getTime() + 1_000)
    await blobs.fetchMissing()
    now = new Date(now.getTime() + 1_000)
    await blobs.fetchMissing()
    expect(asked).toHaveLength(1)
    serve('new')
    now = new Date(now.getTime() + 1_000)
    await blobs.fetchMissing()
    expect([await textOf(blobs, 'new'), await textOf(blobs, 'old'), blobs.summary.missing]).toEqual(['new', undefined, 0])
  })

  it('is asked at once for what it names again after something else: nobody remembers what nothing names', async () => {
    const blobs = await open()
    const entries = [await stated('first'), await stated('second'), await stated('first')]
    await follow(blobs, ...entries.slice(0, 1))
    await follow(blobs, ...entries.slice(0, 2))
    await follow(blobs, ...entries)
    expect(asked).toEqual(['first', 'second', 'first'].map(digestOf))
  })

  it('may serve other bytes, bytes without end, or break off: nothing of that is kept', async () => {
    served.set(digestOf('other'), () => new Response('something else'))
    let sent = 0
    served.set(digestOf('endless'), () => new Response(new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(65_536).fill(sent += 1)) })))
    served.set(digestOf('broken'), () => new Response(new ReadableStream({ pull: (stream) => stream.error(new Error('gone')) })))
    served.set(digestOf('failing'), () => new Response('', { status: 500 }))
    const names = ['other', 'endless', 'broken', 'failing', 'absent']
    const blobs = await open()
    await follow(blobs, ...(await Promise.all(names.map((name, list) => stated(name, list)))))
    expect(blobs.summary.firstMissing.map(({ code }) => code)).toEqual(['wrong', 'too-long', 'unreachable', 'unreachable', 'missing'].map((code) => `ledger/blob-${code}`))
    expect([sent < 32, await readdir(join(folder, 'blob'))]).toEqual([true, []])
  })

  it('may name more than is kept', async () => {
    serve('a', 'b', 'c', 'dd')
    const blobs = await open({ limits: { ...defaultBlobLimits, blobs: 3, blobsOfIssuer: 2, bytes: 2 } })
    const rival = 'did:web:rival.example'
    await follow(blobs, await stated('a', 1), await stated('b', 2), await stated('c', 3), await stated('dd', 1, rival), await stated('a', 2, rival))
    await blobs.fetchMissing()
    expect([await textOf(blobs, 'a'), await textOf(blobs, 'b'), await textOf(blobs, 'c'), await textOf(blobs, 'dd')]).toEqual(['a', 'b', undefined, undefined])
    expect(blobs.summary).toMatchObject({ kept: 2, bytes: 2, leftOut: 2, firstMissing: [{ code: 'ledger/blob-no-room' }] })
  })
})
