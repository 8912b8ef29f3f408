/**
 * A lighter active context for jsonld: what it knows of the terms in force at one place of a document.
 *
 * jsonld copies all of it, term by term, at every node whose type has a scoped context, which in an Open Badge is every
 * node and most of the time spent. Here a copy shares the terms until one of the two changes them. What comes out is the
 * same: `canonicalize.test.ts` compares both over the samples and over mutated documents.
 *
 * Only the processing mode named below is affected: other users of jsonld in the same process keep what they have.
 */
import context, { type ActiveContext } from 'jsonld/lib/context.js'

const processingMode = 'json-ld-1.1'

/** Options under which jsonld finds the lighter context, also where a document resets it with a null context. */
export const processingOptions: { readonly processingMode: string } = { processingMode }

/** The context that expansion starts from. */
export function initialContext(): ActiveContext {
  const initial = context.getInitialContext({ processingMode })
  if (initial.clone !== cloneShared) {
    initial.clone = cloneShared
    initial.mappings = new SharedMap()
  }
  return initial
}

/** Copies as jsonld's own clone does: the same members, and neither the processing mode nor the base direction. */
function cloneShared(this: ActiveContext): ActiveContext {
  const mappings = this.mappings instanceof SharedMap ? this.mappings.share() : new SharedMap(this.mappings)
  const copy = new SharedContext(this, mappings)
  if (this.previousContext !== undefined) copy.previousContext = this.previousContext.clone()
  if ('@base' in this) copy['@base'] = this['@base']
  if ('@language' in this) copy['@language'] = this['@language']
  if ('@vocab' in this) copy['@vocab'] = this['@vocab']
  return copy
}

class SharedContext implements ActiveContext {
  mappings: Map<string, unknown>
  inverse: unknown = null
  getInverse: () => unknown
  clone: (this: ActiveContext) => ActiveContext = cloneShared
  revertToPreviousContext: (this: ActiveContext) => ActiveContext
  declare previousContext?: ActiveContext
  declare '@base'?: unknown
  declare '@language'?: unknown
  declare '@vocab'?: unknown
  #protected: Record<string, boolean>
  #isProtectedShared = true

  constructor(parent: ActiveContext, mappings: Map<string, unknown>) {
    this.mappings = mappings
    this.getInverse = parent.getInverse
    this.revertToPreviousContext = parent.revertToPreviousContext
    if (#protected in parent) {
      this.#protected = parent.#protected
      parent.#isProtectedShared = true
    } else {
      this.#protected = { ...parent.protected }
    }
  }

  /** Reading and writing look alike from here, so whoever asks gets a copy of its own. */
  get protected(): Record<string, boolean> {
    if (this.#isProtectedShared) {
      this.#protected = { ...this.#protected }
      this.#isProtectedShared = false
    }
    return this.#protected
  }
}

/** A map whose copies share its entries until one of them changes. */
class SharedMap extends Map<string, unknown> {
  #entries: Map<string, unknown>
  #isShared = false

  constructor(entries: Iterable<readonly [string, unknown]> = []) {
    super()
    this.#entries = entries instanceof SharedMap ? entries.#entries : new Map(entries)
  }

  share(): SharedMap {
    const copy = new SharedMap(this)
    this.#isShared = true
    copy.#isShared = true
    return copy
  }

  override get(key: string): unknown {
    return this.#entries.get(key)
  }

  override has(key: string): boolean {
    return this.#entries.has(key)
  }

  override set(key: string, value: unknown): this {
    this.#own().set(key, value)
    return this
  }

  override delete(key: string): boolean {
    return this.#own().delete(key)
  }

  override keys(): MapIterator<string> {
    return this.#entries.keys()
  }

  override [Symbol.iterator](): MapIterator<[string, unknown]> {
    return this.#entries[Symbol.iterator]()
  }

  #own(): Map<string, unknown> {
    if (this.#isShared) {
      this.#entries = new Map(this.#entries)
      this.#isShared = false
    }
    return this.#entries
  }
}
