import { expect, it } from 'vitest'
import { memoryLogStorage, openLog } from '../ledger/index.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { batchPath, buildBatchTree, commit, formatLedgerProof, sealBatch, verifyLedgerProof } from './index.ts'

it('does what the example at the door shows', async () => {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  const signer = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  const log = await openLog(memoryLogStorage(), { origin: 'college.example/ledger', signingKey, cryptography })
  const [proofBytes, nonce, issuer] = [cryptography.randomBytes(64), cryptography.randomBytes(32), 'did:web:college.example']
  const commitments = [commit(proofBytes, nonce, cryptography.sha256)]

  const batch = await sealBatch(commitments, { issuer: null, scope: 'education', isOverdue: true, origin: 'college.example/ledger', signer, cryptography })
  const { indexes } = await log.appendOnce([batch.entry], 0)
  const [batchIndex = 0] = batch.positions
  const tree = buildBatchTree(batch.leaves, cryptography.sha256)
  const ledgerProof = formatLedgerProof({
    nonce, batchIndex, batchPath: batchPath(tree, batchIndex), entry: batch.entry, proof: await log.tlogProof(indexes[0] ?? 0),
  })
  const finding = await verifyLedgerProof(ledgerProof, { proofBytes, issuer, logs: [log.verifierKey], cryptography })

  expect(finding.outcome).toBe('passed')
})
