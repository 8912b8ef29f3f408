import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import type { GuardianRule } from '../exchange/claim/claim-result.ts'
import type { LedgerProof } from '../trust/ledger-proof.ts'
import type { StatusSnapshot } from '../verifier/bundle.ts'
import { openEntry, saveEntry, type WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import type { SealedEntry } from './wallet-storage.ts'

/** One credential as the wallet keeps it. */
export interface WalletRecord {
  /** Local name; never leaves the wallet. */
  readonly id: string
  /** The signed document exactly as it came: never re-serialised. */
  readonly credential: string
  /** Opens the ledger's commitment to this credential; base64url. Whoever sees it can link the two. */
  readonly nonce: string | null
  readonly ledgerProof: LedgerProof | null
  /** Keys of the logs that the proof is from, as the node gave them. */
  readonly logs: readonly string[]
  /** Status lists as they were when last fetched, by address. */
  readonly status: { readonly [url: string]: StatusSnapshot }
  /** What offline checking needs, by URL or DID. */
  readonly documents: { readonly [id: string]: JsonObject }
  /** Proofs that its issuer's document was archived in a log, for the time when nobody serves it any more. */
  readonly archived?: readonly Json[]
  readonly addedAt: string
  /** The node that gave it, as an origin; of a record from a file, the node that its shares go through. */
  readonly origin: string
  /** It came from a file of another program, not from a node. */
  readonly isImported?: true
  /** When the very same came again, from a file or an exchange: it is kept once. */
  readonly cameAgain?: readonly string[]
  /** The name under which its subject key is derived, where that does not follow from its issuer and origin. */
  readonly keyName?: string
  /** It failed its checks when it came, and its holder wanted it all the same. */
  readonly isDoubtful?: true
  /** A guardian has a say until the day named; with the token of the claim one asks whether that changed. Never leaves the wallet. */
  readonly guardian?: GuardianRule & { readonly token: string }
}

/** Keeps a record, sealed. */
export function saveRecord(record: WalletRecord, context: WalletContext): Promise<void> {
  return saveEntry('record', record, context)
}

/** Untrusted: whoever brings the same again and again makes no record grow. */
const maxCameAgain = 20

/** Notes that what is held came once more; what is known of it stays. */
export async function noteAgain(record: WalletRecord, { now, ...context }: WalletContext & { readonly now: Date }): Promise<WalletRecord> {
  const noted = { ...record, cameAgain: [...record.cameAgain ?? [], now.toISOString()].slice(-maxCameAgain) }
  await saveRecord(noted, context)
  return noted
}

/** A record that cannot be opened is named, never hidden. */
export interface RecordList {
  readonly records: readonly WalletRecord[]
  readonly broken: readonly string[]
}

/** Opens every record, newest first; a damaged one does not take the others with it. */
export async function loadRecords(context: WalletContext): Promise<RecordList> {
  const broken: string[] = []
  const open = async (entry: SealedEntry): Promise<readonly WalletRecord[]> => {
    try {
      return [await openEntry<WalletRecord>(entry, context)]
    } catch (cause) {
      if (!(cause instanceof HolderError)) throw cause
      broken.push(entry.id)
      return []
    }
  }
  // All at once: one after the other a phone would mostly wait.
  const records = (await Promise.all((await context.storage.loadEntries('record')).map(open))).flat()
  return { records: records.toSorted((left, right) => (left.addedAt < right.addedAt ? 1 : -1)), broken }
}

/**
 * Opens one record, or undefined when the wallet has none of that id.
 *
 * @throws HolderError `holder/seal-broken`
 */
export async function loadRecord(id: string, context: WalletContext): Promise<WalletRecord | undefined> {
  const entry = await context.storage.loadEntry('record', id)
  return entry === undefined ? undefined : openEntry<WalletRecord>(entry, context)
}

/** Forgets a record on this device. The credential itself stays valid wherever else it is kept. */
export function removeRecord(id: string, { storage }: Pick<WalletContext, 'storage'>): Promise<void> {
  return storage.removeEntry('record', id)
}
