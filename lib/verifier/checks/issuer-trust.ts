import type { Finding } from '../../credential/finding.ts'
import { failed, passed } from '../report.ts'
import type { Subject } from '../subject.ts'
import type { VerifyContext } from '../verify-context.ts'

/** Does this verifier know the issuer? By its id in the verifier's own list; the name that a document gives itself is worth nothing. */
export function checkIssuerTrust({ issuerId }: Subject, { trust }: VerifyContext): Finding {
  if (issuerId === null) return failed('issuer-trust/issuer-missing', 'It names no issuer')
  return trust.issuers.some(({ did }) => did === issuerId) ? passed : failed('issuer-trust/issuer-unknown', 'Its issuer is not among those that this verifier knows')
}
