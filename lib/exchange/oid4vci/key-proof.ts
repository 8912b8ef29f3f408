import { CredentialError } from '../../credential/credential-error.ts'
import { algorithmOfKeyType } from '../../credential/jose/jose-algorithm.ts'
import { parseJws, signJws } from '../../credential/jose/jws.ts'
import { readTokenKey } from '../../credential/jose/read-token-key.ts'
import { resolveTokenKeys, type TokenKeys } from '../../credential/jose/resolve-token-keys.ts'
import { verifyMessage } from '../../credential/jose/verify-message.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import { clockSkewSeconds } from '../../credential/verify-proofs.ts'
import type { Finding } from '../../credential/finding.ts'
import { EverlearnedError } from '../../error.ts'
import type { Cryptography, KeyType, SigningKey } from '../../crypto/cryptography.ts'
import { publicKeyToJwk } from '../../crypto/public-key.ts'
import { didJwk } from '../../did/did-jwk.ts'
import { didKey, didKeyVerificationMethod } from '../../did/did-key.ts'
import type { DidContext } from '../../did/resolve-did.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { cryptosuiteOf, holderDidMethods, proveHolder, type HolderKey } from '../holder-proof.ts'
import type { CredentialConfiguration, ProofType } from './issuer-metadata.ts'

/** What `typ` says of a key proof that is a token (OpenID4VCI 1.0, "jwt Proof Type"). */
const proofTokenType = 'openid4vci-proof+jwt'

/** A kind of proof with a key that can make it. */
export interface ProofChoice {
  readonly type: ProofType
  readonly key: HolderKey
  /** Of `jwt`: by what the key is named. */
  readonly namedBy: 'kid' | 'jwk'
}

/** The first of some keys with which a credential can be asked for: a presentation where the issuer takes one, else a token. */
export async function chooseProof(configuration: CredentialConfiguration, keys: readonly HolderKey[], cryptography: Cryptography): Promise<ProofChoice | undefined> {
  const { proofTypes, bindingMethods } = configuration
  const candidates = await Promise.all(keys.map(async (key) => nameKey(key, await importKey(key, cryptography), bindingMethods)))
  const byPresentation = candidates.find(({ signingKey, named }) => named !== undefined && proofTypes.di_vp?.includes(cryptosuiteOf(signingKey)) === true)
  if (byPresentation?.named !== undefined) return { type: 'di_vp', key: byPresentation.named, namedBy: 'kid' }
  for (const { signingKey, named, isNameless } of candidates) {
    if (!algorithmsOf(signingKey).some((name) => proofTypes.jwt?.includes(name) === true)) continue
    if (named !== undefined) return { type: 'jwt', key: named, namedBy: 'kid' }
    if (isNameless && bindingMethods.includes('jwk')) return { type: 'jwt', key: { key: signingKey }, namedBy: 'jwk' }
  }
  return undefined
}

/** A key under a DID of a method that the issuer takes; one that has no name yet gets one. */
function nameKey(key: HolderKey, signingKey: SigningKey, methods: readonly string[]): { readonly signingKey: SigningKey; readonly named: HolderKey | undefined; readonly isNameless: boolean } {
  const dids = key.did === undefined ? [didKey(signingKey.publicKey), didJwk(signingKey.publicKey)] : [key.did]
  const did = dids.find((each) => methods.length === 0 || methods.some((method) => each.startsWith(`${method}:`)))
  return { signingKey, named: did === undefined ? undefined : { ...key, key: signingKey, did }, isNameless: key.did === undefined || key.did.startsWith('did:key:') }
}

function algorithmsOf({ publicKey: { type } }: SigningKey): readonly string[] {
  return type === 'Ed25519' ? ['EdDSA', 'Ed25519'] : [algorithmOfKeyType(type)]
}

function importKey({ key }: HolderKey, cryptography: Cryptography): Promise<SigningKey> {
  return 'sign' in key ? Promise.resolve(key) : cryptography.importSigningKey(key)
}

/** For whom and what a key is proven. */
export interface ProofOccasion {
  /** The Credential Issuer Identifier. */
  readonly issuer: string
  readonly nonce: string
  readonly created: Date
}

/** Makes a key proof. The holder is the DID that the credential will be about. */
export async function makeKeyProof({ type, key, namedBy }: ProofChoice, { issuer, nonce, created }: ProofOccasion, cryptography: Cryptography): Promise<{ readonly proof: Json; readonly holder: string }> {
  if (type === 'di_vp') {
    const { presentation, holder } = await proveHolder({ ...key, challenge: nonce, domain: issuer, created }, cryptography)
    return { proof: presentation, holder }
  }
  const signingKey = await importKey(key, cryptography)
  const { publicKey } = signingKey
  const holder = namedBy === 'jwk' ? didJwk(publicKey) : key.did ?? didKey(publicKey)
  const name = namedBy === 'jwk' ? { jwk: { ...publicKeyToJwk(publicKey) } } : { kid: key.verificationMethod ?? (holder === didJwk(publicKey) ? `${holder}#0` : didKeyVerificationMethod(publicKey)) }
  return { proof: await signJws({ typ: proofTokenType, ...name }, { aud: issuer, iat: Math.floor(created.getTime() / 1_000), nonce }, signingKey), holder }
}

