import type { Resource, Statement } from './resource.ts'
import { compareTexts, sortStatements, type Compare } from './settle-statements.ts'

/** Writes what is said in canonical N-Quads, once every unnamed node has its label (RDF Dataset Canonicalization 1.0, "Canonical N-Quads"). */
export function writeStatements(resources: Resource[], compare: Compare): string {
  let text = ''
  for (const resource of resources.sort((left, right) => compareTexts(left.token, right.token))) {
    for (const statement of labelled(resource, compare)) text += `${resource.token} ${statement.predicate.token} ${statement.text}${graphOf(statement)}`
  }
  return text
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

function graphOf({ graph }: Statement): string {
  return graph === undefined ? ' .\n' : ` ${graph.token} .\n`
}
