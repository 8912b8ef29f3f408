import { BrowserError } from './browser-error.ts'

/** One of the requests that a page hands to the browser, each in a protocol. */
export interface CredentialRequest {
  readonly protocol: string
  readonly data: object
}

/** The parts of Digital Credentials (W3C Working Draft) that are used here; few browsers have them yet. */
interface DigitalCredentialClass {
  userAgentAllowsProtocol?(protocol: string): boolean
}

/** Tells whether this browser hands requests of a protocol to the wallets of the device. */
export function canAskDigitalCredential(protocol: string): boolean {
  const { DigitalCredential } = globalThis as { readonly DigitalCredential?: DigitalCredentialClass }
  if (DigitalCredential === undefined || globalThis.navigator?.credentials === undefined) return false
  return DigitalCredential.userAgentAllowsProtocol?.(protocol) ?? true
}

/**
 * Lets the person choose a wallet of their device and answer a request from it; undefined when they would rather not. To be called after a
 * tap of theirs.
 *
 * Untrusted: the answer. @throws BrowserError `browser/digital-credential-unavailable`
 */
export async function askDigitalCredential(request: CredentialRequest, signal?: AbortSignal): Promise<{ readonly protocol: unknown; readonly data: unknown } | undefined> {
  if (!canAskDigitalCredential(request.protocol)) throw new BrowserError('browser/digital-credential-unavailable', 'Cannot ask for a digital credential: this browser knows no wallets')
  const options = { mediation: 'required', digital: { requests: [request] }, ...(signal === undefined ? {} : { signal }) } as CredentialRequestOptions
  try {
    const credential = await navigator.credentials.get(options) as { readonly protocol?: unknown; readonly data?: unknown } | null
    return credential === null ? undefined : { protocol: credential.protocol, data: credential.data }
  } catch (cause) {
    if (cause instanceof DOMException && (cause.name === 'NotAllowedError' || cause.name === 'AbortError')) return undefined
    throw new BrowserError('browser/digital-credential-unavailable', 'Cannot ask for a digital credential: the browser refused', { cause })
  }
}
