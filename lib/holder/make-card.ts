import { encodeCard } from '../exchange/card/card.ts'
import { formatCodes } from '../exchange/card/card-codes.ts'
import { parseLedgerProof } from '../trust/ledger-proof.ts'
import { parseBundle } from '../verifier/bundle.ts'
import { type BundleContext, makeBundle } from './make-bundle.ts'
import type { FactName } from './shown-copy.ts'
import type { WalletRecord } from './wallet-record.ts'

/** What is shown of a record, and how large the paper is: a card for the purse has room for one code, a sheet for a few. */
export interface CardChoice {
  readonly facts: readonly FactName[] | 'all'
  readonly size: 'card' | 'sheet'
}

/** A record ready to be printed. */
export interface PaperCard {
  /** The credential that the codes carry: what whoever reads them gets to know. */
  readonly credential: string
  /** The texts of its QR codes. */
  readonly codes: readonly string[]
  /** Where the ledger has it is shown by the card itself. */
  readonly hasLedgerProof: boolean
}

/** A sheet shows no more squares than can be looked at one after the other without losing patience. */
const mostCodesWithProof = 3

/**
 * A record as codes for paper, with the proof of the ledger where a sheet has room for it. Where the day of the award is withheld the
 * copy is made now, as with any share. What was fetched about its status stays behind: whoever reads the card has lists of their own.
 *
 * @throws HolderError as {@link makeBundle} does; CardError `card/too-large` when even a sheet has no room for it
 */
export async function makeCard(record: WalletRecord, context: BundleContext, { facts, size }: CardChoice): Promise<PaperCard> {
  const { credentials: [credential = ''], ledgerProofs: [proof] } = parseBundle(await makeBundle(record, context, { facts }))
  const write = async (ledgerProof: ReturnType<typeof parseLedgerProof> | undefined): Promise<readonly string[]> =>
    formatCodes(await encodeCard({ credential, ...(ledgerProof === undefined ? {} : { ledgerProof }) }), context.cryptography)
  const codes = await write(undefined)
  const withProof = proof === undefined || size === 'card' || codes.length >= mostCodesWithProof ? undefined : await write(parseLedgerProof(proof))
  return withProof === undefined || withProof.length > mostCodesWithProof ? { credential, codes, hasLedgerProof: false } : { credential, codes: withProof, hasLedgerProof: true }
}
