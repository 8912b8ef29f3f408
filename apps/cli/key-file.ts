import type { PrivateKeyJwk, SigningKey } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod, isDid } from 'everlearned/did'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { EverlearnedError } from 'everlearned/error'
import { InputError } from './command.ts'
import { readText } from './files.ts'

/** A key that signs, and the name under which it is published. */
export interface NamedKey {
  readonly did: string
  readonly verificationMethod: string
  readonly signingKey: SigningKey
}

/** How a key is to be used when credentials are issued; unless told otherwise as is usual for its type. */
export interface Securing {
  readonly cryptosuite?: string | undefined
  /** What no copy of a credential may leave out, for the suites whose holders choose. */
  readonly mandatoryPointers?: readonly string[] | undefined
}

/** Writes a key file: a private JSON Web Key with the DID that it belongs to, and as `kid` the DID URL of the key. */
export async function formatKeyFile(jwk: PrivateKeyJwk): Promise<{ readonly text: string; readonly key: NamedKey }> {
  const signingKey = await cryptography.importSigningKey(jwk)
  const did = didKey(signingKey.publicKey)
  const verificationMethod = didKeyVerificationMethod(signingKey.publicKey)
  return { text: `${JSON.stringify({ ...jwk, kid: verificationMethod, did }, null, 2)}\n`, key: { did, verificationMethod, signingKey } }
}

/** Reads a key file. A key of a did:web has its DID and `kid` written in; without them it is a did:key. */
export async function readKeyFile(path: string): Promise<NamedKey> {
  const file = parseObject(await readText(path), path)
  const { kty, crv, x, y, d } = file
  const isKnown = (kty === 'OKP' && crv === 'Ed25519') || (kty === 'EC' && (crv === 'P-256' || crv === 'P-384') && typeof y === 'string')
  if (!isKnown || typeof x !== 'string' || typeof d !== 'string') throw new InputError(`Cannot read key ${path}: it is no private JSON Web Key for Ed25519, P-256 or P-384`)
  try {
    const signingKey = await cryptography.importSigningKey({ kty, crv, x, d, ...(typeof y === 'string' ? { y } : {}) } as PrivateKeyJwk)
    const did = file['did'] ?? didKey(signingKey.publicKey)
    const verificationMethod = file['did'] === undefined ? didKeyVerificationMethod(signingKey.publicKey) : file['kid']
    if (typeof did !== 'string' || !isDid(did) || typeof verificationMethod !== 'string' || !verificationMethod.startsWith(`${did}#`)) {
      throw new InputError(`Cannot read key ${path}: its kid is not of its did`)
    }
    return { did, verificationMethod, signingKey }
  } catch (cause) {
    if (cause instanceof InputError) throw cause
    if (cause instanceof EverlearnedError || cause instanceof Error) throw new InputError(`Cannot read key ${path}: its parts do not fit together`, { cause })
    throw cause
  }
}

function parseObject(text: string, path: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>
  } catch {
    // Told below; the text itself is secret.
  }
  throw new InputError(`Cannot read key ${path}: it is not a JSON object`)
}
