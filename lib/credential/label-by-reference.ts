import type { Quad } from 'jsonld/lib/toRdf.js'
import NQuads from 'rdf-canonize/lib/NQuads.js'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { canonicalizeDataset } from './canonicalize.ts'
import type { TextOrder } from './code-point-order.ts'
import { CredentialError } from './credential-error.ts'
import { jsonLdDataset } from './json-ld-dataset.ts'
import { quotePointer } from './json-pointer.ts'
import { isOfLabels, type LabelMap } from './label-map.ts'
import type { Disclosure, LabelContext, LabelledDocument, Labelling } from './labelled-document.ts'
import { namedStatements, type NodeNames } from './named-statements.ts'
import { selectJson } from './select-json.ts'
import { sortStatements } from './sort-statements.ts'

/** {@link labelDocument} by `jsonld` and `rdf-canonize`. No object of the document may stand in two places. */
export async function labelByReference<Name extends string>(document: JsonObject, { relabel, parts }: Labelling<Name>, context: LabelContext): Promise<LabelledDocument<Name>> {
  const names: NodeNames = new Map()
  const read = async (pointers: readonly string[]): Promise<Read> => {
    const selection = selectJson(document, pointers)
    return { document: selection.document, dataset: await namedStatements(selection, { names, cryptography: context.cryptography }) }
  }
  const whole = await read([''])
  const canonical = canonicalLabels(whole.dataset, context)
  const labels = composed(canonical, relabel([...canonical.values()]))
  const statements = formatStatements(whole.dataset, labels, context.order)
  const places = new Map(statements.map((statement, index) => [statement, index]))

  const select = async (pointers: readonly string[]): Promise<Disclosure> => {
    const part = await read(pointers)
    if (pointers.length === 0) return { document: part.document, indexes: [], labels: new Map() }
    const indexes = formatStatements(part.dataset, labels, context.order).map((statement) => places.get(statement) ?? -1)
    if (indexes.includes(-1)) throw new CredentialError('credential/indivisible', await describeIndivisible(pointers))
    return {
      document: part.document,
      indexes: indexes.toSorted((left, right) => left - right),
      labels: new Map([...canonicalLabels(part.dataset, context)].map(([name, label]) => [label, labels.get(name) ?? ''])),
    }
  }
  const describeIndivisible = async (pointers: readonly string[]): Promise<string> => {
    for (const pointer of pointers.length > 1 ? pointers : []) {
      const isWhole = await select([pointer]).then(() => true, () => false)
      if (!isWhole) return describeIndivisible([pointer])
    }
    return `Cannot select ${quotePointer(pointers[0] ?? '')}: it divides an ordered list or a value that can only be shown whole`
  }
  const disclosures: [string, Disclosure][] = []
  for (const [name, pointers] of Object.entries<readonly string[]>(parts)) disclosures.push([name, await select(pointers)])
  return { statements, parts: Object.fromEntries(disclosures) as Record<Name, Disclosure> }
}

interface Read {
  readonly document: JsonObject
  readonly dataset: readonly Quad[]
}

/** {@link relabelledStatements} by `jsonld` and `rdf-canonize`. */
export async function relabelByReference(document: JsonObject, labelMap: LabelMap, context: LabelContext): Promise<readonly string[] | undefined> {
  const dataset = await jsonLdDataset(document, context.cryptography)
  const canonical = canonicalLabels(dataset, context)
  return isOfLabels(labelMap, [...canonical.values()]) ? formatStatements(dataset, composed(canonical, labelMap), context.order) : undefined
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
  return sortStatements([...statements], order)
}
