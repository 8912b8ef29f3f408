import events from 'jsonld/lib/events.js'
import serialization, { type Quad } from 'jsonld/lib/toRdf.js'
import type { Cryptography } from '../crypto/cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { initialContext, processingOptions } from './active-context.ts'
import { createContextResolver } from './context-resolver.ts'
import { expand, type Trace } from './_expansion-trace.ts'
import { CredentialError } from './credential-error.ts'
import { refuseCrowded } from './refuse-crowded.ts'
import { refuseUnsignable } from './refuse-unsignable.ts'

/** Untrusted: a document that makes more statements than this is refused. */
export const maxStatements = 50_000

/**
 * Turns a JSON-LD document into the statements it makes (JSON-LD 1.1 Processing Algorithms and API, "Deserialize JSON-LD to RDF").
 *
 * A term that no context defines is an error: it would be left out, and so go unsigned. Addresses are held to the grammar
 * of N-Quads, so that no address can pass for two.
 *
 * @throws CredentialError `credential/context-unknown`, `credential/term-undefined`, `credential/iri-malformed`,
 *   `credential/too-complex`, or what {@link refuseUnsignable} throws
 */
export async function jsonLdDataset(document: JsonObject, cryptography: Pick<Cryptography, 'sha256'>): Promise<readonly Quad[]> {
  const dataset = expandedDataset(await expandDocument(structuredClone(document), cryptography))
  refuseMalformedTerms(dataset)
  return dataset
}

const options = { ...processingOptions, base: null, keepFreeFloatingNodes: false, eventHandler: [events.safeEventHandler] }

/** The first half of it: a list of expanded nodes, each object told to `trace` as it is expanded. The document must be the caller's to give away. */
export async function expandDocument(element: JsonObject, cryptography: Pick<Cryptography, 'sha256'>, trace?: Trace): Promise<readonly unknown[]> {
  refuseUnsignable(element)
  try {
    const expanded = await expand({ activeCtx: initialContext(), element, options: { ...options, contextResolver: createContextResolver(cryptography), trace } })
    refuseCrowded(expanded)
    return inList(expanded)
  } catch (cause) {
    throw understood(cause)
  }
}

/** The second half: the statements that expanded nodes make. Their terms are still to be looked at with {@link refuseMalformedTerms}. */
export function expandedDataset(expanded: readonly unknown[]): readonly Quad[] {
  let dataset: readonly Quad[]
  try {
    // Without it the direction of a text would go unsigned (JSON-LD 1.1 API, "rdfDirection"); other implementations sign it so.
    dataset = serialization.toRDF(expanded, { ...options, produceGeneralizedRdf: false, rdfDirection: 'i18n-datatype' })
  } catch (cause) {
    throw understood(cause)
  }
  if (dataset.length > maxStatements) throw new CredentialError('credential/too-complex', `Cannot canonicalise document: more than ${maxStatements} statements`)
  return dataset
}

/** @throws CredentialError `credential/iri-malformed` */
export function refuseMalformedTerms(dataset: readonly Quad[]): void {
  for (const { subject, predicate, object, graph } of dataset) for (const term of [subject, predicate, object, graph]) refuseMalformed(term)
}

/** As jsonld does after expansion: a lone `@graph` is optimised away, nothing is an empty list. */
function inList(expanded: unknown): readonly unknown[] {
  if (expanded === null) return []
  const isGraph = typeof expanded === 'object' && '@graph' in expanded && Object.keys(expanded).length === 1
  const value = isGraph ? expanded['@graph'] : expanded
  return Array.isArray(value) ? value : [value]
}

/** N-Quads 1.1, "Grammar": IRIREF without escapes, LANGTAG. */
function refuseMalformed({ termType, value, language, datatype }: Quad['object']): void {
  // oxlint-disable-next-line no-control-regex
  const isMalformed = termType === 'NamedNode' && /[\u0000-\u0020<>"{}|^`\\]/.test(value)
  const isLanguageMalformed = language !== undefined && !/^[a-zA-Z]+(-[a-zA-Z0-9]+)*$/.test(language)
  if (isMalformed || isLanguageMalformed) throw new CredentialError('credential/iri-malformed', 'Cannot canonicalise document: an address or language tag has forbidden characters')
  if (datatype !== undefined) refuseMalformed(datatype)
}

/** jsonld wraps what a loader throws, and names what it refuses in its event. */
function understood(cause: unknown): CredentialError {
  for (let error = cause; error instanceof Error; error = causeOf(error)) if (error instanceof CredentialError) return error
  return new CredentialError('credential/term-undefined', 'Cannot canonicalise document: a term is not defined by its contexts, or the JSON-LD is malformed', { cause })
}

function causeOf(error: Error): unknown {
  return error.cause ?? (error as { details?: { cause?: unknown } }).details?.cause
}
