import { trustScript } from './trusted-types.ts'

/** Lets the pages of this origin work offline after the first visit. Without a service worker they work online as before. */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  navigator.serviceWorker.register(trustScript('/service-worker.js'), { scope: '/' }).catch(() => undefined)
}
