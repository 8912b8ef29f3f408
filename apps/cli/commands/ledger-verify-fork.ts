import { parseVerifierKey, parseForkProof, verifyForkProof } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { Console, Ending } from '../command.ts'
import { printResult } from '../command.ts'
import { readText } from '../files.ts'
import { parseJson } from '../parse-json.ts'
import { readKey } from '../published-log.ts'

/** Verifies offline that the log of a key told two histories: done when it did. */
export async function verifyFork(path: string, key: string, { console, json }: { readonly console: Console; readonly json: boolean | undefined }): Promise<Ending> {
  const proof = parseForkProof(parseJson(await readText(path), path))
  const { older, newer } = proof
  const isProven = await verifyForkProof(proof, parseVerifierKey(await readKey(key), cryptography.sha256), cryptography)
  const found = { outcome: isProven ? 'passed' : 'failed', origin: newer.origin, sizes: [older.size, newer.size], ...(isProven ? {} : { code: 'ledger/fork-not-proven', reason: 'the log of this key did not sign two histories' }) }
  printResult(console, json, found, () => (
    isProven ? `${newer.origin} signed two histories: its log of ${newer.size} entries does not go on from its log of ${older.size}` : 'NOT proven: the log of this key did not sign two histories [ledger/fork-not-proven]'
  ))
  return isProven ? 'done' : 'failed'
}
