import { maxJsonDepth, type Json } from '../../encoding/canonical-json.ts'
import { maxStatements } from '../json-ld-dataset.ts'
import { maxComparisons } from '../refuse-crowded.ts'
import { maxInlineContexts, maxJsonValues } from '../refuse-unsignable.ts'
import { refuseNumber } from './literal.ts'
import type { Resource } from './resource.ts'
import { Unusual } from './unusual.ts'

/** Untrusted: a document is read anew for every state that it lacks; how many values may still be looked at. */
export interface Effort {
  valuesLeft: number
}

/** Untrusted: what one reading of a document may come to, by the limits of the long way, whose errors say which was met. */
export class ReadingLimits {
  readonly #valuesLeft: number
  #maxValues: number
  #values = 0
  #inContexts = 0
  #contexts = 0
  /** Counted by the reader. */
  statements = 0
  /** Of named nodes, as subjects and as objects, and of graphs. */
  mentions = 0
  /** Of the items of lists, each with each. */
  comparisons = 0

  constructor({ valuesLeft }: Effort) {
    this.#valuesLeft = valuesLeft
    this.#maxValues = Math.min(maxJsonValues, valuesLeft)
  }

  /** How many values were looked at, save those in contexts. */
  get spent(): number {
    return this.#values - this.#inContexts
  }

  /** Counts one value, so deep in the document. */
  count(depth: number): void {
    this.#values += 1
    if (this.#values > this.#maxValues || this.statements > maxStatements) throw new Unusual(this.#values > maxJsonValues || this.statements > maxStatements ? 'too-large' : 'many-contexts')
    if (depth > maxJsonDepth) throw new Unusual('too-deep')
  }

  /** Counts the contexts of one node. */
  countContexts(count: number): void {
    this.#contexts += 1
    this.#values += count + 1
    this.#inContexts += count + 1
    this.#maxValues = Math.min(maxJsonValues, this.#valuesLeft + this.#inContexts)
    if (this.#contexts > maxInlineContexts) throw new Unusual('too-large')
  }

  /** Counts all values in a JSON literal, and leaves those that have no one text to the long way. */
  countLiteral(value: Json, depth: number): void {
    this.count(depth)
    if (typeof value === 'number') return refuseNumber(value)
    if (typeof value === 'string' && !value.isWellFormed()) throw new Unusual('text-malformed')
    if (value === undefined) throw new Unusual('not-json')
    if (typeof value !== 'object' || value === null) return
    for (const [key, member] of Object.entries(value)) {
      if (key === '__proto__' || key === '@context') throw new Unusual('prototype-key')
      if (!key.isWellFormed()) throw new Unusual('text-malformed')
      this.countLiteral(member as Json, depth + 1)
    }
  }

  /** The long way refuses nodes that have too many values to be compared: what comes near goes there. */
  refuseCrowded(resources: readonly Resource[]): void {
    if (this.statements > maxStatements) throw new Unusual('too-large')
    if ((this.statements + this.mentions) ** 2 <= maxComparisons) return
    const counts = new Map<string | Resource, number>()
    const add = (key: string | Resource, count: number): void => void counts.set(key, (counts.get(key) ?? 0) + count)
    for (const resource of resources) {
      add(resource.isBlank ? resource : resource.token, 2 * resource.statements.length + 2)
      for (const { text, origin } of resource.statements) if (origin === 'node') add(text, 1)
    }
    // Of lists and of unnamed nodes, which have no text of their own.
    counts.delete('_:')
    let comparisons = this.comparisons
    for (const count of counts.values()) comparisons += count * count
    if (2 * comparisons > maxComparisons) throw new Unusual('too-large')
  }
}
