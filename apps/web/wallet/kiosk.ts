import { signal } from '@preact/signals'

/**
 * A wallet on a computer that others use too: everything is in the memory of one page and gone with it. This file is what ordinary
 * pages need to know of it; the rest is in `run-kiosk.ts` and loaded for those who want it.
 */
export const isKiosk = signal(false)

/** Where the browser remembers which pages were open, a wallet for once is always here. */
export const kioskPath = '/kiosk'

let address: string | undefined

/** The address that the pages go by: of a wallet for once the browser is never told. */
export function addressNow(): string {
  return address ?? location.href
}

/** Sets the address that the pages go by. */
export function goBy(next: string): void {
  address = new URL(next, location.origin).href
}
