import { expect, it } from 'vitest'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { memoryLogStorage, openLog, parseTlogProof, parseVerifierKey, verifyCheckpoint, verifyTlogProof } from './index.ts'

it('does what the example at the door shows', async () => {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  const entry = cryptography.randomBytes(40)

  const log = await openLog(memoryLogStorage(), { origin: 'college.example/ledger', signingKey, cryptography })
  const { indexes } = await log.append([entry])
  const proof = parseTlogProof(await log.tlogProof(indexes[0] ?? 0))
  const key = parseVerifierKey(log.verifierKey, cryptography.sha256)
  const isRecorded = verifyTlogProof(entry, proof, cryptography.sha256) && (await verifyCheckpoint(proof.checkpoint, key, cryptography))

  expect(isRecorded).toBe(true)
})
