import type { Codes } from './jpeg-frame.ts'
import { damaged } from './picture.ts'

/** The end of what a scan holds; thrown through its blocks. */
export const scanEnd: symbol = Symbol('scan end')

/** The bits of a scan, without the zeros that are stuffed behind each FF. */
export class JpegBits {
  #at: number
  #held = 0
  #count = 0
  /** Bits among those held that are behind the end. */
  #padding = 0
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  bit(): number {
    return this.bits(1)
  }

  bits(count: number): number {
    this.#fill(count)
    this.#count -= count
    return (this.#held >>> this.#count) & ((1 << count) - 1)
  }

  /** ITU-T T.81, "DECODE": past the end there is nothing but zeros, until no code is left. */
  decode(codes: Codes | undefined): number {
    if (codes === undefined) throw damaged('a table of codes is missing')
    this.#fill(16, true)
    const found = codes[(this.#held >>> (this.#count - 16)) & 0xffff] ?? 0
    const length = found >> 8
    if (length === 0) throw scanEnd
    this.#count -= length
    if (this.#count < this.#padding) throw scanEnd
    return found & 255
  }

  /** ITU-T T.81, "EXTEND". */
  extended(size: number): number {
    if (size === 0) return 0
    if (size > 15) throw scanEnd
    const value = this.bits(size)
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value
  }

  restart(): void {
    this.#held = this.#count = this.#padding = 0
    this.#at = this.nextMarker()
    const marker = this.#bytes[this.#at + 1] ?? 0
    if (marker < 0xd0 || marker > 0xd7) throw scanEnd
    this.#at += 2
  }

  nextMarker(): number {
    for (let at = this.#at; at + 1 < this.#bytes.length; at += 1) if (this.#bytes[at] === 0xff && this.#bytes[at + 1] !== 0 && this.#bytes[at + 1] !== 0xff) return at
    return this.#bytes.length
  }

  #fill(count: number, isAhead = false): void {
    while (this.#count < count) {
      const byte = this.#bytes[this.#at]
      const isEnd = byte === undefined || (byte === 0xff && this.#bytes[this.#at + 1] !== 0)
      if (isEnd && !isAhead) throw scanEnd
      if (isEnd) this.#padding += 8
      this.#held = ((this.#held & 0xffffff) << 8) | (isEnd ? 0 : byte)
      this.#count += 8
      if (!isEnd) this.#at += byte === 0xff ? 2 : 1
    }
  }
}
