/**
 * The contexts in force at one place of a document, as a state of a machine: names are looked up in it, and entering a member or
 * a type leads to another state. States are made by jsonld's own context processor out of the pinned contexts, each once.
 *
 * What a state lacks is made by an asynchronous processor, and reading a document is not asynchronous: reading stops with
 * {@link MissingState}, and begins anew once it is made.
 */
import context, { type ActiveContext } from 'jsonld/lib/context.js'
import events from 'jsonld/lib/events.js'
import type { Cryptography } from '../../crypto/cryptography.ts'
import type { Json } from '../../encoding/canonical-json.ts'
import { initialContext, processingOptions, stateOf } from '../active-context.ts'
import { createContextResolver } from '../context-resolver.ts'
import { compileTerm, type Term } from './term.ts'
import { Unusual } from './unusual.ts'

/** Untrusted: documents choose which types meet; past this many states all are forgotten. */
const maxStates = 500
const states = new Map<string, ContextState>()
/** Untrusted: and how types are listed; past so many characters in the names of what leads from one state to another, too. */
const maxNames = 4_000_000
let names = 0
/** What one state remembers is made of this many names that contexts define, or less. */
const maxRemembered = 8

/** Thrown when a state is needed that has not been made yet. */
export class MissingState extends Error {
  readonly make: (cryptography: Pick<Cryptography, 'sha256'>) => Promise<void>

  constructor(make: (cryptography: Pick<Cryptography, 'sha256'>) => Promise<void>) {
    super('Cannot go on: a state of the contexts is to be made first')
    this.make = make
  }
}

/** The contexts in force at one place. */
export class ContextState {
  readonly #active: ActiveContext
  readonly #terms = new Map<string, Term | undefined>()
  readonly #moves = new Map<string, ContextState>()
  readonly #ofTypes = new Map<string, ContextState>()
  /** The types and the contexts that led on from here last: those of the next node are often the same. */
  #lastTypes: Step | undefined
  #lastContexts: Step | undefined
  /** The names that addresses may begin with, each with its colon, and what they stand for. */
  readonly #prefixes: readonly (readonly [string, string])[]
  /** The names that stand for `@type`, and those for `@id`. */
  readonly typeNames: readonly string[]
  readonly idNames: readonly string[]
  /** The same without the keywords themselves. */
  readonly typeAliases: readonly string[]
  readonly idAliases: readonly string[]
  /** What undefined names continue; undefined when they mean nothing. */
  readonly vocabulary: string | undefined
  /** Nodes below do not see all of it. */
  readonly isReverted: boolean

  constructor(active: ActiveContext) {
    this.#active = active
    this.typeNames = namesOf('@type', active)
    this.idNames = namesOf('@id', active)
    this.typeAliases = this.typeNames.slice(1)
    this.idAliases = this.idNames.slice(1)
    const vocabulary = active['@vocab']
    const isPlain = active['@language'] === undefined && active['@direction'] === undefined
    this.vocabulary = typeof vocabulary === 'string' && isPlain ? vocabulary : undefined
    this.isReverted = active.previousContext !== undefined
    this.#prefixes = prefixesOf(active)
  }

