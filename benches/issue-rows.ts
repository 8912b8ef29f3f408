/** From an unsigned object to a signed one, against one bare signature over 64 bytes and other implementations. */
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { from } from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue } from '@digitalbazaar/vc'
import { DataIntegrityProof as OtherProof } from '@digitalcredentials/data-integrity'
import { from as otherFrom } from '@digitalcredentials/ed25519-multikey'
import { cryptosuite as otherCryptosuite } from '@digitalcredentials/eddsa-rdfc-2022-cryptosuite'
import { issue as otherIssue } from '@digitalcredentials/vc'
import { addProof } from 'everlearned/credential'
import type { Cryptography } from 'everlearned/crypto'
import { encodeMultikey, publicKeyFromJwk } from 'everlearned/crypto'
import { concatBytes, decodeBase64url, encodeMultibase } from 'everlearned/encoding'
import { createNativeCryptography, findSodium, nativeCryptography } from 'everlearned/node'
import { SignJWT, importJWK } from 'jose'
import type { BenchContext, Size } from './bench-context.ts'
import type { Row } from './interleave.ts'

/** A row a size on OpenSSL, beside the peers, and one of a badge on libsodium where that is installed. */
export async function issueRows(bench: BenchContext): Promise<readonly Row[]> {
  const sodium = findSodium(undefined, {})
  const rows = await Promise.all(bench.sizes.map(async (size) => ({ ...(await ownRow(size, nativeCryptography, bench)), ...(await peersOf(size, bench)) })))
  const [small] = bench.sizes
  return sodium === undefined || small === undefined ? rows : [...rows, { ...(await ownRow(small, createNativeCryptography(() => sodium), bench)), op: 'issue-small-sodium' }]
}

async function ownRow(size: Size, cryptography: Cryptography, { jwk, unsigned, inTurn, verificationMethod, now, bareSign }: BenchContext): Promise<Row> {
  const signing = { signingKey: await cryptography.importSigningKey(jwk), verificationMethod, created: now, cryptography }
  const next = inTurn(unsigned(size))
  return { op: `issue-${size.size}`, goal: size.issueGoal, run: () => addProof(next(), { proofPurpose: 'assertionMethod' }, signing), bare: bareSign }
}

/** All with the same key: two of Data Integrity, and the same credential as a token. */
async function peersOf(size: Size, { jwk, issuer, verificationMethod, unsigned, inTurn, documentLoader, now }: BenchContext): Promise<Pick<Row, 'peer' | 'others'>> {
  const key = {
    '@context': 'https://w3id.org/security/multikey/v1', type: 'Multikey', id: verificationMethod, controller: issuer, publicKeyMultibase: encodeMultikey(publicKeyFromJwk(jwk)),
    secretKeyMultibase: encodeMultibase(concatBytes(Uint8Array.of(0x80, 0x26), decodeBase64url(jwk.d)), 'z'),
  }
  const [pair, otherPair, tokenKey] = [await from(key), await otherFrom(key), await importJWK({ ...jwk }, 'EdDSA')]
  const [first, second, third] = [inTurn(unsigned(size)), inTurn(unsigned(size)), inTurn(unsigned(size))]
  const date = '2026-11-21T00:00:00Z'
  return {
    peer: {
      name: '@digitalbazaar/vc 7.3.0', goal: size.peerGoal,
      run: () => issue({ credential: first(), suite: new DataIntegrityProof({ signer: pair.signer(), cryptosuite, date }), documentLoader, now }),
    },
    others: [
      { name: '@digitalcredentials/vc 10.0.2', run: () => otherIssue({ credential: second(), suite: new OtherProof({ signer: otherPair.signer(), cryptosuite: otherCryptosuite, date }), documentLoader, now }) },
      { name: 'jose 6.2.17, as a JWT', run: () => new SignJWT(third()).setProtectedHeader({ alg: 'EdDSA', typ: 'vc+jwt', kid: verificationMethod }).sign(tokenKey) },
    ],
  }
}
