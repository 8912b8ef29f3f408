import type { BbsSigningKey, PrivateKeyJwk, SigningKey } from 'everlearned/crypto'
import { decodeSecretMultikey, encodeMultikey, encodeSecretMultikey, importBbsSigningKey } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod, isDid } from 'everlearned/did'
import type { SdJwtFormat } from 'everlearned/issuer'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { EverlearnedError } from 'everlearned/error'
import { InputError } from './command.ts'
import { readText } from './files.ts'

/** A key that signs, and the name under which it is published. */
export interface NamedKey<Key extends SigningKey | BbsSigningKey = SigningKey | BbsSigningKey> {
  readonly did: string
  readonly verificationMethod: string
  readonly signingKey: Key
  /** Of a key that was read from a file and may be handed to threads of this process: secret, and never to be written or told. */
  readonly privateJwk?: PrivateKeyJwk
}

/** How a key is to be used when credentials are issued; unless told otherwise as is usual for its type. */
export interface Securing {
  readonly cryptosuite?: string | undefined
  /** A token in place of a proof inside the document. */
  readonly format?: SdJwtFormat | undefined
  /** What no copy of a credential may leave out, where its holder chooses. */
  readonly mandatoryPointers?: readonly string[] | undefined
}

/** Writes a key file: a private JSON Web Key with the DID that it belongs to, and as `kid` the DID URL of the key. */
export async function formatKeyFile(jwk: PrivateKeyJwk): Promise<{ readonly text: string; readonly key: NamedKey<SigningKey> }> {
  const signingKey = await cryptography.importSigningKey(jwk)
  const did = didKey(signingKey.publicKey)
  const verificationMethod = didKeyVerificationMethod(signingKey.publicKey)
  return { text: `${JSON.stringify({ ...jwk, kid: verificationMethod, did }, null, 2)}\n`, key: { did, verificationMethod, signingKey } }
}

/** Writes a key file for BBS: a Multikey (Controlled Identifiers 1.0), for there is no JSON Web Key of BLS12-381. */
export async function formatBbsKeyFile(secretKey: Uint8Array<ArrayBuffer>): Promise<{ readonly text: string; readonly key: NamedKey }> {
  const signingKey = await importBbsSigningKey(secretKey)
  const did = didKey(signingKey.publicKey)
  const verificationMethod = didKeyVerificationMethod(signingKey.publicKey)
  const file = { type: 'Multikey', publicKeyMultibase: encodeMultikey(signingKey.publicKey), secretKeyMultibase: encodeSecretMultikey(secretKey), kid: verificationMethod, did }
  return { text: `${JSON.stringify(file, null, 2)}\n`, key: { did, verificationMethod, signingKey } }
}

/** Reads a key file of any type. A key of a did:web has its DID and `kid` written in; without them it is a did:key. */
export async function readAnyKeyFile(path: string): Promise<NamedKey> {
  const file = parseObject(await readText(path), path)
  return file['type'] === 'Multikey' ? named(path, file, () => importMultikey(file)) : readKey(path, file)
}

/** Reads the file of a key that signs bytes: any but those for BBS. */
export async function readKeyFile(path: string): Promise<NamedKey<SigningKey>> {
  return readKey(path, parseObject(await readText(path), path))
}

async function importMultikey({ publicKeyMultibase, secretKeyMultibase }: KeyFile): Promise<BbsSigningKey> {
  const signingKey = await importBbsSigningKey(decodeSecretMultikey(typeof secretKeyMultibase === 'string' ? secretKeyMultibase : ''), cryptography)
  if (publicKeyMultibase !== undefined && publicKeyMultibase !== encodeMultikey(signingKey.publicKey)) throw new TypeError('the halves differ')
  return signingKey
}

type KeyFile = Readonly<Record<string, unknown>>

async function readKey(path: string, file: KeyFile): Promise<NamedKey<SigningKey>> {
  const { kty, crv, x, y, d } = file
  const isKnown = (kty === 'OKP' && crv === 'Ed25519') || (kty === 'EC' && (crv === 'P-256' || crv === 'P-384') && typeof y === 'string')
  if (!isKnown || typeof x !== 'string' || typeof d !== 'string') throw new InputError(`Cannot read key ${path}: it is no private JSON Web Key for Ed25519, P-256 or P-384`)
  const privateJwk = { kty, crv, x, d, ...(typeof y === 'string' ? { y } : {}) } as PrivateKeyJwk
  return { ...await named(path, file, () => cryptography.importSigningKey(privateJwk)), privateJwk }
}

async function named<Key extends SigningKey | BbsSigningKey>(path: string, file: KeyFile, importKey: () => Promise<Key>): Promise<NamedKey<Key>> {
  try {
    const signingKey = await importKey()
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

function parseObject(text: string, path: string): KeyFile {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as KeyFile
  } catch {
    // Told below; the text itself is secret.
  }
  throw new InputError(`Cannot read key ${path}: it is not a JSON object`)
}
