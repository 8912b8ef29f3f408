/** Issuing a record whose holder chooses what to show, deriving a copy and verifying it, against the bare signatures and another implementation. */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { from } from '@digitalbazaar/ecdsa-multikey'
import { createDiscloseCryptosuite, createSignCryptosuite, createVerifyCryptosuite } from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import { derive, issue, verifyCredential } from '@digitalbazaar/vc'
import { canonicalize, createKeyResolver, deriveCredential, mandatoryPointersOf, parseJsonObject, signForDisclosure, verifyProofs } from 'everlearned/credential'
import { encodeMultikey, publicKeyToJwk, type PrivateKeyJwk } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { concatBytes, decodeBase64url, encodeMultibase, type JsonObject } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { BenchContext, Size } from './bench-context.ts'
import type { Row } from './interleave.ts'

const peer = '@digitalbazaar/ecdsa-sd-2023-cryptosuite 3.4.1'

/** What the holder adds to what is mandatory, and how many bare signatures of Ed25519 it may cost to derive that copy. */
const choices: Readonly<Record<Size['size'], { readonly pointers: readonly string[]; readonly deriveGoal: number; readonly documents: number }>> = {
  small: { pointers: ['/evidence/0', '/credentialSubject/achievement/description'], deriveGoal: 10, documents: 64 },
  medium: { pointers: ['/evidence/0', '/issuer/address/geo', '/credentialSubject/achievement/resultDescription/0/allowedValue'], deriveGoal: 30, documents: 16 },
  clr: { pointers: ['/credentialSubject/verifiableCredential/0'], deriveGoal: 300, documents: 4 },
}

/** Three rows for each size. The peer signs none of the larger ones: they have an address on the map, an ordered list, embedded credentials. */
export async function disclosureRows(bench: BenchContext): Promise<readonly Row[]> {
  const keys = await createKeys()
  return (await Promise.all(bench.sizes.map((size) => rowsOf(size, keys, bench)))).flat()
}

type Keys = Awaited<ReturnType<typeof createKeys>>

async function createKeys() {
  const jwk: PrivateKeyJwk = await cryptography.generateKey('P-256')
  const signingKey = await cryptography.importSigningKey(jwk)
  const [issuer, verificationMethod] = [didKey(signingKey.publicKey), didKeyVerificationMethod(signingKey.publicKey)]
  const secretKeyMultibase = encodeMultibase(concatBytes(Uint8Array.of(0x86, 0x26), decodeBase64url(jwk.d)), 'z')
  return {
    signingKey, issuer, verificationMethod,
    privateKey: createPrivateKey({ key: { ...jwk }, format: 'jwk' }),
    publicKey: createPublicKey({ key: { ...publicKeyToJwk(signingKey.publicKey) }, format: 'jwk' }),
    peerPair: await from({ '@context': 'https://w3id.org/security/multikey/v1', type: 'Multikey', id: verificationMethod, controller: issuer, publicKeyMultibase: encodeMultikey(signingKey.publicKey), secretKeyMultibase }),
  }
}

