import type { Accreditor } from '../trust/registries/endorsement.ts'
import type { RegistrySource } from '../trust/registries/known-registries.ts'
import type { Acceptance, Integrity, NamedFinding } from './report.ts'
import type { TrustedNetwork } from './trusted-network.ts'

/** The policies that come with the product. */
export const policyNames = ['known-issuer', 'accredited', 'integrity-only'] as const

/** The name of a policy. */
export type PolicyName = (typeof policyNames)[number]

/** An issuer that the verifier knows, under the name that the verifier gives it. */
export interface KnownIssuer {
  readonly did: string
  readonly name: string
  /** Keys in Multikey form that the verifier has from the issuer itself. Without them only the address is known, not who registered it. */
  readonly keys?: readonly string[]
}

/** What the verifier itself trusts: it never comes from the document or from whoever shared it. */
export interface Trust {
  readonly policy: PolicyName
  readonly issuers: readonly KnownIssuer[]
  /** Verifier keys (C2SP signed-note) of the logs whose checkpoints count. */
  readonly logs: readonly string[]
  /** The networks whose final checkpoints and whose registries count. */
  readonly networks?: readonly TrustedNetwork[]
  /** Registries that others keep, asked when there is a network or when their documents are at hand. */
  readonly registries?: readonly RegistrySource[]
  /** Bodies whose endorsement of an issuer accredits it, and for what. */
  readonly accreditors?: readonly Accreditor[]
}

/** Knows nobody: every issuer is a stranger. */
export const trustNobody: Trust = { policy: 'known-issuer', issuers: [], logs: [] }

/** Tells whether a text names a shipped policy. */
export function isPolicyName(text: string): text is PolicyName {
  return (policyNames as readonly string[]).includes(text)
}

/** Judges the findings under a policy. `known-issuer` needs integrity and a known issuer, `accredited` an accredited one too. */
export function computeAcceptance(integrity: Integrity, findings: readonly NamedFinding[], policy: PolicyName): Acceptance {
  const outcome = (name: string): Acceptance => {
    const found = findings.find(({ check }) => check === name)?.outcome
    if (found === 'passed') return 'yes'
    return found === 'failed' || found === 'not-applicable' ? 'no' : 'unknown'
  }
  const needed: Acceptance[] = [integrity === 'passed' ? 'yes' : integrity === 'failed' ? 'no' : 'unknown']
  if (policy !== 'integrity-only') needed.push(outcome('issuer-trust'))
  if (policy === 'accredited') needed.push(outcome('accreditation'))
  if (needed.includes('no')) return 'no'
  return needed.includes('unknown') ? 'unknown' : 'yes'
}
