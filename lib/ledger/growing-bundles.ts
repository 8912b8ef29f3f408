import { encodeEntries } from './entry-bundle.ts'
import { tileWidth, type TileContent } from './tile.ts'

/** The entry bundles of a log that only grows; it starts at the beginning of a bundle and keeps only the unfinished one. */
export class GrowingBundles {
  #index: number
  #open: Uint8Array[] = []
  #completed: TileContent[] = []
  #isChanged = false

  constructor(firstBundle: number) {
    this.#index = firstBundle
  }

  /** Adds one entry, which must not change afterwards. */
  push(entry: Uint8Array): void {
    this.#open.push(entry)
    this.#isChanged = true
    if (this.#open.length < tileWidth) return
    this.#completed.push({ level: 'entries', index: this.#index, width: tileWidth, bytes: encodeEntries(this.#open) })
    this.#index += 1
    this.#open = []
    this.#isChanged = false
  }

  /** The bundles that were completed or grew since the last call. */
  takeTiles(): readonly TileContent[] {
    const tiles = this.#completed
    this.#completed = []
    if (this.#isChanged) tiles.push({ level: 'entries', index: this.#index, width: this.#open.length, bytes: encodeEntries(this.#open) })
    this.#isChanged = false
    return tiles
  }
}
