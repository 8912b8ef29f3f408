import type { Finding } from '../../credential/finding.ts'
import { failed, passed, unknown } from '../report.ts'
import { isVerifiableCredential } from '../standard.ts'
import type { Subject } from '../subject.ts'

/** Was it altered since its key signed it? Of several proofs a single false one fails, and one good one suffices otherwise. */
export function checkProof({ read, document, proofs }: Subject): Finding {
  if (read.fault !== undefined) return failed('proof/missing', 'Nothing in it is signed')
  if (read.token === undefined && !isVerifiableCredential(document)) return unknown('proof/not-supported', 'This kind of record is not verified yet')
  const [worst] = [...proofs.filter(({ outcome }) => outcome === 'failed'), ...proofs.filter(({ outcome }) => outcome === 'passed'), ...proofs]
  if (worst === undefined) return failed('proof/missing', 'It has no proof')
  return worst.outcome === 'passed' ? passed : { outcome: worst.outcome, code: worst.code ?? 'proof/unknown', reason: worst.reason ?? 'Its proof could not be looked at' }
}
