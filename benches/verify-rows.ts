/** Verifying badges of three sizes and a presentation of five: from JSON text to the verdict, dates, the issuer's key and its status list included, against bare signatures and another implementation. */
import { createPrivateKey, createPublicKey, sign, verify as verifyBare } from 'node:crypto'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { verify as verifyPresentation, verifyCredential } from '@digitalbazaar/vc'
import { addProof, signPresentation } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { encodeUtf8, type JsonObject } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { createBitstring, createStatusListCredential, withStatuses } from 'everlearned/status'
import { readInput, trustNobody, verify, type Outcome, type VerifyContext } from 'everlearned/verifier'
import { checkIssuerBinding } from '../lib/verifier/checks/issuer-binding.ts'
import { checkProof } from '../lib/verifier/checks/proof.ts'
import { checkStatus } from '../lib/verifier/checks/status.ts'
import { checkValidityPeriod } from '../lib/verifier/checks/validity-period.ts'
import { createSubject } from '../lib/verifier/subject.ts'
import type { Row } from './interleave.ts'

/** A kind of document, and the ratio aimed at. */
export interface VerifySize {
  readonly size: string
  readonly make: (number: number, issuer: string) => object
  readonly verifyGoal: number
}

/** What the rows share with others. */
export interface VerifyInput {
  readonly sizes: readonly VerifySize[]
  readonly documents: number
  readonly now: Date
  readonly documentLoader: (url: string) => Promise<object>
  readonly inTurn: <Item>(items: readonly Item[]) => () => Item
}

const peer = '@digitalbazaar/vc 7.3.0'
/** Where the badges say that their status is told. */
const listUrl = 'https://college.example/status/3'

/** Two rows a size, the four questions of integrity and the whole verdict, and one of a presentation. */
export async function verifyRows({ sizes, documents, now, documentLoader, inTurn }: VerifyInput): Promise<readonly Row[]> {
  const jwk = await cryptography.generateKey('Ed25519')
  const signingKey = await cryptography.importSigningKey(jwk)
  const issuer = didKey(signingKey.publicKey)
  const signing = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography }
  const [privateKey, publicKey] = [createPrivateKey({ key: { ...jwk }, format: 'jwk' }), createPublicKey({ key: { ...jwk }, format: 'jwk' })]
  const message = cryptography.randomBytes(64)
  const signature = sign(null, message, privateKey)
  const bare = (): boolean => verifyBare(null, message, publicKey, signature)
  const addOurs = (document: JsonObject): Promise<JsonObject> => addProof(document, { proofPurpose: 'assertionMethod' }, signing)

  // One in a hundred was taken back, none of those that are verified.
  const bits = withStatuses(createBitstring(), Array.from({ length: 1_300 }, (_, index) => 1_000 + index * 97), { size: 1, value: 1 })
  const list = JSON.stringify(await addOurs(await createStatusListCredential({ url: listUrl, issuer, purpose: 'revocation', bits, validFrom: now, ttlSeconds: 86_400 })))
  const context: VerifyContext = { cryptography, now, documents: { [listUrl]: list }, trust: trustNobody }
  const suite = (): DataIntegrityProof => new DataIntegrityProof({ cryptosuite })
  const checkStatusThere = async (): Promise<object> => ({ verified: true })

  const rows = sizes.map(async ({ size, make, verifyGoal }): Promise<readonly Row[]> => {
    const texts = await Promise.all(Array.from({ length: documents }, async (_, number) => JSON.stringify(await addOurs(make(number, issuer) as JsonObject))))
    const [ours, whole, theirs] = [inTurn(texts.map(encodeUtf8)), inTurn(texts.map(encodeUtf8)), inTurn(texts)]
    return [
      {
        op: `verify-${size}`, goal: verifyGoal, bare,
        run: async () => {
          const outcomes = await judge(ours(), context)
          if (!outcomes.every((outcome) => outcome === 'passed')) throw new RangeError('a signed document verifies')
        },
        peer: {
          name: peer,
          run: async () => {
            const { verified } = await verifyCredential({ credential: JSON.parse(theirs()) as object, suite: suite(), documentLoader, now, checkStatus: checkStatusThere })
            if (!verified) throw new RangeError('a signed document verifies')
          },
        },
      },
      {
        op: `verdict-${size}`, goal: verifyGoal, bare,
        run: async () => {
          if ((await verify(whole(), context)).integrity !== 'passed') throw new RangeError('a signed document verifies')
        },
      },
    ]
  })
  return (await Promise.all(rows)).flat()
}

/** The four questions that integrity rests on, as the verdict asks them. */
async function judge(bytes: Uint8Array<ArrayBuffer>, context: VerifyContext): Promise<readonly Outcome[]> {
  const input = await readInput(bytes, cryptography)
  const [read] = input.credentials
  if (read === undefined) throw new RangeError('there is a credential')
  const subject = await createSubject(read, input, null, context)
  const findings = [checkProof(subject), await checkIssuerBinding(subject, context), checkValidityPeriod(subject, context), ...('credentialStatus' in subject.document ? [await checkStatus(subject, context)] : [])]
  return findings.map(({ outcome }) => outcome)
}
