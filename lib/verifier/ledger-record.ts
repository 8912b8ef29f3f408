import type { Finding } from '../credential/finding.ts'
import { keysInForce, participantAt } from '../trust/history.ts'
import type { LedgerProofFinding, RecordedIn } from '../trust/verify-ledger-proof.ts'
import { verifyLedgerProof } from '../trust/verify-ledger-proof.ts'
import { failed, notApplicable, passed, unknown, type LedgerReport } from './report.ts'
import { issuerProofOf, type Subject } from './subject.ts'
import { logTrustOf, registryIndexOf, type LogPlace, type TrustedNetwork } from './trusted-network.ts'
import type { VerifyContext } from './verify-context.ts'

/** Untrusted: so many ledger proofs are held against one credential, no more. */
const maxProofsTried = 200

/** Where a credential stands in the ledger. */
export interface LedgerRecord {
  readonly finding: Finding
  /** Where it is recorded; only in a log that counts, and by an entry that was allowed there. */
  readonly place?: LogPlace
  /** When it was recorded at the latest, by those who cosigned; undefined when only the log itself says so. */
  readonly recordedBy?: Date
  readonly report?: LedgerReport
}

/** Looks for the signature of a credential in the logs that the verifier trusts, once for all checks that ask. */
export function ledgerRecordOf(subject: Subject, context: VerifyContext): Promise<LedgerRecord> {
  return subject.asked.record ??= findRecord(subject, context)
}

async function findRecord(subject: Subject, context: VerifyContext): Promise<LedgerRecord> {
  const { input, issuerId } = subject
  const ledgerProofs = input.bundle?.ledgerProofs ?? []
  if (ledgerProofs.length === 0) return { finding: notApplicable('ledger-inclusion/no-proof', 'It came without a ledger proof') }
  // Of several proofs the issuer's own: what somebody else signed and recorded says nothing of when the issuer did.
  const proofBytes = issuerProofOf(subject)?.proofBytes
  if (proofBytes === undefined || issuerId === null) return { finding: unknown('ledger-inclusion/no-signature', 'Without a signature that verifies there is nothing to look for') }
  const trust = logTrustOf(context)
  const findings: LedgerProofFinding[] = []
  for (const ledgerProof of ledgerProofs.slice(0, maxProofsTried)) {
    const finding = await verifyLedgerProof(ledgerProof, { proofBytes, issuer: issuerId, ...trust })
    if (finding.outcome === 'passed') return recorded(finding.recordedIn, issuerId, context)
    findings.push(finding)
  }
  return { finding: explain(findings, input.credentials.length) }
}

/** Of the proofs that did not pass, the one that is about this credential; in a bundle of several most are about others. */
function explain(findings: readonly LedgerProofFinding[], credentialCount: number): Finding {
  const own = findings.find((finding) => finding.outcome !== 'passed' && finding.code !== 'trust/commitment-not-in-batch')
  const told = own ?? (credentialCount === 1 ? findings[0] : undefined)
  if (told === undefined || told.outcome === 'passed') return unknown('ledger-inclusion/no-proof', 'None of the ledger proofs is about it')
  const code = told.code.replace('trust/', 'ledger-inclusion/')
  return told.outcome === 'failed' ? failed(code, told.reason) : unknown(code, told.reason)
}

function recorded({ origin, index, size, issuer: batchOf, signedBy, believed }: RecordedIn, issuerId: string, { trust, now }: VerifyContext): LedgerRecord {
  const place = { origin, index }
  // Of several registries the one speaks whose own log, or whose follower, this is.
  const network = (trust.networks ?? []).find((each) => registryIndexOf(each, place) !== undefined)
  const signers = signedBy.map((key) => signerOf(key, batchOf, { network, place }))
  const at = network === undefined ? undefined : registryIndexOf(network, place)
  const issuerState = network === undefined || at === undefined ? 'not-known' : participantAt(network.registry.registry, issuerId, at)?.state ?? (isSilent(network, issuerId) ? 'not-known' : 'not-registered')
  const cosigners = believed.cosigners.map(({ name, at: seconds }) => ({ name, at: new Date(seconds * 1_000) }))
  const report: LedgerReport = {
    network: believed.network, origin, index, size, batchOf, signedBy: signers, issuerState, cosignedBy: cosigners.map((each) => ({ name: each.name, at: each.at.toISOString() })),
  }
  if (signers.some(({ wasInForce }) => wasInForce === false)) return { report, finding: failed('ledger-inclusion/signer-not-in-force', 'The entry was signed by a key that was not entitled to') }
  // The last of them: one alone may be wrong about the time, or lie.
  const latest = cosigners.reduce((time, { at: moment }) => Math.max(time, moment.getTime()), 0)
  return { report, place, finding: passed, ...(cosigners.length === 0 ? {} : { recordedBy: new Date(Math.min(latest, now.getTime())) }) }
}

/** Whose key signed the entry: that of the issuer it names, or of who runs the log for a batch that many share. */
function signerOf(key: string, batchOf: string | null, { network, place }: { readonly network: TrustedNetwork | undefined; readonly place: LogPlace }): LedgerReport['signedBy'][number] {
  const at = network === undefined ? undefined : registryIndexOf(network, place)
  if (network === undefined || at === undefined) return { key, did: batchOf, name: null, wasInForce: null }
  const { registry, isSnapshot } = network.registry
  const operator = place.origin === registry.origin ? registry.operator : network.followers?.find(({ origin }) => origin === place.origin)?.operator
  const did = batchOf ?? operator ?? null
  const standing = did === null ? undefined : participantAt(registry, did, at)
  const isInForce = standing?.state === 'active' && did !== null && keysInForce(registry, did, at).includes(key)
  return { key, did, name: standing?.participant.name ?? null, wasInForce: isInForce ? true : did === null || isSilent(network, did) || isSnapshot === true ? null : false }
}

/** The verifier holds a part of the registry that says nothing of this participant. */
function isSilent({ registry: { covers, registry } }: TrustedNetwork, did: string): boolean {
  return covers !== undefined && !covers.has(did) && !registry.participants.has(did)
}
