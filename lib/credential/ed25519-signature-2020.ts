import type { Cryptosuite } from './cryptosuite.ts'
import { rdfcSuite } from './signature-suite.ts'

const { keyTypes, verify } = rdfcSuite({ name: 'Ed25519Signature2020', keyTypes: ['Ed25519'] })

/** The forerunner of eddsa-rdfc-2022 (Data Integrity EdDSA Cryptosuites 1.0, "Ed25519Signature2020"): many badges carry it, none is made with it. */
export const ed25519Signature2020: Cryptosuite = { name: 'Ed25519Signature2020', keyTypes, verify, isProofOf: ({ type }) => type === 'Ed25519Signature2020' }
