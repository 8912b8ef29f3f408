import { signPresentation, verifyPresentation } from '../credential/presentation.ts'
import { credentialsContextUrl } from '../credential/contexts.ts'
import type { Finding } from '../credential/finding.ts'
import { isJsonObject, listOf } from '../credential/parse-json.ts'
import { createKeyResolver } from '../credential/resolve-key.ts'
import type { Cryptography, PrivateKeyJwk, SigningKey } from '../crypto/cryptography.ts'
import { didJwk } from '../did/did-jwk.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { parseDidUrl } from '../did/did-url.ts'
import type { DidContext } from '../did/resolve-did.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { ExchangeError } from './exchange-error.ts'

/** The cryptosuites in which a holder proves a key: Ed25519 signs the first, P-256 the second. */
export const holderCryptosuites = ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019'] as const

/** See {@link holderCryptosuites}. */
export type HolderCryptosuite = (typeof holderCryptosuites)[number]

/** The DID methods of which a holder's key is taken. */
export const holderDidMethods = ['key', 'web', 'jwk'] as const

/** See {@link holderDidMethods}. */
export type HolderDidMethod = (typeof holderDidMethods)[number]

/** Untrusted: how many credentials one presentation may carry. */
export const maxPresentedCredentials = 32

/** A key with which a holder proves who they are, and the name under which it is known. */
export interface HolderKey {
  readonly key: PrivateKeyJwk | SigningKey
  /** Unless given, the did:key of the key. */
  readonly did?: string | undefined
  /** The DID URL of the key; a did:web needs it, of the others it follows from the key. */
  readonly verificationMethod?: string | undefined
}

/** Who proves what to whom. */
export interface HolderProofInput extends HolderKey {
  /** What the other side wants repeated: a `challenge`, a `c_nonce` or a `nonce`. */
  readonly challenge: string
  /** Who asked: the exchange, the Credential Issuer Identifier or the full `client_id`. VCALM alone lets it be absent. */
  readonly domain: string | undefined
  /** What is shown, if anything: each goes in as it is, its proofs untouched. */
  readonly credentials?: readonly JsonObject[]
  /** Hashes of what the holder agrees to besides. */
  readonly transactionHashes?: readonly string[] | undefined
  readonly created: Date
}

/** A signed presentation, and who signed it how. */
export interface HolderProof {
  readonly presentation: JsonObject
  readonly holder: string
  readonly cryptosuite: HolderCryptosuite
}

/**
 * Proves a key for one occasion: a Verifiable Presentation signed for the purpose `authentication` (Verifiable Credentials Data
 * Model 2.0, "Verifiable Presentations"; DIDAuthentication of VCALM 1.0, `di_vp` of OpenID4VCI 1.0, `ldp_vc` of OpenID4VP 1.0).
 *
 * The caller must have the holder's consent and know who asks: nothing here looks at `domain`.
 *
 * @throws ExchangeError `exchange/key-unsuited` for a key of another type, or one that is not of the DID
 */
export async function proveHolder({ key, did, verificationMethod, challenge, domain, credentials = [], transactionHashes, created }: HolderProofInput, cryptography: Cryptography): Promise<HolderProof> {
  const signingKey = 'sign' in key ? key : await cryptography.importSigningKey(key)
  const { holder, method } = nameKey(signingKey, did, verificationMethod)
  const presentation = await signPresentation({ holder, challenge, domain, credentials, transactionHashes }, { signingKey, verificationMethod: method, created, cryptography })
  return { presentation, holder, cryptosuite: cryptosuiteOf(signingKey) }
}

/** The cryptosuite in which a key proves its holder. @throws ExchangeError `exchange/key-unsuited` */
export function cryptosuiteOf({ publicKey: { type } }: Pick<SigningKey, 'publicKey'>): HolderCryptosuite {
  if (type === 'Ed25519') return 'eddsa-rdfc-2022'
  if (type === 'P-256') return 'ecdsa-rdfc-2019'
  throw new ExchangeError('exchange/key-unsuited', 'Cannot prove holder: the key is neither Ed25519 nor P-256')
}

function nameKey(signingKey: SigningKey, did: string | undefined, verificationMethod: string | undefined): { readonly holder: string; readonly method: string } {
  const { publicKey } = signingKey
  cryptosuiteOf(signingKey)
  if (did === undefined || did === didKey(publicKey)) return { holder: didKey(publicKey), method: didKeyVerificationMethod(publicKey) }
  if (did === didJwk(publicKey)) return { holder: did, method: `${did}#0` }
  // Only its document says which key a did:web has, so whoever holds the key names it.
  if (did.startsWith('did:web:') && verificationMethod !== undefined && parseDidUrl(verificationMethod).did === did) return { holder: did, method: verificationMethod }
  throw new ExchangeError('exchange/key-unsuited', 'Cannot prove holder: the key is not one of this DID')
}

