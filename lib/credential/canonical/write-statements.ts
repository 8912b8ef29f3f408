import type { Resource, Statement } from './resource.ts'
import { compareTexts, sortStatements, type Compare } from './settle-statements.ts'

/** A piece is as long as this, or a little longer: a text that is gathered from many parts is put together faster when it is not long. */
const pieceLength = 32_768

/**
 * Writes what is said in canonical N-Quads, once every unnamed node has its label (RDF Dataset Canonicalization 1.0, "Canonical
 * N-Quads"), in pieces of whole lines.
 */
export function writeStatements(resources: readonly Resource[], compare: Compare): readonly string[] {
  const pieces: string[] = []
  let text = ''
  for (const resource of inOrder(resources)) {
    if (text.length > pieceLength) {
      pieces.push(text)
      text = ''
    }
    for (const { predicate, text: object, graph } of labelled(resource, compare)) {
      text += graph === undefined ? `${resource.token}${predicate.spaced}${object} .\n` : `${resource.token}${predicate.spaced}${object} ${graph.token} .\n`
    }
  }
  pieces.push(text)
  return pieces
}

/** Addresses come before labels, and these in the order of the digits of their numbers. */
function inOrder(resources: readonly Resource[]): readonly Resource[] {
  const blanks: Resource[] = []
  const sorted: Resource[] = []
  for (const resource of resources) {
    if (resource.isBlank) blanks[resource.number] = resource
    else sorted.push(resource)
  }
  sorted.sort((left, right) => compareTexts(left.token, right.token))
  for (let digit = 0; digit < 10; digit += 1) addFrom(digit, blanks, sorted)
  return sorted
}

/** Adds the node whose label has a number, then those whose numbers begin with it. */
function addFrom(number: number, blanks: readonly Resource[], sorted: Resource[]): void {
  const blank = blanks[number]
  if (blank === undefined) return
  sorted.push(blank)
  if (number > 0) for (let digit = 0; digit < 10; digit += 1) addFrom(number * 10 + digit, blanks, sorted)
}

/** Labels decide the order among unnamed nodes, and among graphs. */
function labelled({ statements }: Resource, compare: Compare): readonly Statement[] {
  let blanks = 0
  let isSplit = false
  for (const statement of statements) {
    if (statement.graph !== statements[0]?.graph) isSplit = true
    if (statement.blank === undefined) continue
    statement.text = statement.blank.token
    blanks += 1
  }
  return blanks > 1 || isSplit ? sortStatements(statements, compare) : statements
}
