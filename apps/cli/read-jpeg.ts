import { drawJpeg } from './draw-jpeg.ts'
import { JpegBits, scanEnd } from './jpeg-bits.ts'
import type { Codes, Component, Frame } from './jpeg-frame.ts'
import { damaged, emptyPicture, type Picture } from './picture.ts'

interface Scan {
  readonly components: readonly Component[]
  readonly from: number
  readonly to: number
  readonly high: number
  readonly low: number
  readonly restart: number
}

/** Untrusted: more scans than any program writes cost time without end. */
const maxScans = 64

/** Tells whether a file is a JPEG. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
}

/**
 * Reads the luminance of a JPEG, sequential or progressive, of 8 bits a sample and in Huffman codes (ITU-T T.81): what cameras, phones and scanners write.
 *
 * Untrusted: the file. A scan that is cut off leaves the rest grey. @throws InputError
 */
export function readJpeg(bytes: Uint8Array<ArrayBuffer>): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const quantisers = new Map<number, Uint16Array>()
  const codes = new Map<number, Codes>()
  let frame: Frame | undefined
  let [restart, scans] = [0, 0]
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff || marker === 0xff || marker === 0 || (marker >= 0xd0 && marker <= 0xd8)) { at += bytes[at] === 0xff && marker !== 0xff ? 2 : 1; continue }
    if (marker === 0xd9) break
    const length = view.getUint16(at + 2)
    const body = bytes.subarray(at + 4, at + 2 + length)
    at += 2 + length
    if (marker === 0xdb) readQuantisers(body, quantisers)
    else if (marker === 0xc4) readTables(body, codes)
    else if (marker === 0xdd) restart = (body[0] ?? 0) * 256 + (body[1] ?? 0)
    else if (marker === 0xc0 || marker === 0xc1 || marker === 0xc2) frame = readFrame(body, marker === 0xc2)
    else if (marker >= 0xc3 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc) throw damaged('this kind of JPEG is not known here; save it as PNG')
    else if (marker === 0xda) {
      if (frame === undefined || (scans += 1) > maxScans) throw damaged('it has no frame, or too many scans')
      at = readScan(bytes, at, scanOf(body, frame, codes, restart), frame)
    }
  }
  if (frame === undefined) throw damaged('it has no frame')
  return drawJpeg(frame, quantisers)
}

function readQuantisers(body: Uint8Array, quantisers: Map<number, Uint16Array>): void {
  for (let at = 0; at < body.length;) {
    const isWide = (body[at] ?? 0) >> 4 > 0
    const start = at + 1
    quantisers.set((body[at] ?? 0) & 15, Uint16Array.from({ length: 64 }, (_, index) => (isWide ? (body[start + index * 2] ?? 0) * 256 + (body[start + index * 2 + 1] ?? 0) : body[start + index] ?? 0)))
    at += 1 + (isWide ? 128 : 64)
  }
}

/** ITU-T T.81, "Generation of table of Huffman codes": each code stands under all 16 bits that begin with it. */
function readTables(body: Uint8Array, codes: Map<number, Codes>): void {
  for (let at = 0; at + 17 <= body.length;) {
    const table = new Uint16Array(65_536)
    let [code, value] = [0, at + 17]
    for (let length = 1; length <= 16; length += 1) {
      for (let count = body[at + length] ?? 0; count > 0; count -= 1) {
        table.fill((length << 8) | (body[value] ?? 0), code, code + (1 << (16 - length)))
        code += 1 << (16 - length)
        value += 1
      }
    }
    codes.set(body[at] ?? 0, table)
    at = value
  }
}

function readFrame(body: Uint8Array, isProgressive: boolean): Frame {
  const [height, width, count] = [(body[1] ?? 0) * 256 + (body[2] ?? 0), (body[3] ?? 0) * 256 + (body[4] ?? 0), body[5] ?? 0]
  if (body[0] !== 8 || count < 1 || count > 4) throw damaged('its samples are not of 8 bits')
  emptyPicture(width, height)
  const raw = Array.from({ length: count }, (_, index) => ({ id: body[6 + index * 3] ?? 0, horizontal: (body[7 + index * 3] ?? 0) >> 4, vertical: (body[7 + index * 3] ?? 0) & 15, tableId: body[8 + index * 3] ?? 0 }))
  if (raw.some(({ horizontal, vertical }) => horizontal < 1 || horizontal > 4 || vertical < 1 || vertical > 4)) throw damaged('its sampling makes no sense')
  const [most, tallest] = [Math.max(...raw.map(({ horizontal }) => horizontal)), Math.max(...raw.map(({ vertical }) => vertical))]
  const [unitsAcross, unitsDown] = [Math.ceil(width / (8 * most)), Math.ceil(height / (8 * tallest))]
  const components = raw.map((component, index): Component => {
    const [across, down] = [unitsAcross * component.horizontal, unitsDown * component.vertical]
    return { ...component, across, down, coefficients: index === 0 ? new Int16Array(across * down * 64) : undefined, last: 0, dc: undefined, ac: undefined }
  })
  return { width, height, isProgressive, components, unitsAcross, unitsDown }
}

