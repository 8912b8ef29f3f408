import type { JsonObject } from '../../encoding/canonical-json.ts'
import { isOrderSensitive } from '../code-point-order.ts'
import { CredentialError } from '../credential-error.ts'
import { isOfLabels, type LabelMap } from '../label-map.ts'
import type { Disclosure, LabelContext, LabelledDocument, Labelling } from '../labelled-document.ts'
import { selectJson, type Selection } from '../select-json.ts'
import { readUsual } from './canonicalize-usual.ts'
import { labelBlanks } from './label-blanks.ts'
import type { Resource } from './resource.ts'
import { settleStatements } from './settle-statements.ts'
import { Unusual } from './unusual.ts'

/**
 * {@link labelDocument} of a usual document: each part is read as its reader will read it, and its unnamed nodes are found among
 * those of the whole by the objects that they were read from. No object of the document may stand in two places.
 *
 * @throws Unusual, and CredentialError for parts that are none: the long way says more of them
 */
export async function labelUsual<Name extends string>(document: JsonObject, { relabel, parts }: Labelling<Name>, context: LabelContext): Promise<LabelledDocument<Name>> {
  const whole = await readLabelled(document, context)
  const labels = relabel(whole.canonical)
  const known = new Map<object, string[]>()
  for (const [index, blank] of whole.blanks.entries()) {
    const label = labels.get(whole.canonical[index] ?? '') ?? ''
    const labelsThere = known.get(sourceOf(blank))
    if (labelsThere === undefined) known.set(sourceOf(blank), [label])
    else labelsThere.push(label)
    blank.token = `_:${label}`
  }
  const statements = write(whole).sort()
  const places = new Map(statements.map((statement, index) => [statement, index]))
  const disclosures: [string, Disclosure][] = []
  for (const [name, pointers] of Object.entries<readonly string[]>(parts)) {
    const selection = selectJson(document, pointers)
    disclosures.push([name, pointers.length === 0 ? { document: selection.document, indexes: [], labels: new Map() } : await findPart(selection, { known, places }, context)])
  }
  return { statements, parts: Object.fromEntries(disclosures) as Record<Name, Disclosure> }
}

/** The whole, as parts are looked up in it. */
interface Whole {
  /** The labels of the unnamed nodes that were read from each object, in the order of reading: of a list there are many. */
  readonly known: ReadonlyMap<object, readonly string[]>
  readonly places: ReadonlyMap<string, number>
}

async function findPart({ document, origins }: Selection, { known, places }: Whole, context: LabelContext): Promise<Disclosure> {
  const part = await readLabelled(document, context)
  const met = new Map<object, number>()
  const labels = new Map<string, string>()
  for (const [index, blank] of part.blanks.entries()) {
    const source = origins.get(sourceOf(blank)) ?? sourceOf(blank)
    const count = met.get(source) ?? 0
    met.set(source, count + 1)
    const label = known.get(source)?.[count]
    if (label === undefined) throw indivisible()
    labels.set(part.canonical[index] ?? '', label)
    blank.token = `_:${label}`
  }
  const indexes = write(part).map((statement) => places.get(statement) ?? -1).sort((left, right) => left - right)
  if (indexes[0] === -1) throw indivisible()
  return { document, indexes, labels }
}

/** {@link relabelledStatements} of a usual document. */
export async function relabelUsual(document: JsonObject, labelMap: LabelMap, context: LabelContext): Promise<readonly string[] | undefined> {
  const read = await readLabelled(document, context)
  if (!isOfLabels(labelMap, read.canonical)) return undefined
  for (const [index, blank] of read.blanks.entries()) blank.token = `_:${labelMap.get(read.canonical[index] ?? '') ?? ''}`
  return write(read).sort()
}

/** What a document says. */
interface Labelled {
  readonly resources: readonly Resource[]
  /** In the order of reading. */
  readonly blanks: readonly Resource[]
  /** The canonical label of each of these. */
  readonly canonical: readonly string[]
  /** Whether its order could depend on which is meant. */
  readonly isMixed: boolean
}

async function readLabelled(document: JsonObject, { cryptography, order = 'code-point' }: LabelContext): Promise<Labelled> {
  const said = await readUsual(document, cryptography)
  settleStatements(said)
  labelBlanks(said.resources, cryptography.sha256)
  const blanks = said.resources.filter(({ isBlank }) => isBlank)
  return { resources: said.resources, blanks, canonical: blanks.map(({ token }) => token.slice('_:'.length)), isMixed: said.hasSurrogates && order === 'code-point' }
}

/** The reference names lists by all that they hold: those of nodes are left to it. */
function sourceOf({ source, statements }: Resource): object {
  if (source !== undefined && !(Array.isArray(source) && statements.some(({ predicate, origin }) => origin === 'node' && predicate.token === first))) return source
  throw new CredentialError('credential/not-selectable', 'Cannot select: a node of the document cannot be told from others')
}

function indivisible(): CredentialError {
  return new CredentialError('credential/indivisible', 'Cannot select: a part divides a value that can only be shown whole')
}

const first = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>'

function write({ resources, isMixed }: Labelled): string[] {
  const written: string[] = []
  for (const { token, statements } of resources) {
    for (const { predicate, text, blank, graph } of statements) written.push(`${token} ${predicate.token} ${blank?.token ?? text}${graph === undefined ? '' : ` ${graph.token}`} .\n`)
  }
  if (isMixed && isOrderSensitive(written.join(''))) throw new Unusual('order')
  return written
}
