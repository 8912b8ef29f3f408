import { DataIntegrityProof } from '@digitalcredentials/data-integrity'
import { cryptosuite } from '@digitalcredentials/eddsa-rdfc-2022-cryptosuite'
import { verifyCredential } from '@digitalcredentials/vc'
import { SignJWT, importJWK, jwtVerify } from 'jose'
import type { BenchContext, Size } from './bench-context.ts'
import type { Peer } from './interleave.ts'

/** Two more that verify the same credentials with the same key: another implementation of Data Integrity, its own look at the status left out, and one of tokens. */
export async function verifyPeers(size: Size, { jwk, verificationMethod, unsigned, signed, inTurn, documentLoader, now }: BenchContext): Promise<readonly Peer[]> {
  const { d: _, ...publicJwk } = jwk
  const [privateKey, publicKey] = [await importJWK({ ...jwk }, 'EdDSA'), await importJWK(publicJwk, 'EdDSA')]
  const next = inTurn(await signed(size))
  const nextToken = inTurn(await Promise.all(unsigned(size).map((credential) => new SignJWT(credential).setProtectedHeader({ alg: 'EdDSA', typ: 'vc+jwt', kid: verificationMethod }).sign(privateKey))))
  return [
    {
      name: '@digitalcredentials/vc 10.0.2',
      run: async () => {
        const { verified } = await verifyCredential({ credential: JSON.parse(next()) as object, suite: new DataIntegrityProof({ cryptosuite }), documentLoader, now, checkStatus: async () => ({ verified: true }) })
        if (!verified) throw new RangeError('what was signed verifies')
      },
    },
    { name: 'jose 6.2.17, as a JWT', run: () => jwtVerify(nextToken(), publicKey, { typ: 'vc+jwt', currentDate: now }) },
  ]
}
