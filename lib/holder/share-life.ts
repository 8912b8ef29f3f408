import { encodeBase64url } from '../encoding/base64url.ts'
import { formatBundle, type BundleEvidence } from '../verifier/bundle.ts'
import { saveEntry } from './entry.ts'
import { type LifeContext, type LifeEntry, loadLifeEntry } from './life-entry.ts'
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
 * where a part is kept back, a copy of its own, which says nothing of it. Nobody is asked for anything.
 *
 * @throws HolderError `holder/life-entry-incomplete` for one that was never confirmed, or of which not even the name is shown
 */
export async function makeLifeBundle(choices: readonly LifeChoice[], context: LifeContext): Promise<string> {
  const credentials = await Promise.all(choices.map((choice) => credentialToShow(choice, context)))
  const files = await Promise.all(choices.filter(({ parts }) => parts.includes('evidence')).map(({ entry }) => loadEvidence(entry, context)))
  const evidence = new Map(files.flat().map(({ id, name, mediaType, bytes }): [string, BundleEvidence] => [id, { id: digestUri(id), name, mediaType, bytes: encodeBase64url(bytes) }]))
  return formatBundle({ credentials, documents: {}, status: {}, ledgerProofs: [], logs: [], evidence: [...evidence.values()] })
}

/**
 * The document that says these parts of an entry and no others: what was signed, or a copy of it. The copy is signed once and kept, so that it
 * is the same each time: what somebody vouched for goes along with it.
 *
 * @throws HolderError as {@link makeLifeBundle} does
 */
export async function credentialToShow({ entry, parts }: LifeChoice, context: LifeContext): Promise<string> {
  if (entry.versions.length === 0 || !parts.includes('what')) throw new HolderError('holder/life-entry-incomplete', 'Cannot share the entry: it was not confirmed, or nothing of it is shown')
  const stored = await loadLifeEntry(entry.id, context)
  // What was changed or removed meanwhile keeps nothing.
  const isCurrent = stored?.versions.at(-1)?.credential === entry.versions.at(-1)?.credential
  const kept = findCopy(stored !== undefined && isCurrent ? stored : entry, parts)
  if (kept !== undefined) return kept
  const shown = filledParts(entry).filter((part) => parts.includes(part))
  const credential = await signLife(entry, shown, context)
  if (stored !== undefined && isCurrent) await saveEntry('life', { ...stored, copies: [...(stored.copies ?? []), { parts: shown, credential }].slice(-maxCopies) }, context)
  return credential
}

/** The document that shows these parts, if there is one already. */
export function findCopy(entry: LifeEntry, parts: readonly LifePart[]): string | undefined {
  const filled = filledParts(entry)
  if (filled.every((part) => parts.includes(part))) return entry.versions.at(-1)?.credential
  const shown = filled.filter((part) => parts.includes(part))
  return entry.copies?.find((copy) => copy.parts.length === shown.length && shown.every((part) => copy.parts.includes(part)))?.credential
}

/** More kinds of copies than anybody makes of one entry; the oldest gives way. */
const maxCopies = 16
