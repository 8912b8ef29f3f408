import type { Quad } from 'jsonld/lib/toRdf.js'
import type { Cryptography } from '../crypto/cryptography.ts'
import { CredentialError } from './credential-error.ts'
import { expandDocument, expandedDataset, refuseMalformedTerms } from './json-ld-dataset.ts'
import { copyJson, type Origins, type Selection } from './select-json.ts'

/** The names that the unnamed nodes of one document have in all its selections, by the object of the document or by what else tells them apart. Begins empty. */
export type NodeNames = Map<object | string, string>

/** What reading statements needs. */
export interface NamingContext {
  readonly names: NodeNames
  readonly cryptography: Pick<Cryptography, 'sha256'>
}

/**
 * The statements that a selection makes, each unnamed node under the name of its place in the original document.
 *
 * So a node has one name in every selection of a document, none of whose objects may stand in two places, and the statements of a part are found among those of the
 * whole. The specification gets there by writing names into the document and compacting it again ("skolemize"), which
 * loses lists of one item and fails where contexts differ from node to node, as they do in Open Badges and CLRs.
 *
 * @throws CredentialError as {@link jsonLdDataset} does, `credential/not-selectable`
 */
export async function namedStatements({ document, origins }: Selection, { names, cryptography }: NamingContext): Promise<readonly Quad[]> {
  const placeOf = new WeakMap<object, object>()
  const copied: Origins = new Map()
  const expanded = await expandDocument(copyJson(document, copied), cryptography, (element, made) => {
    const selected = copied.get(element)
    if (selected !== undefined) placeOf.set(made, origins.get(selected) ?? selected)
  })
  const named = nameNodes(expanded, { names, placeOf })
  const dataset = expandedDataset(named).map(({ subject, predicate, object, graph }) => ({ subject: unnamed(subject), predicate, object: unnamed(object), graph: unnamed(graph) }))
  refuseMalformedTerms(dataset)
  return dataset
}

/** `|` is forbidden in addresses, so that no address of a document passes for one that is given here. */
const prefix = 'node:|'

function unnamed(term: Quad['object']): Quad['object'] {
  return term.termType === 'NamedNode' && term.value.startsWith(prefix) ? { termType: 'BlankNode', value: term.value.slice(prefix.length) } : term
}

/** A node, value or list of expanded JSON-LD. */
type Expanded = { [name: string]: unknown }

interface Naming {
  readonly names: NodeNames
  readonly placeOf: WeakMap<object, object>
}

/** Gives every unnamed node an address that stands for its name. */
function nameNodes(expanded: readonly unknown[], { names, placeOf }: Naming): readonly unknown[] {
  const addressOf = (name: object | string): string => {
    const address = names.get(name) ?? `${prefix}${names.size}`
    names.set(name, address)
    return address
  }
  const visit = (value: unknown, around: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => visit(item, around))
    if (!isExpanded(value) || '@value' in value) return value
    if ('@list' in value) return linksOf(visit(value['@list'], around) as readonly unknown[], around)
    const id = idOf(value)
    const members = Object.entries(value).map(([name, member]) => [name, isPlain(name) ? member : visitMember(name, member, id)] as const)
    return { ...Object.fromEntries(members), '@id': id }
  }
  const visitMember = (name: string, member: unknown, id: string): unknown => {
    if (name !== '@reverse' || !isExpanded(member)) return visit(member, `${id} ${name}`)
    return Object.fromEntries(Object.entries(member).map(([reversed, nodes]) => [reversed, visit(nodes, id)]))
  }
  const idOf = (node: Expanded): string => {
    const { '@id': id, '@type': types } = node
    for (const address of [id, types].flat()) refuseNamed(address)
    if (typeof id === 'string') return id.startsWith('_:') ? addressOf(id) : id
    const { place, isGraph } = placeOfNode(node, placeOf)
    return isGraph ? addressOf(`graph ${addressOf(place)}`) : addressOf(place)
  }
  // The links of a list have no place. They are named after all that the list holds: a part of it is another list.
  const equalLists = new Map<string, number>()
  const linksOf = (items: readonly unknown[], around: string): Expanded => {
    const content = `list ${around} ${JSON.stringify(items)}`
    const count = equalLists.get(content) ?? 0
    equalLists.set(content, count + 1)
    const list = items.length === 0 ? '' : addressOf(`${content} ${count}`)
    return items.reduceRight<Expanded>((rest, item, index) => ({ '@id': addressOf(`link ${list} ${index}`), [`${rdf}first`]: [item], [`${rdf}rest`]: [rest] }), { '@id': `${rdf}nil` })
  }
  return expanded.map((node) => visit(node, ''))
}

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

/** A graph has no place of its own: it is made around a node that has. */
function placeOfNode(node: Expanded, placeOf: WeakMap<object, object>): { readonly place: object; readonly isGraph: boolean } {
  const own = placeOf.get(node)
  if (own !== undefined) return { place: own, isGraph: false }
  const [inner] = Array.isArray(node['@graph']) ? (node['@graph'] as readonly unknown[]) : []
  const place = isExpanded(inner) ? placeOf.get(inner) : undefined
  if (place === undefined) throw new CredentialError('credential/not-selectable', 'Cannot select: a node of the document cannot be told from others')
  return { place, isGraph: true }
}

function refuseNamed(address: unknown): void {
  if (typeof address === 'string' && address.startsWith(prefix)) throw new CredentialError('credential/iri-malformed', 'Cannot canonicalise document: an address has forbidden characters')
}

function isPlain(name: string): boolean {
  return name === '@id' || name === '@type' || name === '@index'
}

function isExpanded(value: unknown): value is Expanded {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
