import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { addProof, loadContext } from 'everlearned/credential'
import type { PrivateKeyJwk } from 'everlearned/crypto'
import { didKey, didKeyDocument, didKeyVerificationMethod } from 'everlearned/did'
import type { JsonObject } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { badge, learnerRecord, longBadge, now } from './documents.ts'

/** A document to measure with, and the ratios aimed at: times one bare signature or verification, and times as fast as the peer. */
export interface Size {
  readonly size: 'small' | 'medium' | 'clr'
  readonly make: (number: number, issuer: string) => JsonObject
  readonly issueGoal: number
  readonly peerGoal: number
  readonly verifyGoal: number
}

const sizes: readonly Size[] = [
  { size: 'small', make: badge, issueGoal: 2, peerGoal: 60, verifyGoal: 1.6 },
  { size: 'medium', make: longBadge, issueGoal: 6, peerGoal: 60, verifyGoal: 3 },
  { size: 'clr', make: learnerRecord, issueGoal: 60, peerGoal: 150, verifyGoal: 22 },
]

/** What all rows about credentials share: one key of Ed25519, and its bare operations over 64 bytes on Node's own OpenSSL. */
export interface BenchContext {
  readonly sizes: readonly Size[]
  readonly badge: typeof badge
  /** As many documents of a kind, all different, so that nothing is gained by having seen one before. */
  readonly documents: number
  readonly now: Date
  readonly jwk: PrivateKeyJwk
  readonly issuer: string
  readonly verificationMethod: string
  readonly unsigned: (size: Size) => readonly JsonObject[]
  readonly signed: (size: Size) => Promise<readonly string[]>
  readonly bareSign: () => unknown
  readonly bareVerify: () => unknown
  readonly documentLoader: (url: string) => Promise<object>
  readonly inTurn: <Item>(items: readonly Item[]) => () => Item
}

/** Makes the key. */
export async function createBench(): Promise<BenchContext> {
  const documents = 64
  const jwk = await cryptography.generateKey('Ed25519')
  const signingKey = await cryptography.importSigningKey(jwk)
  const [issuer, verificationMethod] = [didKey(signingKey.publicKey), didKeyVerificationMethod(signingKey.publicKey)]
  const [privateKey, publicKey] = [createPrivateKey({ key: { ...jwk }, format: 'jwk' }), createPublicKey({ key: { ...jwk }, format: 'jwk' })]
  const message = cryptography.randomBytes(64)
  const signature = sign(null, message, privateKey)
  const unsigned = ({ make }: Size): readonly JsonObject[] => Array.from({ length: documents }, (_, number) => make(number, issuer))
  return {
    sizes, badge, documents, now, jwk, issuer, verificationMethod, unsigned,
    signed: (size) => Promise.all(unsigned(size).map(async (credential) => JSON.stringify(await addProof(credential, { proofPurpose: 'assertionMethod' }, { signingKey, verificationMethod, created: now, cryptography })))),
    bareSign: () => sign(null, message, privateKey),
    bareVerify: () => verify(null, message, publicKey, signature),
    documentLoader, inTurn,
  }
}

function inTurn<Item>(items: readonly Item[]): () => Item {
  let next = 0
  return () => {
    const item = items[next++ % items.length]
    if (item === undefined) throw new RangeError('there is something to take turns with')
    return item
  }
}

/** Contexts and did:key documents out of memory, marked as never changing: the best case for the peers. */
async function documentLoader(url: string): Promise<object> {
  const [did = '', fragment] = url.split('#')
  if (!did.startsWith('did:key:')) return { documentUrl: url, document: loadContext(url, cryptography), tag: 'static' }
  const document = didKeyDocument(did)
  const [method] = document['verificationMethod'] as readonly object[]
  return { documentUrl: url, document: fragment === undefined ? document : { '@context': 'https://w3id.org/security/multikey/v1', ...method } }
}
