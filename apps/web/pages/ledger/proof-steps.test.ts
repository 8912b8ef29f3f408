import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashLeaf, memoryLogStorage, openLog, parseTlogProof } from 'everlearned/ledger'
import { ed25519Jwk, webCryptography as cryptography } from 'everlearned/crypto'
import { proofSteps } from './proof-steps.ts'

const { sha256 } = cryptography

describe('proofSteps()', () => {
  it('ends at the root of the list, for every entry of lists of every shape', async () => {
    const log = await openLog(memoryLogStorage(), { origin: 'x.example/ledger', signingKey: await cryptography.importSigningKey(ed25519Jwk(new Uint8Array(32).fill(7))), cryptography })
    for (let size = 1; size <= 33; size += 1) {
      await log.append([Uint8Array.of(size)])
      for (let index = 0; index < size; index += 1) {
        const { hashes, checkpoint } = parseTlogProof(await log.tlogProof(index))
        const leafHash = hashLeaf(Uint8Array.of(index + 1), sha256)
        const steps = proofSteps({ index, size, leafHash, hashes }, sha256)
        expect(steps).toHaveLength(hashes.length)
        expect([...(steps.at(-1)?.result ?? leafHash)]).toEqual([...checkpoint.root])
      }
    }
  })

  it('ends for whatever a proof says', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(fc.property(fc.maxSafeNat(), fc.maxSafeNat(), hash, fc.array(hash, { maxLength: 63 }), (index, size, leafHash, hashes) => {
      expect(proofSteps({ index, size, leafHash, hashes }, sha256)).toHaveLength(hashes.length)
    }))
  })
})
