/**
 * For `sequencer-failover.database.test.ts`: sequences the log of a database into a folder of its own until it is ended, and
 * prints a line `index count first-number size root` for each batch that was acknowledged. Entry `n` is the text `name n`.
 */
import { writeSync } from 'node:fs'
import { openLog, type AppendReceipt, type TransparencyLog } from 'everlearned/ledger'
import { fileLogStorage, nativeCryptography as cryptography, postgresLogStorage } from 'everlearned/node'
import pg from 'pg'
import type { PrivateKeyJwk } from 'everlearned/crypto'

const [url = '', folder = '', jwk = '', name = '', batch = '1'] = process.argv.slice(2)
const origin = 'college.example/ledger'
const connections = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 2_000 })
connections.on('error', () => undefined)
const signingKey = await cryptography.importSigningKey(JSON.parse(jwk) as PrivateKeyJwk)
let isEnded = false
process.on('SIGTERM', () => {
  isEnded = true
})

const log = await openLog(await postgresLogStorage({ connections, origin, files: await fileLogStorage(folder), filesAre: 'own' }), { origin, signingKey, cryptography })
for (let number = 0; !isEnded;) {
  const count = 1 + Math.floor(Math.random() * Number(batch))
  const { indexes, checkpoint } = await appendDespiteFaults(log, Array.from({ length: count }, (_, at) => new TextEncoder().encode(`${name} ${number + at}`)))
  writeSync(1, `${indexes[0]} ${count} ${number} ${checkpoint.size} ${Buffer.from(checkpoint.root).toString('base64')}\n`)
  number += count
}
await log.close()
await connections.end()

/** Repeats an append that was interrupted: what arrived all the same is not added again. */
async function appendDespiteFaults(target: TransparencyLog, entries: readonly Uint8Array[]): Promise<AppendReceipt> {
  const since = target.checkpoint.size
  for (;;) {
    try {
      return await target.appendOnce(entries, since)
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ledger/append-interrupted')) throw cause
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
