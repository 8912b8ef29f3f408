import type { Digest } from '../../crypto/cryptography.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import { encodeHex } from '../../encoding/hex.ts'
import type { Said } from '../canonical/read-statements.ts'
import { Resource, type Statement } from '../canonical/resource.ts'
import { compareTexts } from '../canonical/settle-statements.ts'
import { Unusual } from '../canonical/unusual.ts'
import { isFixed, PieceWriter, writePieces, type Piece, type Token } from './pieces.ts'

/** What a hole is filled with: an address, or a text, with what stands behind it in a statement. */
export type Hole = { readonly kind: 'address' } | { readonly kind: 'text'; readonly suffix: string }

/** A named node: its token, and what is said of it. */
export interface NamedPlan {
  readonly token: Token
  readonly pieces: readonly Piece[]
}

/** An unnamed node: what is hashed to label it, and what is said of it. */
export interface BlankPlan {
  readonly hashed: readonly Piece[]
  readonly pieces: readonly Piece[]
}

/**
 * The statements of a template. Tokens that rows have of their own are counted: first those of the holes, then the labels of the
 * unnamed nodes.
 */
export interface StatementPlan {
  readonly holes: readonly Hole[]
  /** All addresses that nodes are named by or values are, save those in holes. */
  readonly addresses: ReadonlySet<string>
  /** Named nodes whose names are known, in their order. */
  readonly named: readonly NamedPlan[]
  /** Named nodes whose names stand in holes. */
  readonly namedByRow: readonly NamedPlan[]
  readonly blanks: readonly BlankPlan[]
  /** Unnamed nodes whose hash no row changes, in the order of their hashes, and those whose hash is the row's. */
  readonly settled: readonly { readonly blank: number; readonly hash: string }[]
  readonly unsettled: readonly number[]
}

/** What a template has in its holes while its statements are read. */
export interface Marks {
  readonly count: number
  /** The number of the hole that a text marks, if any. Throws where a mark is a part of the text only. */
  holeOf(text: string): number | undefined
  /** Tells whether any mark is in a text. */
  isIn(text: string): boolean
}

/**
 * Plans the statements of a template from those that it makes with marks in its holes.
 *
 * @throws Unusual when rows could differ in more than tokens and their order
 */
export function planStatements({ resources }: Said, marks: Marks, digest: Digest): StatementPlan {
  const blanks = resources.filter(({ isBlank }) => isBlank)
  const tokens = new Tokens(marks, new Map(blanks.map((blank, index) => [blank, marks.count + index])))
  const named = resources.filter((resource) => !resource.isBlank).map((resource) => ({ token: tokens.ofResource(resource), pieces: tokens.statements(resource) }))
  const plans = blanks.map((blank) => ({ hashed: tokens.surroundings(blank), pieces: tokens.statements(blank) }))
  const settled = plans.flatMap(({ hashed }, blank) => (isFixed(hashed) ? [{ blank, hash: hashText(writePieces(hashed, []), digest) }] : [])).sort((left, right) => compareTexts(left.hash, right.hash))
  return {
    holes: tokens.holes(),
    addresses: tokens.addresses,
    named: named.filter(({ token }) => typeof token === 'string').sort((left, right) => compareTexts(String(left.token), String(right.token))),
    namedByRow: named.filter(({ token }) => typeof token === 'number'),
    blanks: plans,
    settled,
    unsettled: plans.flatMap(({ hashed }, blank) => (isFixed(hashed) ? [] : [blank])),
  }
}

/** The hash that an unnamed node is labelled by, in hexadecimal. */
export function hashText(text: string, digest: Digest): string {
  return digest.hexOfText?.(text) ?? encodeHex(digest(encodeUtf8(text)))
}

const typePredicate = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>'

class Tokens {
  readonly #marks: Marks
  readonly #labels: ReadonlyMap<Resource, number>
  readonly #holes = new Map<number, Hole>()
  readonly addresses = new Set<string>()

