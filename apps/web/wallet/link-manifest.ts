import { effect } from '@preact/signals'
import { language } from '../messages/words.ts'

/** Names the manifest in the language of the page, so that the wallet can be kept among the programs of a device. */
export function linkManifest(): void {
  const link = document.createElement('link')
  link.rel = 'manifest'
  effect(() => { link.href = `/wallet-${language()}.webmanifest` })
  document.head.append(link)
}