/** What a proof is held against. */
export interface HolderProofContext {
  readonly challenge: string
  readonly domain: string
  readonly now: Date
  /** As long as the session that gave out the challenge. */
  readonly maxAgeSeconds: number
  readonly cryptography: Pick<Cryptography, 'sha256' | 'sha384' | 'verifySignature'>
  /** Where documents of did:web holders come from; without a network they stay unknown. */
  readonly dids: DidContext
  readonly acceptedMethods?: readonly HolderDidMethod[] | undefined
  readonly acceptedCryptosuites?: readonly HolderCryptosuite[] | undefined
}

/**
 * What became of a holder's proof. Only `passed` proves anything.
 *
 * Codes: `presentation/malformed`, `presentation/context-missing`, `presentation/too-many-credentials` (it is not as it should be);
 * `proof/missing`, `proof/suite-not-accepted`, `proof/did-not-accepted`, `proof/purpose-mismatch`, `proof/challenge-mismatch`,
 * `proof/domain-mismatch`, `proof/created-in-future`, `proof/expired`, `presentation/stale`, `presentation/holder-mismatch`,
 * `proof/signature-invalid` and what else {@link verifyPresentation} says of keys and signatures.
 */
export interface HolderProofFinding extends Finding {
  /** The DID whose key signed; null unless the outcome is `passed`. */
  readonly holder: string | null
  readonly cryptosuite: HolderCryptosuite | null
  /** What is shown, not yet verified. */
  readonly credentials: readonly JsonObject[]
}

/**
 * Checks a holder's proof: shape, suite, DID method, key, signature, purpose, challenge, domain, dates, and that `holder` is who signed.
 *
 * The caller must see to it that a challenge is accepted once, and verify each credential by itself.
 *
 * Untrusted: the whole presentation; the answer is always a finding.
 */
export async function checkHolderProof(presentation: unknown, context: HolderProofContext): Promise<HolderProofFinding> {
  const credentials = isJsonObject(presentation) ? listOf(presentation['verifiableCredential']).filter(isJsonObject) : []
  const refused = ({ outcome, code = '', reason = '' }: Finding): HolderProofFinding => ({ outcome, code, reason, holder: null, cryptosuite: null, credentials })
  const fault = findShapeFault(presentation) ?? findProofFault(presentation, context)
  if (fault !== undefined) return refused(fault)
  const { dids, ...expected } = context
  const finding = await verifyPresentation(presentation, { ...expected, resolveKey: createKeyResolver(dids) })
  if (finding.outcome !== 'passed' || finding.holder === null) return refused(finding)
  return { outcome: 'passed', holder: finding.holder, cryptosuite: holderCryptosuites.find((name) => name === finding.proofs[0]?.cryptosuite) ?? null, credentials }
}

/** Verifiable Credentials Data Model 2.0, "Verifiable Presentations", as far as it concerns who presents. */
export function findShapeFault(presentation: unknown): Finding | undefined {
  if (!isJsonObject(presentation) || !listOf(presentation['type']).includes('VerifiablePresentation')) return failed('presentation/malformed', 'It is not a verifiable presentation')
  if (listOf(presentation['@context'])[0] !== credentialsContextUrl) return failed('presentation/context-missing', 'Its first context is not that of version 2 of the data model')
  const shown = listOf(presentation['verifiableCredential'])
  if (!shown.every(isJsonObject)) return failed('presentation/malformed', 'What it carries is not all credentials')
  return shown.length > maxPresentedCredentials ? failed('presentation/too-many-credentials', `It carries more than ${maxPresentedCredentials} credentials`) : undefined
}

/** What can be said of a proof before a key is looked for, so that nobody makes this side fetch for nothing. */
function findProofFault(presentation: unknown, { domain, acceptedMethods = holderDidMethods, acceptedCryptosuites = holderCryptosuites }: HolderProofContext): Finding | undefined {
  const proofs = isJsonObject(presentation) ? listOf(presentation['proof']) : []
  const [proof] = proofs
  if (proof === undefined) return failed('proof/missing', 'It is not signed')
  if (proofs.length > 1 || !isJsonObject(proof)) return failed('presentation/malformed', 'It has another proof than one')
  if (proof['type'] !== 'DataIntegrityProof' || !acceptedCryptosuites.some((name) => name === proof['cryptosuite'])) return failed('proof/suite-not-accepted', 'Its proof is of a cryptosuite that was not asked for')
  const method = typeof proof['verificationMethod'] === 'string' ? /^did:([a-z0-9]+):/.exec(proof['verificationMethod'])?.[1] : undefined
  if (!acceptedMethods.some((name) => name === method)) return failed('proof/did-not-accepted', 'Its key is of a DID method that was not asked for')
  // A proof made for several domains could be passed on from one to the other.
  const domains = listOf(proof['domain'])
  return domains.length === 1 && domains[0] === domain ? undefined : failed('proof/domain-mismatch', 'Its proof was made for another domain')
}

function failed(code: string, reason: string): Finding {
  return { outcome: 'failed', code, reason }
}
