import type { Digest } from '../../crypto/cryptography.ts'
import { isPlainAddress } from '../canonical/address.ts'
import { escapeText, needsCare } from '../canonical/literal.ts'
import { compareTexts } from '../canonical/settle-statements.ts'
import { Unusual } from '../canonical/unusual.ts'
import { isOrderSensitive } from '../code-point-order.ts'
import { writePieces } from './pieces.ts'
import { rankOf, type Hole, type NamedPlan, type StatementPlan } from './statement-plan.ts'

/** Writes the statements of rows in canonical N-Quads. */
export class RowWriter {
  readonly #plan: StatementPlan
  readonly #schemes: readonly string[]
  readonly #labels: readonly string[]
  /** The numbers of the labels in the order of the labels, which are texts: 0, 1, 10, 11, 2. */
  readonly #labelOrder: readonly number[]
  readonly #addressHoles: readonly number[]
  /** Made once: rows are written one after another, none waits for anything. */
  readonly #order: Int32Array
  readonly #ranks: Float64Array
  readonly #isWide: boolean

  constructor(plan: StatementPlan, schemes: readonly string[]) {
    this.#plan = plan
    this.#schemes = schemes
    this.#labels = plan.blanks.map((_, number) => `_:c14n${number}`)
    this.#labelOrder = [...this.#labels.keys()].sort((left, right) => compareTexts(String(left), String(right)))
    this.#addressHoles = plan.holes.flatMap(({ kind }, hole) => (kind === 'address' ? [hole] : []))
    this.#order = new Int32Array(plan.blanks.length)
    this.#ranks = new Float64Array(plan.blanks.length)
    this.#isWide = [...plan.named, ...plan.namedByRow, ...plan.blanks].some(({ pieces }) => pieces.some(({ chunks, contest }) => isWide(chunks.join('') + (contest?.fixed.join('') ?? ''))))
  }

  /** @throws Unusual when the row is not for a template */
  write(texts: readonly string[], digest: Digest): string {
    const { holes, blanks } = this.#plan
    const tokens: string[] = []
    for (let hole = 0; hole < holes.length; hole += 1) tokens.push(this.#token(texts[hole] ?? '', holes[hole]))
    for (let blank = 0; blank < blanks.length; blank += 1) tokens.push('')
    this.#refuseMerged(tokens)
    this.#label(tokens, digest)
    let text = this.#writeNamed(tokens)
    for (const label of this.#labelOrder) text += writePieces(blanks[this.#order[label] ?? 0]?.pieces ?? [], tokens)
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
    const holes = this.#addressHoles
    for (let index = 0; index < holes.length; index += 1) {
      const token = tokens[holes[index] ?? 0] ?? ''
      if (this.#plan.addresses.has(token)) throw new Unusual('said-twice')
      for (let other = 0; other < index; other += 1) if (tokens[holes[other] ?? 0] === token) throw new Unusual('said-twice')
    }
  }

  /** Sorts the unnamed nodes by their hashes; most of them are in order already. */
  #label(tokens: string[], digest: Digest): void {
    const { blanks, settled, unsettled, holes } = this.#plan
    const [order, ranks] = [this.#order, this.#ranks]
    for (let index = 0; index < settled.length; index += 1) {
      order[index] = settled[index]?.blank ?? 0
      ranks[index] = settled[index]?.rank ?? 0
    }
    let count = settled.length
    for (const blank of unsettled) {
      const rank = rankOf(writePieces(blanks[blank]?.hashed ?? [], tokens), digest)
      let place = count
      for (; place > 0 && (ranks[place - 1] ?? 0) > rank; place -= 1) {
        order[place] = order[place - 1] ?? 0
        ranks[place] = ranks[place - 1] ?? 0
      }
      order[place] = blank
      ranks[place] = rank
      count += 1
    }
    for (let label = 0; label < count; label += 1) {
      if (label > 0 && ranks[label] === ranks[label - 1]) throw new Unusual('alike')
      tokens[holes.length + (order[label] ?? 0)] = this.#labels[label] ?? ''
    }
  }

  /** Named nodes come first, in the order of their names: those of the row are put among the others. */
  #writeNamed(tokens: readonly string[]): string {
    const byRow = this.#plan.namedByRow
    let text = ''
    let next = 0
    const sorted = byRow.length > 1 ? byRow.toSorted((left, right) => compareTexts(tokenOf(left, tokens), tokenOf(right, tokens))) : byRow
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
