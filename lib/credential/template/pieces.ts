import { Unusual } from '../canonical/unusual.ts'

/** A token of a statement: as it stands there, or the number of one that each row has its own. */
export type Token = string | number

/** A text with gaps, then perhaps statements whose order depends on the row. */
export interface Piece {
  /** One more than there are gaps. */
  readonly chunks: readonly string[]
  readonly gaps: readonly number[]
  readonly contest: Contest | undefined
}

/** Several values of one relation of one node, not all of them known before. */
export interface Contest {
  readonly subject: Token
  readonly predicate: string
  readonly fixed: readonly string[]
  readonly gaps: readonly number[]
}

/** Gathers pieces, joining what is known. */
export class PieceWriter {
  readonly #pieces: Piece[] = []
  #chunks: string[] = ['']
  #gaps: number[] = []

  line(subject: Token, predicate: string, object: Token): void {
    this.#token(subject)
    this.#text(` ${predicate} `)
    this.#token(object)
    this.#text(' .\n')
  }

  contest(contest: Contest): void {
    this.#end(contest)
  }

  done(): readonly Piece[] {
    this.#end(undefined)
    return this.#pieces
  }

  #token(token: Token): void {
    if (typeof token === 'string') return this.#text(token)
    this.#gaps.push(token)
    this.#chunks.push('')
  }

  #text(text: string): void {
    this.#chunks.push(`${this.#chunks.pop() ?? ''}${text}`)
  }

  #end(contest: Contest | undefined): void {
    this.#pieces.push({ chunks: this.#chunks.map(inOnePiece), gaps: this.#gaps, contest })
    this.#chunks = ['']
    this.#gaps = []
  }
}

/** A text that was put together, copied: engines keep the parts, and go through them again whenever it is used. */
export function inOnePiece(text: string): string {
  return text.split('\n').join('\n')
}

/** Tells whether pieces are the same for every row. */
export function isFixed(pieces: readonly Piece[]): boolean {
  return pieces.every(({ gaps, contest }) => gaps.length === 0 && contest === undefined)
}

/**
 * Writes pieces with the tokens of a row.
 *
 * @throws Unusual `said-twice`
 */
export function writePieces(pieces: readonly Piece[], tokens: readonly string[]): string {
  let text = ''
  for (const { chunks, gaps, contest } of pieces) {
    text += chunks[0] ?? ''
    for (let index = 0; index < gaps.length; index += 1) text += (tokens[gaps[index] ?? 0] ?? '') + (chunks[index + 1] ?? '')
    if (contest !== undefined) text += writeContest(contest, tokens)
  }
  return text
}

function writeContest({ subject, predicate, fixed, gaps }: Contest, tokens: readonly string[]): string {
  const before = `${tokenOf(subject, tokens)} ${predicate} `
  const objects = [...fixed]
  for (const gap of gaps) objects.push(tokens[gap] ?? '')
  insertionSort(objects, (left, right) => left > right)
  let text = ''
  let last = ''
  for (const object of objects) {
    // Unnamed nodes may be written alike while they have no labels.
    if (object === last && object !== '_:z') throw new Unusual('said-twice')
    text += `${before}${object} .\n`
    last = object
  }
  return text
}

/** Few items, or few that are out of order, are sorted by inserting them. */
export function insertionSort<Item>(items: Item[], isAfter: (left: Item, right: Item) => boolean): void {
  if (items.length > 64) return void items.sort((left, right) => (isAfter(left, right) ? 1 : isAfter(right, left) ? -1 : 0))
  for (let next = 1; next < items.length; next += 1) {
    const item = items[next] as Item
    let place = next
    for (; place > 0 && isAfter(items[place - 1] as Item, item); place -= 1) items[place] = items[place - 1] as Item
    items[place] = item
  }
}

function tokenOf(token: Token, tokens: readonly string[]): string {
  return typeof token === 'string' ? token : tokens[token] ?? ''
}