async function rowsOf({ size, make }: Size, keys: Keys, bench: BenchContext): Promise<readonly Row[]> {
  const { pointers, deriveGoal, documents } = choices[size]
  const { signingKey, verificationMethod, privateKey, publicKey } = keys
  const { now, inTurn, bareSign } = bench
  const unsigned = Array.from({ length: documents }, (_, number) => make(number, keys.issuer))
  const mandatoryPointers = mandatoryPointersOf(unsigned[0] ?? {})
  const signOurs = (credential: JsonObject): Promise<JsonObject> => signForDisclosure(credential, { signingKey, verificationMethod, created: now, mandatoryPointers, cryptography })
  const signed = await Promise.all(unsigned.map(signOurs))
  const copies = await Promise.all(signed.map(async (credential) => JSON.stringify(await deriveCredential(credential, pointers, { cryptography }))))
  const statements = (await canonicalize(unsigned[0] ?? {}, cryptography)).trim().split('\n').map((line) => new TextEncoder().encode(`${line}\n`))
  const [chosen, all] = [await countSignatures(signed[0] ?? {}, pointers, now), await countSignatures(signed[0] ?? {}, [''], now)]
  const bareStatementSign = (statement: Uint8Array): Uint8Array => sign('sha256', statement, { key: privateKey, dsaEncoding: 'ieee-p1363' })
  const signature = bareStatementSign(statements[0] ?? new Uint8Array())

  const [toIssue, toDerive, toVerify, toRead] = [inTurn(unsigned), inTurn(signed), inTurn(copies), inTurn(unsigned)]
  const resolveKey = createKeyResolver({})
  const rows: readonly Row[] = [
    {
      op: `sd-issue-${size}`, goal: 1.15,
      run: () => signOurs(toIssue()),
      // The least: a canonical form, a signature for each statement that is not mandatory, and one over those that are.
      bare: async () => {
        await canonicalize(toRead(), cryptography)
        for (const statement of statements.slice(statements.length - all)) bareStatementSign(statement)
        bareStatementSign(signature)
      },
    },
    { op: `sd-derive-${size}`, goal: deriveGoal, run: () => deriveCredential(toDerive(), pointers, { cryptography }), bare: bareSign },
    {
      op: `sd-verify-${size}`, goal: 1.3,
      run: async () => {
        const [finding] = await verifyProofs(parseJsonObject(toVerify()), { resolveKey, cryptography, expectedPurpose: 'assertionMethod', now })
        if (finding?.outcome !== 'passed') throw new RangeError('a derived copy verifies')
      },
      // One verification for each signature that the copy shows, and one of the issuer's.
      bare: () => {
        for (let count = 0; count <= chosen; count += 1) verify('sha256', statements[0] ?? signature, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)
      },
    },
  ]
  if (size !== 'small') return rows
  const peers = peersOf({ unsigned, signed, copies, mandatoryPointers, pointers }, keys, bench)
  return rows.map((row, index) => ({ ...row, peer: { name: peer, run: peers[index] ?? row.run } }))
}

interface Documents {
  readonly unsigned: readonly JsonObject[]
  readonly signed: readonly JsonObject[]
  readonly copies: readonly string[]
  readonly mandatoryPointers: readonly string[]
  readonly pointers: readonly string[]
}

/** The same three by the other implementation; it cannot show the only item of a list. */
function peersOf({ unsigned, signed, copies, mandatoryPointers, pointers }: Documents, { peerPair }: Keys, { now, inTurn, documentLoader }: BenchContext): readonly (() => Promise<unknown>)[] {
  const [toIssue, toDerive, toVerify] = [inTurn(unsigned), inTurn(signed), inTurn(copies)]
  const selectivePointers = pointers.filter((pointer) => pointer !== '/evidence/0')
  return [
    () => issue({ credential: structuredClone(toIssue()), suite: new DataIntegrityProof({ signer: peerPair.signer(), cryptosuite: createSignCryptosuite({ mandatoryPointers }), date: '2026-11-21T00:00:00Z' }), documentLoader, now }),
    () => derive({ verifiableCredential: toDerive(), suite: new DataIntegrityProof({ cryptosuite: createDiscloseCryptosuite({ selectivePointers }) }), documentLoader }),
    async () => {
      const suite = new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() })
      const { verified } = await verifyCredential({ credential: JSON.parse(toVerify()) as object, suite, documentLoader, now, checkStatus: async () => ({ verified: true }) })
      if (!verified) throw new RangeError('a derived copy verifies')
    },
  ]
}

/** How many statements of a copy have signatures of their own. */
async function countSignatures(credential: JsonObject, shown: readonly string[], now: Date): Promise<number> {
  let verified = 0
  const copy = await deriveCredential(credential, shown, { cryptography })
  const counting = { ...cryptography, verifySignature: (...args: Parameters<typeof cryptography.verifySignature>) => ((verified += 1), cryptography.verifySignature(...args)) }
  await verifyProofs(copy, { resolveKey: createKeyResolver({}), cryptography: counting, expectedPurpose: 'assertionMethod', now })
  return verified - 1
}
