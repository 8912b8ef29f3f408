import { archived, formatArchiveProof, type ArchiveProof } from 'everlearned/trust'
import type { NodeContext } from '../context.ts'
import { ownEntries } from '../network/log-entries.ts'

/** The proof that an issuer archived its DID document on this node's log, the last one that is final; none when there is no such. */
export async function loadArchiveProofs(did: string, { ledger, judgedLog, finality }: NodeContext): Promise<ArchiveProof[]> {
  const final = await finality.checkpoint()
  const record = archived(judgedLog.registry, { issuer: did, id: did }).findLast(({ kind, index }) => kind === 'did-document' && index < (final?.size ?? 0))
  const [entry] = record === undefined ? [] : await ownEntries(ledger)(record.index, record.index + 1)
  return record === undefined || entry === undefined ? [] : [formatArchiveProof({ entry, proof: await ledger.tlogProof(record.index, final) })]
}
