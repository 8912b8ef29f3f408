import { pageShown } from './page-shown.ts'
import { trustScript } from './trusted-types.ts'

/**
 * Lets the pages of this origin work offline after the first visit. Without a service worker they work online as before.
 * On a first visit its files, which are all of the pages, wait until the page that somebody asked for is there.
 */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  const isFirstVisit = navigator.serviceWorker.controller === null
  void (isFirstVisit ? pageShown : Promise.resolve()).then(() => navigator.serviceWorker.register(trustScript('/service-worker.js'), { scope: '/' })).catch(() => undefined)
}