  constructor(marks: Marks, labels: ReadonlyMap<Resource, number>) {
    this.#marks = marks
    this.#labels = labels
  }

  /** Every hole has to be seen in some statement: what is not would go unsigned. */
  holes(): readonly Hole[] {
    return Array.from({ length: this.#marks.count }, (_, number) => {
      const found = this.#holes.get(number)
      if (found === undefined) throw new Unusual('term-special')
      return found
    })
  }

  ofResource(resource: Resource): Token {
    const label = this.#labels.get(resource)
    return label ?? this.#token(resource.token)
  }

  /** What is said of a node, in the order in which it is written. */
  statements(resource: Resource): readonly Piece[] {
    const writer = new PieceWriter()
    this.#lines(writer, resource, { subject: this.ofResource(resource), ofBlank: (blank) => this.ofResource(blank) })
    return writer.done()
  }

  /** RDF Dataset Canonicalization 1.0, "Hash First Degree Quads": the node itself is `_:a`, every other unnamed node `_:z`. */
  surroundings(blank: Resource): readonly Piece[] {
    const writer = new PieceWriter()
    const [mention, another] = blank.mentions
    if (blank.content !== undefined || another !== undefined || mention?.by === blank) throw new Unusual('alike')
    const mentioned = (by: Token): void => {
      if (mention !== undefined) writer.line(by, mention.statement.predicate.token, '_:a')
    }
    if (mention?.by.isBlank === false) mentioned(this.ofResource(mention.by))
    this.#lines(writer, blank, { subject: '_:a', ofBlank: () => '_:z' })
    if (mention?.by.isBlank === true) mentioned('_:z')
    return writer.done()
  }

  #lines(writer: PieceWriter, resource: Resource, { subject, ofBlank }: { readonly subject: Token; readonly ofBlank: (blank: Resource) => Token }): void {
    for (const group of byPredicate(resource.statements)) {
      const predicate = group[0]?.predicate.token ?? ''
      const objects = group.map((statement) => this.#object(statement, ofBlank))
      const gaps = objects.filter((object) => typeof object === 'number')
      // Labels come after all else, and so a single one has its place.
      const isSettled = objects.length === 1 || gaps.length === 0 || (gaps.length === 1 && (gaps[0] ?? 0) >= this.#marks.count)
      if (isSettled) for (const object of objects) writer.line(subject, predicate, object)
      else writer.contest({ subject, predicate, fixed: objects.filter((object) => typeof object === 'string'), gaps })
    }
  }

  #object({ predicate, text, blank, graph }: Statement, ofBlank: (blank: Resource) => Token): Token {
    if (graph !== undefined) throw new Unusual('term-special')
    if (blank !== undefined) return ofBlank(blank)
    const token = this.#token(text)
    if (typeof token === 'number' && predicate.token === typePredicate) throw new Unusual('type-malformed')
    return token
  }

  #token(text: string): Token {
    const isAddress = text.startsWith('<')
    if (!this.#marks.isIn(text)) {
      if (isAddress) this.addresses.add(text)
      return text
    }
    const end = isAddress ? text.length - 1 : text.lastIndexOf('"')
    const number = this.#marks.holeOf(text.slice(1, end))
    if (number === undefined) throw new Unusual('term-special')
    const made: Hole = isAddress ? { kind: 'address' } : { kind: 'text', suffix: text.slice(end) }
    const known = this.#holes.get(number)
    if (known !== undefined && known.kind !== made.kind) throw new Unusual('term-special')
    this.#holes.set(number, made)
    return number
  }
}

/** Statements are in the order of their predicates already. */
function* byPredicate(statements: readonly Statement[]): Iterable<readonly Statement[]> {
  for (let start = 0, end = 0; start < statements.length; start = end) {
    while (end < statements.length && statements[end]?.predicate.token === statements[start]?.predicate.token) end += 1
    yield statements.slice(start, end)
  }
}
