import { saveEntry, type WalletContext } from './entry.ts'
import { filesInUse } from './files-in-use.ts'
import { HolderError } from './holder-error.ts'
import { isDraft, type LifeContext, type LifeEntry } from './life-entry.ts'
import { signAnew } from './sign-life-entry.ts'
import { type FileContent, loadFile, saveFile } from './wallet-file.ts'

/** Kinds of file that can be shown again, and by what; others are kept and saved, not shown. */
export type EvidenceView = 'image' | 'text' | 'audio' | 'video' | 'pdf' | 'none'

/** A phone has to seal and show them; more is a folder, not evidence. */
export const maxEvidence = 10

/**
 * Puts a file beside an entry, sealed, and binds it: what was confirmed before is signed anew with the digest of the file.
 *
 * @throws HolderError `holder/file-too-large`, `holder/evidence-too-many`
 */
export async function addEvidence(entry: LifeEntry, file: FileContent, context: LifeContext): Promise<LifeEntry> {
  if (entry.evidence.length >= maxEvidence) throw new HolderError('holder/evidence-too-many', `Cannot keep the file: the entry has ${maxEvidence} already`)
  const { id, name, mediaType } = await saveFile(file, context)
  if (entry.evidence.some((each) => each.id === id)) return entry
  return keep({ ...entry, evidence: [...entry.evidence, { id, name, mediaType, size: file.bytes.length }] }, 'evidence-added', context)
}

/** Takes a file from an entry, and out of the wallet unless something else has it too. Copies that were shared stay with whoever has them. */
export async function removeEvidence(entry: LifeEntry, id: string, context: LifeContext): Promise<LifeEntry> {
  const left = await keep({ ...entry, evidence: entry.evidence.filter((each) => each.id !== id) }, 'evidence-removed', context)
  if (!(await filesInUse(context)).has(id)) await context.storage.removeEntry('file', id)
  return left
}

async function keep(entry: LifeEntry, why: 'evidence-added' | 'evidence-removed', context: LifeContext): Promise<LifeEntry> {
  if (!isDraft(entry)) return signAnew(entry, why, context)
  const kept = { ...entry, changedAt: context.now.toISOString() }
  await saveEntry('life', kept, context)
  return kept
}

/** Levels that somebody's own word can have. */
export type OwnLevel = 'self-stated' | 'evidenced'

/**
 * How well an entry is backed, computed from what the wallet holds: evidenced when every artefact it names is here, byte for byte.
 * What others say of it is in their records, not in this one.
 */
export async function levelOf({ evidence }: Pick<LifeEntry, 'evidence'>, context: WalletContext): Promise<OwnLevel> {
  if (evidence.length === 0) return 'self-stated'
  const files = await Promise.all(evidence.map(({ id }) => context.storage.loadEntry('file', id)))
  return files.every((file) => file !== undefined) ? 'evidenced' : 'self-stated'
}

/** The bytes of an entry's files, in its order; those that are not here are left out. */
export async function loadEvidence({ evidence }: Pick<LifeEntry, 'evidence'>, context: WalletContext): Promise<readonly (FileContent & { readonly id: string })[]> {
  const files = await Promise.all(evidence.map(async ({ id }) => ({ id, content: await loadFile(id, context) })))
  return files.flatMap(({ id, content }) => (content === undefined ? [] : [{ id, ...content }]))
}

/** How a file can be shown, by its type and never by its content. Whatever browsers could run is shown as text. */
export function viewOf(mediaType: string): EvidenceView {
  const [type = '', subtype = ''] = mediaType.toLowerCase().split(';', 1)[0]?.split('/') ?? []
  if (type === 'image') return /^(?:png|jpeg|gif|webp|avif|bmp|svg\+xml)$/.test(subtype) ? 'image' : 'none'
  if (type === 'audio') return 'audio'
  if (type === 'video') return 'video'
  if (type === 'application' && subtype === 'pdf') return 'pdf'
  const isText = type === 'text' || (type === 'application' && /^(?:json|xml|javascript|x-sh|x-python|sql|x-httpd-php|.*\+(?:json|xml))$/.test(subtype))
  return isText ? 'text' : 'none'
}
