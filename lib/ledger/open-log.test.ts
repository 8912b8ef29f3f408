import { describe, expect, it } from 'vitest'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { auditLog } from './audit-log.ts'
import { verifyCheckpoint } from './checkpoint.ts'
import { memoryLogStorage } from './memory-log-storage.ts'
import { openLog, type LogIdentity } from './open-log.ts'
import { parseTlogProof, verifyTlogProof } from './tlog-proof.ts'
import { parseVerifierKey } from './verifier-key.ts'

async function identity(): Promise<LogIdentity> {
  const signingKey = await nativeCryptography.importSigningKey(await nativeCryptography.generateKey('Ed25519'))
  return { origin: 'college.example/ledger', signingKey, cryptography: nativeCryptography }
}

describe('openLog()', () => {
  it('x', async () => {
    const storage = memoryLogStorage()
    const id = await identity()
    let log = await openLog(storage, id)
    let n = 0
    for (const count of [1, 2, 3, 255, 256, 700, 1]) {
      await log.append(Array.from({ length: count }, () => encodeUtf8(`entry ${n++}`)))
    }
    await log.close()
    log = await openLog(storage, id)
    expect(log.checkpoint.size).toBe(n)
    for (let i = 0; i < n; i += 37) {
      const proof = parseTlogProof(await log.tlogProof(i))
      expect(verifyTlogProof(encodeUtf8(`entry ${i}`), proof, nativeCryptography.sha256)).toBe(true)
      expect(await verifyCheckpoint(proof.checkpoint, parseVerifierKey(log.verifierKey, nativeCryptography.sha256), nativeCryptography)).toBe(true)
    }
    const report = await auditLog((path) => log.resource(path), { verifierKey: log.verifierKey, cryptography: nativeCryptography, checkEntry: () => undefined })
    expect(report.findings).toEqual([])
  })
})
