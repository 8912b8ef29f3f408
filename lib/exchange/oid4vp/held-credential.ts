import { isBbsBaseProof } from '../../credential/bbs-2023-proof-value.ts'
import { CredentialError } from '../../credential/credential-error.ts'
import { deriveCredential } from '../../credential/derive-credential.ts'
import { isBaseProof } from '../../credential/ecdsa-sd-2023-proof-value.ts'
import { isJsonObject, listOf, parseJsonObject } from '../../credential/parse-json.ts'
import { deriveSdJwt, isSdJwt } from '../../credential/sd-jwt/derive-sd-jwt.ts'
import { discloseClaims } from '../../credential/sd-jwt/disclose-claims.ts'
import type { KeyBindingInput } from '../../credential/sd-jwt/key-binding.ts'
import { parseSdJwt } from '../../credential/sd-jwt/parse-sd-jwt.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { expandTypes } from './expand-types.ts'

/** A credential as a wallet keeps it, by a name of the wallet's own. */
export interface HeldCredential {
  readonly id: string
  /** Exactly as it came. */
  readonly credential: string
}

/** What a request is held against. */
export interface ReadHeld extends HeldCredential {
  /** All that it says; of a token all that it can disclose. */
  readonly document: JsonObject
  readonly isToken: boolean
  readonly types: ReadonlySet<string>
  /** Of its proofs, the suite or, where there is none, the type. */
  readonly suites: readonly string[]
  /** Whether its holder can leave out parts of it. */
  readonly canShowParts: boolean
  /** Whether its issuer named a key for it: a token without one cannot be bound to its holder. */
  readonly isBound: boolean
}

/** Reads a credential for matching; undefined for what cannot be read, which answers no request. */
export async function readHeld(held: HeldCredential, cryptography: Pick<Cryptography, 'sha256' | 'sha384'>): Promise<ReadHeld | undefined> {
  try {
    const read = isSdJwt(held.credential) ? readTokenHeld(held, cryptography) : readPlainHeld(held)
    return { ...held, ...read, types: new Set(await expandTypes(read.document, cryptography)) }
  } catch (error) {
    if (error instanceof CredentialError) return undefined
    throw error
  }
}

type Read = Omit<ReadHeld, keyof HeldCredential | 'types'>

function readTokenHeld({ credential }: HeldCredential, cryptography: Pick<Cryptography, 'sha256' | 'sha384'>): Read {
  const sdJwt = parseSdJwt(credential.trim())
  const { claims } = discloseClaims(sdJwt, cryptography)
  const { alg } = sdJwt.message.header
  return { document: claims, isToken: true, suites: typeof alg === 'string' ? [alg] : [], canShowParts: sdJwt.disclosures.length > 0, isBound: isJsonObject(claims['cnf']) }
}

function readPlainHeld({ credential }: HeldCredential): Read {
  const document = parseJsonObject(credential)
  const proofs = listOf(document['proof']).filter(isJsonObject)
  const suites = proofs.map(({ cryptosuite, type }) => cryptosuite ?? type).filter((name) => typeof name === 'string')
  return { document, isToken: false, suites, canShowParts: proofs.some(({ proofValue }) => typeof proofValue === 'string' && (isBaseProof(proofValue) || isBbsBaseProof(proofValue))), isBound: true }
}

/**
 * What leaves the wallet of a credential: of one that can be shown in part a copy with what `pointers` lead to, else all of it,
 * byte for byte.
 *
 * @throws CredentialError as {@link deriveCredential} and {@link deriveSdJwt} do
 */
export async function discloseHeld({ credential }: HeldCredential, pointers: readonly string[], { cryptography, keyBinding }: { readonly cryptography: Cryptography; readonly keyBinding?: KeyBindingInput | undefined }): Promise<string> {
  if (isSdJwt(credential)) return deriveSdJwt(credential, { pointers, keyBinding }, cryptography)
  const { canShowParts } = readPlainHeld({ id: '', credential })
  // Its type comes along in any case; with no pointer at all there might be nothing to show.
  return canShowParts ? JSON.stringify(await deriveCredential(parseJsonObject(credential), ['/type', ...pointers], { cryptography })) : credential
}

/** What a text that leaves the wallet says. */
export function readShown(text: string, cryptography: Pick<Cryptography, 'sha256' | 'sha384'>): JsonObject {
  return isSdJwt(text) ? discloseClaims(parseSdJwt(text), cryptography).claims : parseJsonObject(text)
}
