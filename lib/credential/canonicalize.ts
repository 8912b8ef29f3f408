import NQuads from 'rdf-canonize/lib/NQuads.js'
import RDFC10Sync from 'rdf-canonize/lib/RDFC10Sync.js'
import type { Quad } from 'jsonld/lib/toRdf.js'
import type { Cryptography, Digest } from '../crypto/cryptography.ts'
import { encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { encodeHex } from '../encoding/hex.ts'
import { canonicalizeUsual, hashUsual } from './canonical/canonicalize-usual.ts'
import { digestTexts } from './canonical/digest-texts.ts'
import { goCanonicalPath } from './canonical-path.ts'
import { fromSortable, isOrderSensitive, toSortable, type TextOrder } from './code-point-order.ts'
import { CredentialError } from './credential-error.ts'
import { maxCanonicalizeMilliseconds, maxComparisonHashes, maxDeepComparisons } from './comparison-limits.ts'
import { jsonLdDataset } from './json-ld-dataset.ts'

/** Which of the canonical forms; unless told otherwise that of the specification, with SHA-256. */
export interface CanonicalForm {
  /**
   * `utf-16` is the form that `jsonld` and `rdf-canonize` write: sorted by code unit, and statements that come from values which
   * differ as JSON only (`1` and `"1"` of one type) stand in it twice, although a dataset is a set.
   */
  readonly order?: TextOrder
  /** The hash that tells unnamed nodes apart: SHA-384 for suites with P-384. */
  readonly digest?: Digest
  /** Filled with the canonical label, `c14n0` and so on, of every blank node. */
  readonly labels?: Map<string, string>
}

/** The same for whole documents. */
export interface DocumentForm extends Omit<CanonicalForm, 'labels'> {
  /** It is about to be signed: a document whose form others may write in another way is refused. */
  readonly isToSign?: boolean
}

/**
 * Writes what a JSON-LD document says in canonical N-Quads (RDF Dataset Canonicalization 1.0, RDFC-1.0).
 *
 * @throws CredentialError as {@link jsonLdDataset} and {@link canonicalizeDataset} do, `credential/canonical-forms-differ`, and
 *   `credential/said-twice` when it is to be signed
 */
export function canonicalize(document: JsonObject, cryptography: Pick<Cryptography, 'sha256'>, form: DocumentForm = {}): Promise<string> {
  const { order = 'code-point', digest = cryptography.sha256 } = form
  return goCanonicalPath({
    fast: () => canonicalizeUsual(document, cryptography, { order, digest }),
    reference: () => canonicalizeByReference(document, cryptography, form),
    isSame: (fast, reference) => fast === reference,
  })
}

/**
 * The digest of that text, which is not put together for it.
 *
 * @throws CredentialError as {@link canonicalize} does
 */
export function hashCanonical(document: JsonObject, cryptography: Pick<Cryptography, 'sha256'>, form: DocumentForm & { readonly digest: Digest }): Promise<Uint8Array<ArrayBuffer>> {
  const { order = 'code-point', digest } = form
  return goCanonicalPath({
    fast() {
      return hashUsual(document, cryptography, { order, digest })
    },
    async reference() {
      return digestTexts([await canonicalizeByReference(document, cryptography, form)], digest)
    },
    isSame: equalBytes,
  })
}

/** The text by `jsonld` and `rdf-canonize` alone, whichever way was chosen. */
export async function canonicalizeByReference(document: JsonObject, cryptography: Pick<Cryptography, 'sha256'>, { isToSign = false, ...form }: DocumentForm = {}): Promise<string> {
  const dataset = await jsonLdDataset(document, cryptography)
  if (form.order === 'utf-16') return canonicalizeDataset(dataset, cryptography, form)
  const once = new Map(dataset.map((quad) => [NQuads.serializeQuadComponents(quad.subject, quad.predicate, quad.object, quad.graph), quad]))
  if (isToSign && once.size < dataset.length) throw new CredentialError('credential/said-twice', 'Cannot sign document: it says one thing twice, in ways that differ as JSON only')
  return canonicalizeDataset([...once.values()], cryptography, form)
}

/**
 * Writes statements in canonical N-Quads.
 *
 * @throws CredentialError `credential/too-complex` when telling its blank nodes apart takes too much work
 */
export function canonicalizeDataset(dataset: readonly Quad[], { sha256 }: Pick<Cryptography, 'sha256'>, { order = 'code-point', digest = sha256, labels = new Map() }: CanonicalForm = {}): string {
  // rdf-canonize sorts by code unit: where that differs, it is given texts whose code units sort as code points do.
  const isMoved = order === 'code-point' && isOrderSensitive(dataset.map(({ subject, predicate, object, graph }) => subject.value + predicate.value + object.value + graph.value).join(''))
  const restore = (text: string): string => (isMoved ? fromSortable(text) : text)
  let hashesLeft = dataset.length + maxComparisonHashes
  const createMessageDigest = (): { update(text: string): void; digest(): string } => {
    let content = ''
    return {
      update: (text) => {
        content += text
      },
      digest: () => {
        hashesLeft -= 1
        if (hashesLeft < 0) throw new RangeError('more hashes than a document is worth')
        return encodeHex(digest(encodeUtf8(restore(content))))
      },
    }
  }
  try {
    const algorithm = new RDFC10Sync({ createMessageDigest, maxDeepIterations: maxDeepComparisons, timeout: maxCanonicalizeMilliseconds, canonicalIdMap: labels })
    return restore(algorithm.main(isMoved ? dataset.map(moved) : dataset))
  } catch (cause) {
    throw new CredentialError('credential/too-complex', 'Cannot canonicalise document: its unnamed nodes are too many alike', { cause })
  }
}

function moved({ subject, predicate, object, graph }: Quad): Quad {
  const term = (part: Quad['object']): Quad['object'] => ({ ...part, value: toSortable(part.value) })
  return { subject: term(subject), predicate: term(predicate), object: term(object), graph: term(graph) }
}
