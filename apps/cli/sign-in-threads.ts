import type { RowToIssue } from 'everlearned/issuer'
import { usualWorkers, WorkPool } from 'everlearned/node'
import type { ThreadSetup } from './issuing-worker.ts'
import type { NamedKey } from './key-file.ts'
import type { RowSigning, SignedRow } from './sign-rows.ts'

/** What signs batches of rows. */
export interface BatchSigning {
  run(rows: readonly RowToIssue[]): Promise<readonly SignedRow[]>
  /** How many batches keep it busy. */
  readonly ahead: number
  close(): Promise<void>
}

/** Below this a file is signed before a thread has started. */
const rowsWorthThreads = 2_000
/** What a thread makes does not stay: with less room for what is new two threads take 30 MiB less, at the same speed. */
const youngMegabytes = 6

/** Signs in threads where the file is long and the key can be handed to them, else in this one. */
export async function openSigning(key: NamedKey, signing: RowSigning, rowCount: number): Promise<BatchSigning> {
  const { did, verificationMethod, privateJwk: jwk } = key
  if (rowCount < rowsWorthThreads || jwk === undefined || usualWorkers() < 2) {
    // Not loaded where threads sign: 10 MiB.
    const { createRowSigner } = await import('./sign-rows.ts')
    return { run: createRowSigner(key, signing), ahead: 1, close: async () => undefined }
  }
  const script = new URL(import.meta.url.endsWith('.ts') ? './issuing-worker.ts' : './issuing-worker.js', import.meta.url)
  const setup: ThreadSetup = { ...signing, jwk, did, verificationMethod }
  return new WorkPool({ script, setup, youngMegabytes })
}
