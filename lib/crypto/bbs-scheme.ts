import { concatBytes } from '../encoding/bytes.ts'
import { basesFor } from './bbs-bases.ts'
import { apiId, Fr, hashToScalar, integer, invertSecret, messageToScalar, readScalar, reduce, scalarLength } from './bbs-encoding.ts'
import type { BbsShown, BbsSignature, BbsSigned } from './bbs.ts'
import type { BlsArithmetic, BlsKey } from './bls-arithmetic.ts'
import type { Cryptography } from './cryptography.ts'
import { othersTurn } from './others-turn.ts'
import { readBlsKey } from './plain-arithmetic.ts'

/** The bytes of a point. */
const pointLength = 48

/**
 * draft-irtf-cfrg-bbs-signatures, "Sign", Draft 8. What is secret of the key is one over it and a number that the signature tells: that is made
 * and multiplied in as many steps whatever it is. Messages are no secret of who signs them.
 */
export async function signBbs<Point>(arithmetic: BlsArithmetic<Point>, secret: bigint, { publicKey, header, messages }: Omit<BbsSignature, 'signature'>): Promise<Uint8Array<ArrayBuffer>> {
  const scalars = messages.map(messageToScalar)
  const domain = await domainOf({ publicKey, header }, messages.length)
  const e = hashToScalar(concatBytes(...[secret, ...scalars, domain].map(bytesOf)))
  const B = await arithmetic.sumOfBases([1n, domain, ...scalars])
  const [A = new Uint8Array()] = arithmetic.write([arithmetic.multiply(B, invertSecret(Fr.add(secret, e)))])
  return concatBytes(A, bytesOf(e))
}

/** A signature and what it is over, as points and numbers. */
interface Opened<Point> extends Record<'e' | 'domain', bigint> {
  readonly A: Point
  readonly W: BlsKey
  readonly scalars: readonly bigint[]
}

/** @throws Error when it is malformed */
async function openSignature<Point>(arithmetic: BlsArithmetic<Point>, { publicKey, header, signature, messages }: BbsSignature): Promise<Opened<Point>> {
  const A = arithmetic.read(signature.slice(0, pointLength))
  const e = readScalar(signature.slice(pointLength))
  return { A, e, W: readBlsKey(publicKey.bytes), domain: await domainOf({ publicKey, header }, messages.length), scalars: messages.map(messageToScalar) }
}

/** What a proof is made for. */
export interface BbsProofInput extends Pick<BbsShown, 'presentationHeader' | 'indexes'> {
  readonly cryptography: Pick<Cryptography, 'randomBytes'>
}

/**
 * "ProofGen", and "Verify" along the way: undefined when the signature is malformed or not over its messages. That e(A, W) is
 * e(B - A * e, BP2) is asked of the same points as the proof has them, times a number: Abar and Bbar.
 *
 * Time may tell about most numbers here, so no point is multiplied by one that is not drawn for this proof alone, or made unguessable
 * by one: D and Bbar are summed up from what B is made of. What hides the signature's own number takes as many steps whatever it is.
 *
 * @throws RangeError for places that are none
 */
export async function deriveBbs<Point>(arithmetic: BlsArithmetic<Point>, signature: BbsSignature, { presentationHeader, indexes, cryptography }: BbsProofInput): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const isShown = new Set(indexes)
  if (!areIndexes(indexes, signature.messages.length)) throw new RangeError('an index is within the messages')
  const opened = await openSignature(arithmetic, signature).catch(() => undefined)
  if (opened === undefined) return undefined
  const { A, e, W, domain, scalars } = opened
  const draw = (): bigint => reduce(cryptography.randomBytes(48))
  const [r1, r2, drawnE, drawnR1, drawnR3] = [draw(), draw(), draw(), draw(), draw()]
  const drawn = scalars.map((_, index) => (isShown.has(index) ? 0n : draw()))
  const both = Fr.mul(r1, r2)
  const D = await arithmetic.sumOfBases([1n, domain, ...scalars].map((scalar) => Fr.mul(scalar, r2)))
  const Abar = arithmetic.sum([A], [both])
  const Bbar = arithmetic.sum([D, A], [r1, Fr.neg(Fr.mul(both, e))])
  await othersTurn()
  if (!arithmetic.arePaired(Abar, W, Bbar)) return undefined
  await othersTurn()
  const T1 = arithmetic.add(arithmetic.multiply(Abar, drawnE), arithmetic.sum([D], [drawnR1]))
  const T2 = arithmetic.add(arithmetic.sum([D], [drawnR3]), await arithmetic.sumOfBases([0n, 0n, ...drawn]))
  const points = arithmetic.write([Abar, Bbar, D, T1, T2])
  const challenge = challengeOf({ points, domain, presentationHeader, indexes, scalars: indexes.map((index) => scalars[index] ?? 0n) })
  const less = (number: bigint, secret: bigint): bigint => Fr.sub(number, Fr.mul(secret, challenge))
  const answers = [Fr.add(drawnE, Fr.mul(e, challenge)), less(drawnR1, r1), less(drawnR3, invertSecret(r2))]
  const hidden = scalars.flatMap((scalar, index) => (isShown.has(index) ? [] : [Fr.add(drawn[index] ?? 0n, Fr.mul(scalar, challenge))]))
  return concatBytes(...points.slice(0, 3), ...[...answers, ...hidden, challenge].map(bytesOf))
}

