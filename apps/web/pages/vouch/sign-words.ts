/** What signing needs: canonicalisation and its contexts. The page imports this file once somebody goes on to sign. */
import { createEndorsement, signCredential, type EndorsementWords } from 'everlearned/credential'
import { webCryptography as cryptography, type PrivateKeyJwk } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { encodeBase64url } from 'everlearned/encoding'
import { makeTakeBack, newTakeBackId, takeBackUrl, type AttestationRequest } from 'everlearned/exchange/attestation'
import { sealAttestationAnswer } from 'everlearned/holder'
import { randomUrn } from 'everlearned/issuer'
import { confirmCode, endorseFor, leaveAnswer, type LinkedRequest } from '../../attestation-api.ts'

/** Who asked what, by which link. */
export interface OpenRequest extends LinkedRequest {
  readonly key: Uint8Array<ArrayBuffer>
  readonly asked: AttestationRequest
}

/** What somebody signed, for them to keep. */
export interface Signed {
  readonly endorsement: string
  readonly takeBackLink: string
  /** Of a person; the key of an organisation stays with its node. */
  readonly privateKey?: PrivateKeyJwk
}

/** A key of one use, made before the code is answered: the node states which key answered. */
export interface NewKey {
  readonly jwk: PrivateKeyJwk
  readonly did: string
  readonly statement: string
}

/** Answers the code with a new key. */
export async function confirmWithKey(request: LinkedRequest, code: string): Promise<NewKey> {
  const jwk = await cryptography.generateKey('Ed25519')
  const did = didKey((await cryptography.importSigningKey(jwk)).publicKey)
  return { jwk, did, statement: (await confirmCode(request, code, did)).statement }
}

/** Signs in this browser and leaves the answer, encrypted, for the wallet that asked. */
export async function signAndSend({ asked, key, ...request }: OpenRequest, { name, ...words }: EndorsementWords & { readonly name: string }, { jwk, did, statement }: NewKey): Promise<Signed> {
  const signingKey = await cryptography.importSigningKey(jwk)
  const created = new Date()
  const signing = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created, cryptography }
  const id = newTakeBackId(cryptography)
  const { entry: status, ...lists } = await makeTakeBack({ url: takeBackUrl(location.origin, id), issuer: did }, signing)
  const endorsement = JSON.stringify(await signCredential(createEndorsement({ id: randomUrn(cryptography), issuer: { id: did, name }, about: asked.about, addressStatement: statement, status, validFrom: created, ...words }), { ...signing, cryptosuite: 'eddsa-rdfc-2022' }))
  const { takeBackToken } = await leaveAnswer(request, { ciphertext: encodeBase64url(await sealAttestationAnswer({ endorsement }, key, cryptography)), lists: { id, ...lists } })
  return { endorsement, takeBackLink: takeBackLink(id, takeBackToken ?? ''), privateKey: jwk }
}

/** Has an organisation sign, and leaves its answer in the same way. */
export async function signForOrganisation({ asked, key, ...request }: OpenRequest, words: EndorsementWords, organisation: string): Promise<Signed> {
  const { endorsement, takeBackToken, statusId } = await endorseFor(organisation, request, asked.about, words)
  await leaveAnswer(request, { ciphertext: encodeBase64url(await sealAttestationAnswer({ endorsement }, key, cryptography)) })
  return { endorsement, takeBackLink: takeBackLink(statusId, takeBackToken) }
}

/** The token stands in the fragment: browsers never send it to the node. */
function takeBackLink(id: string, token: string): string {
  return `${location.origin}/take-back#${id}.${token}`
}
