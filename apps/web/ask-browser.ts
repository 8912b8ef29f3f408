import { makeDigitalRequest, sendDigitalAnswer } from './exchange-api.ts'

/** What came of asking through the browser. */
export type BrowserAnswer = 'answered' | 'not-shown'

interface Digital { readonly protocol?: unknown, readonly data?: unknown }

/** Tells whether this browser hands requests to the wallets on its device, or on a phone nearby (Digital Credentials API). */
export function canAskBrowser(): boolean {
  return 'DigitalCredential' in globalThis && typeof navigator.credentials?.get === 'function'
}

/**
 * Asks by the browser for what an exchange asks: it shows the wallets that have something, and tells the chosen one which page this is.
 * The node checks what comes back, like any answer.
 *
 * @throws ApiError when the node does not take it
 */
export async function askBrowser(interactionUrl: string): Promise<BrowserAnswer> {
  const request = await makeDigitalRequest(interactionUrl)
  // The browser's own question; types of it come with no library yet.
  const options = { digital: { requests: [request] } } as CredentialRequestOptions
  const credential = await navigator.credentials.get(options).catch((thrown: unknown) => {
    // The person closed it, or there is no wallet: the browser says the same for both, and means to.
    if (thrown instanceof DOMException) return null
    throw thrown
  })
  const { protocol, data } = (credential ?? {}) as Digital
  if (typeof protocol !== 'string') return 'not-shown'
  await sendDigitalAnswer(interactionUrl, { protocol, data })
  return 'answered'
}
