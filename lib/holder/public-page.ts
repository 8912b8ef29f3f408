import { findContactDetails, hasEmailAddress, type ContactDetail } from '../credential/find-contact-details.ts'
import { isJsonObject, listOf } from '../credential/parse-json.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { proveHolder } from '../exchange/holder-proof.ts'
import { maxPageBytes, pageChallenge, parsePageReceipt, type PageContent, type PageReceipt } from '../exchange/public-page/page-request.ts'
import { saveExchangeNote } from './exchange-note.ts'
import { factsShown } from './facts-shown.ts'
import { findRecordKey } from './find-record-key.ts'
import { HolderError } from './holder-error.ts'
import type { LifeContext } from './life-entry.ts'
import type { BundleContext } from './make-bundle.ts'
import { makeProfileBundle } from './make-profile-bundle.ts'
import { noteOfLine } from './note-of-line.ts'
import { notePage, type WalletProfile } from './profile.ts'
import type { ProfileLine } from './profile-lines.ts'
import { readDocument } from './read-document.ts'
import { NodeRefusal, requestNode } from './request-node.ts'
import { openLifeKey } from './sign-life-entry.ts'
import type { OpenSubjectKey } from './subject-key.ts'
import { subjectsWithin } from '../verifier/subjects-within.ts'

/** Why a line stays off a public page. */
export type PageFault = ContactDetail
  /** It, or a record inside it, is about another key than the one that this wallet has for it: nobody could prove that its person publishes it. */
  | 'other-key'

/** Tells why a line may not stand on a public page; nothing for one that may. */
export async function findPageFaults(line: ProfileLine, context: Pick<LifeContext, 'keys' | 'cryptography'>): Promise<readonly PageFault[]> {
  if (line.kind === 'entry') {
    const names = line.parts.includes('evidence') ? line.entry.evidence.map(({ name }) => name) : []
    return hasEmailAddress(JSON.stringify([factsShown(line.entry.facts, line.parts), names])) ? ['email'] : []
  }
  const document = readDocument(line.record.credential, context.cryptography)
  const key = await findRecordKey(line.record, context)
  const isOwn = key !== undefined && (await subjectsWithin(document, context.cryptography)).every((id) => id === key.did)
  return [...findContactDetails(document), ...(isOwn ? [] : ['other-key' as const])]
}

/** The name of the person as a record tells it, which it shows even where the profile has another name or none. */
export function nameInRecord(line: ProfileLine, { cryptography }: Pick<LifeContext, 'cryptography'>): string | undefined {
  if (line.kind === 'entry') return undefined
  const { credentialSubject }: JsonObject = readDocument(line.record.credential, cryptography)
  return listOf(credentialSubject).map((subject) => (isJsonObject(subject) ? subject['name'] : undefined)).find((name) => typeof name === 'string')
}

/** What publishing takes beside the profile and its lines. */
export interface PublishWish {
  readonly node: string
  readonly isListed: boolean
  readonly expiresAt: Date
}

/** The open wallet, the network, and the time. */
export type PublishContext = BundleContext & LifeContext

/**
 * Puts a profile where everybody can read it, in the place of what stood there before; its person has seen it and said yes. Each key that
 * a line is about is proven to the node, for this very page. What others vouched for does not go along: they said it to those who were
 * shown it.
 *
 * @throws HolderError `holder/page-too-large`, `holder/page-refused` for a line that must not stand there, and as {@link makeProfileBundle} does; NodeRefusal
 */
export async function publishProfile(profile: WalletProfile, lines: readonly ProfileLine[], { wish, ...context }: PublishContext & { readonly wish: PublishWish }): Promise<WalletProfile> {
  const faults = await Promise.all(lines.map((line) => findPageFaults(line, context)))
  if (faults.some((found) => found.length > 0) || hasEmailAddress(`${profile.name} ${profile.headline}`)) throw new HolderError('holder/page-refused', 'Cannot publish the profile: something in it is not for everybody')
  const content = { bundle: await makeProfileBundle(profile, lines, context), isListed: wish.isListed, expiresAt: wish.expiresAt }
  if (encodeUtf8(content.bundle).length > maxPageBytes) throw new HolderError('holder/page-too-large', `Cannot publish the profile: more than ${maxPageBytes} bytes`)
  const { id, editToken } = await send(profile, await requestOf(content, lines, { ...context, node: wish.node }), { ...context, node: wish.node })
  await saveExchangeNote({ outcome: 'published', host: new URL(wish.node).host, isKnown: false, purpose: profile.title, until: wish.expiresAt.toISOString(), asked: [], records: lines.map(noteOfLine) }, context)
  return notePage(profile, { node: wish.node, id, editToken, isListed: wish.isListed, publishedAt: context.now.toISOString(), expiresAt: wish.expiresAt.toISOString() }, context)
}

/** Takes the page of a profile down: the node forgets it at once. One that is gone already is only noted. */
export async function unpublishProfile(profile: WalletProfile, context: PublishContext): Promise<WalletProfile> {
  const { page } = profile
  if (page === undefined) return profile
  try {
    await requestNode(`${page.node}/api/public-pages/${encodeURIComponent(page.id)}`, context.fetch, { method: 'DELETE', bearer: page.editToken })
  } catch (error) {
    if (!isGone(error)) throw error
  }
  await saveExchangeNote({ outcome: 'unpublished', host: new URL(page.node).host, isKnown: false, purpose: profile.title, asked: [], records: [] }, context)
  return notePage(profile, undefined, context)
}

/** The address of a public page; nothing in it is secret. */
export function formatPageLink({ node, id }: { readonly node: string; readonly id: string }): string {
  return `${node}/p/${id}`
}

/** A page that has ended in the meantime is published at a new address. */
async function send({ page }: WalletProfile, body: JsonObject, { fetch, node, now }: PublishContext & { readonly node: string }): Promise<PageReceipt> {
  if (page !== undefined && page.node === node && new Date(page.expiresAt) > now) {
    try {
      await requestNode(`${node}/api/public-pages/${encodeURIComponent(page.id)}`, fetch, { method: 'PUT', body, bearer: page.editToken })
      return page
    } catch (error) {
      if (!isGone(error)) throw error
    }
  }
  return parsePageReceipt(await requestNode(`${node}/api/public-pages`, fetch, { method: 'POST', body }))
}

async function requestOf(content: PageContent, lines: readonly ProfileLine[], context: PublishContext & { readonly node: string }): Promise<JsonObject> {
  const { cryptography, now: created, node: domain } = context
  const challenge = pageChallenge(content, cryptography)
  const keys = await Promise.all(lines.map((line) => keyOf(line, context)))
  const own = [...new Map(keys.flatMap((key) => (key === undefined ? [] : [[key.did, key] as const]))).values()]
  const proofs = await Promise.all(own.map(({ signingKey: key, did, verificationMethod }) => proveHolder({ key, did, verificationMethod, challenge, domain, created }, cryptography)))
  return { bundle: content.bundle, isListed: content.isListed, expiresAt: content.expiresAt.toISOString(), proofs: proofs.map(({ presentation }) => presentation) }
}

function keyOf(line: ProfileLine, context: PublishContext): Promise<OpenSubjectKey | undefined> {
  return line.kind === 'record' ? findRecordKey(line.record, context) : openLifeKey(line.entry.id, context)
}

function isGone(error: unknown): boolean {
  return error instanceof NodeRefusal && error.problemCode === 'public-page/ended'
}
