import { encodeUtf8 } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import type { PendingAuthorization } from '../exchange/oid4vci/authorize.ts'
import { openEntry, saveEntry, type WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'

/** Who is on the other side of an exchange. Only the host is certain. */
export interface Counterpart {
  readonly host: string
  readonly origin: string
  /** What they call themselves. Untrusted. */
  readonly calledName: string | undefined
  /** The name under which a registry knows them, and the other side's address vouches that it is they. */
  readonly knownName: string | undefined
  /** The name under which the key for them is derived. */
  readonly keyName: string
}

/** A visit to the page of an issuer, while the person is away there. On this device alone, sealed, for a short time. */
export interface IssuerVisit {
  readonly id: string
  readonly pending: PendingAuthorization
  readonly who: Counterpart
  /** What they say they hand out. Untrusted. */
  readonly names: readonly string[]
  /** The link from which it began, for the case that it must begin anew. */
  readonly link: string
  readonly endsAt: string
}

/** How long somebody may be away. */
export const visitMinutes = 30

type Timed = WalletContext & { readonly now: Date }

/** Keeps a visit that begins, and forgets those whose time is over. */
export async function saveVisit(visit: Omit<IssuerVisit, 'id' | 'endsAt'>, context: Timed): Promise<void> {
  const { now, ...wallet } = context
  await forgetOldVisits(context)
  await saveEntry('device', { ...visit, id: visitId(visit.pending.state, context), endsAt: new Date(now.getTime() + visitMinutes * 60_000).toISOString() }, wallet)
}

/** The visit that an address answers, if it is one of this wallet and its time is not over. Untrusted: the address. */
export async function findVisit(cameBackTo: string, context: Timed): Promise<IssuerVisit | undefined> {
  await forgetOldVisits(context)
  const state = URL.canParse(cameBackTo) ? new URL(cameBackTo).searchParams.get('state') : null
  const entry = state === null ? undefined : await context.storage.loadEntry('device', visitId(state, context))
  return entry === undefined ? undefined : openEntry<IssuerVisit>(entry, context)
}

/** Forgets a visit that has come to its end. */
export function removeVisit({ id }: Pick<IssuerVisit, 'id'>, { storage }: Pick<WalletContext, 'storage'>): Promise<void> {
  return storage.removeEntry('device', id)
}

const visitPrefix = 'visit '

/** What is stored in the open names no visit to whoever answers it. */
function visitId(state: string, { cryptography }: Pick<WalletContext, 'cryptography'>): string {
  return visitPrefix + encodeHex(cryptography.sha256(encodeUtf8(state)).subarray(0, 16))
}

async function forgetOldVisits({ now, ...context }: Timed): Promise<void> {
  for (const entry of await context.storage.loadEntries('device')) {
    if (!entry.id.startsWith(visitPrefix)) continue
    const isOver = await openEntry<IssuerVisit>(entry, context).then(({ endsAt }) => endsAt <= now.toISOString(), (cause: unknown) => {
      if (cause instanceof HolderError) return true
      throw cause
    })
    if (isOver) await context.storage.removeEntry('device', entry.id)
  }
}
