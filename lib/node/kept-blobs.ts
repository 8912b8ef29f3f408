import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cryptography } from '../crypto/cryptography.ts'
import { encodeHex } from '../encoding/hex.ts'
import { BlobList, type ListedBlob } from './blob-list.ts'
import { fetchBlob, isDigest, type BlobFault } from './fetch-blob.ts'
import type { Following } from './followed-log.ts'
import { inTurns } from './in-turns.ts'
import { blobNamedBy, defaultBlobLimits, type BlobLimits, type WantedBlob } from './wanted-blobs.ts'
import { writeDurably } from './write-durably.ts'

/** In one round no more is fetched, and none is begun later than this. */
const fetchesAtOnce = 64
const roundMilliseconds = 30_000
/** Entries that are looked at in one go. */
const entriesAtOnce = 4_096
/** What could not be had is asked for again after a second, then after ever longer. */
const firstPause = 1_000
const longestPause = 3_600_000
const shownMissing = 20

/** What is missing of what a log names, and why. */
export type MissingBlob = WantedBlob & BlobFault & { readonly triedAt: string }

/** How a copy stands to what its log names by digest. */
export interface BlobSummary {
  readonly kept: number
  readonly bytes: number
  /** How many could not be had. */
  readonly missing: number
  /** The first of them. */
  readonly firstMissing: readonly MissingBlob[]
  /** Not even asked for: there were too many. */
  readonly leftOut: number
}

/** Where the bytes are kept and come from. */
export type BlobPlace = Pick<Following, 'folder' | 'url' | 'fetch' | 'now'> & { readonly cryptography: Pick<Cryptography, 'sha256'>; readonly limits?: BlobLimits }

interface Entries {
  entriesFrom(index: number): AsyncIterable<Uint8Array>
}

interface Attempt extends BlobFault {
  readonly triedAt: Date
  readonly failures: number
}

/**
 * What a log names by digest, beside its copy, under `blob/<digest>`: of every status list the last one whole, of older ones only
 * the digests on the log. Untrusted: the log's address, which may serve anything or nothing; only bytes of their digest are kept.
 */
export class KeptBlobs {
  readonly #place: BlobPlace
  readonly #limits: BlobLimits
  readonly #list: BlobList
  /** What is fetched now ends when the follower does. */
  readonly #ending = new AbortController()
  readonly #attempts = new Map<string, Attempt>()
  #round: Promise<void> | undefined
  /** Bytes on their way to the disk. */
  #writing = 0

  private constructor(place: BlobPlace, limits: BlobLimits, list: BlobList) {
    this.#place = place
    this.#limits = limits
    this.#list = list
  }

  static async open(place: BlobPlace): Promise<KeptBlobs> {
    const { folder, limits = defaultBlobLimits } = place
    for (const name of ['blob', 'follow']) await mkdir(join(folder, name), { recursive: true })
    return new KeptBlobs(place, limits, await BlobList.open(join(folder, 'follow', 'blobs'), limits))
  }

