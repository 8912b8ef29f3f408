import type { Cryptosuite } from './cryptosuite.ts'
import { rdfcSuite } from './signature-suite.ts'

/** ECDSA over canonical N-Quads, with P-256 or P-384 (Data Integrity ECDSA Cryptosuites 1.0, "ecdsa-rdfc-2019"). */
export const ecdsaRdfc2019: Cryptosuite = rdfcSuite({ name: 'ecdsa-rdfc-2019', keyTypes: ['P-256', 'P-384'] })
