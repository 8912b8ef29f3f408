import type { Cryptosuite } from './cryptosuite.ts'
import { rdfcSuite } from './signature-suite.ts'

/** Ed25519 over canonical N-Quads (Data Integrity EdDSA Cryptosuites 1.0, "eddsa-rdfc-2022"); what is signed here by default. */
export const eddsaRdfc2022: Cryptosuite = rdfcSuite({ name: 'eddsa-rdfc-2022', keyTypes: ['Ed25519'] })
