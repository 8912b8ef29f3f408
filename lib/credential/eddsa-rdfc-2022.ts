import type { Cryptosuite } from './cryptosuite.ts'

/** Ed25519 over canonical N-Quads (Data Integrity EdDSA Cryptosuites 1.0, "eddsa-rdfc-2022"); what is signed here by default. */
export const eddsaRdfc2022: Cryptosuite = {
  name: 'eddsa-rdfc-2022',
  keyType: 'Ed25519',
  canSign: true,
  isProofOf: ({ type, cryptosuite }) => type === 'DataIntegrityProof' && cryptosuite === 'eddsa-rdfc-2022',
}
