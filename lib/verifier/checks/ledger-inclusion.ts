import type { Finding } from '../../credential/finding.ts'
import type { LedgerProofFinding } from '../../trust/verify-ledger-proof.ts'
import { verifyLedgerProof } from '../../trust/verify-ledger-proof.ts'
import { failed, notApplicable, passed, unknown } from '../report.ts'
import type { Subject } from '../subject.ts'
import type { VerifyContext } from '../verify-context.ts'

/** Untrusted: so many ledger proofs are held against one credential, no more. */
const maxProofsTried = 200

/** Is its signature recorded in a log that this verifier trusts? Only the verifier's own logs count, never those of the sharer. */
export async function checkLedgerInclusion({ input, proofs, issuerId }: Subject, { trust, cryptography }: VerifyContext): Promise<Finding> {
  const ledgerProofs = input.bundle?.ledgerProofs ?? []
  if (ledgerProofs.length === 0) return notApplicable('ledger-inclusion/no-proof', 'It came without a ledger proof')
  const proofBytes = proofs.find(({ outcome }) => outcome === 'passed')?.proofBytes
  if (proofBytes === undefined || issuerId === null) return unknown('ledger-inclusion/no-signature', 'Without a signature that verifies there is nothing to look for')
  const findings: LedgerProofFinding[] = []
  for (const ledgerProof of ledgerProofs.slice(0, maxProofsTried)) {
    const finding = await verifyLedgerProof(ledgerProof, { proofBytes, issuer: issuerId, logs: trust.logs, cryptography })
    if (finding.outcome === 'passed') return passed
    findings.push(finding)
  }
  return explain(findings, input.credentials.length)
}

/** Of the proofs that did not pass, the one that is about this credential; in a bundle of several most are about others. */
function explain(findings: readonly LedgerProofFinding[], credentialCount: number): Finding {
  const own = findings.find((finding) => finding.outcome !== 'passed' && finding.code !== 'trust/commitment-not-in-batch')
  const told = own ?? (credentialCount === 1 ? findings[0] : undefined)
  if (told === undefined || told.outcome === 'passed') return unknown('ledger-inclusion/no-proof', 'None of the ledger proofs is about it')
  const code = told.code.replace('trust/', 'ledger-inclusion/')
  return told.outcome === 'failed' ? failed(code, told.reason) : unknown(code, told.reason)
}
