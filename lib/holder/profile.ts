import { encodeHex } from '../encoding/hex.ts'
import { tidyLine } from '../encoding/tidy-text.ts'
import { maxCoverText } from '../verifier/bundle.ts'
import { openEntry, saveEntry, type WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import type { LifePart } from './life-facts.ts'
import type { RemovedEntry } from './put-back.ts'
import type { FactName } from './shown-copy.ts'

/** One line of a profile: which record or entry, and what of it stays out. */
export type ProfileItem =
  | { readonly kind: 'record'; readonly id: string; readonly leftOut: readonly FactName[] }
  | {
    readonly kind: 'entry'
    readonly id: string
    readonly leftOut: readonly LifePart[]
    /** Sensitive parts that their person put in all the same, each by its own yes: what is marked later stays out. */
    readonly confirmed: readonly LifePart[]
  }

/** Where a profile stands for everybody to read, and the token that changes and ends it. */
export interface ProfilePage {
  readonly node: string
  readonly id: string
  readonly editToken: string
  /** Search engines may list it. */
  readonly isListed: boolean
  readonly publishedAt: string
  readonly expiresAt: string
}

/**
 * What somebody shows of themselves to some people: under which name, in which words, which things, in which order. Without a name and
 * words of its own it is a collection: some things under a title.
 */
export interface WalletProfile {
  readonly id: string
  /** For its person alone. */
  readonly title: string
  /** As these people know them: whole, a first name, or none. */
  readonly name: string
  readonly headline: string
  /** The language of these words. */
  readonly language: string
  readonly items: readonly ProfileItem[]
  readonly createdAt: string
  readonly changedAt: string
  readonly page?: ProfilePage
  /** When a page of it was taken down last: two devices agree by it. */
  readonly pageEndedAt?: string
}

/** What its person decides of a profile. */
export type ProfileDraft = Pick<WalletProfile, 'title' | 'name' | 'headline' | 'language' | 'items'>

/** Untrusted: what is longer is cut, whether it was typed or imported. */
export const maxProfile: { readonly title: number; readonly name: number; readonly headline: number; readonly items: number } = { title: 80, ...maxCoverText, items: 100 }

/** The open wallet, and the time. */
export interface ProfileContext extends WalletContext {
  readonly now: Date
}

/** Keeps a new profile. @throws HolderError `holder/profile-unnamed` */
export async function createProfile(draft: ProfileDraft, context: ProfileContext): Promise<WalletProfile> {
  const createdAt = context.now.toISOString()
  return keep({ ...tidy(draft), id: encodeHex(context.cryptography.randomBytes(16)), createdAt, changedAt: createdAt }, context)
}

/** Keeps what was changed of a profile. A page that stands stays as it was published until it is published anew. @throws HolderError `holder/profile-unnamed` */
export async function changeProfile(profile: WalletProfile, draft: ProfileDraft, context: ProfileContext): Promise<WalletProfile> {
  return keep({ ...profile, ...tidy(draft), changedAt: context.now.toISOString() }, context)
}

/** Makes another of the same, for other people. It is nobody's page. */
export function duplicateProfile({ name, headline, language, items }: WalletProfile, title: string, context: ProfileContext): Promise<WalletProfile> {
  return createProfile({ title, name, headline, language, items }, context)
}

/** Notes where a profile stands publicly, or, without a page, that it stands there no more. */
export function notePage(profile: WalletProfile, page: ProfilePage | undefined, context: ProfileContext): Promise<WalletProfile> {
  const { page: _, ...others } = profile
  return keep(page === undefined ? { ...others, pageEndedAt: context.now.toISOString() } : { ...others, page }, context)
}

/**
 * Takes a profile out of the wallet; what it names stays.
 *
 * @throws HolderError `holder/profile-published` while it stands publicly: nobody could take it down any more
 */
export async function removeProfile({ id, page }: WalletProfile, { storage, now }: ProfileContext): Promise<RemovedEntry> {
  if (page !== undefined && new Date(page.expiresAt) > now) throw new HolderError('holder/profile-published', 'Cannot remove the profile: it stands on a public page')
  const stored = await storage.loadEntry('profile', id)
  await storage.removeEntry('profile', id)
  return stored === undefined ? [] : [stored]
}

/** All profiles, by title; one that cannot be opened is named, never hidden. */
export async function loadProfiles(context: WalletContext): Promise<{ readonly profiles: readonly WalletProfile[]; readonly broken: readonly string[] }> {
  const profiles: WalletProfile[] = []
  const broken: string[] = []
  for (const entry of await context.storage.loadEntries('profile')) {
    try {
      profiles.push(await openEntry<WalletProfile>(entry, context))
    } catch (cause) {
      if (!(cause instanceof HolderError)) throw cause
      broken.push(entry.id)
    }
  }
  return { profiles: profiles.toSorted((left, right) => left.title.localeCompare(right.title)), broken }
}

/** Opens one profile, or undefined when the wallet has none of that id. @throws HolderError `holder/seal-broken` */
export async function loadProfile(id: string, context: WalletContext): Promise<WalletProfile | undefined> {
  const stored = await context.storage.loadEntry('profile', id)
  return stored === undefined ? undefined : openEntry<WalletProfile>(stored, context)
}

async function keep(profile: WalletProfile, context: ProfileContext): Promise<WalletProfile> {
  await saveEntry('profile', profile, context)
  return profile
}

function tidy({ title, name, headline, language, items }: ProfileDraft): ProfileDraft {
  const own = tidyLine(title, maxProfile.title)
  if (own === '') throw new HolderError('holder/profile-unnamed', 'Cannot keep the profile: it has no title')
  const first = items.filter(({ kind, id }, index) => items.findIndex((other) => other.kind === kind && other.id === id) === index)
  return { title: own, name: tidyLine(name, maxProfile.name), headline: tidyLine(headline, maxProfile.headline), language, items: first.slice(0, maxProfile.items) }
}
