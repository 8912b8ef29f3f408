import { signal, type Signal } from '@preact/signals'
import type { RemovedEntry } from 'everlearned/holder'

/** What was taken out of the wallet last, for as long as the page is open: it can be put back. */
export const removedEntry: Signal<{ readonly name: string, readonly content: RemovedEntry } | undefined> = signal(undefined)
