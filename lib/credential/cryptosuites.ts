import type { Cryptosuite } from './cryptosuite.ts'
import { ecdsaRdfc2019 } from './ecdsa-rdfc-2019.ts'
import { ed25519Signature2020 } from './ed25519-signature-2020.ts'
import { eddsaRdfc2022 } from './eddsa-rdfc-2022.ts'

/** Every way to secure a document that is understood here, one line each. */
export const cryptosuites: readonly Cryptosuite[] = [eddsaRdfc2022, ecdsaRdfc2019, ed25519Signature2020]
