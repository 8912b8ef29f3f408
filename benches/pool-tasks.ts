/** What threads are timed with: bare signatures, issuing and verifying. */
import { sign, createPrivateKey } from 'node:crypto'
import { addProof, createKeyResolver, parseJsonObject, verifyProofs, worstOutcome } from 'everlearned/credential'
import type { PrivateKeyJwk } from 'everlearned/crypto'
import { didKeyVerificationMethod } from 'everlearned/did'
import type { JsonObject } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { now } from './documents.ts'

/** A batch of JSON texts, and what is to be done with each. */
export interface TaskBatch {
  readonly task: 'sign' | 'issue' | 'verify'
  readonly texts: readonly string[]
}

/** Bare signatures in place of one issuing, so that a batch of them takes about as long. */
const signaturesAtOnce = 2
const message = new Uint8Array(64)

/** Makes what works on batches, here or in a thread. */
export async function openTasks(jwk: PrivateKeyJwk): Promise<(batch: TaskBatch) => Promise<readonly string[]>> {
  const signingKey = await cryptography.importSigningKey(jwk)
  const context = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography }
  const privateKey = createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  const resolveKey = createKeyResolver({})
  const tasks = {
    sign: async () => {
      for (let count = 0; count < signaturesAtOnce; count += 1) sign(null, message, privateKey)
      return ''
    },
    issue: async (text: string) => JSON.stringify(await addProof(JSON.parse(text) as JsonObject, { proofPurpose: 'assertionMethod' }, context)),
    verify: async (text: string) => {
      const findings = await verifyProofs(parseJsonObject(text), { resolveKey, cryptography, expectedPurpose: 'assertionMethod', now })
      return worstOutcome(findings.map(({ outcome }) => outcome))
    },
  }
  return async ({ task, texts }) => {
    const results: string[] = []
    for (const text of texts) results.push(await tasks[task](text))
    return results
  }
}