  /** What a name means here; undefined when no context defines it. */
  term(name: string): Term | undefined {
    const known = this.#terms.get(name)
    if (known !== undefined) return known
    const made = compileTerm(name, this.#active)
    // Names that are not defined are as many as documents like.
    if (made !== undefined) this.#terms.set(name, made)
    return made
  }

  /** An address, written out when it begins with a prefix (JSON-LD 1.1 API, "IRI Expansion"). */
  writtenOut(text: string): string {
    for (const [prefix, address] of this.#prefixes) {
      if (text.startsWith(prefix) && !text.startsWith('//', prefix.length)) return address + text.slice(prefix.length)
    }
    return text
  }

  /** The state under contexts that a node names. */
  underContexts(urls: readonly string[]): ContextState {
    if (urls.length === 0) return this
    if (isSameStep(this.#lastContexts, urls)) return this.#lastContexts.state
    if (urls.some((url) => url.includes('\n'))) throw new Unusual('context')
    const state = this.#move(`context ${urls.join('\n')}`, (active, process) => process(active, urls, {}))
    if (urls.length <= maxRemembered) this.#lastContexts = { names: [...urls], state }
    return state
  }

  /**
   * The state under the contexts of types, in the order of code units; each is looked up here.
   *
   * @throws Unusual `type-malformed`
   */
  underTypes(types: Json): ContextState {
    if (!Array.isArray(types)) return this.#underType(types)
    const listed = types as readonly Json[]
    if (listed.length === 1) return this.#underType(listed[0])
    if (isSameStep(this.#lastTypes, listed)) return this.#lastTypes.state
    const terms = listed.flatMap((name) => this.#typeTerm(name) ?? [])
    const state = this.#underAll(terms.toSorted(byName))
    if (terms.length === listed.length && terms.length <= maxRemembered) this.#lastTypes = { names: [...listed], state }
    return state
  }

  #underType(name: Json | undefined): ContextState {
    const type = this.#typeTerm(name)
    return type === undefined ? this : this.#ofTypes.get(type.name) ?? this.#underAll([type])
  }

  #underAll(types: readonly Term[]): ContextState {
    if (types.length === 0) return this
    const name = types.map((type) => type.name).join('\n')
    const state = this.#move(`types ${name}`, async (active, process) => {
      let under = active
      for (const { mapping } of types) under = await process(under, mapping['@context'], { propagate: false })
      return under
    })
    if (types.length === 1) this.#ofTypes.set(name, state)
    return state
  }

  /** What a type means here, if it brings a context of its own. */
  #typeTerm(name: Json | undefined): Term | undefined {
    if (typeof name !== 'string') throw new Unusual('type-malformed')
    const term = this.term(name)
    return term?.hasContext === true ? term : undefined
  }

  /** The state that values under a term are handed over in: its own context applied once. */
  ownOf(term: Term): ContextState {
    if (!term.hasContext) return this
    if (term.own !== undefined) return term.own
    const own = this.#move(`own ${term.name}`, async (active, process) => process(active, term.mapping['@context'], overriding))
    const again = own.term(term.name)
    term.isForgotten = again === undefined
    if (again !== undefined && (again.texts !== term.texts || JSON.stringify(again.mapping) !== JSON.stringify(term.mapping))) throw new Unusual('term-special')
    term.own = own
    return own
  }

  /** The state in which a mere reference under a term is read: its own context applied once more, as jsonld does. */
  referredBy(term: Term): ContextState {
    term.referred ??= this.ownOf(term).#under(term.name, false)
    return term.referred
  }

  /** The state in which a node under a term is read: types around it no longer count. */
  enteredBy(term: Term): ContextState {
    term.entered ??= this.ownOf(term).#under(term.name, true)
    return term.entered
  }

  #under(name: string, isNode: boolean): ContextState {
    const scoped = (this.#active.mappings.get(name) as Term['mapping'] | undefined)?.['@context']
    const isReverting = isNode && this.isReverted
    if (scoped === undefined && !isReverting) return this
    return this.#move(`${isNode ? 'node' : 'reference'} ${name}`, async (active, process) => {
      const base = isReverting ? active.revertToPreviousContext() : active
      return scoped === undefined ? base : process(base, scoped, overriding)
    })
  }

  #move(name: string, make: (active: ActiveContext, process: Process) => Promise<ActiveContext>): ContextState {
    const known = this.#moves.get(name)
    if (known !== undefined) return known
    throw new MissingState(async (cryptography) => {
      this.#moves.set(name, stateFor(await made(() => make(this.#active, processor(cryptography)))))
      names += name.length
      if (names > maxNames) forgetAll()
    })
  }
}

/** Where names led to. */
interface Step {
  readonly names: readonly Json[]
  readonly state: ContextState
}

function isSameStep(step: Step | undefined, names: readonly Json[]): step is Step {
  if (step === undefined || step.names.length !== names.length) return false
  for (let index = 0; index < names.length; index += 1) if (names[index] !== step.names[index]) return false
  return true
}

function byName(left: Term, right: Term): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0
}

function prefixesOf({ mappings }: ActiveContext): readonly (readonly [string, string])[] {
  return [...mappings].flatMap(([name, mapping]) => {
    const { _prefix: isPrefix, '@id': address } = (mapping ?? {}) as { readonly _prefix?: boolean; readonly '@id'?: unknown }
    return isPrefix === true && name !== '' && !name.includes(':') ? [[`${name}:`, String(address)] as const] : []
  })
}

function namesOf(keyword: string, { mappings }: ActiveContext): readonly string[] {
  const aliases = [...mappings].filter(([, mapping]) => typeof mapping === 'object' && mapping !== null && '@id' in mapping && mapping['@id'] === keyword)
  return [...new Set([keyword, ...aliases.map(([name]) => name)])]
}

let first: ContextState | undefined

/** The state that every document is first read in. */
export function firstState(): ContextState {
  first ??= stateFor(initialContext())
  return first
}

function stateFor(active: ActiveContext): ContextState {
  const name = stateOf(active)
  if (name === undefined) throw new Unusual('context')
  const known = states.get(name)
  if (known !== undefined) return known
  if (states.size >= maxStates) forgetAll()
  const state = new ContextState(active)
  states.set(name, state)
  return state
}

function forgetAll(): void {
  states.clear()
  first = undefined
  names = 0
}

/** How jsonld applies a context. */
type Process = (active: ActiveContext, local: unknown, how: { readonly propagate?: boolean; readonly overrideProtected?: boolean }) => Promise<ActiveContext>

function processor(cryptography: Pick<Cryptography, 'sha256'>): Process {
  const options = { ...processingOptions, base: null, eventHandler: [events.safeEventHandler], contextResolver: createContextResolver(cryptography) }
  return async (activeCtx, localCtx, how) => context.process({ activeCtx, localCtx, options, ...how })
}

const overriding = { propagate: true, overrideProtected: true }

/** What the processor refuses, the long way refuses, and says why. */
async function made(make: () => Promise<ActiveContext>): Promise<ActiveContext> {
  try {
    return await make()
  } catch (error) {
    throw error instanceof Unusual ? error : new Unusual('context')
  }
}
