import { inflateSync } from 'node:zlib'
import { damaged, emptyPicture, type Picture } from './picture.ts'

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** Samples of a point, by colour type (PNG, "Colour types and values"). */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** The passes of an interlaced picture: first column and line, steps between them (PNG, "Interlacing and pass extraction"). */
const adam7 = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]] as const
const inOnePass = [[0, 0, 1, 1]] as const

interface Header {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly colour: number
  readonly samples: number
  readonly passes: readonly (readonly [number, number, number, number])[]
}

/** Tells whether a file is a PNG. */
export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}

/**
 * Reads a PNG (Third Edition) of any colour type and depth, interlaced or not. What is transparent is white, as on paper.
 *
 * Untrusted: the file. Checksums are not looked at: a code has its own. @throws InputError
 */
export function readPng(bytes: Uint8Array<ArrayBuffer>): Picture {
  const chunks = chunksOf(bytes)
  const header = readHeader(chunks.find(({ type }) => type === 'IHDR')?.body)
  const palette = paletteOf(chunks.find(({ type }) => type === 'PLTE')?.body, chunks.find(({ type }) => type === 'tRNS')?.body)
  const picture = emptyPicture(header.width, header.height)
  const lines = inflate(chunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body), header)
  let at = 0
  for (const pass of header.passes) at = readPass(lines, at, pass, { header, palette, picture })
  return picture
}

function chunksOf(bytes: Uint8Array<ArrayBuffer>): readonly { readonly type: string; readonly body: Uint8Array<ArrayBuffer> }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: { type: string; body: Uint8Array<ArrayBuffer> }[] = []
  for (let at = signature.length; at + 12 <= bytes.length;) {
    const length = view.getUint32(at)
    if (at + 12 + length > bytes.length) break
    chunks.push({ type: String.fromCharCode(...bytes.subarray(at + 4, at + 8)), body: bytes.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

function readHeader(body: Uint8Array<ArrayBuffer> | undefined): Header {
  if (body === undefined || body.length < 13) throw damaged('its header is missing')
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const [width, height, depth, colour, interlace] = [view.getUint32(0), view.getUint32(4), body[8] ?? 0, body[9] ?? 0, body[12] ?? 0]
  const samples = samplesOf[colour]
  if (samples === undefined || ![1, 2, 4, 8, 16].includes(depth) || (depth < 8 && samples > 1) || (colour === 3 && depth > 8) || interlace > 1) throw damaged('its header makes no sense')
  return { width, height, depth, colour, samples, passes: interlace === 1 ? adam7 : inOnePass }
}

/** Never more comes out than the header promises. */
function inflate(parts: readonly Uint8Array[], header: Header): Uint8Array {
  emptyPicture(header.width, header.height)
  const expected = header.passes.filter((pass) => widthOf(pass, header) > 0).reduce((sum, pass) => sum + heightOf(pass, header) * (1 + lineBytes(widthOf(pass, header), header)), 0)
  try {
    const lines = inflateSync(Buffer.concat(parts), { maxOutputLength: expected + 1_024 })
    if (lines.length >= expected) return lines
  } catch {
    // Cut off, or more than it should be.
  }
  throw damaged('its points are cut off')
}

const widthOf = ([left, , step]: readonly [number, number, number, number], { width }: Header): number => Math.max(0, Math.ceil((width - left) / step))
const heightOf = ([, top, , step]: readonly [number, number, number, number], { height }: Header): number => Math.max(0, Math.ceil((height - top) / step))
const lineBytes = (width: number, { samples, depth }: Header): number => Math.ceil((width * samples * depth) / 8)

interface Reading {
  readonly header: Header
  readonly palette: Uint8Array
  readonly picture: Picture
}

function readPass(lines: Uint8Array, start: number, pass: readonly [number, number, number, number], { header, palette, picture }: Reading): number {
  const [width, height] = [widthOf(pass, header), heightOf(pass, header)]
  if (width === 0) return start
  const length = lineBytes(width, header)
  const step = Math.max(1, (header.samples * header.depth) / 8)
  let at = start
  let above = new Uint8Array(length)
  for (let row = 0; row < height; row += 1) {
    const line = unfilter(lines[at] ?? 0, lines.subarray(at + 1, at + 1 + length), { above, step })
    for (let column = 0; column < width; column += 1) picture.luma[(pass[1] + row * pass[3]) * picture.width + pass[0] + column * pass[2]] = lumaAt(line, column, header, palette)
    above = line
    at += 1 + length
  }
  return at
}

/** PNG, "Filter types for filter method 0". */
function unfilter(kind: number, filtered: Uint8Array, { above, step }: { readonly above: Uint8Array; readonly step: number }): Uint8Array<ArrayBuffer> {
  const line = new Uint8Array(filtered)
  if (kind > 4) throw damaged('a line is filtered in an unknown way')
  for (let index = 0; index < line.length; index += 1) {
    const [left, up, corner] = [index < step ? 0 : line[index - step] ?? 0, above[index] ?? 0, index < step ? 0 : above[index - step] ?? 0]
    const guess = kind === 0 ? 0 : kind === 1 ? left : kind === 2 ? up : kind === 3 ? (left + up) >> 1 : paeth(left, up, corner)
    line[index] = (line[index] ?? 0) + guess
  }
  return line
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

function lumaAt(line: Uint8Array, column: number, { samples, depth, colour }: Header, palette: Uint8Array): number {
  const sample = (index: number): number => {
    const at = column * samples + index
    if (depth === 8) return line[at] ?? 0
    if (depth === 16) return line[at * 2] ?? 0
    const bits = ((line[(at * depth) >> 3] ?? 0) >> (8 - depth - ((at * depth) & 7))) & ((1 << depth) - 1)
    return colour === 3 ? bits : (bits * 255) / ((1 << depth) - 1)
  }
  if (colour === 3) return palette[sample(0)] ?? 0
  const grey = samples < 3 ? sample(0) : lumaOf(sample(0), sample(1), sample(2))
  return samples === 2 || samples === 4 ? onWhite(grey, sample(samples - 1)) : grey
}

const lumaOf = (red: number, green: number, blue: number): number => 0.299 * red + 0.587 * green + 0.114 * blue
const onWhite = (grey: number, alpha: number): number => (grey * alpha + 255 * (255 - alpha)) / 255

function paletteOf(colours: Uint8Array = new Uint8Array(), alphas: Uint8Array = new Uint8Array()): Uint8Array {
  return Uint8Array.from({ length: Math.floor(colours.length / 3) }, (_, index) => onWhite(lumaOf(colours[index * 3] ?? 0, colours[index * 3 + 1] ?? 0, colours[index * 3 + 2] ?? 0), alphas[index] ?? 255))
}
