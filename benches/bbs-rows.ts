/**
 * BBS alone, over thirty messages of which ten are shown, and bbs-2023 over a badge, in plain arithmetic and on mcl, against one bare
 * operation of Ed25519 and another implementation. Copies are verified from JSON text.
 */
import * as bbsThere from '@digitalbazaar/bbs-signatures'
import { createDiscloseCryptosuite, createSignCryptosuite, createVerifyCryptosuite } from '@digitalbazaar/bbs-2023-cryptosuite'
import { ALGORITHMS, from } from '@digitalbazaar/bls12-381-multikey'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { derive, issue, verifyCredential } from '@digitalbazaar/vc'
import { createKeyResolver, deriveCredential, mandatoryPointersOf, parseJsonObject, signForDisclosure, verifyProofs } from 'everlearned/credential'
import { encodeMultikey, encodeSecretMultikey, generateBbsKey, importBbsSigningKey, type Cryptography } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { encodeUtf8, type JsonObject } from 'everlearned/encoding'
import { nativeCryptography } from 'everlearned/node'
import { deriveBbsProof, verifyBbsProof, type BbsShown } from '../lib/crypto/bbs.ts'
import { loadMclArithmetic } from '../lib/node/mcl-arithmetic.ts'
import type { BenchContext } from './bench-context.ts'
import type { Row } from './interleave.ts'

const ciphersuite = 'BLS12-381-SHA-256'
const [suitePeer, corePeer] = ['@digitalbazaar/bbs-2023-cryptosuite 2.0.1', '@digitalbazaar/bbs-signatures 3.0.0']
/** What the holder adds to what is mandatory: the evidence and the description. */
const pointers = ['/evidence', '/credentialSubject/achievement/description']
const { findBlsArithmetic: _, ...plain } = nativeCryptography

/** How the sums and pairings are done, and how many times as fast as the peer that shall be. */
interface Way {
  readonly name: string
  readonly cryptography: Cryptography
  readonly peerGoal: number
}

/** Twelve rows, six of them only where mcl is installed. Goals are the peer's times one bare operation, as once measured, over how much faster we shall be. */
export async function bbsRows(bench: BenchContext): Promise<readonly Row[]> {
  const isQuick = await loadMclArithmetic() !== undefined
  const ways: readonly Way[] = [{ name: 'small', cryptography: plain, peerGoal: 10 }, ...(isQuick ? [{ name: 'small-mcl', cryptography: { ...plain, findBlsArithmetic: loadMclArithmetic }, peerGoal: 25 }] : [])]
  const secretKey = await generateBbsKey(plain)
  return (await Promise.all(ways.map(async (way) => [...await coreRows(way, secretKey, bench), ...await suiteRows(way, secretKey, bench)]))).flat()
}

async function coreRows({ name, cryptography, peerGoal }: Way, secretKey: Uint8Array<ArrayBuffer>, { bareSign, bareVerify }: BenchContext): Promise<readonly Row[]> {
  const { publicKey, signMessages } = await importBbsSigningKey(secretKey, cryptography)
  const [header, presentationHeader] = [cryptography.randomBytes(64), new Uint8Array()]
  const messages = Array.from({ length: 30 }, (_, number) => encodeUtf8(`_:b0 <https://vocabulary.example/term-${number}> "What is said of it" .\n`))
  const indexes = Array.from({ length: 10 }, (_, place) => place * 3)
  const shownMessages = messages.filter((_, index) => indexes.includes(index))
  const signed = { publicKey, header, messages, signature: await signMessages(header, messages) }
  const proof = await deriveBbsProof(signed, { presentationHeader, indexes, cryptography })
  if (proof === undefined) throw new RangeError('a signature is over its messages')
  const shown: BbsShown = { publicKey, header, presentationHeader, messages: shownMessages, indexes, proof }
  const there = { publicKey: publicKey.bytes, header, ciphersuite } as const
  return [
    { op: `bbs-core-sign-${name}`, goal: 6_200 / peerGoal, run: () => signMessages(header, messages), bare: bareSign, peer: { name: corePeer, goal: peerGoal, run: () => bbsThere.sign({ ...there, secretKey, messages }) } },
    {
      op: `bbs-core-derive-${name}`, goal: 9_700 / peerGoal, bare: bareSign,
      run: () => deriveBbsProof(signed, { presentationHeader, indexes, cryptography }),
      peer: { name: corePeer, goal: peerGoal, run: () => bbsThere.deriveProof({ ...there, signature: signed.signature, messages, presentationHeader, disclosedMessageIndexes: indexes }) },
    },
    {
      op: `bbs-core-verify-${name}`, goal: 2_400 / peerGoal, bare: bareVerify,
      run: async () => holds(await verifyBbsProof(shown, cryptography)),
      peer: { name: corePeer, goal: peerGoal, run: async () => holds(await bbsThere.verifyProof({ ...there, proof: shown.proof, presentationHeader, disclosedMessages: shownMessages, disclosedMessageIndexes: indexes })) },
    },
  ]
}

