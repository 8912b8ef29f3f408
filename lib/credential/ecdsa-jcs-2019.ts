import type { Cryptosuite } from './cryptosuite.ts'
import { jcsSuite } from './signature-suite.ts'

/** ECDSA over canonical JSON, with P-256 or P-384 (Data Integrity ECDSA Cryptosuites 1.0, "ecdsa-jcs-2019"). */
export const ecdsaJcs2019: Cryptosuite = jcsSuite({ name: 'ecdsa-jcs-2019', keyTypes: ['P-256', 'P-384'] })
