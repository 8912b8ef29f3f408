import { formatDateTime } from '../credential/date-time.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { unlinkable } from '../issuer/issue-unlinkable.ts'
import { isCopyMadeNow, type ShareChoice } from './make-bundle.ts'
import { readDocument } from './read-document.ts'
import { showParts } from './shown-copy.ts'

/**
 * What the other side will see of a copy, before it is made: the same members with the same values but for the moment and the id of the
 * copy, and without any proof.
 *
 * @throws HolderError, CredentialError as {@link showParts} does
 */
export async function previewCopy(credential: string, choice: ShareChoice, { cryptography, now }: { readonly cryptography: Cryptography; readonly now: Date }): Promise<string> {
  const { proof: _proof, ...shown }: JsonObject = readDocument(await showParts(credential, choice.facts, cryptography), cryptography)
  if (!isCopyMadeNow(choice)) return JSON.stringify(shown)
  const { id: _id, ...others } = shown
  const renewed = { ...others, validFrom: formatDateTime(now) }
  return JSON.stringify(choice.form === 'bbs-2023' ? unlinkable(renewed, now) : renewed)
}
