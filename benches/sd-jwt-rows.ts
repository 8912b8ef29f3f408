/** Issuing a badge of which eleven claims may be left out, and reading it from its text to its claims, against one bare operation of its key and another implementation. */
import { createPrivateKey, createPublicKey, hash, randomBytes, sign, verify } from 'node:crypto'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { discloseClaims, issueSdJwt, parseSdJwt, verifyMessage, type ClaimPath } from 'everlearned/credential'
import type { Cryptography } from 'everlearned/crypto'
import type { JsonObject } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { BenchContext, Size } from './bench-context.ts'
import type { Row } from './interleave.ts'

/** What may be left out, as paths, and as the frame that the other implementation takes. */
const hidden: readonly ClaimPath[] = [
  ['name'], ['awardedDate'], ['evidence'], ['issuer', 'email'], ['credentialSubject', 'licenseNumber'], ['credentialSubject', 'narrative'],
  ...['description', 'criteria', 'alignment', 'inLanguage', 'achievementType'].map((name) => ['credentialSubject', 'achievement', name]),
]
const frame = {
  _sd: ['name', 'awardedDate', 'evidence'], issuer: { _sd: ['email'] },
  credentialSubject: { _sd: ['licenseNumber', 'narrative'], achievement: { _sd: ['description', 'criteria', 'alignment', 'inLanguage', 'achievementType'] } },
}
const vct = 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential'

/** Issuing in two sizes, and reading the smaller. */
export async function sdJwtRows(bench: BenchContext): Promise<readonly Row[]> {
  const [small, medium] = bench.sizes
  if (small === undefined || medium === undefined) throw new RangeError('there are documents of two sizes')
  return [await issueRow(small, 2.5, bench), await issueRow(medium, 3.5, bench), await verifyRow(small, bench)]
}

const name = '@sd-jwt/sd-jwt-vc 0.19.0, on node:crypto'

/** The other implementation with primitives of Node: its own are slower. */
function theirs({ jwk, now }: BenchContext): SDJwtVcInstance {
  const [privateKey, publicKey] = [createPrivateKey({ key: { ...jwk }, format: 'jwk' }), createPublicKey({ key: { ...jwk }, format: 'jwk' })]
  return new SDJwtVcInstance({
    hasher: (data: string | ArrayBuffer) => Buffer.from(hash('sha256', typeof data === 'string' ? data : new Uint8Array(data), 'hex'), 'hex'), hashAlg: 'sha-256',
    saltGenerator: (length: number) => randomBytes(length).toString('base64url'), signAlg: 'EdDSA',
    signer: (data: string) => sign(null, Buffer.from(data), privateKey).toString('base64url'),
    verifier: (data: string, signature: string) => verify(null, Buffer.from(data), publicKey, Buffer.from(signature, 'base64url')),
    statusListFetcher: async () => { throw new RangeError(`no list is fetched at ${now.toISOString()}`) },
  })
}

function claimsOf(size: Size, { unsigned, issuer }: BenchContext): readonly JsonObject[] {
  return unsigned(size).map((credential) => ({ iss: issuer, vct, iat: 1_795_219_200, ...credential }))
}

async function issueRow(size: Size, goal: number, bench: BenchContext): Promise<Row> {
  const { inTurn, verificationMethod, bareSign } = bench
  const context = { signingKey: await cryptography.importSigningKey(bench.jwk), cryptography }
  const claims = claimsOf(size, bench)
  const [ours, other, peer] = [inTurn(claims), inTurn(claims), theirs(bench)]
  return {
    op: `sdjwt-issue-${size.size}`, goal, bare: bareSign,
    run: () => issueSdJwt({ claims: ours(), hidden, header: { typ: 'dc+sd-jwt', kid: verificationMethod } }, context),
    peer: { name, run: () => peer.issue(other() as never, frame as never, { header: { kid: verificationMethod } }) },
  }
}

/** All disclosed. Both judge signature, disclosures and times; whose key it is is given to them. */
async function verifyRow(size: Size, bench: BenchContext): Promise<Row> {
  const { inTurn, jwk, now, verificationMethod, bareVerify } = bench
  const signingKey = await cryptography.importSigningKey(jwk)
  const texts = await Promise.all(claimsOf(size, bench).map((claims) => issueSdJwt({ claims, hidden, header: { typ: 'dc+sd-jwt', kid: verificationMethod } }, { signingKey, cryptography })))
  const keys = [{ publicKey: signingKey.publicKey, verificationMethod }]
  const [ours, other, peer] = [inTurn(texts), inTurn(texts), theirs(bench)]
  return {
    op: `sdjwt-verify-${size.size}`, goal: 1.5, bare: bareVerify,
    run: () => verifyOurs(ours(), { cryptography, now, keys }),
    peer: { name, run: () => peer.verify(other(), { currentDate: Math.floor(now.getTime() / 1_000) }) },
  }
}

async function verifyOurs(text: string, { cryptography: primitives, now, keys }: { readonly cryptography: Cryptography; readonly now: Date; readonly keys: readonly { readonly publicKey: Parameters<Cryptography['verifySignature']>[0]; readonly verificationMethod: string }[] }): Promise<void> {
  const token = parseSdJwt(text)
  const { outcome } = await verifyMessage(token.message, { cryptography: primitives, now, types: ['dc+sd-jwt'], findKeys: async () => ({ keys }) })
  const { claims, disclosed } = discloseClaims(token, primitives)
  if (outcome !== 'passed' || disclosed.length !== hidden.length || claims['name'] === undefined) throw new RangeError('a signed token verifies')
}
