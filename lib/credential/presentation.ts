import type { Cryptography } from '../crypto/cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { addProof, type SigningContext } from './add-proof.ts'
import { credentialsContextUrl } from './contexts.ts'
import { worstOutcome, type Finding } from './finding.ts'
import { isJsonObject, listOf } from './parse-json.ts'
import { didOfMethod, type Secured } from './proof.ts'
import type { ResolveKey } from './resolve-key.ts'
import { clockSkewSeconds, verifyProofs, type ProofFinding } from './verify-proofs.ts'

/** What a holder shows: themself, and credentials if any (Verifiable Credentials Data Model 2.0, "Verifiable Presentations"). */
export type Presentation = {
  readonly '@context': readonly (string | JsonObject)[]
  readonly type: readonly ['VerifiablePresentation']
  readonly holder: string
  readonly verifiableCredential?: readonly JsonObject[]
  readonly transaction_data_hashes?: readonly string[]
}

/** What a holder agreed to, in a presentation that is JSON-LD: the term says so itself, so that its signature covers it everywhere. */
const transactionContext: JsonObject = { transaction_data_hashes: { '@id': 'https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#transaction_data_hashes', '@container': '@list' } }

/** What a presentation is made of and for whom. */
export interface PresentationInput {
  readonly holder: string
  /** What the verifier asked to be repeated, so that the presentation cannot be shown twice. */
  readonly challenge?: string | undefined
  /** Who asked, so that it cannot be shown to somebody else. */
  readonly domain?: string | undefined
  readonly credentials?: readonly JsonObject[]
  /** Hashes of what the holder agrees to by showing this (OpenID for Verifiable Presentations 1.0, "Transaction Data"). */
  readonly transactionHashes?: readonly string[] | undefined
}

/** Signs a presentation for the purpose `authentication`; credentials go in as they are, their proofs untouched. */
export async function signPresentation({ holder, challenge, domain, credentials = [], transactionHashes = [] }: PresentationInput, context: SigningContext): Promise<Secured<Presentation>> {
  const presentation: Presentation = {
    '@context': [credentialsContextUrl, ...(transactionHashes.length === 0 ? [] : [transactionContext])],
    type: ['VerifiablePresentation'],
    holder,
    ...(credentials.length === 0 ? {} : { verifiableCredential: credentials }),
    ...(transactionHashes.length === 0 ? {} : { transaction_data_hashes: transactionHashes }),
  }
  const occasion = { ...(challenge === undefined ? {} : { challenge }), ...(domain === undefined ? {} : { domain }) }
  return addProof(presentation, { proofPurpose: 'authentication', ...occasion }, context)
}

/** What a presentation is held against. */
export interface PresentationContext {
  readonly resolveKey: ResolveKey
  readonly cryptography: Pick<Cryptography, 'sha256' | 'sha384' | 'verifySignature'>
  readonly challenge: string
  readonly domain: string
  readonly now: Date
  /** A proof older than this is refused: as long as the session that gave out the challenge. */
  readonly maxAgeSeconds: number
}

/** What became of a presentation: who holds it, when that is proven, and what they showed, not yet verified. */
export interface PresentationFinding extends Finding {
  /** The DID whose key signed; null unless the outcome is `passed`. */
  readonly holder: string | null
  readonly credentials: readonly JsonObject[]
  readonly proofs: readonly ProofFinding[]
}

/**
 * Verifies who presents: suite, key, signature, purpose, challenge, domain, age, and that `holder` is the one whose key signed.
 *
 * The caller must see to it that a challenge is accepted once, and verify each credential by itself.
 *
 * Untrusted: the whole presentation; the answer is always a finding.
 */
export async function verifyPresentation(presentation: unknown, context: PresentationContext): Promise<PresentationFinding> {
  const credentials = isJsonObject(presentation) ? listOf(presentation['verifiableCredential']).filter(isJsonObject) : []
  const refused = (code: string, reason: string, proofs: readonly ProofFinding[] = []): PresentationFinding => ({ outcome: 'failed', code, reason, holder: null, credentials, proofs })
  if (!isJsonObject(presentation) || !listOf(presentation['type']).includes('VerifiablePresentation')) return refused('presentation/malformed', 'It is not a verifiable presentation')
  const { resolveKey, cryptography, challenge, domain, now, maxAgeSeconds } = context
  const proofs = await verifyProofs(presentation, { resolveKey, cryptography, challenge, domain, now, expectedPurpose: 'authentication' })
  const outcome = worstOutcome(proofs.map((proof) => proof.outcome))
  if (outcome !== 'passed') {
    const { code = '', reason = '' } = proofs.find((proof) => proof.outcome === outcome) ?? {}
    return { ...refused(code, reason, proofs), outcome }
  }
  const oldest = now.getTime() - (maxAgeSeconds + clockSkewSeconds) * 1_000
  if (proofs.some(({ created }) => created === undefined || created.getTime() < oldest)) return refused('presentation/stale', 'Its proof is undated or older than the session', proofs)
  const dids = new Set(proofs.map(({ verificationMethod }) => didOfMethod(verificationMethod ?? '')))
  const [holder] = dids
  if (dids.size !== 1 || holder === undefined) return refused('presentation/holder-mismatch', 'Its proofs are of several holders or of none', proofs)
  const stated = presentation['holder']
  const statedId = isJsonObject(stated) ? stated['id'] : stated
  if (statedId !== undefined && statedId !== holder) return refused('presentation/holder-mismatch', 'Its holder is another than the one who signed', proofs)
  return { outcome: 'passed', holder, credentials, proofs }
}
