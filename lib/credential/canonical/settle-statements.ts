import { rankPredicates } from './predicates.ts'
import type { Said } from './read-statements.ts'
import type { Origin, Resource, Statement } from './resource.ts'
import { Unusual } from './unusual.ts'

/** How two statements about one resource are sorted. */
export type Compare = (left: Statement, right: Statement) => number

/** What a document says, in order so far as it does not depend on labels. */
export interface Settled {
  /** In the order of their addresses. */
  readonly named: readonly Resource[]
  /** In the order of reading. */
  readonly blanks: readonly Resource[]
  readonly compare: Compare
}

/**
 * Sorts what is said of each resource, leaves one of equal statements, and gathers what graphs say: first of named nodes, in order,
 * then of each that is unnamed.
 *
 * @throws Unusual `said-twice`
 */
export function settleStatements({ resources, hasOwnPredicates }: Said): Settled {
  rankPredicates()
  const compare = hasOwnPredicates ? byToken : byRank
  const [named, blanks]: [Resource[], Resource[]] = [[], []]
  for (const resource of resources) (resource.isBlank ? blanks : named).push(resource)
  named.sort(byAddress)
  for (const resource of named) settle(resource, compare)
  for (const resource of blanks) settle(resource, compare)
  return { named, blanks, compare }
}

function settle(resource: Resource, compare: Compare): void {
  if (resource.statements.length > 1) resource.statements = distinct(sortStatements(resource.statements, compare), compare)
  for (const statement of resource.statements) if (statement.graph?.isBlank === true) (statement.graph.content ??= []).push({ by: resource, statement })
}

/** No two are the same. */
function byAddress(left: Resource, right: Resource): number {
  return left.token < right.token ? -1 : 1
}

/** Few statements are sorted by inserting them: most nodes have few. */
export function sortStatements(statements: Statement[], compare: Compare): Statement[] {
  if (statements.length > 16) return statements.sort(compare)
  for (let next = 1; next < statements.length; next += 1) {
    const statement = statements[next]
    let place = next
    for (let before = statements[place - 1]; statement !== undefined && before !== undefined && compare(before, statement) > 0; before = statements[place - 1]) {
      statements[place] = before
      place -= 1
    }
    if (statement !== undefined) statements[place] = statement
  }
  return statements
}

function byRank(left: Statement, right: Statement): number {
  return left.predicate.rank - right.predicate.rank || byObject(left, right)
}

function byToken(left: Statement, right: Statement): number {
  return compareTexts(left.predicate.token, right.predicate.token) || byObject(left, right)
}

/** An unnamed node, written `_:…`, comes after all addresses and literals; the default graph comes before the others. */
function byObject(left: Statement, right: Statement): number {
  return compareTexts(left.text, right.text) || (left.graph === right.graph ? 0 : compareGraphs(left.graph, right.graph))
}

function compareGraphs(left: Resource | undefined, right: Resource | undefined): number {
  if (left === undefined || right === undefined) return left === undefined ? -1 : 1
  return compareTexts(left.token, right.token) || left.place - right.place
}

/** By code unit. */
export function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1
}

const neverMerged: readonly Origin[] = ['json', 'list']

/**
 * A dataset is a set, but jsonld keeps statements apart that come from values of different types: what is said twice in
 * different ways has a canonical form that depends on who wrote it, and is left to the long way.
 */
function distinct(statements: Statement[], compare: Compare): Statement[] {
  let hasTwice = false
  let last: Statement | undefined
  for (const statement of statements) {
    if (last !== undefined && isSame(last, statement, compare)) {
      if (last.origin !== statement.origin || neverMerged.includes(statement.origin)) throw new Unusual('said-twice')
      hasTwice = true
    }
    last = statement
  }
  return hasTwice ? statements.filter((statement, index) => !isSame(statements[index - 1], statement, compare)) : statements
}

function isSame(left: Statement | undefined, right: Statement, compare: Compare): boolean {
  return left !== undefined && right.blank === undefined && compare(left, right) === 0
}
