/** Lets the pages of this origin work offline after the first visit. Without a service worker they work online as before. */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  const script = '/service-worker.js'
  // Under `require-trusted-types-for 'script'` the address of a worker is a sink: one policy, one address.
  const policy = (globalThis as TrustedTypesGlobal).trustedTypes?.createPolicy('everlearned', { createScriptURL: () => script })
  navigator.serviceWorker.register((policy?.createScriptURL(script) ?? script) as string, { scope: '/' }).catch(() => undefined)
}

interface TrustedTypesGlobal {
  readonly trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } }
}
