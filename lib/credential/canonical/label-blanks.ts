import type { Digest } from '../../crypto/cryptography.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import { encodeHex } from '../../encoding/hex.ts'
import { labelAlike } from './label-alike.ts'
import type { Mention, Resource, Statement } from './resource.ts'
import { compareTexts } from './settle-statements.ts'

/**
 * Gives every unnamed node its canonical label (RDF Dataset Canonicalization 1.0, "Canonicalization Algorithm"): by the hash of
 * its surroundings where that tells it apart, by {@link labelAlike} where it does not.
 *
 * @throws Unusual `alike`
 */
export function labelBlanks(resources: readonly Resource[], digest: Digest): void {
  const hashText = digest.hexOfText ?? hexBy(digest)
  const blanks = resources.filter(({ isBlank }) => isBlank)
  for (const blank of blanks) blank.hash = hashText(firstDegree(blank))
  blanks.sort((left, right) => compareTexts(left.hash, right.hash))
  const alike: Resource[][] = []
  const labels = new Labels()
  for (const [start, blank] of blanks.entries()) {
    if (blanks[start - 1]?.hash === blank.hash) alike.at(-1)?.push(blank)
    else if (blanks[start + 1]?.hash === blank.hash) alike.push([blank])
    else labels.issue(blank)
  }
  if (alike.length > 0) labelAlike(alike, { issue: (blank) => labels.issue(blank), hashText })
}

function hexBy(digest: Digest): (text: string) => string {
  return (text) => encodeHex(digest(encodeUtf8(text)))
}

/** RDF Dataset Canonicalization 1.0, "Issue Identifier Algorithm". */
class Labels {
  #issued = 0

  issue(blank: Resource): void {
    blank.token = `_:c14n${this.#issued}`
    blank.number = this.#issued
    this.#issued += 1
  }
}

/** "Hash First Degree Quads": the node itself is `_:a`, every other unnamed node `_:z`. */
function firstDegree(blank: Resource): string {
  const [mention, another] = blank.mentions
  if (another !== undefined || mention?.by === blank) return firstDegreeSorted(blank)
  if (blank.content !== undefined) return blank.statements.length === 0 && mention !== undefined && mention.statement.graph !== blank ? firstDegreeOfGraph(blank.content, mention, blank) : firstDegreeSorted(blank)
  let own = ''
  // In order already: what stands for another node is `_:` here and `_:z` there, after all else either way.
  for (const statement of blank.statements) own += `_:a${ending(statement, blank)}`
  if (mention === undefined) return own
  // `<` comes before `_:a`, and that before `_:z`.
  return mention.by.isBlank ? own + line(mention, blank) : line(mention, blank) + own
}

/** The same for a node that does nothing but name a graph, whose statements about named nodes are in order already. */
function firstDegreeOfGraph(content: readonly Mention[], mention: Mention, blank: Resource): string {
  let text = ''
  const ofBlanks = mention.by.isBlank ? [line(mention, blank)] : []
  let isMentioned = mention.by.isBlank
  for (const said of content) {
    if (!isMentioned && (said.by.isBlank || isBefore(mention, said))) {
      text += line(mention, blank)
      isMentioned = true
    }
    if (said.by.isBlank) ofBlanks.push(line(said, blank))
    else text += line(said, blank)
  }
  if (!isMentioned) text += line(mention, blank)
  return text + ofBlanks.sort().join('')
}

/** `<` and `"` come before `_:a`, and that before `_:z`. */
function isBefore(mention: Mention, { by, statement }: Mention): boolean {
  if (mention.by !== by) return mention.by.token < by.token
  const order = compareTexts(mention.statement.predicate.token, statement.predicate.token)
  return order < 0 || (order === 0 && statement.blank !== undefined)
}

/** The same for a node that stands in statements of other kinds: it names a graph, or is mentioned more than once. */
function firstDegreeSorted(blank: Resource): string {
  const own = blank.statements.map((statement) => ({ by: blank, statement }))
  const all = [...own, ...blank.mentions, ...(blank.content ?? [])]
  // A node may stand in one statement in two ways, but not when all that it does is to name a graph.
  const distinct = own.length === 0 ? all : new Map(all.map((said) => [said.statement, said])).values()
  return Array.from(distinct, (said) => line(said, blank)).sort().join('')
}

function line({ by, statement }: Mention, blank: Resource): string {
  return `${by.isBlank ? standIn(by, blank) : by.token}${ending(statement, blank)}`
}

function ending({ predicate, text, blank: object, graph }: Statement, blank: Resource): string {
  return `${predicate.spaced}${object === undefined ? text : standIn(object, blank)}${endIn(graph, blank)}`
}

/** In one piece: every part that is put together is one more object. */
function endIn(graph: Resource | undefined, blank: Resource): string {
  if (graph === undefined) return ' .\n'
  if (!graph.isBlank) return ` ${graph.token} .\n`
  return graph === blank ? ' _:a .\n' : ' _:z .\n'
}

function standIn(other: Resource, blank: Resource): string {
  return other === blank ? '_:a' : '_:z'
}
