import { encodeHex } from '../encoding/hex.ts'
import type { Deferral } from '../exchange/oid4vci/ask-again.ts'
import { openEntry, saveEntry, type WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import type { Counterpart } from './issuer-visit.ts'

/** A record that its issuer gives later. Its token opens it: it stays sealed, and is in no export that others could read. */
export interface WaitingRecord extends Deferral {
  readonly id: string
  readonly who: Counterpart
  /** What they say it is. Untrusted. */
  readonly names: readonly string[]
  readonly since: string
  /** When the issuer was asked last. */
  readonly askedAt: string
}

type Timed = WalletContext & { readonly now: Date }

/** Keeps what comes later. Nobody is asked by itself: whoever holds the wallet asks when they want to know. */
export async function saveWaiting(deferral: Deferral & Pick<WaitingRecord, 'who' | 'names'>, { now, ...context }: Timed): Promise<WaitingRecord> {
  const waiting = { ...deferral, id: encodeHex(context.cryptography.randomBytes(16)), since: now.toISOString(), askedAt: now.toISOString() }
  await saveEntry('waiting', waiting, context)
  return waiting
}

/** Keeps what came of asking again: the record itself, too, until its holder has looked at it, for the issuer gives it once. */
export async function saveAskedAgain(waiting: WaitingRecord, next: Deferral, { now, ...context }: Timed): Promise<WaitingRecord> {
  const changed = { ...waiting, ...next, askedAt: now.toISOString() }
  await saveEntry('waiting', changed, context)
  return changed
}

/** From when on the issuer wants to be asked again. */
export function askAgainFrom({ answer, askedAt }: Pick<WaitingRecord, 'answer' | 'askedAt'>): Date {
  return new Date(new Date(askedAt).getTime() + (answer.kind === 'deferred' ? answer.intervalSeconds : 0) * 1_000)
}

/** All that is on its way, newest first; one that is damaged does not take the others with it. */
export async function loadAllWaiting(context: WalletContext): Promise<readonly WaitingRecord[]> {
  const all: WaitingRecord[] = []
  for (const entry of await context.storage.loadEntries('waiting')) {
    try {
      all.push(await openEntry<WaitingRecord>(entry, context))
    } catch (cause) {
      if (!(cause instanceof HolderError)) throw cause
    }
  }
  return all.toSorted((left, right) => (left.since < right.since ? 1 : -1))
}

/** Opens one, or undefined when there is none of that id. @throws HolderError `holder/seal-broken` */
export async function loadWaiting(id: string, context: WalletContext): Promise<WaitingRecord | undefined> {
  const entry = await context.storage.loadEntry('waiting', id)
  return entry === undefined ? undefined : openEntry<WaitingRecord>(entry, context)
}

/** Stops waiting. Its issuer hears nothing of it. */
export function removeWaiting(id: string, { storage }: Pick<WalletContext, 'storage'>): Promise<void> {
  return storage.removeEntry('waiting', id)
}
