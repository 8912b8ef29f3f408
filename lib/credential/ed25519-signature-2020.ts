import type { Cryptosuite } from './cryptosuite.ts'
import { rdfcSuite } from './signature-suite.ts'

const suite = rdfcSuite({ name: 'Ed25519Signature2020', keyTypes: ['Ed25519'] })

/**
 * The forerunner of eddsa-rdfc-2022 (Data Integrity EdDSA Cryptosuites 1.0, "Ed25519Signature2020"): many badges carry it, none
 * is made with it. Other than its successors it has to be dated.
 */
export const ed25519Signature2020: Cryptosuite = {
  name: suite.name,
  keyTypes: suite.keyTypes,
  isProofOf: ({ type }) => type === 'Ed25519Signature2020',
  verify: async (input) => (input.options['created'] === undefined ? { outcome: 'failed', code: 'proof/malformed', reason: 'Its proof is not dated' } : suite.verify(input)),
}
