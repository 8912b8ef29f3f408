import type { Cryptography } from '../crypto/cryptography.ts'
import type { ForkProof } from './fork-proof.ts'
import { monitorLog, rememberedView, type LogView, type MonitoredHead } from './monitor.ts'
import type { Policy } from './policy.ts'
import { ProvenTiles } from './proven-tiles.ts'
import { verifyReceipt, type LedgerReceipt } from './receipt.ts'
import { verifyTlogProof, type TlogProof } from './tlog-proof.ts'

/** How long an entry that a log took may wait until it is final, unless a network agreed on less: as in Certificate Transparency. */
export const maxFinalitySeconds = 86_400

/** Whom a receipt is held against. */
export interface ReceiptContext {
  /** What the log itself shows; undefined when it is not asked. */
  readonly log?: LogView
  /** What others hold of it: each is asked for `checkpoint` and `pending`. */
  readonly mirrors: readonly LogView[]
  /** Under which a checkpoint is final. */
  readonly policy: Policy
  /** Verifier key strings under which the log has gone on since it gave the receipt. */
  readonly laterKeys?: readonly string[]
  readonly now: Date
  /** {@link maxFinalitySeconds} when absent. */
  readonly withinSeconds?: number
  readonly cryptography: Cryptography
}

/** What one place had to say to a receipt. */
export interface ReceiptWitness {
  readonly name: string
  /** Of the checkpoint that it shows, or of a larger one that it holds and that is not final; undefined when it shows none that the log signed. */
  readonly size: number | undefined
  readonly finalSize: number | undefined
  /** The entry stands there, at its place. */
  readonly isHolding: boolean
}

/** What became of an entry that a log gave a receipt for. */
export interface ReceiptVerdict {
  /**
   * `kept`: a final checkpoint covers it. `pending`: not yet, and it may take until `deadline`. `withheld`: not in time.
   * `contradicted`: the log signed another history. `invalid`: no receipt of this log. `unseen`: nobody could be asked.
   */
  readonly state: 'kept' | 'pending' | 'withheld' | 'contradicted' | 'invalid' | 'unseen'
  readonly outcome: 'passed' | 'failed' | 'unknown'
  readonly code?: string
  readonly reason?: string
  readonly deadline: Date
  readonly witnesses: readonly ReceiptWitness[]
  /** Publish these: each convicts the log. */
  readonly forks: readonly ForkProof[]
  /** Of an entry that was kept: its proof under the final checkpoint. */
  readonly proof?: TlogProof
}

/** Holds a receipt against what the log and its mirrors show. Untrusted: the receipt, and all that is shown. */
export async function judgeReceipt(receipt: LedgerReceipt, context: ReceiptContext): Promise<ReceiptVerdict> {
  const deadline = new Date(receipt.receivedAt.getTime() + (context.withinSeconds ?? maxFinalitySeconds) * 1_000)
  if (!(await verifyReceipt(receipt, context.cryptography))) {
    return { ...answers.invalid, deadline, witnesses: [], forks: [] }
  }
  const views = [...(context.log === undefined ? [] : [context.log]), ...context.mirrors]
  const seen = await Promise.all(views.map((view) => lookAt(view, { receipt, views, context })))
  const found = { deadline, witnesses: seen.map(({ witness }) => witness), forks: seen.flatMap(({ forks }) => forks) }
  if (found.forks.length > 0) return { ...answers.contradicted, ...found }
  const proof = seen.find((each) => each.proof !== undefined)?.proof
  if (proof !== undefined) return { state: 'kept', outcome: 'passed', ...found, proof }
  if (context.now <= deadline) return { ...answers.pending, ...found }
  if (found.witnesses.every(({ size }) => size === undefined)) return { ...answers.unseen, ...found }
  const isAtMirror = seen.slice(views.length - context.mirrors.length).some(({ witness }) => witness.isHolding)
  return { ...(isAtMirror ? answers.notFinal : answers.withheld), ...found }
}

