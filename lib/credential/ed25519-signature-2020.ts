import type { Cryptosuite } from './cryptosuite.ts'

/** The forerunner of eddsa-rdfc-2022 (Data Integrity EdDSA Cryptosuites 1.0, "Ed25519Signature2020"): many badges carry it, none is made with it. */
export const ed25519Signature2020: Cryptosuite = {
  name: 'Ed25519Signature2020',
  keyType: 'Ed25519',
  canSign: false,
  isProofOf: ({ type }) => type === 'Ed25519Signature2020',
}
