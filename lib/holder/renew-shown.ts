import { hasBaseProof } from './shown-copy.ts'
import { requestCopy, type CopyContext } from './request-copy.ts'
import type { WalletRecord } from './wallet-record.ts'

/**
 * The credential of which a part is shown in an exchange, when the parts are these pointers: where the day of the award is withheld,
 * a copy that its issuer's node makes now, so that nothing in it tells of then; else the record's own.
 *
 * The holder must have agreed to show it: the node learns that a copy is wanted, though not for whom.
 *
 * @throws HolderError `holder/node-unreachable`, `holder/credential-refused`; NodeRefusal
 */
export async function renewShown(record: WalletRecord, pointers: readonly string[], context: CopyContext): Promise<string> {
  const isDayShown = pointers.some((pointer) => pointer === '' || pointer === '/awardedDate')
  if (isDayShown || record.isImported === true || !hasBaseProof(record.credential)) return record.credential
  return (await requestCopy(record, context)).credential
}
