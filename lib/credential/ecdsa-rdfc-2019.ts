import type { Cryptosuite } from './cryptosuite.ts'

/** ECDSA over P-256 and canonical N-Quads (Data Integrity ECDSA Cryptosuites 1.0, "ecdsa-rdfc-2019"); P-384 keys are not read. */
export const ecdsaRdfc2019: Cryptosuite = {
  name: 'ecdsa-rdfc-2019',
  keyType: 'P-256',
  canSign: true,
  isProofOf: ({ type, cryptosuite }) => type === 'DataIntegrityProof' && cryptosuite === 'ecdsa-rdfc-2019',
}
