import { signal, type Signal } from '@preact/signals'
import type { RemovedEntry } from 'everlearned/holder'

/** The items that were chosen in the log, for as long as the page is open. */
export const chosenLearning: Signal<ReadonlySet<string>> = signal(new Set())

/** What was written down last: the log says so once. */
export const keptTitle: Signal<string | undefined> = signal(undefined)

/** The items that came out of a table last: they can be taken out again. */
export const broughtItems: Signal<readonly string[]> = signal([])

/** What was taken out of the log last: it can be put back. */
export const removedLearning: Signal<{ readonly count: number, readonly content: RemovedEntry } | undefined> = signal(undefined)
