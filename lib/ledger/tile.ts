/** Hashes or entries in a full tile (C2SP tlog-tiles, "Merkle Tree"). */
export const tileWidth = 256

/** Levels of the tree between one level of tiles and the next. */
export const tileHeight = 8

/** One tile of hashes, or one bundle of entries at level `entries`; `width` below 256 means partial. */
export interface Tile {
  readonly level: number | 'entries'
  readonly index: number
  readonly width: number
}

/** A tile with its content. */
export interface TileContent extends Tile {
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Writes the path of a tile under the log's prefix (C2SP tlog-tiles, "Merkle Tree"):
 * `tile/<level>/<index>[.p/<width>]`, the index in groups of three digits, all but the last beginning with `x`.
 */
export function formatTilePath({ level, index, width }: Tile): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? []
  const path = groups.map((group, position) => (position < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${path}${width < tileWidth ? `.p/${width}` : ''}`
}

const tilePath = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/** Reads the path of a tile. Untrusted: undefined for whatever is not exactly what {@link formatTilePath} writes. */
export function parseTilePath(path: string): Tile | undefined {
  const match = tilePath.exec(path)
  if (match === null) return undefined
  const [, level = '', digits = '', width] = match
  const tile: Tile = {
    level: level === 'entries' ? 'entries' : Number(level),
    index: Number(digits.replaceAll(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  }
  const isLevel = tile.level === 'entries' || tile.level <= 63
  return isLevel && Number.isSafeInteger(tile.index) && formatTilePath(tile) === path ? tile : undefined
}

/** Hashes, or entries, that a tree of `size` leaves has at a level. */
export function countAtLevel(level: Tile['level'], size: number): number {
  return level === 'entries' ? size : Math.floor(size / tileWidth ** level)
}

/** The tile at a place of a tree of `size` leaves, or undefined when the tree does not reach it. */
export function tileAt(level: Tile['level'], index: number, size: number): Tile | undefined {
  const width = Math.min(tileWidth, countAtLevel(level, size) - index * tileWidth)
  return width > 0 ? { level, index, width } : undefined
}