/** The nonce that a proof repeats; undefined when it repeats none. Untrusted: any value. */
export function nonceOf(type: ProofType, proof: Json): string | undefined {
  if (type === 'di_vp') {
    const inner = isJsonObject(proof) ? listOf(proof['proof'])[0] : undefined
    return textOf(isJsonObject(inner) ? inner['challenge'] : undefined)
  }
  const token = parseToken(proof)
  return token === undefined ? undefined : textOf(token.payload['nonce'])
}

/** What a key proof is held against. */
export interface JwtProofContext {
  readonly issuer: string
  readonly nonce: string
  readonly now: Date
  /** As long as the session that gave out the nonce. */
  readonly maxAgeSeconds: number
  readonly cryptography: Pick<Cryptography, 'verifySignature' | 'verifyRsaSignature'>
  /** Where documents of did:web holders come from. */
  readonly dids: DidContext
}

/** What became of a key proof. Only `passed` proves anything. */
export interface KeyProofFinding extends Finding {
  /** The DID whose key signed; null unless the outcome is `passed`. */
  readonly holder: string | null
  readonly keyType: KeyType | null
}

/**
 * Checks a key proof that is a token (OpenID4VCI 1.0, "jwt Proof Type", "Verifying Proof"): its type, its one key, signature, audience,
 * nonce and time. The caller must see to it that a nonce is accepted once.
 *
 * Untrusted: all of it; the answer is always a finding.
 */
export async function checkJwtProof(proof: Json, { issuer, nonce, now, maxAgeSeconds, cryptography, dids }: JwtProofContext): Promise<KeyProofFinding> {
  const message = parseToken(proof)
  if (message === undefined) return failed('proof/token-malformed', 'It is no token')
  const { header, payload } = message
  if (payload['aud'] !== issuer) return failed('proof/domain-mismatch', 'It was made for another issuer')
  if (payload['nonce'] !== nonce) return failed('proof/challenge-mismatch', 'It repeats another nonce')
  if (typeof payload['iat'] !== 'number') return failed('proof/token-malformed', 'It does not say when it was made')
  if (payload['iat'] < now.getTime() / 1_000 - maxAgeSeconds - clockSkewSeconds) return failed('presentation/stale', 'It was made too long ago')
  const named = nameHolder(header)
  if (named === undefined) return failed('proof/key-unnamed', 'It names its key by none or several of kid and jwk')
  const finding = await verifyMessage(message, { cryptography, now, types: [proofTokenType], findKeys: () => named.findKeys(dids) })
  const keyType = 'publicKey' in finding && finding.publicKey !== undefined ? finding.publicKey.type : undefined
  if (finding.outcome !== 'passed') return { outcome: finding.outcome, code: finding.code ?? '', reason: finding.reason ?? '', holder: null, keyType: null }
  return keyType === 'Ed25519' || keyType === 'P-256' ? { outcome: 'passed', holder: named.holder, keyType } : failed('proof/suite-not-accepted', 'Its algorithm was not asked for')
}

/** A key that the token brings along is as good as one that it names: what is proven is that the wallet has it. */
function nameHolder({ kid, jwk, x5c, trust_chain: chain }: JsonObject): { readonly holder: string; readonly findKeys: (dids: DidContext) => Promise<TokenKeys> } | undefined {
  if (x5c !== undefined || chain !== undefined || (kid === undefined) === (jwk === undefined)) return undefined
  if (isJsonObject(jwk)) {
    const publicKey = readKey(jwk)
    if (publicKey === undefined) return undefined
    const holder = didJwk(publicKey)
    return { holder, findKeys: async () => ({ keys: [{ publicKey, verificationMethod: `${holder}#0` }] }) }
  }
  if (typeof kid !== 'string' || !holderDidMethods.some((method) => kid.startsWith(`did:${method}:`)) || !kid.includes('#')) return undefined
  return { holder: kid.slice(0, kid.indexOf('#')), findKeys: (dids) => resolveTokenKeys({ kid, signer: null, relationship: 'authentication' }, dids) }
}

function readKey(jwk: JsonObject): Parameters<typeof didJwk>[0] | undefined {
  try {
    const key = readTokenKey(jwk)
    return key.type === 'RSA' ? undefined : key
  } catch (error) {
    if (error instanceof EverlearnedError) return undefined
    throw error
  }
}

function parseToken(proof: Json): ReturnType<typeof parseJws> | undefined {
  try {
    return typeof proof === 'string' ? parseJws(proof) : undefined
  } catch (error) {
    if (error instanceof CredentialError) return undefined
    throw error
  }
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 1_024 ? value : undefined
}

function failed(code: string, reason: string): KeyProofFinding {
  return { outcome: 'failed', code, reason, holder: null, keyType: null }
}
