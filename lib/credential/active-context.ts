/**
 * A lighter active context for jsonld: what it knows of the terms in force at one place of a document.
 *
 * jsonld copies all of it, term by term, at every node whose type has a scoped context, which in an Open Badge is every
 * node and most of the time spent. Here a copy shares the terms until one of the two changes them, so two contexts that
 * hold the same can be told by their {@link stateOf}. What comes out is the same: `canonicalize.test.ts` compares both over
 * the samples and over mutated documents.
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
    finish(initial)
  }
  return initial
}

/** Tells that no more terms are added to a context; its copies share that until they change. */
export function finish({ mappings }: ActiveContext): void {
  if (mappings instanceof SharedMap) finished.add(mappings.entriesShared())
}

/**
 * Tells whether a context is one that can be met again. While it reads a context jsonld tries out what its terms bring along, in a
 * context that is half made and never the same again.
 */
export function isFinished({ mappings }: ActiveContext): boolean {
  return mappings instanceof SharedMap && finished.has(mappings.entriesShared())
}

const finished = new WeakSet<Map<string, unknown>>()

/** Everything in a context besides its terms that decides what a local context makes of it. */
const settings = ['processingMode', '@version', '@base', '@vocab', '@language', '@direction'] as const

/** A text that is the same for two contexts only when they hold the same; undefined for a context that is not of this kind. */
export function stateOf(active: ActiveContext): string | undefined {
  if (!(active.mappings instanceof SharedMap)) return undefined
  const previous = active.previousContext === undefined ? '' : stateOf(active.previousContext)
  if (previous === undefined) return undefined
  const values = settings.map((name) => (name in active ? [active[name]] : 0))
  return JSON.stringify([active.mappings.identity(), hasProtected(active), ...values, previous])
}

/** Copies what jsonld's own clone does: neither the processing mode nor the base direction. */
function cloneShared(this: ActiveContext): ActiveContext {
  const copy: ActiveContext = {
    mappings: this.mappings instanceof SharedMap ? this.mappings.share() : new SharedMap(new Map(this.mappings)),
    // jsonld asks only whether there is any.
    protected: hasProtected(this) ? { '@any': true } : {},
    inverse: null,
    getInverse: this.getInverse,
    clone: cloneShared,
    revertToPreviousContext: this.revertToPreviousContext,
  }
  if (this.previousContext !== undefined) copy.previousContext = this.previousContext.clone()
  for (const name of ['@base', '@language', '@vocab'] as const) if (name in this) copy[name] = this[name]
  return copy
}

function hasProtected(active: ActiveContext): boolean {
  for (const _ in active.protected) return true
  return false
}

let identities = 0

/** A map whose copies share its entries until one of them changes. */
class SharedMap extends Map<string, unknown> {
  #entries: Map<string, unknown>
  #isShared = false
  /** The same for all copies as long as they share. */
  #identity = 0

  constructor(entries: Map<string, unknown> = new Map()) {
    super()
    this.#entries = entries
  }

  share(): SharedMap {
    const copy = new SharedMap(this.#entries)
    copy.#identity = this.identity()
    copy.#isShared = true
    return copy
  }

  /** What tells copies that share from others. */
  entriesShared(): Map<string, unknown> {
    return this.#entries
  }

  /** From here on the entries stay as they are: a change makes a copy of them, of another identity. */
  identity(): number {
    this.#isShared = true
    if (this.#identity === 0) this.#identity = identities += 1
    return this.#identity
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
      this.#identity = 0
    }
    return this.#entries
  }
}
