/** One colour of a JPEG. */
export interface Component {
  readonly id: number
  readonly horizontal: number
  readonly vertical: number
  readonly tableId: number
  /** Blocks in a line and in a column, filled up to whole units. */
  readonly across: number
  readonly down: number
  /** Coefficients, 64 a block, in zigzag order; of the luminance alone. */
  readonly coefficients: Int16Array | undefined
  last: number
  dc: Codes | undefined
  ac: Codes | undefined
}

/** A Huffman table: the code's length and value by its next 16 bits. */
export type Codes = Uint16Array

/** What all scans of a JPEG share. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly isProgressive: boolean
  readonly components: readonly Component[]
  readonly unitsAcross: number
  readonly unitsDown: number
}
