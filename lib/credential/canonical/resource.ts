/** The name of a relation, interned: relations are compared by rank instead of by their long addresses. */
export interface Predicate {
  /** `<https://…>`, as it stands in a statement. */
  readonly token: string
  /** The same between two spaces. */
  readonly spaced: string
  /** Its place among all that are known; -1 for one that only a document knows. */
  rank: number
}

/** How a value was written in JSON: jsonld tells values apart by it where RDF does not. */
export type Origin = 'node' | 'list' | 'text' | 'typed-text' | 'language-text' | 'number' | 'typed-number' | 'boolean' | 'typed-boolean' | 'json'

/** One statement about a resource. */
export class Statement {
  readonly predicate: Predicate
  /** The object as it stands in the statement; `_:` until an unnamed node has its label. */
  text: string
  readonly origin: Origin
  /** The unnamed node that is the object. */
  readonly blank: Resource | undefined
  /** What names the graph; undefined in the default graph. */
  readonly graph: Resource | undefined

  constructor(predicate: Predicate, text: string, origin: Origin, blank: Resource | undefined, graph: Resource | undefined) {
    this.predicate = predicate
    this.text = text
    this.origin = origin
    this.blank = blank
    this.graph = graph
  }
}

/** A relation that has its place, or none. */
export function predicateOf(token: string, rank: number): Predicate {
  return { token, spaced: ` ${token} `, rank }
}

/** A statement, and what it is about. */
export interface Mention {
  readonly by: Resource
  readonly statement: Statement
}

const none: readonly Mention[] = []

/** Something that is spoken about, with all that is said of it. */
export class Resource {
  /** `<https://…>`, or the canonical label of an unnamed node once it has one. */
  token: string
  readonly isBlank: boolean
  statements: Statement[] = []
  /** Of an unnamed node: where others mention it; in a document once, save at its top. */
  mentions: readonly Mention[] = none
  /** Of an unnamed node that names a graph: what the graph says. */
  content: Mention[] | undefined
  /** Of an unnamed node: the hash of its surroundings, in hexadecimal, and the number in its label once it has one. */
  hash = ''
  number = -1
  /** Its place in the order of reading. */
  readonly place: number
  /** Of an unnamed node: the JSON object that it was read from, or what a list was read from. */
  readonly source: object | undefined

  constructor(token: string, isBlank: boolean, place: number, source?: object) {
    this.token = token
    this.isBlank = isBlank
    this.place = place
    this.source = source
  }

  mentionedBy(mention: Mention): void {
    this.mentions = this.mentions.length === 0 ? [mention] : [...this.mentions, mention]
  }
}
