import { signCredential } from '../credential/sign-credential.ts'
import { saveEntry, type WalletContext } from './entry.ts'
import { createLifeCredential } from './life-credential.ts'
import { type LifeContext, type LifeDecision, type LifeEntry, lifeKeyName, type LifeVersion } from './life-entry.ts'
import { filledParts, lifeParts, type LifePart, tidyFacts } from './life-facts.ts'
import { openSubjectKey, type OpenSubjectKey } from './subject-key.ts'

/**
 * Makes an entry its person's word: what they confirm is signed with a key of its own for this entry, so that two entries shown to
 * different people have nothing in common. Whatever was signed before stays as it was.
 *
 * @throws HolderError `holder/life-entry-incomplete`, `holder/life-period-reversed`
 */
export async function confirmLifeEntry(entry: LifeEntry, { facts, sensitive }: LifeDecision, context: LifeContext): Promise<LifeEntry> {
  return signAnew({ ...entry, facts: tidyFacts(facts), sensitive: lifeParts.filter((part) => sensitive.includes(part)) }, entry.versions.length === 0 ? 'confirmed' : 'edited', context)
}

/** Signs what an entry says now, and keeps it after what was signed before. */
export async function signAnew(entry: LifeEntry, why: LifeVersion['why'], context: LifeContext): Promise<LifeEntry> {
  const credential = await signLife(entry, filledParts(entry), context)
  const signedAt = context.now.toISOString()
  const { copies: _, ...changed } = entry
  const signed = { ...changed, versions: [...entry.versions, { credential, signedAt, why }], changedAt: signedAt }
  await saveEntry('life', signed, context)
  return signed
}

/** Signs some parts of an entry: a copy for one share, which keeps nothing of the others. */
export async function signLife({ id, facts, evidence }: LifeEntry, parts: readonly LifePart[], context: LifeContext): Promise<string> {
  const { did, signingKey, verificationMethod } = await openLifeKey(id, context)
  const { now, cryptography } = context
  return JSON.stringify(await signCredential(createLifeCredential({ facts, evidence, parts, did }, context), { signingKey, verificationMethod, created: now, cryptosuite: 'eddsa-rdfc-2022', cryptography }))
}

/** The key of one entry. */
export function openLifeKey(id: string, context: Pick<WalletContext, 'keys' | 'cryptography'>): Promise<OpenSubjectKey> {
  return openSubjectKey(lifeKeyName(id), context)
}
