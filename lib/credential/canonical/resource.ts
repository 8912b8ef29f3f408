import { encodeHex } from '../../encoding/hex.ts'

/** The name of a relation, interned: relations are compared by rank instead of by their long addresses. */
export interface Predicate {
  /** `<https://…>`, as it stands in a statement. */
  readonly token: string
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

const empty = new Uint8Array()

/** Something that is spoken about, with all that is said of it. */
export class Resource {
  /** `<https://…>`, or the canonical label of an unnamed node once it has one. */
  token: string
  readonly isBlank: boolean
  statements: Statement[] = []
  /** Of an unnamed node: where others mention it; in a document once, save at its top. */
  readonly mentions: { readonly by: Resource; readonly statement: Statement }[] = []
  /** Of an unnamed node that names a graph: what the graph says. */
  content: { readonly by: Resource; readonly statement: Statement }[] | undefined
  /** Of an unnamed node: the hash of its surroundings, and the beginning of it as a number. */
  #hash: Uint8Array = empty
  #hex = ''
  rank = 0
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

  setHash(hash: Uint8Array): void {
    this.#hash = hash
    const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = hash
    this.rank = ((first << 16) | (second << 8) | third) * 2 ** 24 + ((fourth << 16) | (fifth << 8) | sixth)
  }

  /** The hash in hexadecimal, only made where its beginning does not tell nodes apart. */
  get hash(): string {
    if (this.#hex === '') this.#hex = encodeHex(this.#hash)
    return this.#hex
  }
}
