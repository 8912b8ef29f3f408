import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { WalletContext } from './entry.ts'
import { subjectKeyName } from './prove-holder.ts'
import { readDocument } from './read-document.ts'
import { openSubjectKey, type OpenSubjectKey } from './subject-key.ts'
import type { WalletRecord } from './wallet-record.ts'

/** The names under which the key of a record may have been derived: the one that was kept with it, and those of claims. */
export function recordKeyNames({ keyName, origin }: Pick<WalletRecord, 'keyName' | 'origin'>, issuer: string): readonly string[] {
  return [...new Set([...(keyName === undefined ? [] : [keyName]), subjectKeyName(issuer, origin), issuer])]
}

/** The key of this wallet that a record is about; undefined for a record about another wallet's key, or about none. */
export async function findRecordKey(record: WalletRecord, context: Pick<WalletContext, 'keys' | 'cryptography'>): Promise<OpenSubjectKey | undefined> {
  const { issuer, credentialSubject } = readDocument(record.credential, context.cryptography)
  const issuerId = isJsonObject(issuer) ? issuer['id'] : issuer
  const subjects = listOf(credentialSubject).map((subject) => (isJsonObject(subject) ? subject['id'] : undefined))
  if (typeof issuerId !== 'string') return undefined
  for (const name of recordKeyNames(record, issuerId)) {
    for (const type of ['Ed25519', 'P-256'] as const) {
      const key = await openSubjectKey(name, { ...context, type })
      if (subjects.includes(key.did)) return key
    }
  }
  return undefined
}
