import type { Cryptography } from '../crypto/cryptography.ts'
import { verifyMessage } from '../credential/jose/verify-message.ts'
import { isKeyError, readTokenKey } from '../credential/jose/read-token-key.ts'
import { resolveTokenKeys } from '../credential/jose/resolve-token-keys.ts'
import { isJsonObject, listOf, parseJsonObject } from '../credential/parse-json.ts'
import { didOfMethod } from '../credential/proof.ts'
import { createKeyResolver } from '../credential/resolve-key.ts'
import { isSdJwt } from '../credential/sd-jwt/derive-sd-jwt.ts'
import { parseSdJwt } from '../credential/sd-jwt/parse-sd-jwt.ts'
import { verifyProofs, type ProofFinding } from '../credential/verify-proofs.ts'
import type { DidContext } from '../did/resolve-did.ts'
import { didKey } from '../did/did-key.ts'
import { didWebUrl } from '../did/did-web.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { decodeBase64url } from '../encoding/base64url.ts'
import { EverlearnedError } from '../error.ts'
import type { ClaimResult } from '../exchange/claim/claim-result.ts'
import { HolderError } from './holder-error.ts'
import { type Fetch, requestNode } from './request-node.ts'
import { readDocument } from './read-document.ts'
import { canShowParts, showParts } from './shown-copy.ts'

/** What was asked for: the offer's issuer, our own DID (none for what names nobody), the node that was asked. */
export interface ClaimExpectation {
  readonly issuer: string
  readonly holder: string | undefined
  readonly nodeOrigin: string
}

/**
 * Checks what a claim brought before it is kept: signed by the issuer of the offer, for our key, and whole.
 *
 * Untrusted: all of `result`; a node may lie.
 *
 * @throws HolderError `holder/credential-refused`
 */
export async function checkClaimed(result: ClaimResult, expectation: ClaimExpectation, context: CheckContext): Promise<void> {
  await checkSigned(result, expectation, context)
  if (!isNonce(result.nonce)) throw refused('the number that opens its ledger entry is malformed')
}

/** What checking takes. */
export interface CheckContext {
  readonly cryptography: Cryptography
  readonly fetch: Fetch
  readonly now: Date
}

/**
 * Checks a credential that a node gave: signed by the issuer expected, for our key, and whole.
 *
 * @throws HolderError `holder/credential-refused`
 */
export async function checkSigned(
  result: Pick<ClaimResult, 'credential' | 'documents'>,
  { issuer, holder, nodeOrigin }: ClaimExpectation,
  { cryptography, fetch, now }: CheckContext,
): Promise<void> {
  const credential = parseCredential(result.credential, cryptography)
  if (idOf(credential['issuer']) !== issuer) throw refused('its issuer is not the one that offered it')
  const subjects = listOf(credential['credentialSubject'])
  if (subjects.length !== 1 || !isJsonObject(subjects[0]) || subjects[0]['id'] !== holder) throw refused('it is not about the key that claimed it')
  if (isSdJwt(result.credential) && !isBoundTo(credential, holder)) throw refused('it is bound to another key than the one that asked')
  const documents = isAtHome(issuer, nodeOrigin) ? result.documents : {}
  const sources = { documents, fetchDocument: (url: string) => requestNode(url, fetch) }
  const findings = isSdJwt(result.credential)
    ? [await verifyToken(result.credential, issuer, sources, { cryptography, now })]
    : await verifyProofs(await asVerifiersSee(credential, result.credential, cryptography), { resolveKey: createKeyResolver(sources), cryptography, expectedPurpose: 'assertionMethod', now })
  if (findings.some(({ outcome }) => outcome !== 'passed')) throw refused('its signature does not hold')
  if (findings.some(({ verificationMethod }) => didOfMethod(verificationMethod ?? '') !== issuer)) throw refused('it is signed by another key than its issuer’s')
}

/** A token that another key must sign for would be of no use, or of use to another (RFC 7800, "Confirmation Claim"). */
function isBoundTo({ cnf }: JsonObject, holder: string | undefined): boolean {
  const { jwk } = isJsonObject(cnf) ? cnf : {}
  if (!isJsonObject(jwk)) return false
  try {
    const key = readTokenKey(jwk)
    return key.type !== 'RSA' && didKey(key) === holder
  } catch (error) {
    if (isKeyError(error)) return false
    throw error
  }
}

function verifyToken(text: string, issuer: string, sources: DidContext, { cryptography, now }: Pick<CheckContext, 'cryptography' | 'now'>): Promise<ProofFinding> {
  const findKeys: Parameters<typeof verifyMessage>[1]['findKeys'] = (kid) => resolveTokenKeys({ kid, signer: issuer, relationship: 'assertionMethod' }, sources)
  return verifyMessage(parseSdJwt(text).message, { cryptography, now, types: ['dc+sd-jwt', 'vc+sd-jwt'], findKeys })
}

/** What is signed to be shown in part is checked as a copy that shows all of it. */
async function asVerifiersSee(credential: JsonObject, text: string, cryptography: Cryptography): Promise<JsonObject> {
  if (!canShowParts(text)) return credential
  try {
    return parseJsonObject(await showParts(text, 'all', cryptography))
  } catch (cause) {
    if (cause instanceof EverlearnedError) throw refused('nothing can be shown of it', cause)
    throw cause
  }
}

/** A node vouches for the documents of its own address only; those of other addresses are asked for there. */
export function isAtHome(issuer: string, nodeOrigin: string): boolean {
  try {
    return issuer.startsWith('did:web:') && new URL(didWebUrl(issuer)).origin === nodeOrigin
  } catch {
    return false
  }
}

function parseCredential(text: string, cryptography: Cryptography): JsonObject {
  try {
    return readDocument(text, cryptography)
  } catch (cause) {
    if (cause instanceof EverlearnedError) throw refused('it cannot be read', cause)
    throw cause
  }
}

function idOf(value: unknown): unknown {
  return isJsonObject(value) ? value['id'] : value
}

function isNonce(text: string): boolean {
  try {
    return decodeBase64url(text).length === 32
  } catch {
    return false
  }
}

function refused(state: string, cause?: unknown): HolderError {
  return new HolderError('holder/credential-refused', `Cannot keep the credential: ${state}`, { cause })
}
