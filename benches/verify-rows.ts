/**
 * From JSON text to a verdict, against one bare verification. `verify-`: what integrity rests on, as a verdict asks it, so proof, issuer's key,
 * period and status in a list that was met before. `verdict-`: all eleven questions, and those of what is inside it. `vp5-`: the same of a
 * presentation of five badges, where six bare verifications are the least.
 */
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { verify as verifyThere, verifyCredential } from '@digitalbazaar/vc'
import { addProof, parseJsonObject, signPresentation } from 'everlearned/credential'
import type { Cryptography } from 'everlearned/crypto'
import { encodeUtf8 } from 'everlearned/encoding'
import { createNativeCryptography, findSodium, nativeCryptography } from 'everlearned/node'
import { createBitstring, createStatusListCredential, withStatuses } from 'everlearned/status'
import { readInput, trustNobody, verify, type Finding, type VerifyContext } from 'everlearned/verifier'
import { checkIssuerBinding } from '../lib/verifier/checks/issuer-binding.ts'
import { checkProof } from '../lib/verifier/checks/proof.ts'
import { checkStatus } from '../lib/verifier/checks/status.ts'
import { checkValidityPeriod } from '../lib/verifier/checks/validity-period.ts'
import { createListsOfFile } from '../lib/verifier/lists-of-file.ts'
import { checkPresentation } from '../lib/verifier/presentation.ts'
import { createSubject, verifyPresenter } from '../lib/verifier/subject.ts'
import type { BenchContext, Size } from './bench-context.ts'
import type { Row } from './interleave.ts'
import { verifyPeers } from './verify-peers.ts'

const peer = '@digitalbazaar/vc 7.3.0'
const challenge = '6b0c2f5e'

/** Two rows a size and two of a presentation, on OpenSSL; where libsodium is installed, one of a badge and one of a presentation on that. */
export async function verifyRows(bench: BenchContext): Promise<readonly Row[]> {
  const sodium = findSodium(undefined, {})
  const list = await statusList(bench)
  const contextOn = (cryptography: Cryptography): VerifyContext => ({ cryptography, now: bench.now, documents: { [list.url]: list.text }, trust: trustNobody, challenge })
  const context = contextOn(nativeCryptography)
  const rows: Row[] = []
  for (const size of bench.sizes) rows.push(...await rowsOf(size, context, bench))
  rows.push(...await presentationRows(context, bench))
  if (sodium === undefined) return rows
  const onSodium = contextOn(createNativeCryptography(() => sodium))
  const [small] = bench.sizes
  const [badgeRow] = small === undefined ? [] : await rowsOf(small, onSodium, bench)
  const [presentationRow] = await presentationRows(onSodium, bench)
  const more = [...(badgeRow === undefined ? [] : [{ ...badgeRow, goal: 1 }]), ...(presentationRow === undefined ? [] : [presentationRow])]
  return [...rows, ...more.map(({ op, goal, bare, run }) => ({ op: `${op}-sodium`, goal, bare, run }))]
}

/** One credential in a hundred was taken back, none of those that are verified. */
async function statusList({ jwk, issuer, verificationMethod, now }: BenchContext): Promise<{ readonly url: string; readonly text: string }> {
  const url = 'https://college.example/status/3'
  const bits = withStatuses(createBitstring(), Array.from({ length: 1_300 }, (_, index) => 1_000 + index * 97), { size: 1, value: 1 })
  const list = await createStatusListCredential({ url, issuer, purpose: 'revocation', bits, validFrom: now, ttlSeconds: 86_400 })
  const signing = { signingKey: await nativeCryptography.importSigningKey(jwk), verificationMethod, created: now, cryptography: nativeCryptography }
  return { url, text: JSON.stringify(await addProof(list, { proofPurpose: 'assertionMethod' }, signing)) }
}

async function rowsOf(size: Size, context: VerifyContext, bench: BenchContext): Promise<readonly Row[]> {
  const { signed, inTurn, now, documentLoader, bareVerify: bare } = bench
  const texts = await signed(size)
  const others = await verifyPeers(size, bench)
  const [ours, whole, theirs] = [inTurn(texts.map(encodeUtf8)), inTurn(texts.map(encodeUtf8)), inTurn(texts)]
  const there = {
    name: peer,
    run: async () => expectTrue((await verifyCredential({ credential: JSON.parse(theirs()) as object, suite: new DataIntegrityProof({ cryptosuite }), documentLoader, now, checkStatus: leaveOut })).verified),
  }
  return [
    { op: `verify-${size.size}`, goal: size.verifyGoal, bare, run: () => verifyIntegrity(ours(), context), peer: there, others },
    { op: `verdict-${size.size}`, goal: size.verifyGoal, bare, run: async () => expectTrue((await verify(whole(), context)).integrity === 'passed') },
  ]
}

/** A peer's own look at the status is left out. */
async function leaveOut(): Promise<{ verified: boolean }> {
  return { verified: true }
}

/** Shown by whom they are issued by: whose it is does not change what it costs. */
async function presentationRows(context: VerifyContext, bench: BenchContext): Promise<readonly Row[]> {
  const { jwk, issuer, verificationMethod, now, documents, signed, inTurn, sizes: [small], documentLoader, bareVerify: bare } = bench
  if (small === undefined) return []
  const next = inTurn((await signed(small)).map(parseJsonObject))
  const signing = { signingKey: await nativeCryptography.importSigningKey(jwk), verificationMethod, created: now, cryptography: nativeCryptography }
  const presentations = await Promise.all(Array.from({ length: documents }, () => signPresentation({ holder: issuer, challenge, credentials: [next(), next(), next(), next(), next()] }, signing)))
  const texts = presentations.map((presentation) => JSON.stringify(presentation))
  const [ours, whole, theirs] = [inTurn(texts.map(encodeUtf8)), inTurn(texts.map(encodeUtf8)), inTurn(texts)]
  const there = {
    name: peer,
    run: async () => expectTrue((await verifyThere({ presentation: JSON.parse(theirs()) as object, challenge, suite: new DataIntegrityProof({ cryptosuite }), documentLoader, now, checkStatus: leaveOut })).verified),
  }
  return [
    { op: 'vp5-verify', goal: 10, bare, run: () => verifyIntegrity(ours(), context), peer: there },
    { op: 'vp5-verdict', goal: 10, bare, run: async () => expectTrue((await verify(whole(), context)).presentation?.outcome === 'passed') },
  ]
}

/** The questions that integrity rests on, of each credential, and whether the presentation around them is genuine. */
async function verifyIntegrity(bytes: Uint8Array<ArrayBuffer>, context: VerifyContext): Promise<void> {
  const input = { ...await readInput(bytes, context.cryptography), lists: createListsOfFile() }
  const presenter = await verifyPresenter(input, context)
  const findings: (Finding | undefined)[] = [checkPresentation(input, presenter)]
  for (const read of input.credentials) {
    const subject = await createSubject(read, input, presenter, context)
    findings.push(checkProof(subject), await checkIssuerBinding(subject, context), checkValidityPeriod(subject, context), await checkStatus(subject, context))
  }
  expectTrue(input.credentials.length > 0 && findings.every((finding) => finding === undefined || finding.outcome === 'passed' || finding.code === 'status/none'))
}

function expectTrue(isVerified: boolean): void {
  if (!isVerified) throw new RangeError('what was signed verifies')
}
