import type { PublicKeyType } from '../crypto/cryptography.ts'
import { bbs2023 } from './bbs-2023.ts'
import type { Cryptosuite } from './cryptosuite.ts'
import { ecdsaJcs2019 } from './ecdsa-jcs-2019.ts'
import { ecdsaRdfc2019 } from './ecdsa-rdfc-2019.ts'
import { ecdsaSd2023 } from './ecdsa-sd-2023.ts'
import { ed25519Signature2020 } from './ed25519-signature-2020.ts'
import { eddsaJcs2022 } from './eddsa-jcs-2022.ts'
import { eddsaRdfc2022 } from './eddsa-rdfc-2022.ts'

/** Every way to secure a document that is understood here, one line each; the first that takes a key is what it signs with by default. */
export const cryptosuites: readonly Cryptosuite[] = [
  eddsaRdfc2022,
  ecdsaRdfc2019,
  eddsaJcs2022,
  ecdsaJcs2019,
  ecdsaSd2023,
  bbs2023,
  ed25519Signature2020,
]

/** The suites whose holders choose what to show: what a copy lacks may be withheld. */
export const disclosureSuites: readonly Cryptosuite[] = [ecdsaSd2023, bbs2023]

/** The names of the suites that credentials can be issued with under one type of key, the default first. */
export function issuingCryptosuites(keyType: PublicKeyType): readonly string[] {
  return cryptosuites.filter((suite) => suite.keyTypes.includes(keyType) && (suite.sign !== undefined || disclosureSuites.includes(suite))).map(({ name }) => name)
}
