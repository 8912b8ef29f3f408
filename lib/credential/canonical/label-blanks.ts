import type { Digest } from '../../crypto/cryptography.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import { encodeHex } from '../../encoding/hex.ts'
import { labelAlike } from './label-alike.ts'
import type { Resource, Statement } from './resource.ts'
import { compareTexts } from './settle-statements.ts'

/**
 * Gives every unnamed node its canonical label (RDF Dataset Canonicalization 1.0, "Canonicalization Algorithm"): by the hash of
 * its surroundings where that tells it apart, by {@link labelAlike} where it does not.
 *
 * @throws Unusual `alike`
 */
export function labelBlanks(resources: readonly Resource[], digest: Digest): void {
  const hashText = (text: string): Uint8Array => digest.ofText?.(text) ?? digest(encodeUtf8(text))
  const blanks = resources.filter(({ isBlank }) => isBlank)
  for (const blank of blanks) blank.setHash(hashText(firstDegree(blank)))
  const sorted = blanks.sort(compareHashes)
  const alike: Resource[][] = []
  let issued = 0
  const issue = (blank: Resource): void => {
    blank.token = `_:c14n${issued}`
    issued += 1
  }
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    while (end < sorted.length && isAlike(sorted[start], sorted[end])) end += 1
    const group = sorted.slice(start, end)
    if (group.length > 1) alike.push(group)
    else group.forEach(issue)
  }
  if (alike.length > 0) labelAlike(alike, { issue, hashText: (text) => encodeHex(hashText(text)) })
}

function compareHashes(left: Resource, right: Resource): number {
  return left.rank - right.rank || compareTexts(left.hash, right.hash)
}

function isAlike(left: Resource | undefined, right: Resource | undefined): boolean {
  return left !== undefined && right !== undefined && compareHashes(left, right) === 0
}

/** "Hash First Degree Quads": the node itself is `_:a`, every other unnamed node `_:z`. */
function firstDegree(blank: Resource): string {
  const [mention, another] = blank.mentions
  if (blank.content !== undefined || another !== undefined || mention?.by === blank) return firstDegreeSorted(blank)
  let own = ''
  // In order already: what stands for another node is `_:` here and `_:z` there, after all else either way.
  for (const statement of blank.statements) own += `_:a ${ending(statement, blank)}`
  if (mention === undefined) return own
  // `<` comes before `_:a`, and that before `_:z`.
  return mention.by.isBlank ? own + line(mention, blank) : line(mention, blank) + own
}

/** The same for a node that stands in statements of other kinds: it names a graph, or is mentioned more than once. */
function firstDegreeSorted(blank: Resource): string {
  const own = blank.statements.map((statement) => ({ by: blank, statement }))
  const all = [...own, ...blank.mentions, ...(blank.content ?? [])]
  // A node may stand in one statement in two ways, but not when all that it does is to name a graph.
  const distinct = own.length === 0 ? all : new Map(all.map((said) => [said.statement, said])).values()
  return Array.from(distinct, (said) => line(said, blank)).sort().join('')
}

function line({ by, statement }: Resource['mentions'][number], blank: Resource): string {
  return `${by.isBlank ? standIn(by, blank) : by.token} ${ending(statement, blank)}`
}

function ending({ predicate, text, blank: object, graph }: Statement, blank: Resource): string {
  const spoken = object === undefined ? text : standIn(object, blank)
  if (graph === undefined) return `${predicate.token} ${spoken} .\n`
  return `${predicate.token} ${spoken} ${graph.isBlank ? standIn(graph, blank) : graph.token} .\n`
}

function standIn(other: Resource, blank: Resource): string {
  return other === blank ? '_:a' : '_:z'
}
