/** Issuing a badge whose holder chooses what to show, deriving a copy and verifying it, against the bare signatures and another implementation. */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { from } from '@digitalbazaar/ecdsa-multikey'
import { createDiscloseCryptosuite, createSignCryptosuite, createVerifyCryptosuite } from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import { derive, issue, verifyCredential } from '@digitalbazaar/vc'
import { canonicalize, createKeyResolver, deriveCredential, mandatoryPointersOf, parseJsonObject, signForDisclosure, verifyProofs } from 'everlearned/credential'
import { encodeMultikey, publicKeyToJwk } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { decodeBase64url, encodeMultibase, type JsonObject } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { Row } from './interleave.ts'

/** What the rows share with those of the other suites. */
export interface DisclosureInput {
  readonly badge: (number: number, issuer: string) => JsonObject
  readonly documents: number
  readonly now: Date
  readonly documentLoader: (url: string) => Promise<object>
  readonly inTurn: <Item>(items: readonly Item[]) => () => Item
}

const peer = '@digitalbazaar/ecdsa-sd-2023-cryptosuite 3.4.1'
/** What the holder adds to what is mandatory: the evidence and the description. */
const pointers = ['/evidence/0', '/credentialSubject/achievement/description']

/** The three rows. */
export async function disclosureRows({ badge, documents, now, documentLoader, inTurn }: DisclosureInput): Promise<readonly Row[]> {
  const jwk = await cryptography.generateKey('P-256')
  const signingKey = await cryptography.importSigningKey(jwk)
  const issuer = didKey(signingKey.publicKey)
  const verificationMethod = didKeyVerificationMethod(signingKey.publicKey)
  const [privateKey, publicKey] = [createPrivateKey({ key: { ...jwk }, format: 'jwk' }), createPublicKey({ key: { ...publicKeyToJwk(signingKey.publicKey) }, format: 'jwk' })]
  const secretKeyMultibase = encodeMultibase(Uint8Array.of(0x86, 0x26, ...decodeBase64url(jwk.d)), 'z')
  const peerPair = await from({ '@context': 'https://w3id.org/security/multikey/v1', type: 'Multikey', id: verificationMethod, controller: issuer, publicKeyMultibase: encodeMultikey(signingKey.publicKey), secretKeyMultibase })

  const unsigned = Array.from({ length: documents }, (_, number) => badge(number, issuer))
  const mandatoryPointers = mandatoryPointersOf(unsigned[0] ?? {})
  const signOurs = (credential: JsonObject): Promise<JsonObject> => signForDisclosure(credential, { signingKey, verificationMethod, created: now, mandatoryPointers, cryptography })
  const signed = await Promise.all(unsigned.map(signOurs))
  const copies = await Promise.all(signed.map(async (credential) => JSON.stringify(await deriveCredential(credential, pointers, { cryptography }))))
  const statements = (await canonicalize(unsigned[0] ?? {}, cryptography)).trim().split('\n').map((line) => new TextEncoder().encode(line))
  const { signatures: chosen, mandatory } = await countSignatures(signed[0] ?? {}, statements.length)
  const signature = sign('sha256', statements[0] ?? new Uint8Array(), { key: privateKey, dsaEncoding: 'ieee-p1363' })

  const [toIssue, toIssueThere, toDerive, toDeriveThere, toVerify, toVerifyThere, toRead] = [inTurn(unsigned), inTurn(unsigned), inTurn(signed), inTurn(signed), inTurn(copies), inTurn(copies), inTurn(unsigned)]
  const resolveKey = createKeyResolver({})
  return [
    {
      op: 'sd-issue-small', goal: 1.15,
      run: () => signOurs(toIssue()),
      bare: async () => {
        await canonicalize(toRead(), cryptography)
        for (const statement of statements.slice(mandatory)) sign('sha256', statement, { key: privateKey, dsaEncoding: 'ieee-p1363' })
        sign('sha256', signature, { key: privateKey, dsaEncoding: 'ieee-p1363' })
      },
      peer: {
        name: peer,
        run: () => issue({ credential: structuredClone(toIssueThere()), suite: new DataIntegrityProof({ signer: peerPair.signer(), cryptosuite: createSignCryptosuite({ mandatoryPointers }), date: '2026-11-21T00:00:00Z' }), documentLoader, now }),
      },
    },
    {
      op: 'sd-derive-small', goal: 10,
      run: () => deriveCredential(toDerive(), pointers, { cryptography }),
      bare: () => sign('sha256', signature, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
      peer: { name: peer, run: () => derive({ verifiableCredential: toDeriveThere(), suite: new DataIntegrityProof({ cryptosuite: createDiscloseCryptosuite({ selectivePointers: pointers.filter((pointer) => pointer !== '/evidence/0') }) }), documentLoader }) },
    },
    {
      op: 'sd-verify-small', goal: 1.3,
      run: async () => {
        const [finding] = await verifyProofs(parseJsonObject(toVerify()), { resolveKey, cryptography, expectedPurpose: 'assertionMethod', now })
        if (finding?.outcome !== 'passed') throw new RangeError('a derived copy verifies')
      },
      bare: () => {
        for (let count = 0; count <= chosen; count += 1) verify('sha256', statements[0] ?? signature, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)
      },
      peer: {
        name: peer,
        run: async () => {
          const suite = new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() })
          const { verified } = await verifyCredential({ credential: JSON.parse(toVerifyThere()) as object, suite, documentLoader, now, checkStatus: async () => ({ verified: true }) })
          if (!verified) throw new RangeError('a derived copy verifies')
        },
      },
    },
  ]
}

/** How many statements of a copy have signatures of their own, and how many of the whole have none. */
async function countSignatures(credential: JsonObject, total: number): Promise<{ readonly signatures: number; readonly mandatory: number }> {
  const count = async (shown: readonly string[]): Promise<number> => {
    let verified = 0
    const copy = await deriveCredential(credential, shown, { cryptography })
    const counting = { ...cryptography, verifySignature: (...args: Parameters<typeof cryptography.verifySignature>) => ((verified += 1), cryptography.verifySignature(...args)) }
    await verifyProofs(copy, { resolveKey: createKeyResolver({}), cryptography: counting, expectedPurpose: 'assertionMethod', now: new Date('2026-11-21T00:00:00Z') })
    return verified - 1
  }
  return { signatures: await count(pointers), mandatory: total - await count(['']) }
}
