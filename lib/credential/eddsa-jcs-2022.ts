import type { Cryptosuite } from './cryptosuite.ts'
import { jcsSuite } from './signature-suite.ts'

/** Ed25519 over canonical JSON (Data Integrity EdDSA Cryptosuites 1.0, "eddsa-jcs-2022"). */
export const eddsaJcs2022: Cryptosuite = jcsSuite({ name: 'eddsa-jcs-2022', keyTypes: ['Ed25519'] })
