import type { JsonObject } from '../../encoding/canonical-json.ts'
import { isOrderSensitive } from '../code-point-order.ts'
import { CredentialError } from '../credential-error.ts'
import { isOfLabels, type LabelMap } from '../label-map.ts'
import type { Disclosure, LabelContext, LabelledDocument, Labelling } from '../labelled-document.ts'
import { selectJson, type Selection } from '../select-json.ts'
import { readUsual } from './canonicalize-usual.ts'
import { labelBlanks } from './label-blanks.ts'
import type { Resource, Statement } from './resource.ts'
import { compareTexts, settleStatements, type Compare } from './settle-statements.ts'
import { Unusual } from './unusual.ts'
import { labelled } from './write-statements.ts'

/**
 * {@link labelDocument} of a usual document: each part is read as its reader will read it, and what it says is found in the whole,
 * unnamed nodes by the objects that they were read from. No object of the document may stand in two places.
 *
 * @throws Unusual, and CredentialError for parts that are none: the long way says more of them
 */
export async function labelUsual<Name extends string>(document: JsonObject, { relabel, parts }: Labelling<Name>, context: LabelContext): Promise<LabelledDocument<Name>> {
  const read = await readLabelled(document, context)
  const labels = relabel(read.blanks.map(canonicalLabel))
  const known = new Map<object, string[]>()
  for (const blank of read.blanks) {
    const label = labels.get(canonicalLabel(blank)) ?? ''
    const labelsThere = known.get(sourceOf(blank))
    if (labelsThere === undefined) known.set(sourceOf(blank), [label])
    else labelsThere.push(label)
    blank.token = `_:${label}`
  }
  const { statements, places } = write(read)
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
  readonly places: ReadonlyMap<string, Place>
}

/** What is said of a resource, and the index of the first of it. */
interface Place {
  readonly start: number
  readonly statements: readonly Statement[]
}

async function findPart({ document, origins }: Selection, { known, places }: Whole, context: LabelContext): Promise<Disclosure> {
  const { resources, blanks, compare } = await readLabelled(document, context)
  const met = new Map<object, number>()
  const labels = new Map<string, string>()
  for (const blank of blanks) {
    const source = origins.get(sourceOf(blank)) ?? sourceOf(blank)
    const count = met.get(source) ?? 0
    met.set(source, count + 1)
    const label = known.get(source)?.[count]
    if (label === undefined) throw indivisible()
    labels.set(canonicalLabel(blank), label)
    blank.token = `_:${label}`
  }
  const indexes: number[] = []
  for (const resource of resources) {
    if (resource.statements.length === 0) continue
    const place = places.get(resource.token)
    if (place === undefined) throw indivisible()
    addIndexes(labelled(resource, compare), place, indexes)
  }
  return { document, indexes: indexes.sort((left, right) => left - right), labels }
}

/** Both are in one order: what was passed over does not come again. */
function addIndexes(part: readonly Statement[], { start, statements }: Place, indexes: number[]): void {
  let index = 0
  for (const statement of part) {
    for (let other = statements[index]; other === undefined || !isSame(statement, other); other = statements[index]) {
      if (other === undefined) throw indivisible()
      index += 1
    }
    indexes.push(start + index)
    index += 1
  }
}

function isSame(left: Statement, right: Statement): boolean {
  return left.text === right.text && left.predicate.token === right.predicate.token && left.graph?.token === right.graph?.token
}

/** {@link relabelledStatements} of a usual document. */
export async function relabelUsual(document: JsonObject, labelMap: LabelMap, context: LabelContext): Promise<readonly string[] | undefined> {
  const read = await readLabelled(document, context)
  if (!isOfLabels(labelMap, read.blanks.map(canonicalLabel))) return undefined
  for (const blank of read.blanks) blank.token = `_:${labelMap.get(canonicalLabel(blank)) ?? ''}`
  return write(read).statements
}

/** What a document says. */
interface Read {
  readonly resources: readonly Resource[]
  /** The unnamed ones in the order of reading. */
  readonly blanks: readonly Resource[]
  readonly compare: Compare
  /** Whether the order of its statements could depend on which is meant. */
  readonly isMixed: boolean
}

async function readLabelled(document: JsonObject, { cryptography, order = 'code-point' }: LabelContext): Promise<Read> {
  const said = await readUsual(document, cryptography)
  const { compare } = settleStatements(said)
  labelBlanks(said.resources, cryptography.sha256)
  return { resources: said.resources, blanks: said.resources.filter(({ isBlank }) => isBlank), compare, isMixed: said.hasSurrogates && order === 'code-point' }
}

function canonicalLabel({ number }: Resource): string {
  return `c14n${number}`
}

/** The reference names lists by all that they hold: those of nodes are left to it. */
function sourceOf({ source, statements }: Resource): object {
  if (source !== undefined && !(Array.isArray(source) && statements.some(({ predicate, origin }) => origin === 'node' && predicate.token === first))) return source
  throw new CredentialError('credential/not-selectable', 'Cannot select: a node of the document cannot be told from others')
}

const first = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>'

function indivisible(): CredentialError {
  return new CredentialError('credential/indivisible', 'Cannot select: a part divides a value that can only be shown whole')
}

function write({ resources, compare, isMixed }: Read): { readonly statements: readonly string[]; readonly places: Whole['places'] } {
  const statements: string[] = []
  const places = new Map<string, Place>()
  for (const resource of resources.toSorted((left, right) => compareTexts(left.token, right.token))) {
    const inOrder = labelled(resource, compare)
    places.set(resource.token, { start: statements.length, statements: inOrder })
    for (const { predicate, text, graph } of inOrder) statements.push(`${resource.token}${predicate.spaced}${text}${graph === undefined ? '' : ` ${graph.token}`} .\n`)
  }
  if (isMixed && isOrderSensitive(statements.join(''))) throw new Unusual('order')
  return { statements, places }
}
