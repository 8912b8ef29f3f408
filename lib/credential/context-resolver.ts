/**
 * Finds the contexts that a document or a term names, for jsonld, and keeps what known contexts make of one another.
 *
 * jsonld keeps such results too, but by the identity of the context they started from, which it copies anew at every
 * node, so it hardly ever finds them. Here they are kept by {@link stateOf}.
 */
import type { ActiveContext } from 'jsonld/lib/context.js'
import type { Cryptography } from '../crypto/cryptography.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { finish, isFinished, stateOf } from './active-context.ts'
import { loadContext } from './contexts.ts'
import { CredentialError } from './credential-error.ts'
import { isJsonObject } from './parse-json.ts'

/** What jsonld makes of a local context in one state. */
interface Processed {
  readonly context: ActiveContext
}

/** Untrusted: documents choose the types that are combined; past this many results all are forgotten. */
const maxProcessed = 1_000
let processedCount = 0
const known = new Map<string, readonly ResolvedContext[]>()
let ofObjects = new WeakMap<object, ResolvedContext>()

/** The resolver that jsonld asks. Contexts written into a document are kept no longer than the document itself. */
export function createContextResolver(cryptography: Pick<Cryptography, 'sha256'>): { resolve(request: { readonly context: Json }): Promise<readonly ResolvedContext[]> } {
  return { resolve: async ({ context }) => resolve(context, cryptography) }
}

function resolve(context: Json, cryptography: Pick<Cryptography, 'sha256'>): readonly ResolvedContext[] {
  const inner = isJsonObject(context) && context['@context'] ? context['@context'] : context
  const parts = Array.isArray(inner) ? (inner as readonly Json[]) : [inner]
  return parts.flatMap((part) => {
    if (typeof part === 'string') return resolveKnown(part, cryptography)
    if (part === null) return [new ResolvedContext(null)]
    if (!isJsonObject(part)) throw new CredentialError('credential/term-undefined', 'Cannot canonicalise document: a context is neither an address nor an object')
    return [resolveObject(part)]
  })
}

function resolveKnown(url: string, cryptography: Pick<Cryptography, 'sha256'>): readonly ResolvedContext[] {
  const found = known.get(url)
  if (found !== undefined) return found
  const made = resolve(deepFreeze(structuredClone(loadContext(url, cryptography))), cryptography)
  known.set(url, made)
  return made
}

function resolveObject(object: JsonObject): ResolvedContext {
  const found = ofObjects.get(object)
  if (found !== undefined) return found
  const made = new ResolvedContext(object)
  ofObjects.set(object, made)
  return made
}

class ResolvedContext {
  readonly document: JsonObject | null
  readonly #processed = new Map<string, Processed>()

  constructor(document: JsonObject | null) {
    this.document = document
  }

  getProcessed(active: ActiveContext): Processed | undefined {
    const state = stateOf(active)
    return state === undefined ? undefined : this.#processed.get(state)
  }

  setProcessed(active: ActiveContext, processed: Processed): void {
    if (processed.context !== undefined) finish(processed.context)
    if (!isFinished(active)) return
    const state = stateOf(active)
    if (state === undefined || this.document === null || !isSameHoweverProtected(this.document, active, processed)) return
    if (processedCount >= maxProcessed) forgetAll()
    processedCount += 1
    this.#processed.set(state, processed)
  }
}

function forgetAll(): void {
  processedCount = 0
  known.clear()
  ofObjects = new WeakMap()
}

/**
 * jsonld asks alike for contexts that may redefine protected terms (those of a property) and for those that may not (the rest).
 * A result is kept only when that makes no difference: no protected term is redefined otherwise than it was.
 */
function isSameHoweverProtected(document: JsonObject, active: ActiveContext, processed: Processed): boolean {
  const local = isJsonObject(document['@context']) ? document['@context'] : document
  // What jsonld stores for an @import is no processed context.
  if ('@import' in local || processed.context === undefined) return false
  return Object.entries(local).every(([term, definition]) => {
    const before = active.mappings.get(term) as { protected?: boolean } | null | undefined
    if (before?.protected !== true) return true
    const isProtectedAgain = local['@protected'] === true && !(isJsonObject(definition) && '@protected' in definition)
    return isProtectedAgain && JSON.stringify(before) === JSON.stringify(processed.context.mappings.get(term))
  })
}

function deepFreeze(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  for (const member of Object.values(value)) deepFreeze(member as Json)
  return Object.freeze(value)
}
