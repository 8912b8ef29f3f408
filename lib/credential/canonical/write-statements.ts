import type { Resource, Statement } from './resource.ts'
import { sortStatements, type Compare, type Settled } from './settle-statements.ts'

/** A piece is as long as this, or a little longer: a text that is gathered from many parts is put together faster when it is not long. */
const pieceLength = 32_768

/**
 * Writes what is said in canonical N-Quads, once every unnamed node has its label (RDF Dataset Canonicalization 1.0, "Canonical
 * N-Quads"), in pieces of whole lines.
 */
export function writeStatements(settled: Settled): readonly string[] {
  const pieces: string[] = []
  let text = ''
  for (const resource of inOrder(settled)) {
    if (text.length > pieceLength) {
      pieces.push(text)
      text = ''
    }
    text += linesOf(resource, settled.compare)
  }
  pieces.push(text)
  return pieces
}

function linesOf(resource: Resource, compare: Compare): string {
  let lines = ''
  // Part by part, an end and the next beginning being one: whatever is put together first is one more object.
  const next = ` .\n${resource.token}`
  let between = resource.token
  for (const { predicate, text, graph } of labelled(resource, compare)) {
    lines += between
    lines += predicate.spaced
    lines += text
    if (graph !== undefined) lines += ` ${graph.token}`
    between = next
  }
  return lines === '' ? '' : `${lines} .\n`
}

/** Addresses come before labels, and these in the order of the digits of their numbers. */
function inOrder({ named, blanks }: Settled): readonly Resource[] {
  const byNumber: Resource[] = []
  for (const blank of blanks) byNumber[blank.number] = blank
  const sorted = [...named]
  for (let digit = 0; digit < 10; digit += 1) addFrom(digit, byNumber, sorted)
  return sorted
}

/** Adds the node whose label has a number, then those whose numbers begin with it. */
function addFrom(number: number, blanks: readonly Resource[], sorted: Resource[]): void {
  const blank = blanks[number]
  if (blank === undefined) return
  sorted.push(blank)
  if (number > 0) for (let digit = 0; digit < 10; digit += 1) addFrom(number * 10 + digit, blanks, sorted)
}

/** What is said of a resource, in order: labels decide that among unnamed nodes, and among graphs. */
export function labelled({ statements }: Resource, compare: Compare): readonly Statement[] {
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
