import type { Cryptography } from '../crypto/cryptography.ts'
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { maxShareBytes, parseSharePackage, parseShareReceipt } from '../exchange/claim/share-package.ts'
import { openEntry, saveEntry, type WalletContext } from './entry.ts'
import { type NotedRecord, saveExchangeNote } from './exchange-note.ts'
import { HolderError } from './holder-error.ts'
import { type Fetch, NodeRefusal, requestNode } from './request-node.ts'
import { importSealKey, seal, unseal } from './seal.ts'

const purpose = 'everlearned share v1'

/** One share as its maker remembers it: enough to show the link again and to end it. */
export interface WalletShare {
  /** The id that the node gave. */
  readonly id: string
  readonly recordId: string
  readonly node: string
  /** base64url; opens the share. */
  readonly key: string
  readonly endToken: string
  readonly createdAt: string
  readonly expiresAt: string
  /** A note to oneself; it stays in the wallet. */
  readonly note: string
}

/** Encrypts a bundle under a fresh key; the node keeps the ciphertext, the link carries the key. */
export async function sealShare(bundle: string, cryptography: Cryptography): Promise<{ readonly ciphertext: Uint8Array<ArrayBuffer>; readonly key: Uint8Array<ArrayBuffer> }> {
  const key = cryptography.randomBytes(32)
  const ciphertext = await seal(encodeUtf8(bundle), await importSealKey(key), { purpose, cryptography })
  if (ciphertext.length > maxShareBytes) throw new HolderError('holder/share-too-large', `Cannot share: more than ${maxShareBytes} bytes`)
  return { ciphertext, key }
}

/**
 * Opens the ciphertext of a share with the key of its link.
 *
 * @throws HolderError `holder/seal-broken` on another key or changed bytes, `holder/share-link-malformed` on a key of another length
 */
export async function openShare(ciphertext: Uint8Array<ArrayBuffer>, key: Uint8Array<ArrayBuffer>): Promise<string> {
  if (key.length !== 32) throw new HolderError('holder/share-link-malformed', 'Cannot open share: the key in the link is incomplete')
  return decodeUtf8(await unseal(ciphertext, await importSealKey(key), purpose))
}

/** What making a share needs beside the wallet. */
export interface ShareRequestInput {
  readonly recordId: string
  readonly bundle: string
  readonly node: string
  readonly expiresAt: Date
  readonly note: string
}

/** Leaves a bundle, encrypted, at a node until it expires, and remembers how to end it. */
export async function makeShare(input: ShareRequestInput, context: WalletContext & { readonly fetch: Fetch; readonly now: Date }): Promise<WalletShare> {
  const { ciphertext, key } = await sealShare(input.bundle, context.cryptography)
  const body = { ciphertext: encodeBase64url(ciphertext), expiresAt: input.expiresAt.toISOString() }
  const { id, endToken } = parseShareReceipt(await requestNode(`${input.node}/api/shares`, context.fetch, { method: 'POST', body }))
  const share: WalletShare = {
    id, endToken, recordId: input.recordId, node: input.node, key: encodeBase64url(key), note: input.note,
    createdAt: context.now.toISOString(), expiresAt: input.expiresAt.toISOString(),
  }
  await saveEntry('share', share, context)
  return share
}

/** The link of a share. The key stands in the fragment: browsers never send it to the node. */
export function formatShareLink({ node, id, key }: Pick<WalletShare, 'node' | 'id' | 'key'>): string {
  return `${node}/s/${id}#${key}`
}

/** Ends a share: the node deletes the ciphertext, the wallet forgets it and writes that down. One that has already ended is only forgotten. */
export async function endShare(share: WalletShare, context: WalletContext & { readonly fetch: Fetch; readonly now: Date }): Promise<void> {
  try {
    await requestNode(`${share.node}/api/shares/${encodeURIComponent(share.id)}`, context.fetch, { method: 'DELETE', bearer: share.endToken })
  } catch (error) {
    if (!(error instanceof NodeRefusal) || !goneCodes.includes(error.problemCode)) throw error
  }
  await context.storage.removeEntry('share', share.id)
  await saveExchangeNote({ outcome: 'ended', host: new URL(share.node).host, isKnown: false, purpose: share.note, asked: [], records: [] }, context)
}

/** Writes down for whom a link was made, what it shows and until when. */
export async function noteLink(share: WalletShare, records: readonly NotedRecord[], context: WalletContext & { readonly now: Date }): Promise<void> {
  await saveExchangeNote({ outcome: 'linked', host: new URL(share.node).host, isKnown: false, purpose: share.note, until: share.expiresAt, asked: [], records }, context)
}

const goneCodes = ['share/ended', 'share/not-found']

/** The shares of this wallet that have not expired, newest first; expired ones are forgotten, the node has deleted them. */
export async function loadShares(context: WalletContext & { readonly now: Date }): Promise<readonly WalletShare[]> {
  const shares: WalletShare[] = []
  for (const entry of await context.storage.loadEntries('share')) {
    const share = await openEntry<WalletShare>(entry, context)
    if (new Date(share.expiresAt) <= context.now) await context.storage.removeEntry('share', share.id)
    else shares.push(share)
  }
  return shares.toSorted((left, right) => (left.createdAt < right.createdAt ? 1 : -1))
}

/**
 * Fetches a share and opens it with the key of its link.
 *
 * @throws HolderError `holder/share-link-malformed`, `holder/seal-broken`, `holder/node-unreachable`; NodeRefusal `share/ended`
 */
export async function fetchShare({ node, id, key }: Pick<WalletShare, 'node' | 'id' | 'key'>, fetch: Fetch): Promise<{ readonly bundle: string; readonly expiresAt: string }> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(key)) throw new HolderError('holder/share-link-malformed', 'Cannot open share: the key in the link is incomplete')
  const share = parseSharePackage(await requestNode(`${node}/api/shares/${encodeURIComponent(id)}`, fetch))
  return { bundle: await openShare(decodeBase64url(share.ciphertext), decodeBase64url(key)), expiresAt: share.expiresAt }
}