/**
 * "ProofVerify". Everything in it is public, so time may tell what it is about. Between steps others get their turn: however many
 * messages, no step holds up a page or a node for long.
 *
 * Untrusted: all of it. The caller must bound how many messages it stands for.
 *
 * @throws Error when it is malformed
 */
export async function verifyBbs<Point>(arithmetic: BlsArithmetic<Point>, { publicKey, header, proof, presentationHeader, messages, indexes }: BbsShown): Promise<boolean> {
  const { Abar, Bbar, D, e, r1, r3, hidden, challenge } = readProof(arithmetic, proof)
  const count = hidden.length + indexes.length
  if (messages.length !== indexes.length || !areIndexes(indexes, count)) return false
  const W = readBlsKey(publicKey.bytes)
  await othersTurn()
  const domain = await domainOf({ publicKey, header }, count)
  const scalars = messages.map(messageToScalar)
  const placeOf = new Map(indexes.map((index, place) => [index, place]))
  const T1 = arithmetic.sum([Bbar, Abar, D], [challenge, e, r1])
  let next = 0
  const times = Array.from({ length: count }, (_, index) => {
    const place = placeOf.get(index)
    return (place === undefined ? hidden[next++] : Fr.mul(scalars[place] ?? 0n, challenge)) ?? 0n
  })
  const bases = await arithmetic.sumOfBases([challenge, Fr.mul(domain, challenge), ...times])
  const T2 = arithmetic.add(bases, arithmetic.sum([D], [r3]))
  const points = [...[0, 1, 2].map((place) => proof.slice(place * pointLength, (place + 1) * pointLength)), ...arithmetic.write([T1, T2])]
  if (challengeOf({ points, domain, presentationHeader, indexes, scalars }) !== challenge) return false
  await othersTurn()
  return arithmetic.arePaired(Abar, W, Bbar)
}

/** "calculate_domain": what ties a key, a header and the number of messages together. */
async function domainOf({ publicKey, header }: BbsSigned, count: number): Promise<bigint> {
  const { bytes } = await basesFor(count + 2)
  return hashToScalar(concatBytes(publicKey.bytes, integer(count), ...bytes.slice(1, count + 2), apiId, integer(header.length), header))
}

/** "ProofChallengeCalculate", over the points as they are written. */
function challengeOf({ points, domain, presentationHeader, indexes, scalars }: { readonly points: readonly Uint8Array[]; readonly domain: bigint; readonly scalars: readonly bigint[] } & Pick<BbsShown, 'presentationHeader' | 'indexes'>): bigint {
  const shown = indexes.flatMap((index, place) => [integer(index), bytesOf(scalars[place] ?? 0n)])
  return hashToScalar(concatBytes(integer(indexes.length), ...shown, ...points, bytesOf(domain), integer(presentationHeader.length), presentationHeader))
}

interface ProofParts<Point> extends Record<'Abar' | 'Bbar' | 'D', Point>, Record<'e' | 'r1' | 'r3' | 'challenge', bigint> {
  /** One for each hidden message. */
  readonly hidden: readonly bigint[]
}

/** "octets_to_proof". */
function readProof<Point>(arithmetic: BlsArithmetic<Point>, bytes: Uint8Array<ArrayBuffer>): ProofParts<Point> {
  const scalars: bigint[] = []
  for (let start = 3 * pointLength; start < bytes.length; start += scalarLength) scalars.push(readScalar(bytes.slice(start, start + scalarLength)))
  const [e, r1, r3, ...hidden] = scalars
  const challenge = hidden.pop()
  if (e === undefined || r1 === undefined || r3 === undefined || challenge === undefined) throw new RangeError('a proof has three points and four scalars at least')
  const point = (place: number): Point => arithmetic.read(bytes.slice(place * pointLength, (place + 1) * pointLength))
  return { Abar: point(0), Bbar: point(1), D: point(2), e, r1, r3, hidden, challenge }
}

function areIndexes(indexes: readonly number[], count: number): boolean {
  return new Set(indexes).size === indexes.length && indexes.every((index) => Number.isInteger(index) && index >= 0 && index < count)
}

function bytesOf(scalar: bigint): Uint8Array {
  return Fr.toBytes(scalar)
}
