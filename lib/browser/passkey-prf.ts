import { decodeBase64url } from '../encoding/base64url.ts'
import type { PasskeyWrap } from '../holder/seed-wrap.ts'
import { BrowserError } from './browser-error.ts'

/** A passkey whose pseudo-random function was evaluated at `salt` (Web Authentication Level 3, "Pseudo-random function extension"). */
export interface EvaluatedPasskey {
  readonly credentialId: Uint8Array<ArrayBuffer>
  readonly salt: Uint8Array<ArrayBuffer>
  /** 32 secret bytes. Never leaves the device, never goes to a server. */
  readonly output: Uint8Array<ArrayBuffer>
}

const timeoutMilliseconds = 120_000

/** Tells whether this browser may offer a passkey with the PRF extension; only making one shows whether the device really can. */
export async function canUsePasskeyPrf(): Promise<boolean> {
  if (typeof PublicKeyCredential === 'undefined') return false
  // getClientCapabilities is newer than the extension: where it is missing, the attempt decides.
  const capabilities = await (PublicKeyCredential as CapablePublicKeyCredential).getClientCapabilities?.().catch(() => undefined)
  if (capabilities?.['extension:prf'] === false) return false
  return PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false)
}

/**
 * Makes a passkey for this origin and evaluates its PRF.
 *
 * Some authenticators only answer the PRF at use: then it is asked for once more.
 *
 * @throws BrowserError `browser/passkey-cancelled`, `browser/prf-missing` when the device has no PRF: offer a passphrase
 */
export async function createPasskey(user: { readonly id: Uint8Array<ArrayBuffer>; readonly name: string }): Promise<EvaluatedPasskey> {
  const salt = randomBytes(32)
  const credential = await asked(navigator.credentials.create({
    publicKey: {
      rp: { name: 'Everlearned' },
      user: { id: user.id, name: user.name, displayName: user.name },
      challenge: randomBytes(32),
      pubKeyCredParams: [{ type: 'public-key', alg: -8 }, { type: 'public-key', alg: -7 }, { type: 'public-key', alg: -257 }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      timeout: timeoutMilliseconds,
      // Windows Hello refuses an empty `prf: {}`: the salt is always sent.
      extensions: { prf: { eval: { first: salt } } },
    },
  }))
  const credentialId = new Uint8Array(credential.rawId)
  const { prf } = credential.getClientExtensionResults()
  if (prf?.results?.first !== undefined) return { credentialId, salt, output: bytesOf(prf.results.first) }
  if (prf?.enabled !== true) throw new BrowserError('browser/prf-missing', 'Cannot protect the wallet with this passkey: it has no pseudo-random function')
  return { credentialId, salt, output: await evaluate(credentialId, salt) }
}

/**
 * Asks for the passkey of a wrap and evaluates its PRF at the wrap's salt.
 *
 * @throws BrowserError `browser/passkey-cancelled`, `browser/prf-missing`
 */
export function evaluatePasskey({ credentialId, salt }: Pick<PasskeyWrap, 'credentialId' | 'salt'>): Promise<Uint8Array<ArrayBuffer>> {
  return evaluate(decodeBase64url(credentialId), decodeBase64url(salt))
}

async function evaluate(credentialId: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const credential = await asked(navigator.credentials.get({
    publicKey: {
      challenge: randomBytes(32),
      allowCredentials: [{ type: 'public-key', id: credentialId }],
      userVerification: 'required',
      timeout: timeoutMilliseconds,
      extensions: { prf: { eval: { first: salt } } },
    },
  }))
  const output = credential.getClientExtensionResults().prf?.results?.first
  if (output === undefined) throw new BrowserError('browser/prf-missing', 'Cannot unlock with this passkey: it answered without its pseudo-random function')
  return bytesOf(output)
}

interface CapablePublicKeyCredential {
  getClientCapabilities?: () => Promise<Record<string, boolean>>
}

async function asked(request: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await request
    if (credential instanceof PublicKeyCredential) return credential
  } catch (cause) {
    throw new BrowserError('browser/passkey-cancelled', 'Cannot use a passkey: the request was cancelled or refused', { cause })
  }
  throw new BrowserError('browser/passkey-cancelled', 'Cannot use a passkey: none was chosen')
}

function bytesOf(source: BufferSource): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(source instanceof ArrayBuffer ? new Uint8Array(source) : new Uint8Array(source.buffer, source.byteOffset, source.byteLength))
}

function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length))
}