  get summary(): BlobSummary {
    const all = this.#list.all
    const missing = all.flatMap((blob) => this.#missing(blob))
    return {
      kept: all.filter(({ bytes }) => bytes !== undefined).length, bytes: this.#list.bytes, missing: missing.length, firstMissing: missing.slice(0, shownMissing), leftOut: this.#list.leftOut,
    }
  }

  /** Looks at some of the entries that came since it last looked, up to a size; answers whether there are more. */
  async scan(entries: Entries, size: number): Promise<boolean> {
    const until = Math.min(size, this.#list.size + entriesAtOnce)
    if (this.#list.size >= until || this.#ending.signal.aborted) return false
    for await (const entry of entries.entriesFrom(this.#list.size)) {
      this.#list.note(blobNamedBy(entry, this.#list.size))
      if (this.#list.size >= until) break
    }
    return this.#list.size < size
  }

  /** Fetches some of what is missing and due, until the signal aborts. One round at a time. */
  async fetchMissing(signal?: AbortSignal): Promise<void> {
    if (this.#ending.signal.aborted) return
    this.#round ??= this.#fetchDue(signal === undefined ? this.#ending.signal : AbortSignal.any([this.#ending.signal, signal])).finally(() => {
      this.#round = undefined
    })
    await this.#round
  }

  /** The bytes of a digest that is kept here. Untrusted: the digest. */
  async read(digest: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return isDigest(digest) && this.#list.isNamed(digest) ? this.#readWhole(digest) : undefined
  }

  async close(): Promise<void> {
    this.#ending.abort()
    await this.#round
    await this.#list.save()
  }

  async #fetchDue(signal: AbortSignal): Promise<void> {
    const deadline = Date.now() + roundMilliseconds
    // Untrusted: whoever names something else every time leaves nothing behind.
    for (const digest of this.#attempts.keys()) if (!this.#list.isNamed(digest)) this.#attempts.delete(digest)
    // One writer for one file: what is named twice is found here in the next round.
    const due = new Map(this.#list.all.flatMap((blob) => (blob.bytes === undefined && this.#isDue(blob) ? [[blob.digest, blob] as const] : [])))
    await inTurns([...due.values()].slice(0, fetchesAtOnce), async (blob) => {
      if (Date.now() < deadline && !signal.aborted) await this.#obtain(blob, signal)
    })
    await this.#list.save()
  }

  async #obtain(blob: ListedBlob, signal: AbortSignal): Promise<void> {
    const { url, fetch, now, cryptography } = this.#place
    // It may be here already: under another name, or since before a crash.
    const found = (await this.#readWhole(blob.digest)) ?? (await fetchBlob(blob.digest, { url, fetch, sha256: cryptography.sha256, maxBytes: this.#limits.blobBytes, signal }))
    const fault = found instanceof Uint8Array ? await this.#write(blob, found) : found
    if (fault === undefined) this.#attempts.delete(blob.digest)
    else this.#attempts.set(blob.digest, { ...fault, triedAt: now(), failures: (this.#attempts.get(blob.digest)?.failures ?? 0) + 1 })
  }

  async #write(blob: ListedBlob, bytes: Uint8Array): Promise<BlobFault | undefined> {
    if (this.#list.bytes + this.#writing + bytes.length > this.#limits.bytes) return { code: 'ledger/blob-no-room', reason: 'no more is kept of this log' }
    this.#writing += bytes.length
    try {
      await writeDurably(this.#pathOf(blob.digest), bytes)
      const over = this.#list.keep(blob, bytes.length)
      if (over !== undefined) await rm(this.#pathOf(over), { force: true })
    } finally {
      this.#writing -= bytes.length
    }
    return undefined
  }

  #isDue({ digest }: ListedBlob): boolean {
    const attempt = this.#attempts.get(digest)
    if (attempt === undefined) return true
    return this.#place.now().getTime() - attempt.triedAt.getTime() >= Math.min(longestPause, firstPause * 2 ** (attempt.failures - 1))
  }

  #missing({ kind, issuer, id, digest, index, bytes }: ListedBlob): readonly MissingBlob[] {
    const attempt = this.#attempts.get(digest)
    if (bytes !== undefined || attempt === undefined) return []
    const { code, reason, triedAt } = attempt
    return [{ kind, issuer, id, digest, index, code, reason, triedAt: triedAt.toISOString() }]
  }

  /** A file that was damaged is as good as none. */
  async #readWhole(digest: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const bytes = await readFile(this.#pathOf(digest)).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return undefined
      throw cause
    })
    if (bytes === undefined) return undefined
    if (encodeHex(this.#place.cryptography.sha256(bytes)) === digest) return new Uint8Array(bytes)
    for (const blob of this.#list.all) if (blob.digest === digest) this.#list.keep(blob, undefined)
    return undefined
  }

  #pathOf(digest: string): string {
    return join(this.#place.folder, 'blob', digest)
  }
}
