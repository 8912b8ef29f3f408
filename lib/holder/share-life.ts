import { encodeBase64url } from '../encoding/base64url.ts'
import { formatBundle, type BundleEvidence } from '../verifier/bundle.ts'
import type { LifeContext, LifeEntry } from './life-entry.ts'
import { digestUri } from './life-credential.ts'
import { loadEvidence } from './life-evidence.ts'
import { filledParts, type LifePart } from './life-facts.ts'
import { HolderError } from './holder-error.ts'
import { signLife } from './sign-life-entry.ts'

/** What somebody shows of one of their entries. */
export interface LifeChoice {
  readonly entry: LifeEntry
  readonly parts: readonly LifePart[]
}

/** The parts of an entry that a share shows unless its person says otherwise: all but the sensitive ones; none when what it is about is sensitive. */
export function partsToShare(entry: LifeEntry): readonly LifePart[] {
  return entry.sensitive.includes('what') ? [] : filledParts(entry).filter((part) => !entry.sensitive.includes(part))
}

/**
 * Entries as a share bundle, with the files of their evidence. Where all of an entry is shown, it is the document that its person signed;
 * where a part is kept back, a copy signed now, which says nothing of it. Nobody is asked for anything.
 *
 * @throws HolderError `holder/life-entry-incomplete` for one that was never confirmed, or of which not even the name is shown
 */
export async function makeLifeBundle(choices: readonly LifeChoice[], context: LifeContext): Promise<string> {
  const credentials = await Promise.all(choices.map((choice) => credentialFor(choice, context)))
  const files = await Promise.all(choices.filter(({ parts }) => parts.includes('evidence')).map(({ entry }) => loadEvidence(entry, context)))
  const evidence = new Map(files.flat().map(({ id, name, mediaType, bytes }): [string, BundleEvidence] => [id, { id: digestUri(id), name, mediaType, bytes: encodeBase64url(bytes) }]))
  return formatBundle({ credentials, documents: {}, status: {}, ledgerProofs: [], logs: [], evidence: [...evidence.values()] })
}

async function credentialFor({ entry, parts }: LifeChoice, context: LifeContext): Promise<string> {
  const latest = entry.versions.at(-1)
  if (latest === undefined || !parts.includes('what')) throw new HolderError('holder/life-entry-incomplete', 'Cannot share the entry: it was not confirmed, or nothing of it is shown')
  return filledParts(entry).every((part) => parts.includes(part)) ? latest.credential : signLife(entry, parts, context)
}