function scanOf(body: Uint8Array, { components, isProgressive }: Frame, codes: ReadonlyMap<number, Codes>, restart: number): Scan {
  const count = body[0] ?? 0
  const chosen = Array.from({ length: count }, (_, index) => {
    const component = components.find(({ id }) => id === body[1 + index * 2])
    if (component === undefined) throw damaged('a scan is of no component')
    const tables = body[2 + index * 2] ?? 0
    component.dc = codes.get(tables >> 4)
    component.ac = codes.get(16 | (tables & 15))
    return component
  })
  const [from = 0, to = 63, bits = 0] = body.subarray(1 + count * 2)
  return { components: chosen, restart, ...(isProgressive ? { from, to: Math.min(to, 63), high: bits >> 4, low: bits & 15 } : { from: 0, to: 63, high: 0, low: 0 }) }
}

function readScan(bytes: Uint8Array, start: number, scan: Scan, frame: Frame): number {
  const reader = new JpegBits(bytes, start)
  const [only] = scan.components
  const isAlone = scan.components.length === 1 && only !== undefined
  // A scan of one component holds its own blocks and no filling.
  const [across, down] = isAlone ? sizeOf(only, frame) : [frame.unitsAcross, frame.unitsDown]
  let run = 0
  try {
    for (let unit = 0; unit < across * down; unit += 1) {
      if (scan.restart > 0 && unit > 0 && unit % scan.restart === 0) {
        reader.restart()
        for (const component of scan.components) component.last = 0
        run = 0
      }
      const [column, row] = [unit % across, Math.floor(unit / across)]
      if (isAlone) run = readBlock(reader, only, row * only.across + column, scan, run)
      else for (const component of scan.components) {
        for (let y = 0; y < component.vertical; y += 1) {
          for (let x = 0; x < component.horizontal; x += 1) run = readBlock(reader, component, (row * component.vertical + y) * component.across + column * component.horizontal + x, scan, run)
        }
      }
    }
  } catch (thrown) {
    if (thrown !== scanEnd) throw thrown
  }
  for (const component of scan.components) component.last = 0
  return reader.nextMarker()
}

function sizeOf({ horizontal, vertical }: Component, { width, height, components }: Frame): readonly [number, number] {
  const [most, tallest] = [Math.max(...components.map((each) => each.horizontal)), Math.max(...components.map((each) => each.vertical))]
  return [Math.ceil((width * horizontal) / (8 * most)), Math.ceil((height * vertical) / (8 * tallest))]
}

const ignored = new Int16Array(64)

/** Reads one block; answers for how many more blocks there is nothing (ITU-T T.81, "Decoding procedures", sequential and progressive). */
function readBlock(reader: JpegBits, component: Component, block: number, { from, to, high, low }: Scan, run: number): number {
  const whole = component.coefficients
  const place = whole?.subarray(block * 64, block * 64 + 64) ?? ignored
  let at = from
  if (at === 0) {
    if (high > 0) place[0] = (place[0] ?? 0) | (reader.bit() << low)
    else {
      component.last += reader.extended(reader.decode(component.dc))
      place[0] = component.last << low
    }
    at = 1
  }
  if (to === 0) return run
  return high > 0 ? refine(reader, component, place, { at, to, bit: 1 << low, run }) : readSteps(reader, component, place, { at, to, low, run })
}

function readSteps(reader: JpegBits, { ac }: Component, place: Int16Array, { at: first, to, low, run }: { readonly at: number; readonly to: number; readonly low: number; readonly run: number }): number {
  if (run > 0) return run - 1
  for (let at = first; at <= to; at += 1) {
    const symbol = reader.decode(ac)
    const [zeros, size] = [symbol >> 4, symbol & 15]
    if (size === 0 && zeros < 15) return (1 << zeros) - 1 + (zeros > 0 ? reader.bits(zeros) : 0)
    at += zeros
    if (size > 0 && at <= 63) place[at] = reader.extended(size) << low
  }
  return 0
}

interface Refining { readonly at: number; readonly to: number; readonly bit: number; readonly run: number }

function refine(reader: JpegBits, { ac }: Component, place: Int16Array, { at: first, to, bit, run }: Refining): number {
  let at = first
  const sharpen = (index: number): void => {
    const value = place[index] ?? 0
    if (reader.bit() === 1 && (value & bit) === 0) place[index] = value + (value > 0 ? bit : -bit)
  }
  if (run === 0) {
    for (; at <= to; at += 1) {
      const symbol = reader.decode(ac)
      let [zeros, value] = [symbol >> 4, 0]
      if ((symbol & 15) === 0) {
        if (zeros < 15) {
          run = (1 << zeros) + (zeros > 0 ? reader.bits(zeros) : 0)
          break
        }
      } else value = reader.bit() === 1 ? bit : -bit
      for (; at <= to; at += 1) {
        if ((place[at] ?? 0) !== 0) sharpen(at)
        else if (zeros === 0) break
        else zeros -= 1
      }
      if (value !== 0 && at <= 63) place[at] = value
    }
  }
  if (run === 0) return 0
  for (; at <= to; at += 1) if ((place[at] ?? 0) !== 0) sharpen(at)
  return run - 1
}
