import type { JsonObject } from '../../encoding/canonical-json.ts'
import { malformed, membersOf } from './_members.ts'
import { maxCredentialLength } from './claim-result.ts'

/** The forms in which a holder gets a copy: a proof inside the document, a token (SD-JWT VC), and one whose copies cannot be linked. */
export const copyForms = ['ecdsa-sd-2023', 'dc+sd-jwt', 'bbs-2023'] as const

/** See {@link copyForms}. */
export type CopyForm = (typeof copyForms)[number]

/** What a wallet posts for a copy of a credential that it claimed. */
export interface CopyRequest {
  readonly credentialId: string
  /** A Verifiable Presentation for the challenge that was given out for this credential; it holds no credential. */
  readonly presentation: JsonObject
  readonly form: CopyForm
}

/** Untrusted: the longest id of a credential. */
const maxIdLength = 128

/** @throws ClaimError `claim/malformed` */
export function parseCopyRequest(value: unknown): CopyRequest {
  const request = membersOf(value, 'copy request')
  const name = request.optionalText('form', 40) ?? 'ecdsa-sd-2023'
  const form = copyForms.find((known) => known === name)
  if (form === undefined) throw malformed('copy request', 'form is none that is known here')
  return { credentialId: request.text('credentialId', maxIdLength), presentation: request.object('presentation'), form }
}

/** A copy as it is handed out, for one share: nothing that would show where the ledger has it. */
export interface CopyResult {
  /** The copy exactly as signed, for its holder alone. */
  readonly credential: string
  /** What checking it offline needs: DID and status documents by their URL or DID. */
  readonly documents: JsonObject
}

/** @throws ClaimError `claim/malformed` */
export function parseCopyResult(value: unknown): CopyResult {
  const result = membersOf(value, 'copy result')
  return { credential: result.text('credential', maxCredentialLength), documents: result.object('documents') }
}
