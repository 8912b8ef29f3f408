import type { Quad } from 'jsonld/lib/toRdf.js'
import NQuads from 'rdf-canonize/lib/NQuads.js'
import type { Cryptography } from '../crypto/cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { canonicalizeDataset } from './canonicalize.ts'
import { isOrderSensitive, toSortable, type TextOrder } from './code-point-order.ts'
import { CredentialError } from './credential-error.ts'
import { jsonLdDataset } from './json-ld-dataset.ts'
import { quotePointer } from './json-pointer.ts'
import { namedStatements, type NodeNames } from './named-statements.ts'
import { selectAll, selectJson } from './select-json.ts'

/** The label that each canonical label, `c14n0` and so on, is replaced by. */
export type LabelMap = ReadonlyMap<string, string>

/** How a document is read. */
export interface LabelContext {
  readonly cryptography: Pick<Cryptography, 'sha256'>
  readonly order?: TextOrder
}

/** A document as statements under labels that do not tell how many nodes are hidden. */
export interface LabelledDocument {
  /** In N-Quads, each once, sorted: what is signed one by one. */
  readonly statements: readonly string[]
  /**
   * The part of the document that pointers lead to; no pointers, no statements.
   *
   * @throws CredentialError `credential/pointer-unmatched`, or `credential/indivisible` for part of an ordered list or of a literal
   */
  select(pointers: readonly string[]): Promise<Disclosure>
}

/** A part of a labelled document. */
export interface Disclosure {
  readonly document: JsonObject
  /** Which of the statements it makes, ascending. */
  readonly indexes: readonly number[]
  /** From the canonical labels that its reader will see to the labels of the statements. */
  labels(): LabelMap
}

/**
 * Reads a document for disclosure in parts (Data Integrity ECDSA Cryptosuites 1.0, "canonicalizeAndGroup").
 *
 * @throws CredentialError as {@link jsonLdDataset} and {@link canonicalizeDataset} do
 */
export async function labelDocument(document: JsonObject, relabel: (canonicalLabels: readonly string[]) => LabelMap, context: LabelContext): Promise<LabelledDocument> {
  const names: NodeNames = new Map()
  const read = async (pointers: readonly string[] | 'all'): Promise<Read> => {
    const selection = pointers === 'all' ? selectAll(document) : selectJson(document, pointers)
    const dataset = await namedStatements(selection, { names, cryptography: context.cryptography })
    return { document: selection.document, dataset }
  }
  const whole = await read('all')
  const canonical = canonicalLabels(whole.dataset, context)
  const labels = composed(canonical, relabel([...canonical.values()]))
  const statements = formatStatements(whole.dataset, labels, context.order)
  const places = new Map(statements.map((statement, index) => [statement, index]))

  const select = async (pointers: readonly string[]): Promise<Disclosure> => {
    const part = await read(pointers)
    const indexes = pointers.length === 0 ? [] : formatStatements(part.dataset, labels, context.order).map((statement) => places.get(statement) ?? -1)
    if (indexes.includes(-1)) throw new CredentialError('credential/indivisible', await describeIndivisible(pointers))
    return {
      document: part.document,
      indexes: indexes.toSorted((left, right) => left - right),
      labels: () => new Map([...canonicalLabels(part.dataset, context)].map(([name, label]) => [label, labels.get(name) ?? ''])),
    }
  }
  const describeIndivisible = async (pointers: readonly string[]): Promise<string> => {
    for (const pointer of pointers.length > 1 ? pointers : []) {
      const isWhole = await select([pointer]).then(() => true, () => false)
      if (!isWhole) return describeIndivisible([pointer])
    }
    return `Cannot select ${quotePointer(pointers[0] ?? '')}: it divides an ordered list or a value that can only be shown whole`
  }
  return { statements, select }
}

interface Read {
  readonly document: JsonObject
  readonly dataset: readonly Quad[]
}

/**
 * The statements of a disclosed part under the labels that it was signed with; undefined when the label map is not exactly of
 * its nodes (Data Integrity ECDSA Cryptosuites 1.0, "createLabelMapFunction").
 *
 * Untrusted: two nodes must not share a label, or what was said of one could be shown as said of two.
 */
export async function relabelledStatements(document: JsonObject, labelMap: LabelMap, context: LabelContext): Promise<readonly string[] | undefined> {
  const dataset = await jsonLdDataset(document, context.cryptography)
  const canonical = canonicalLabels(dataset, context)
  const isComplete = canonical.size === labelMap.size && [...canonical.values()].every((label) => labelMap.has(label))
  if (!isComplete || new Set(labelMap.values()).size !== labelMap.size) return undefined
  return formatStatements(dataset, composed(canonical, labelMap), context.order)
}

function canonicalLabels(dataset: readonly Quad[], { cryptography, order = 'code-point' }: LabelContext): LabelMap {
  const labels = new Map<string, string>()
  canonicalizeDataset(dataset, cryptography, { order, labels })
  return labels
}

function composed(first: LabelMap, second: LabelMap): LabelMap {
  return new Map([...first].map(([name, label]) => [name, second.get(label) ?? '']))
}

/** A dataset is a set: what is said twice is one statement. */
function formatStatements(dataset: readonly Quad[], labels: LabelMap, order: TextOrder = 'code-point'): readonly string[] {
  const relabelled = (term: Quad['object']): Quad['object'] => (term.termType === 'BlankNode' ? { termType: 'BlankNode', value: labels.get(term.value) ?? '' } : term)
  const statements = new Set(dataset.map(({ subject, predicate, object, graph }) => NQuads.serializeQuadComponents(relabelled(subject), predicate, relabelled(object), relabelled(graph))))
  return sorted([...statements], order)
}

function sorted(statements: string[], order: TextOrder): readonly string[] {
  if (order === 'utf-16' || !isOrderSensitive(statements.join(''))) return statements.sort()
  return statements.map((statement) => ({ statement, key: toSortable(statement) })).sort((left, right) => (left.key < right.key ? -1 : 1)).map(({ statement }) => statement)
}