async function suiteRows({ name, cryptography, peerGoal }: Way, secretKey: Uint8Array<ArrayBuffer>, { badge, documents, now, documentLoader, inTurn, bareSign, bareVerify }: BenchContext): Promise<readonly Row[]> {
  const signingKey = await importBbsSigningKey(secretKey, cryptography)
  const issuer = didKey(signingKey.publicKey)
  const verificationMethod = didKeyVerificationMethod(signingKey.publicKey)
  const pair = await from({ type: 'Multikey', algorithm: ALGORITHMS.BBS_BLS12381_SHA256, id: verificationMethod, controller: issuer, publicKeyMultibase: encodeMultikey(signingKey.publicKey), secretKeyMultibase: encodeSecretMultikey(secretKey) })
  const unsigned = Array.from({ length: documents }, (_, number) => badge(number, issuer))
  const mandatoryPointers = mandatoryPointersOf(unsigned[0] ?? {})
  const sign = (credential: JsonObject): Promise<JsonObject> => signForDisclosure(credential, { signingKey, verificationMethod, created: now, mandatoryPointers, cryptography })
  const signed: JsonObject[] = []
  for (const credential of unsigned) signed.push(await sign(credential))
  const copies: string[] = []
  for (const credential of signed) copies.push(JSON.stringify(await deriveCredential(credential, pointers, { cryptography })))
  const [toIssue, toIssueThere, toDerive, toDeriveThere, toVerify, toVerifyThere] = [inTurn(unsigned), inTurn(unsigned), inTurn(signed), inTurn(signed), inTurn(copies), inTurn(copies)]
  const resolveKey = createKeyResolver({})
  const peer = (run: () => Promise<unknown>): NonNullable<Row['peer']> => ({ name: suitePeer, goal: peerGoal, run })
  return [
    {
      op: `bbs-issue-${name}`, goal: 7_234 / peerGoal, run: () => sign(toIssue()), bare: bareSign,
      peer: peer(() => issue({ credential: structuredClone(toIssueThere()), suite: new DataIntegrityProof({ signer: pair.signer(), cryptosuite: createSignCryptosuite({ mandatoryPointers }), date: '2026-11-21T00:00:00Z' }), documentLoader, now })),
    },
    {
      op: `bbs-derive-${name}`, goal: 10_782 / peerGoal, run: () => deriveCredential(toDerive(), pointers, { cryptography }), bare: bareSign,
      peer: peer(() => derive({ verifiableCredential: toDeriveThere(), suite: new DataIntegrityProof({ cryptosuite: createDiscloseCryptosuite({ selectivePointers: pointers }) }), documentLoader })),
    },
    {
      op: `bbs-verify-${name}`, goal: 2_685 / peerGoal, bare: bareVerify,
      run: async () => holds((await verifyProofs(parseJsonObject(toVerify()), { resolveKey, cryptography, expectedPurpose: 'assertionMethod', now }))[0]?.outcome === 'passed'),
      peer: peer(async () => {
        const suite = new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() })
        holds((await verifyCredential({ credential: JSON.parse(toVerifyThere()) as object, suite, documentLoader, now, checkStatus: async () => ({ verified: true }) })).verified)
      }),
    },
  ]
}

function holds(isVerified: boolean): void {
  if (!isVerified) throw new RangeError('what was derived verifies')
}
