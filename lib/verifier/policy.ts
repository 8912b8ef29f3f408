import type { Cryptography } from '../crypto/cryptography.ts'
import { parseVerifierKey } from '../ledger/verifier-key.ts'
import { EverlearnedError } from '../error.ts'
import { VerifierError } from './verifier-error.ts'
import type { Acceptance, Integrity, NamedFinding } from './report.ts'

/** The policies that come with the product. */
export const policyNames = ['known-issuer', 'accredited', 'integrity-only'] as const

/** The name of a policy. */
export type PolicyName = (typeof policyNames)[number]

/** An issuer that the verifier knows, under the name that the verifier gives it. */
export interface KnownIssuer {
  readonly did: string
  readonly name: string
}

/** What the verifier itself trusts: it never comes from the document or from whoever shared it. */
export interface Trust {
  readonly policy: PolicyName
  readonly issuers: readonly KnownIssuer[]
  /** Verifier keys (C2SP signed-note) of the logs whose checkpoints count. */
  readonly logs: readonly string[]
}

/** Untrusted: a trust file of more entries than this is refused. */
export const maxTrustEntries = 100_000

/** Knows nobody: every issuer is a stranger. */
export const trustNobody: Trust = { policy: 'known-issuer', issuers: [], logs: [] }

/** Tells whether a text names a shipped policy. */
export function isPolicyName(text: string): text is PolicyName {
  return (policyNames as readonly string[]).includes(text)
}

/**
 * Reads a trust file: `{ "issuers": [{ "did", "name" }], "logs": ["<verifier key>"], "policy": "known-issuer" }`.
 *
 * @throws VerifierError `verifier/trust-malformed` naming the member that is wrong
 */
export function parseTrust(text: string, { sha256 }: Pick<Cryptography, 'sha256'>): Trust {
  const file = parseObject(text)
  const foreign = Object.keys(file).find((key) => !['issuers', 'logs', 'policy'].includes(key))
  if (foreign !== undefined) throw malformed(`it has a member "${foreign.slice(0, 40)}" that means nothing here`)
  const policy = file['policy'] ?? 'known-issuer'
  if (typeof policy !== 'string' || !isPolicyName(policy)) throw malformed(`policy must be one of ${policyNames.join(', ')}`)
  return {
    policy,
    issuers: listOf(file, 'issuers').map(parseIssuer),
    logs: listOf(file, 'logs').map((key, index) => parseLog(key, `logs[${index}]`, sha256)),
  }
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

function parseObject(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new VerifierError('verifier/trust-malformed', 'Cannot read trust file: it is not JSON', { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('it must be a JSON object')
  return value as Record<string, unknown>
}

function listOf(file: Record<string, unknown>, name: string): readonly unknown[] {
  const list = file[name] ?? []
  if (!Array.isArray(list)) throw malformed(`${name} must be a list`)
  if (list.length > maxTrustEntries) throw malformed(`${name} has more than ${maxTrustEntries} entries`)
  return list
}

function parseIssuer(value: unknown, index: number): KnownIssuer {
  const issuer = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  return { did: nonEmpty(issuer['did'], `issuers[${index}].did`), name: nonEmpty(issuer['name'], `issuers[${index}].name`) }
}

function parseLog(value: unknown, where: string, sha256: Cryptography['sha256']): string {
  const key = nonEmpty(value, where)
  try {
    parseVerifierKey(key, sha256)
    return key
  } catch (error) {
    if (!(error instanceof EverlearnedError)) throw error
    throw malformed(`${where} is no verifier key`)
  }
}

function nonEmpty(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw malformed(`${where} must be a text`)
  return value
}

function malformed(state: string): VerifierError {
  return new VerifierError('verifier/trust-malformed', `Cannot read trust file: ${state}`)
}
