import type { Cryptography } from '../crypto/cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { labelUsual, relabelUsual } from './canonical/label-usual.ts'
import { goCanonicalPath } from './canonical-path.ts'
import type { TextOrder } from './code-point-order.ts'
import { labelByReference, relabelByReference } from './label-by-reference.ts'
import type { LabelMap } from './label-map.ts'
import { copyJson } from './select-json.ts'

/** How a document is read. */
export interface LabelContext {
  readonly cryptography: Pick<Cryptography, 'sha256'>
  readonly order?: TextOrder
}

/** How a document is labelled, and which parts of it are looked for. */
export interface Labelling<Name extends string> {
  readonly relabel: (canonicalLabels: readonly string[]) => LabelMap
  /** By a name of the caller's, JSON Pointers to all that makes up a part; no pointers, no statements. */
  readonly parts: Readonly<Record<Name, readonly string[]>>
}

/** A document as statements under labels that do not tell how many nodes are hidden. */
export interface LabelledDocument<Name extends string> {
  /** In N-Quads, each once, sorted: what is signed one by one. */
  readonly statements: readonly string[]
  readonly parts: Readonly<Record<Name, Disclosure>>
}

/** A part of a labelled document. */
export interface Disclosure {
  readonly document: JsonObject
  /** Which of the statements it makes, ascending. */
  readonly indexes: readonly number[]
  /** From the canonical labels that its reader will see to the labels of the statements. */
  readonly labels: LabelMap
}

/**
 * Reads a document for disclosure in parts (Data Integrity ECDSA Cryptosuites 1.0, "canonicalizeAndGroup").
 *
 * All parts are found in one way: nodes that nothing tells apart may be labelled one way by the fast way and another by the reference.
 *
 * @throws CredentialError `credential/pointer-unmatched`, `credential/indivisible` for part of an ordered list or of a literal, or as
 *   {@link canonicalize} does
 */
export async function labelDocument<Name extends string>(document: JsonObject, labelling: Labelling<Name>, context: LabelContext): Promise<LabelledDocument<Name>> {
  const copy = copyJson(document)
  return goCanonicalPath({
    fast: () => labelUsual(copy, labelling, context),
    reference: () => labelByReference(copy, labelling, context),
    isSame: (fast, reference) => isSame(fast, reference, context),
  })
}

/** The parts of the fast way are held against what the reference's reader will make of them: equal nodes may have changed places. */
async function isSame<Name extends string>(fast: LabelledDocument<Name>, reference: LabelledDocument<Name>, context: LabelContext): Promise<boolean> {
  if (!areEqual(fast.statements, reference.statements)) return false
  for (const [name, { document, indexes, labels }] of Object.entries<Disclosure>(fast.parts)) {
    const other = reference.parts[name as Name]
    if (JSON.stringify(document) !== JSON.stringify(other.document) || indexes.length !== other.indexes.length) return false
    const shown = indexes.length === 0 ? [] : await relabelByReference(document, labels, context)
    if (!areEqual(shown, indexes.map((index) => fast.statements[index] ?? ''))) return false
  }
  return true
}

/**
 * The statements of a disclosed part under the labels that it was signed with; undefined when the label map is not exactly of
 * its nodes (Data Integrity ECDSA Cryptosuites 1.0, "createLabelMapFunction").
 *
 * @throws CredentialError as {@link canonicalize} does
 */
export async function relabelledStatements(document: JsonObject, labelMap: LabelMap, context: LabelContext): Promise<readonly string[] | undefined> {
  return goCanonicalPath({
    fast: () => relabelUsual(document, labelMap, context),
    reference: () => relabelByReference(document, labelMap, context),
    isSame: areEqual,
  })
}

function areEqual(left: readonly string[] | undefined, right: readonly string[] | undefined): boolean {
  return left === right || (left?.length === right?.length && left?.every((statement, index) => statement === right?.[index]) === true)
}