const answers = {
  invalid: { state: 'invalid', outcome: 'failed', code: 'ledger/receipt-invalid', reason: 'the log did not sign for this entry' },
  contradicted: { state: 'contradicted', outcome: 'failed', code: 'ledger/receipt-contradicted', reason: 'the log signed for the entry, and signed another history' },
  pending: { state: 'pending', outcome: 'unknown', code: 'ledger/receipt-pending', reason: 'it is not final yet' },
  unseen: { state: 'unseen', outcome: 'unknown', code: 'ledger/receipt-unseen', reason: 'neither the log nor a mirror could be asked' },
  withheld: { state: 'withheld', outcome: 'failed', code: 'ledger/receipt-withheld', reason: 'the log signed for the entry, and no mirror has it in time' },
  notFinal: { state: 'withheld', outcome: 'failed', code: 'ledger/receipt-not-final', reason: 'mirrors have the entry, and its cosigners did not make it final in time' },
} as const

/** No place can be named so. */
const receiptName = 'receipt\n'

interface Looking {
  readonly receipt: LedgerReceipt
  readonly views: readonly LogView[]
  readonly context: ReceiptContext
}

interface Seen {
  readonly witness: ReceiptWitness
  readonly forks: readonly ForkProof[]
  readonly proof: TlogProof | undefined
}

async function lookAt(view: LogView, looking: Looking): Promise<Seen> {
  const heads: MonitoredHead[] = []
  const forks: ForkProof[] = []
  for (const path of ['checkpoint', 'pending']) {
    const found = await compare({ name: view.name, read: async (file) => view.read(file === 'checkpoint' ? path : file) }, looking)
    heads.push(...found.heads)
    forks.push(...found.forks)
  }
  const proofs = await Promise.all(heads.map(async (head) => ({ head, proof: await prove(view, head, looking) })))
  const sizeOf = (some: readonly MonitoredHead[]): number | undefined => (some.length === 0 ? undefined : Math.max(...some.map(({ checkpoint }) => checkpoint.size)))
  return {
    witness: { name: view.name, size: sizeOf(heads), finalSize: sizeOf(heads.filter(({ isFinal }) => isFinal === true)), isHolding: proofs.some(({ proof }) => proof !== undefined) },
    forks, proof: proofs.find(({ head }) => head.isFinal === true)?.proof,
  }
}

/** Holds what one place shows against the receipt's checkpoint, with the tiles of whoever has them. */
async function compare(view: LogView, { receipt, views, context: { policy, laterKeys = [], cryptography } }: Looking): Promise<{ readonly heads: readonly MonitoredHead[]; readonly forks: readonly ForkProof[] }> {
  const receipted = rememberedView(receiptName, receipt.proof.checkpoint.text)
  const tiles = views.map(({ read }): LogView => ({ name: 'tiles', read: async (file) => (file === 'checkpoint' ? undefined : read(file)) }))
  // Who signs is known from the key; the policy may name another log, the registry's.
  const { heads, forks } = await monitorLog([receipted, view, ...tiles], { verifierKey: receipt.verifierKey, laterKeys, cryptography, policy: { ...policy, logs: [] } })
  return { heads: heads.filter(({ name }) => name !== receiptName), forks }
}

/** The proof of the entry under what a place shows; undefined when it does not stand there. */
async function prove({ read }: LogView, { checkpoint }: MonitoredHead, { receipt: { entry, proof: { index } }, context: { cryptography: { sha256 } } }: Looking): Promise<TlogProof | undefined> {
  if (checkpoint.size <= index) return undefined
  try {
    const proof = { index, hashes: await (await ProvenTiles.open(read, checkpoint, sha256)).inclusionProof(index), checkpoint }
    return verifyTlogProof(entry, proof, sha256) ? proof : undefined
  } catch {
    // Whoever has not the tiles, or has others, shows nothing.
    return undefined
  }
}
