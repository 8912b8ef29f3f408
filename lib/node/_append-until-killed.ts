/**
 * For `file-log-storage.test.ts`: opens the log in the folder given, appends batches until it is killed, and prints a line
 * `size root` for each batch that was acknowledged. Entry `i` is the text `entry i`.
 */
import { writeSync } from 'node:fs'
import { encodeBase64 } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { PrivateKeyJwk } from '../crypto/cryptography.ts'
import { openLog } from '../ledger/open-log.ts'
import { fileLogStorage } from './file-log-storage.ts'
import { nativeCryptography as cryptography } from './native-cryptography.ts'

const [folder = '', jwk = '', batch = '1'] = process.argv.slice(2)
const signingKey = await cryptography.importSigningKey(JSON.parse(jwk) as PrivateKeyJwk)
const log = await openLog(await fileLogStorage(folder), { origin: 'college.example/ledger', signingKey, cryptography })
writeSync(1, 'open\n')
for (;;) {
  const { size } = log.checkpoint
  const { checkpoint } = await log.append(Array.from({ length: Number(batch) }, (_, at) => encodeUtf8(`entry ${size + at}`)))
  writeSync(1, `${checkpoint.size} ${encodeBase64(checkpoint.root)}\n`)
}
