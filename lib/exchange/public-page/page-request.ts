import type { JsonObject } from '../../encoding/canonical-json.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import { encodeBase64url } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import { PublicPageError } from './public-page-error.ts'

/** Untrusted: the longest text that a node keeps for one page, in bytes of UTF-8. */
export const maxPageBytes = 1_048_576

/** The longest that a page stands before its person renews it. */
export const maxPageDays = 366

/** Untrusted: of so many keys a page may prove possession. */
export const maxPageProofs = 64

/** What the person decided for a page: what stands there, whether search engines may list it, and until when. */
export interface PageContent {
  /** A share bundle as text, readable by everybody. */
  readonly bundle: string
  readonly isListed: boolean
  readonly expiresAt: Date
}

/** A page as its person posts it, with a proof of every key that its records are about. */
export interface PageRequest extends PageContent {
  readonly proofs: readonly JsonObject[]
}

/** What the person keeps of a page: its id, and the token that changes and ends it. */
export interface PageReceipt {
  readonly id: string
  readonly editToken: string
}

/** A page as anybody fetches it. */
export interface PagePackage {
  readonly bundle: string
  readonly isListed: boolean
  readonly changedAt: string
  readonly expiresAt: string
}

/**
 * What the proofs of a page answer: everything that was decided, so that a proof is good for this page and for no other, and nobody who
 * was once shown a record can publish it.
 */
export function pageChallenge({ bundle, isListed, expiresAt }: PageContent, { sha256 }: Pick<Cryptography, 'sha256'>): string {
  return encodeBase64url(sha256(encodeUtf8(`everlearned public page v1\n${isListed ? 'listed' : 'unlisted'}\n${expiresAt.toISOString()}\n${bundle}`)))
}

/** Untrusted: the answer of a node. @throws PublicPageError `public-page/malformed` */
export function parsePageReceipt(value: unknown): PageReceipt {
  const { id, editToken } = membersOf(value)
  if (!isPageId(id) || typeof editToken !== 'string' || !/^[\w-]{43}$/.test(editToken)) throw malformed('it names no page and token')
  return { id, editToken }
}

/** Untrusted: the answer of a node. @throws PublicPageError `public-page/malformed` */
export function parsePagePackage(value: unknown): PagePackage {
  const { bundle, isListed, changedAt, expiresAt } = membersOf(value)
  if (typeof bundle !== 'string' || bundle.length > maxPageBytes || typeof isListed !== 'boolean') throw malformed('it holds no bundle')
  if (!isMoment(changedAt) || !isMoment(expiresAt)) throw malformed('a moment of it is none')
  return { bundle, isListed, changedAt, expiresAt }
}

/** Tells whether a text is of the form of a page's id. */
export function isPageId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-hjkmnp-z2-9]{16}$/.test(value)
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('it is no object')
  return value as Readonly<Record<string, unknown>>
}

function isMoment(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value))
}

function malformed(state: string): PublicPageError {
  return new PublicPageError('public-page/malformed', `Cannot read public page: ${state}`)
}
