import type { Finding } from '../../credential/finding.ts'
import { nameKey } from '../../trust/registries/issuer-standing.ts'
import { judgeIssuerKey } from '../issuer-key.ts'
import { ledgerRecordOf } from '../ledger-record.ts'
import { failed, unknown } from '../report.ts'
import { issuerProofOf, type Subject } from '../subject.ts'
import type { VerifyContext } from '../verify-context.ts'

/**
 * Is its signature recorded in a log that this verifier trusts, under a checkpoint that is final? Only the verifier's own networks
 * and logs count, never those of the sharer. What was recorded while others may have had the key is in doubt.
 */
export async function checkLedgerInclusion(subject: Subject, context: VerifyContext): Promise<Finding> {
  const record = await ledgerRecordOf(subject, context)
  const { issuerId } = subject
  const key = issuerProofOf(subject)?.publicKey
  const isRecorded = record.place !== undefined
  if (issuerId === null || key === undefined || !(isRecorded || record.finding.outcome === 'not-applicable')) return record.finding
  const signers = (record.report?.signedBy ?? []).flatMap(({ did, key: signer }) => (did === null ? [] : [{ did, key: signer }]))
  const states = [{ did: issuerId, key: nameKey(key) }, ...signers].map((who) => judgeIssuerKey(who, record.place, context).state)
  if (states.includes('withdrawn')) return failed('ledger-inclusion/key-withdrawn', 'The key was withdrawn, and no ledger shows that it was used before')
  if (states.includes('doubtful')) return unknown('ledger-inclusion/key-compromised', 'It was recorded when others than its owner may have had the key')
  return record.finding
}
