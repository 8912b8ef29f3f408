import { createKeyResolver, credentialRules, envelopeRules, findBrokenRules, listOf, verifyProofs, type ProofFinding } from 'everlearned/credential'
import { encodeUtf8, type JsonObject } from 'everlearned/encoding'
import { findingOf, trustNobody, verify, type CheckName, type Report, type VerifyContext } from 'everlearned/verifier'
import { findFaults, type Fault } from './find-faults.ts'
import { disguised, settleDisguise } from './settle-disguise.ts'
import type { Surface } from './surface.ts'

/** What a caller asks beyond the document itself. */
export interface JudgeOptions {
  /** Names of checks; unless given, the status is looked up too. */
  readonly checks?: readonly string[] | undefined
  readonly challenge?: string | undefined
  readonly domain?: string | undefined
}

/** What was looked at and what came of it: without errors a document is verified. */
export interface Judgement {
  readonly errors: readonly Fault[]
  readonly warnings: readonly Fault[]
}

/**
 * Judges a credential as conformance suites ask for it: it must be well formed, all its proofs genuine, its time now, and its
 * status good. Whether the key belongs to the issuer that it names is told as a warning only; everywhere else in this node it decides.
 *
 * Untrusted: the whole credential; the answer is always a judgement.
 */
export async function judgeCredential(credential: JsonObject, options: JudgeOptions, surface: Surface): Promise<Judgement> {
  const isEnvelope = listOf(credential['type']).includes('EnvelopedVerifiableCredential')
  const faults = isEnvelope ? findBrokenRules(credential, envelopeRules).map(({ code, demand }) => ({ name: code, message: demand })) : await findFaults(credential, credentialRules, surface.context)
  if (faults.length > 0) return { errors: faults, warnings: [] }
  const verdict = await verify(encodeUtf8(JSON.stringify(credential)), verifyContextOf(surface))
  const [report] = verdict.reports
  if (verdict.container !== 'credential' || report === undefined) return { errors: [{ name: 'vc-api/not-a-credential', message: 'It is something else than a credential' }], warnings: [] }
  const { errors, warnings } = judgeReport(report, options)
  if (isEnvelope) return { errors, warnings }
  const hidden = errors.filter(({ name }) => name === disguised).map(({ name, message }) => ({ code: name, reason: message }))
  const ofProofs = await settleDisguise([...hidden, ...await findBadProofs(credential, options, surface)], credential, surface)
  return { errors: distinct([...errors.filter(({ name }) => name !== disguised), ...ofProofs.errors]), warnings: [...ofProofs.warnings, ...warnings] }
}

/** What a report of the verifier says of one credential, in the terms of this surface. */
export function judgeReport(report: Report, { checks }: JudgeOptions): Judgement {
  const isStatusAsked = checks === undefined || checks.includes('credentialStatus') || checks.includes('status')
  const asked: readonly CheckName[] = ['format', 'proof', 'validity-period', ...(isStatusAsked ? ['status' as const] : [])]
  const findings = asked.map((name) => findingOf(report, name)).filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
  return {
    errors: findings.map(({ check, code = check, reason = '' }) => ({ name: code, message: reason })),
    warnings: warnOfIssuer(report),
  }
}

function warnOfIssuer(report: Report): readonly Fault[] {
  const { outcome, code, reason = 'The key that signed it is not one of its issuer' } = findingOf(report, 'issuer-binding')
  // Where the proof is not relied upon, neither is its key: that it is the issuer's was seen nevertheless.
  const isSeen = outcome === 'passed' || (code === 'issuer-binding/not-resolved' && findingOf(report, 'proof').code === disguised)
  return isSeen ? [] : [{ name: 'ISSUER_MISMATCH', message: reason }]
}

/** What the verifier is given: the operator's documents and what this node may look up; nobody is trusted. */
export function verifyContextOf({ context, fetchDocument }: Surface, { challenge, domain }: JudgeOptions = {}): VerifyContext {
  const { cryptography, config } = context
  return { cryptography, now: context.now(), documents: config.staticDocuments, fetchDocument, trust: trustNobody, challenge, domain }
}

/** The verifier is content with one good proof beside others that it does not know; here each has to be good, and for whom it was made. */
async function findBadProofs(credential: JsonObject, { challenge, domain }: JudgeOptions, { context, fetchDocument }: Surface): Promise<readonly ProofFinding[]> {
  if (!Array.isArray(credential['proof']) && challenge === undefined && domain === undefined) return []
  const { cryptography, config } = context
  const resolveKey = createKeyResolver({ documents: config.staticDocuments, fetchDocument })
  const findings = await verifyProofs(credential, { resolveKey, cryptography, now: context.now(), expectedPurpose: 'assertionMethod', challenge, domain })
  return findings.filter(({ outcome }) => outcome !== 'passed')
}

function distinct(faults: readonly Fault[]): readonly Fault[] {
  return faults.filter(({ name }, index) => faults.findIndex((other) => other.name === name) === index)
}
