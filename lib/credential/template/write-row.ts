import type { Digest } from '../../crypto/cryptography.ts'
import { isPlainAddress } from '../canonical/address.ts'
import { escapeText, needsCare } from '../canonical/literal.ts'
import { compareTexts } from '../canonical/settle-statements.ts'
import { Unusual } from '../canonical/unusual.ts'
import { isOrderSensitive } from '../code-point-order.ts'
import { inOnePiece, insertionSort, writePieces } from './pieces.ts'
import { hashText, type Hole, type NamedPlan, type StatementPlan } from './statement-plan.ts'

/** Under how many labels what is said of one node is kept. */
const maxLabels = 16

/** Writes the statements of rows in canonical N-Quads. */
export class RowWriter {
  readonly #plan: StatementPlan
  readonly #schemes: readonly string[]
  readonly #labels: readonly string[]
  /** The numbers of the labels in the order of the labels, which are texts: 0, 1, 10, 11, 2. */
  readonly #labelOrder: readonly number[]
  readonly #addressHoles: readonly number[]
  /** Of each unnamed node of which only its label is the row's: what is said of it under the labels that it has had. */
  readonly #said: readonly (Map<number, string> | undefined)[]
  readonly #isWide: boolean

  constructor(plan: StatementPlan, schemes: readonly string[]) {
    this.#plan = plan
    this.#schemes = schemes
    this.#labels = plan.blanks.map((_, number) => `_:c14n${number}`)
    this.#labelOrder = [...this.#labels.keys()].sort((left, right) => compareTexts(String(left), String(right)))
    this.#addressHoles = plan.holes.flatMap(({ kind }, hole) => (kind === 'address' ? [hole] : []))
    this.#said = plan.blanks.map(({ pieces }, blank) => (pieces.every(({ gaps, contest }) => contest === undefined && gaps.every((gap) => gap === plan.holes.length + blank)) ? new Map() : undefined))
    this.#isWide = [...plan.named, ...plan.namedByRow, ...plan.blanks].some(({ pieces }) => pieces.some(({ chunks, contest }) => isWide(chunks.join('') + (contest?.fixed.join('') ?? ''))))
  }

  /** @throws Unusual when the row is not for a template */
  write(texts: readonly string[], digest: Digest): string {
    const { holes, blanks } = this.#plan
    const tokens: string[] = []
    for (let hole = 0; hole < holes.length; hole += 1) tokens.push(this.#token(texts[hole] ?? '', holes[hole]))
    for (let blank = 0; blank < blanks.length; blank += 1) tokens.push('')
    this.#refuseMerged(tokens)
    const labelled = this.#label(tokens, digest)
    let text = this.#writeNamed(tokens)
    for (const label of this.#labelOrder) text += this.#writeBlank(labelled[label] ?? 0, label, tokens)
    if ((this.#isWide || texts.some(isWide)) && isOrderSensitive(text)) throw new Unusual('order')
    return text
  }

  #token(text: string, hole: Hole | undefined): string {
    if (hole?.kind === 'text') return `"${needsCare(text) ? escapeText(text) : text}${hole.suffix}`
    if (!isPlainAddress(text) || !this.#isPlainScheme(text)) throw new Unusual('address')
    return `<${text}>`
  }

  #isPlainScheme(address: string): boolean {
    const colon = address.indexOf(':')
    return address.startsWith('//', colon + 1) || this.#schemes.includes(address.slice(0, colon))
  }

  /** Nodes of one address are one node, and their statements are gathered: another shape. */
  #refuseMerged(tokens: readonly string[]): void {
    const met = new Set<string>()
    for (const hole of this.#addressHoles) {
      const token = tokens[hole] ?? ''
      if (met.has(token) || this.#plan.addresses.has(token)) throw new Unusual('said-twice')
      met.add(token)
    }
  }

  /** Labels the unnamed nodes in the order of their hashes, and tells which has which; most of them are in order already. */
  #label(tokens: string[], digest: Digest): readonly number[] {
    const { blanks, settled, unsettled, holes } = this.#plan
    const order: number[] = []
    const hashes: string[] = []
    for (const { blank, hash } of settled) {
      order.push(blank)
      hashes.push(hash)
    }
    for (const blank of unsettled) {
      const hash = hashText(writePieces(blanks[blank]?.hashed ?? [], tokens), digest)
      let place = hashes.length
      for (; place > 0 && (hashes[place - 1] ?? '') > hash; place -= 1) {
        order[place] = order[place - 1] ?? 0
        hashes[place] = hashes[place - 1] ?? ''
      }
      order[place] = blank
      hashes[place] = hash
    }
    for (let label = 0; label < order.length; label += 1) {
      if (label > 0 && hashes[label] === hashes[label - 1]) throw new Unusual('alike')
      tokens[holes.length + (order[label] ?? 0)] = this.#labels[label] ?? ''
    }
    return order
  }

  /** Most keep their label from row to row, or have one of a few: a tenth of the time of a long badge. */
  #writeBlank(blank: number, label: number, tokens: readonly string[]): string {
    const said = this.#said[blank]
    const known = said?.get(label)
    if (known !== undefined) return known
    const text = writePieces(this.#plan.blanks[blank]?.pieces ?? [], tokens)
    if (said !== undefined && said.size < maxLabels) said.set(label, inOnePiece(text))
    return text
  }

  /** Named nodes come first, in the order of their names: those of the row are put among the others. */
  #writeNamed(tokens: readonly string[]): string {
    const sorted = [...this.#plan.namedByRow]
    insertionSort(sorted, (left, right) => tokenOf(left, tokens) > tokenOf(right, tokens))
    let text = ''
    let next = 0
    for (const named of this.#plan.named) {
      for (let own = sorted[next]; own !== undefined && tokenOf(own, tokens) < String(named.token); own = sorted[next]) {
        text += writePieces(own.pieces, tokens)
        next += 1
      }
      text += writePieces(named.pieces, tokens)
    }
    for (; next < sorted.length; next += 1) text += writePieces(sorted[next]?.pieces ?? [], tokens)
    return text
  }
}

function tokenOf({ token }: NamedPlan, tokens: readonly string[]): string {
  return typeof token === 'string' ? token : tokens[token] ?? ''
}

function isWide(text: string): boolean {
  return /[\uD800-\uFFFF]/.test(text)
}
