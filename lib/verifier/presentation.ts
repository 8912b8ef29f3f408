import { credentialsContextUrl } from '../credential/contexts.ts'
import type { Finding } from '../credential/finding.ts'
import { isUrl } from '../credential/is-url.ts'
import { listOf } from '../credential/parse-json.ts'
import type { ReadInput } from './input.ts'
import { failed, notApplicable, passed } from './report.ts'
import { typesOf } from './standard.ts'
import type { PresentedBy } from './subject.ts'

/** Is the presentation itself well formed and, when somebody signed it, genuine (Verifiable Credentials Data Model 2.0, "Verifiable Presentations")? */
export function checkPresentation({ presentation }: ReadInput, presenter: PresentedBy | null): Finding | undefined {
  if (presentation === undefined || presenter === null) return undefined
  const { document, token } = presentation
  const bases = [credentialsContextUrl, 'https://www.w3.org/2018/credentials/v1']
  if (!bases.some((base) => listOf(document['@context'])[0] === base)) return failed('presentation/context-missing', 'Its first context is not that of credentials')
  if (!typesOf(document).includes('VerifiablePresentation')) return failed('presentation/type-missing', 'Its type is not VerifiablePresentation')
  if (document['holder'] !== undefined && !isUrl(presenter.holderId ?? '')) return failed('presentation/holder-malformed', 'Its holder is not named by an address')
  if (token?.conflict !== undefined) return failed('presentation/claims-conflict', `Its token and what it carries disagree on ${token.conflict}`)
  const [worst] = [...presenter.proofs.filter(({ outcome }) => outcome === 'failed'), ...presenter.proofs.filter(({ outcome }) => outcome === 'unknown')]
  if (worst !== undefined) return { outcome: worst.outcome, code: worst.code ?? 'proof/unknown', reason: worst.reason ?? 'Its proof could not be looked at' }
  return presenter.proofs.length === 0 ? notApplicable('presentation/not-signed', 'Nobody signed the presentation') : passed
}
