import { CredentialError } from '../../credential/credential-error.ts'
import { isJsonObject, listOf, parseJsonObject } from '../../credential/parse-json.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import { decodeBase64url, encodeBase64url } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { EncodingError } from '../../encoding/encoding-error.ts'
import { ExchangeError } from '../exchange-error.ts'

/** Something that the person agrees to by showing a credential: a payment, a signature, the terms of a course. */
export interface TransactionData {
  /** Exactly as asked: the hash is over this very text. */
  readonly text: string
  readonly type: string
  /** The credential queries of which one must carry the hash. */
  readonly credentialIds: readonly string[]
  /** All that it says, to be shown to the person. */
  readonly content: JsonObject
}

/** The kind of transaction that every wallet of ours can show: `text` is what the person agrees to. */
export const statementTransaction = 'urn:everlearned:transaction:statement'

/** Untrusted: more transactions, or a longer one, are refused. */
const maxTransactions = 8
const maxTransactionText = 16_384

/**
 * Reads what a request wants agreed to (OpenID for Verifiable Presentations 1.0, "Transaction Data"). A kind that the wallet cannot
 * show to the person, or a hash that it cannot make, is refused, as it says.
 *
 * Untrusted: all of it. @throws ExchangeError `exchange/transaction-refused`
 */
export function parseTransactionData(value: Json | undefined, queryIds: readonly string[], knownTypes: readonly string[]): readonly TransactionData[] {
  if (value === undefined) return []
  const texts = listOf(value)
  if (!Array.isArray(value) || texts.length === 0 || texts.length > maxTransactions) throw refused('it is no list of a few')
  return texts.map((text) => {
    if (typeof text !== 'string' || text.length > maxTransactionText) throw refused('one is no text')
    const content = decode(text)
    const { type, credential_ids: ids, transaction_data_hashes_alg: algorithms = ['sha-256'] } = content
    if (typeof type !== 'string' || !knownTypes.includes(type)) throw refused('one is of a kind that this wallet cannot show')
    const credentialIds = listOf(ids).filter((id) => typeof id === 'string')
    if (credentialIds.length === 0 || !credentialIds.every((id) => queryIds.includes(id))) throw refused('one names credentials that are not asked for')
    if (!listOf(algorithms).includes('sha-256')) throw refused('one wants another hash than SHA-256')
    return { text, type, credentialIds, content }
  })
}

/** Writes what is to be agreed to. */
export function formatTransactionData(type: string, credentialIds: readonly string[], content: JsonObject): string {
  return encodeBase64url(encodeUtf8(JSON.stringify({ ...content, type, credential_ids: credentialIds })))
}

/** The hashes by which a presentation that answers a query says what its holder agreed to. */
export function transactionHashes(transactions: readonly Pick<TransactionData, 'text' | 'credentialIds'>[], queryId: string, { sha256 }: Pick<Cryptography, 'sha256'>): readonly string[] {
  return transactions.filter(({ credentialIds }) => credentialIds.includes(queryId)).map(({ text }) => encodeBase64url(sha256(encodeUtf8(text))))
}

/** Tells whether a presentation or key binding token carries exactly these hashes. */
export function carriesHashes({ transaction_data_hashes: hashes, transaction_data_hashes_alg: algorithm = 'sha-256' }: JsonObject, expected: readonly string[]): boolean {
  if (expected.length === 0) return true
  return algorithm === 'sha-256' && Array.isArray(hashes) && hashes.length === expected.length && expected.every((hash, index) => hashes[index] === hash)
}

function decode(text: string): JsonObject {
  try {
    const content = parseJsonObject(decodeBase64url(text))
    if (isJsonObject(content)) return content
  } catch (cause) {
    if (!(cause instanceof EncodingError) && !(cause instanceof CredentialError) && !(cause instanceof TypeError)) throw cause
  }
  throw refused('one cannot be read')
}

function refused(state: string): ExchangeError {
  return new ExchangeError('exchange/transaction-refused', `Cannot agree to transactions: ${state}`)
}
