import type { Cryptography } from '../../crypto/cryptography.ts'
import { missingAnswer } from './registry-error.ts'

/** Fetches one address. It enforces its own limits on time and private addresses, and need not follow redirects. */
export type RegistryFetch = (url: string, init: { readonly redirect: 'manual'; readonly headers: Readonly<Record<string, string>> }) => Promise<Response>

/** What looking into registries needs of its caller. */
export interface RegistryContext {
  readonly fetch: RegistryFetch
  readonly cryptography: Pick<Cryptography, 'verifySignature' | 'verifyRsaSignature'>
  /** The moment for which registries are judged. */
  readonly now: Date
}

/** Untrusted: one look-up asks for no more documents than this, however registries refer to one another. */
export const maxRegistryFetches = 20

/** Asks for documents until the look-up has had its share. */
export type AskRegistry = (url: string, maxBytes: number, accept: string) => Promise<string | undefined>

/**
 * Starts the fetches of one look-up; what it answers is the text, or undefined where nothing is (404, 410).
 *
 * Untrusted: https only, no redirect, no more than `maxBytes` bytes, {@link maxRegistryFetches} in all.
 */
export function startFetches(fetch: RegistryFetch): AskRegistry {
  let left = maxRegistryFetches
  return async (url, maxBytes, accept) => {
    if (!isHttps(url)) throw missingAnswer('address-refused', 'its address is not https')
    if (left === 0) throw missingAnswer('too-many-fetches', `it takes more than ${maxRegistryFetches} documents`)
    left -= 1
    const response = await fetch(url, { redirect: 'manual', headers: { accept } }).catch((cause: unknown) => {
      throw missingAnswer('unreachable', 'it is out of reach', { cause })
    })
    return readAnswer(response, maxBytes)
  }
}

async function readAnswer(response: Response, maxBytes: number): Promise<string | undefined> {
  const { status, redirected, type, body } = response
  // A list or a first key that is believed because of its address must come from that address.
  const isRedirect = redirected || type === 'opaqueredirect' || (status >= 300 && status < 400)
  if (status === 200 && !isRedirect) return readText(body, maxBytes)
  await body?.cancel()
  if (isRedirect) throw missingAnswer('redirected', 'its address leads elsewhere')
  if (status === 404 || status === 410) return undefined
  throw missingAnswer('unreachable', `the answer was ${status}`)
}

async function readText(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<string> {
  if (body === null) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = body.getReader()
  let text = ''
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return text + decoder.decode()
      length += value.length
      if (length > maxBytes) throw missingAnswer('too-large', `its answer has more than ${maxBytes} bytes`)
      text += decoder.decode(value, { stream: true })
    }
  } catch (cause) {
    await reader.cancel().catch(() => undefined)
    throw cause instanceof TypeError ? missingAnswer('unreadable', 'its answer broke off or is no text', { cause }) : cause
  }
}

function isHttps(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, username, password } = new URL(url)
  return protocol === 'https:' && username === '' && password === ''
}
