import { readIfPresent } from './read-if-present.ts'
import type { BlobLimits, WantedBlob } from './wanted-blobs.ts'
import { writeDurably } from './write-durably.ts'

/** Something wanted, and how it stands. */
export interface ListedBlob extends WantedBlob {
  /** Its length, once it is kept. */
  readonly bytes?: number
  /** The digest of what was kept in its place before, until this one is here. */
  readonly instead?: string
}

const entriesPerSave = 4_096

interface Saved {
  readonly size: number
  readonly blobs: readonly ListedBlob[]
}

/** The newest of everything that a log names by digest, in a file that a crash leaves whole: the log can always be read again. */
export class BlobList {
  readonly #path: string
  readonly #limits: BlobLimits
  readonly #blobs = new Map<string, ListedBlob>()
  readonly #ofIssuer = new Map<string, number>()
  /** How often a digest is named, so that no bytes go that are wanted under another name. */
  readonly #named = new Map<string, number>()
  #size = 0
  #bytes = 0
  #leftOut = 0
  #isChanged = false

  private constructor(path: string, limits: BlobLimits) {
    this.#path = path
    this.#limits = limits
  }

  static async open(path: string, limits: BlobLimits): Promise<BlobList> {
    const list = new BlobList(path, limits)
    const { size, blobs } = parseSaved(await readIfPresent(path))
    for (const blob of blobs) list.#set(blob)
    list.#size = size
    list.#isChanged = false
    return list
  }

  /** So many entries of the log were looked at. */
  get size(): number {
    return this.#size
  }

  /** Bytes that are kept. */
  get bytes(): number {
    return this.#bytes
  }

  /** What the limits left out since this program began. */
  get leftOut(): number {
    return this.#leftOut
  }

  get all(): readonly ListedBlob[] {
    return [...this.#blobs.values()]
  }

  isNamed(digest: string): boolean {
    return this.#named.has(digest)
  }

  /** Takes what the next entry names, if it names anything. */
  note(blob: WantedBlob | undefined): void {
    this.#size += 1
    // Entries that name nothing are soon looked at again.
    if (this.#size % entriesPerSave === 0) this.#isChanged = true
    if (blob === undefined) return
    const known = this.#blobs.get(nameOf(blob))
    if (known === undefined && (this.#blobs.size >= this.#limits.blobs || (this.#ofIssuer.get(blob.issuer) ?? 0) >= this.#limits.blobsOfIssuer)) {
      this.#leftOut += 1
      return
    }
    if (known?.digest === blob.digest) this.#set({ ...known, index: blob.index })
    else this.#set({ ...blob, ...insteadOf(known) })
  }

  /** Notes that something is kept, or, without its length, that it is not any more; answers a digest that nothing needs now. */
  keep(blob: ListedBlob, bytes: number | undefined): string | undefined {
    const { instead, kind, issuer, id, digest, index } = this.#blobs.get(nameOf(blob)) ?? blob
    // A newer one was named while this one was fetched.
    if (digest !== blob.digest) return this.isNamed(blob.digest) ? undefined : blob.digest
    const wanted = { kind, issuer, id, digest, index }
    if (bytes !== undefined) this.#set({ ...wanted, bytes })
    else this.#set(instead === undefined ? wanted : { ...wanted, instead })
    return bytes === undefined || instead === undefined || this.isNamed(instead) ? undefined : instead
  }

  async save(): Promise<void> {
    if (!this.#isChanged) return
    this.#isChanged = false
    const saved: Saved = { size: this.#size, blobs: this.all }
    await writeDurably(this.#path, `${JSON.stringify(saved)}\n`)
  }

  #set(blob: ListedBlob): void {
    const name = nameOf(blob)
    const before = this.#blobs.get(name)
    if (before === undefined) this.#ofIssuer.set(blob.issuer, (this.#ofIssuer.get(blob.issuer) ?? 0) + 1)
    for (const digest of digestsOf(blob)) this.#named.set(digest, (this.#named.get(digest) ?? 0) + 1)
    for (const digest of before === undefined ? [] : digestsOf(before)) this.#forget(digest)
    this.#bytes += (blob.bytes ?? 0) - (before?.bytes ?? 0)
    this.#blobs.set(name, blob)
    this.#isChanged = true
  }

  #forget(digest: string): void {
    const left = (this.#named.get(digest) ?? 0) - 1
    if (left > 0) this.#named.set(digest, left)
    else this.#named.delete(digest)
  }
}

/** What was kept of a name, directly or in the place of something that never came. */
function insteadOf(known: ListedBlob | undefined): { readonly instead?: string } {
  const instead = known?.bytes === undefined ? known?.instead : known.digest
  return instead === undefined ? {} : { instead }
}

function digestsOf({ digest, instead }: ListedBlob): readonly string[] {
  return instead === undefined ? [digest] : [digest, instead]
}

function nameOf({ kind, issuer, id }: WantedBlob): string {
  return `${kind} ${issuer} ${id}`
}

function parseSaved(text: string | undefined): Saved {
  try {
    if (text !== undefined) return JSON.parse(text) as Saved
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
  }
  return { size: 0, blobs: [] }
}
