import { EverlearnedError } from 'everlearned/error'
import { formatTlogProof, parseTlogProof, verifyReceipt, type LedgerReceipt } from 'everlearned/ledger'
import type { FollowedLog } from 'everlearned/node'
import type { Submitted } from 'everlearned/trust'
import { z } from 'zod'
import { newRowId, type IssuingContext } from '../issuing/issuing-context.ts'

const taken = z.object({ index: z.int().min(0), receipt: z.string().max(100_000).optional() })
const refused = z.object({ code: z.string().max(100) })

/** What another log answered, and whether it signed for the entry; then the receipt is kept. */
export interface SubmittedElsewhere {
  readonly answer: Submitted
  readonly isBound: boolean
}

/** Sends an entry to the log of another node and keeps what that gives for it. Untrusted: what it answers. */
export async function submitElsewhere(log: Pick<FollowedLog, 'url' | 'verifierKey' | 'origin'>, entry: Uint8Array<ArrayBuffer>, context: IssuingContext): Promise<SubmittedElsewhere> {
  const silent = { answer: { ok: 'later', code: 'network/log-unreachable', reason: 'the log gave no answer' }, isBound: false } as const
  try {
    const response = await context.followedLogs.ask(`${log.url}/entries`, { method: 'POST', body: entry, headers: { 'content-type': 'application/octet-stream' } })
    const body: unknown = await response.json()
    const accepted = taken.safeParse(body)
    if (response.status === 201 && accepted.success) {
      const { index, receipt } = accepted.data
      return { answer: { ok: true, index }, isBound: await keepReceipt({ log, entry, index, receipt }, context) }
    }
    const refusal = refused.safeParse(body)
    if (!refusal.success || response.status !== 422) return silent
    return { answer: { ok: false, code: refusal.data.code, reason: 'the log refused it' }, isBound: false }
  } catch (cause) {
    if (cause instanceof EverlearnedError || cause instanceof SyntaxError) return silent
    throw cause
  }
}

interface Given {
  readonly log: Pick<FollowedLog, 'url' | 'verifierKey' | 'origin'>
  readonly entry: Uint8Array<ArrayBuffer>
  readonly index: number
  readonly receipt: string | undefined
}

/** What binds nobody is not kept. */
async function keepReceipt({ log: { url, verifierKey, origin }, entry, index, receipt }: Given, context: IssuingContext): Promise<boolean> {
  const kept = readReceipt(receipt, { url, verifierKey, entry, receivedAt: context.now() })
  if (kept === undefined || kept.proof.index !== index || !(await verifyReceipt(kept, context.cryptography))) return false
  await context.database.insertInto('ledger_receipt').values({
    id: newRowId(context), origin, url, verifier_key: verifierKey, entry: Buffer.from(entry), entry_index: index, proof: formatTlogProof(kept.proof), received_at: kept.receivedAt, state: 'pending',
  }).execute()
  return true
}

function readReceipt(text: string | undefined, given: Omit<LedgerReceipt, 'proof'>): LedgerReceipt | undefined {
  try {
    return text === undefined ? undefined : { ...given, proof: parseTlogProof(text) }
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}
