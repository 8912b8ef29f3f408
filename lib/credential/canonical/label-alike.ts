import { maxComparisonHashes, maxDeepComparisons } from '../comparison-limits.ts'
import type { Resource, Statement } from './resource.ts'
import { compareTexts } from './settle-statements.ts'
import { Unusual } from './unusual.ts'

/** Untrusted: half of what the long way is given; what takes more goes there. */
const maxWork = maxDeepComparisons / 2
const maxHashes = maxComparisonHashes / 2
const maxPaths = 20_000

/** What labelling needs: a label for the next node, and a hash. */
export interface Labelling {
  issue(blank: Resource): void
  hashText(text: string): string
}

/**
 * Labels unnamed nodes whose surroundings are alike, by looking further (RDF Dataset Canonicalization 1.0, "Hash N-Degree Quads").
 *
 * @throws Unusual `alike` when that takes much work
 */
export function labelAlike(groups: readonly (readonly Resource[])[], { issue, hashText }: Labelling): void {
  const search = new Search(hashText)
  for (const group of groups) {
    const found = group.filter(isUnlabelled).map((blank) => search.compare(blank, new Names().with(blank)))
    for (const { names } of found.sort((left, right) => compareTexts(left.hash, right.hash))) for (const blank of names.named()) if (isUnlabelled(blank)) issue(blank)
  }
}

/** A node, and its neighbours as far as they are found, by the hash of how they are related to it. */
interface View {
  readonly blank: Resource
  readonly names: Names
  readonly weight: number
  readonly found: Map<string, Resource[]>
}

interface Compared {
  readonly hash: string
  readonly names: Names
}

function isUnlabelled({ token }: Resource): boolean {
  return token === '_:'
}

/** Names given for the time being, in the order in which they were given ("Issue Identifier Algorithm"). */
class Names {
  readonly #names: Map<Resource, string>

  constructor(names: Iterable<readonly [Resource, string]> = []) {
    this.#names = new Map(names)
  }

  copy(): Names {
    return new Names(this.#names)
  }

  with(blank: Resource): this {
    this.of(blank)
    return this
  }

  has(blank: Resource): boolean {
    return this.#names.has(blank)
  }

  of(blank: Resource): string {
    const name = this.#names.get(blank) ?? `_:b${this.#names.size}`
    this.#names.set(blank, name)
    return name
  }

  named(): Iterable<Resource> {
    return this.#names.keys()
  }
}

class Search {
  readonly #hashText: (text: string) => string
  /** Hashes of relations: all that is said in one graph is related to it alike. */
  readonly #ofRelations = new Map<string, string>()
  #work = 0
  #hashes = 0
  #paths = 0

  constructor(hashText: (text: string) => string) {
    this.#hashText = hashText
  }

  /** "Hash N-Degree Quads". */
  compare(blank: Resource, given: Names, weight = 1): Compared {
    this.#work += weight
    if (this.#work > maxWork) throw new Unusual('alike')
    let names = given
    let content = ''
    const neighbours = [...this.#neighbours(blank, names, weight)].sort(([left], [right]) => compareTexts(left, right))
    for (const [hash, related] of neighbours) {
      const best = this.#bestPath(related, names, weight)
      content += hash + best.path
      names = best.names
    }
    return { hash: this.#hash(content, weight), names }
  }

  /** The long way goes through equal orders of one node met several times again and again: its work counts. */
  #bestPath(related: readonly Resource[], names: Names, outer: number): { readonly path: string; readonly names: Names } {
    let best: { readonly path: string; readonly names: Names } | undefined
    const weight = outer * equalOrders(related)
    for (const order of permutations(related)) {
      const found = this.#path(order, { names: names.copy(), weight }, best?.path)
      if (found !== undefined && (best === undefined || found.path < best.path)) best = found
    }
    if (best === undefined) throw new Unusual('alike')
    return best
  }

  /** The path of one order; undefined once it comes after the best so far. */
  #path(order: readonly Resource[], { names: given, weight }: { readonly names: Names; readonly weight: number }, best: string | undefined): { readonly path: string; readonly names: Names } | undefined {
    this.#paths += 1
    if (this.#paths > maxPaths) throw new Unusual('alike')
    let names = given
    let path = ''
    const further: Resource[] = []
    for (const blank of order) {
      if (isUnlabelled(blank) && !names.has(blank)) further.push(blank)
      path += isUnlabelled(blank) ? names.of(blank) : blank.token
      if (best !== undefined && path > best) return undefined
    }
    for (const blank of further) {
      const result = this.compare(blank, names, weight)
      path += `${names.of(blank)}<${result.hash}>`
      names = result.names
      if (best !== undefined && path > best) return undefined
    }
    return { path, names }
  }

  /** The unnamed nodes in the statements about a node, by the hash of how they are related to it. */
  #neighbours(blank: Resource, names: Names, weight: number): View['found'] {
    const view: View = { blank, names, weight, found: new Map() }
    for (const statement of blank.statements) this.#addAll(blank, statement, view)
    for (const { by, statement } of blank.content ?? []) if (by !== blank) this.#addAll(by, statement, view)
    for (const { by, statement } of blank.mentions) if (by !== blank && statement.graph !== blank) this.#addAll(by, statement, view)
    return view.found
  }

  #addAll(subject: Resource, statement: Statement, view: View): void {
    this.#add(subject, 's', statement, view)
    this.#add(statement.blank, 'o', statement, view)
    this.#add(statement.graph, 'g', statement, view)
  }

  #add(related: Resource | undefined, position: 's' | 'o' | 'g', { predicate }: Statement, { blank, names, weight, found }: View): void {
    if (related === undefined || related === blank || !related.isBlank) return
    const name = isUnlabelled(related) ? (names.has(related) ? names.of(related) : related.hash) : related.token
    const hash = this.#hashRelation(`${position}${position === 'g' ? '' : predicate.token}${name}`, weight)
    const others = found.get(hash)
    if (others === undefined) found.set(hash, [related])
    else others.push(related)
  }

  #hash(text: string, weight: number): string {
    this.#countHash(weight)
    return this.#hashText(text)
  }

  #hashRelation(text: string, weight: number): string {
    this.#countHash(weight)
    const known = this.#ofRelations.get(text)
    if (known !== undefined) return known
    const hash = this.#hashText(text)
    this.#ofRelations.set(text, hash)
    return hash
  }

  /** Those that are known count too: the long way makes them again. */
  #countHash(weight: number): void {
    this.#hashes += weight
    if (this.#hashes > maxHashes) throw new Unusual('alike')
  }
}

/** How many orders of these look the same: the same node may be met several times. */
function equalOrders(items: readonly Resource[]): number {
  const counts = new Map<Resource, number>()
  let product = 1
  for (const item of items) {
    const count = (counts.get(item) ?? 0) + 1
    counts.set(item, count)
    product *= count
  }
  return product
}

/** Every order once. As many as the factorial of the items: whoever goes through them counts. */
function* permutations(items: readonly Resource[]): Iterable<readonly Resource[]> {
  const distinct = new Set(items)
  if (distinct.size < 2) {
    yield items
    return
  }
  for (const item of distinct) for (const rest of permutations(items.toSpliced(items.indexOf(item), 1))) yield [item, ...rest]
}
