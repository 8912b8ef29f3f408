import { deriveBbsProof, type BbsPlatform } from '../crypto/bbs.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { maxBbsMessages } from './bbs-2023.ts'
import { formatBbsDerivedProof, type BbsBaseProof } from './bbs-2023-proof-value.ts'
import { ordersOf } from './code-point-order.ts'
import { CredentialError } from './credential-error.ts'
import { labelDocument, type Disclosure } from './labelled-document.ts'
import { shuffledLabels } from './shuffled-labels.ts'

/** What a copy is made for. */
export interface BbsCopyContext {
  readonly cryptography: Pick<Cryptography, 'sha256'> & BbsPlatform
  /** Bytes that the proof binds and shows: those that a verifier asked for, if any did. */
  readonly presentationHeader?: Uint8Array<ArrayBuffer>
}

/** A copy without its proof, and the value of its proof. */
export interface BbsCopy {
  readonly document: JsonObject
  readonly proofValue: string
}

/**
 * Makes a copy that shows what is mandatory and what `pointers` lead to (Data Integrity BBS Cryptosuites 1.0,
 * "createDisclosureData").
 *
 * @throws CredentialError `credential/not-derivable` when the document is not the one that was signed, or as {@link labelDocument} does
 */
export async function makeBbsCopy(document: JsonObject, base: BbsBaseProof, pointers: readonly string[], context: BbsCopyContext): Promise<BbsCopy> {
  const { cryptography, presentationHeader = new Uint8Array() } = context
  for (const order of ordersOf(document)) {
    const labelling = { relabel: shuffledLabels(base.hmacKey, cryptography), parts: { mandatory: base.mandatoryPointers, shown: [...base.mandatoryPointers, ...pointers] } }
    const { statements, parts: { mandatory, shown } } = await labelDocument(document, labelling, { cryptography, order })
    const isMandatory = new Set(mandatory.indexes)
    const optional = statements.flatMap((_, index) => (isMandatory.has(index) ? [] : [index]))
    if (optional.length > maxBbsMessages) throw new CredentialError('credential/too-complex', `Cannot derive credential: more than ${maxBbsMessages} statements to choose from`)
    const signature = { ...base, messages: optional.map((index) => encodeUtf8(statements[index] ?? '')) }
    const places = placesOf(shown, { optional, isMandatory })
    const proof = await deriveBbsProof(signature, { presentationHeader, indexes: places.selectiveIndexes, cryptography })
    // The signer may have sorted in another order: its signature tells.
    if (proof === undefined) continue
    return { document: shown.document, proofValue: formatBbsDerivedProof({ proof, labelMap: shown.labels, ...places, presentationHeader }) }
  }
  throw new CredentialError('credential/not-derivable', 'Cannot derive credential: the signature does not match its content')
}

/** Which of the shown statements are mandatory, and which of the others are shown. */
function placesOf({ indexes }: Disclosure, { optional, isMandatory }: { readonly optional: readonly number[]; readonly isMandatory: ReadonlySet<number> }): Record<'mandatoryIndexes' | 'selectiveIndexes', readonly number[]> {
  const isShown = new Set(indexes)
  return {
    mandatoryIndexes: indexes.flatMap((index, place) => (isMandatory.has(index) ? [place] : [])),
    selectiveIndexes: optional.flatMap((index, place) => (isShown.has(index) ? [place] : [])),
  }
}
