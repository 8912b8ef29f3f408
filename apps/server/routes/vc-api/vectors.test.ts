import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { addProofToSet, signCredential } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import type { JsonObject } from 'everlearned/encoding'
import { createBitstring, createStatusEntry, createStatusListCredential } from 'everlearned/status'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namesOf, openTestSurface, v2, type TestSurface } from '../../open-test-surface.ts'

const vectors = fileURLToPath(new URL('../../../../../shared/data/vectors/', import.meta.url))
const published = [
  'w3c-vc-di-eddsa/TestVectors/eddsa-rdfc-2022/signedDataInt.json', 'w3c-vc-di-eddsa/TestVectors/eddsa-rdfc-2022/employ/signedDataInt.json', 'w3c-vc-di-eddsa/TestVectors/eddsa-jcs-2022/signedJCS.json',
  'w3c-vc-di-eddsa/TestVectors/Ed25519Signature2020/signedEdSig.json', 'w3c-vc-di-eddsa/TestVectors/proof-set-chain/signedProofSet2.json', 'w3c-vc-di-eddsa/TestVectors/proof-set-chain/signedProofChain2.json',
  'w3c-vc-di-ecdsa/TestVectors/ecdsa-rdfc-2019-p256/signedECDSAP256.json', 'w3c-vc-di-ecdsa/TestVectors/ecdsa-rdfc-2019-p256/employ/signedECDSAP256.json', 'w3c-vc-di-ecdsa/TestVectors/ecdsa-rdfc-2019-p384/signedECDSAP384.json', 'w3c-vc-di-ecdsa/TestVectors/ecdsa-rdfc-2019-p384/employ/signedECDSAP384.json',
  'w3c-vc-di-ecdsa/TestVectors/ecdsa-jcs-2019-p256/signedJCSECDSAP256.json', 'w3c-vc-di-ecdsa/TestVectors/ecdsa-jcs-2019-p384/signedJCSECDSAP384.json',
  'w3c-vc-di-ecdsa/TestVectors/ecdsa-sd-2023/employ/derivedRevealDocument.json', 'w3c-vc-di-bbs/TestVectors/derivedRevealDocument.json',
].filter((file) => existsSync(vectors + file))

const now = new Date('2026-05-20T12:00:00Z')
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const context = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography }
const issuer = didKey(signingKey.publicKey)
const listUrl = (name: string): string => `https://lists.example/${name}`

/** Status lists of another issuer, one of each kind that may be met. */
const openLists = async (): Promise<Record<string, JsonObject>> => {
  const unsigned = async (name: string, change: object = {}): Promise<JsonObject> => ({
    ...await createStatusListCredential({ url: listUrl(name), issuer, purpose: 'revocation', bits: createBitstring(), validFrom: now, ttlSeconds: 86_400 }), ...change,
  })
  const lists: Record<string, JsonObject> = {
    'good': await signCredential(await unsigned('good'), context),
    'expired': await signCredential(await unsigned('expired', { validFrom: '2020-01-01T00:00:00Z', validUntil: '2020-01-02T00:00:00Z' }), context),
    'early': await signCredential(await unsigned('early', { validFrom: '2030-01-01T00:00:00Z', validUntil: '2030-01-02T00:00:00Z' }), context),
    'other-type': await signCredential(await unsigned('other-type', { type: ['VerifiableCredential'] }), context),
    'malformed': await signCredential(await unsigned('malformed', { credentialSubject: { type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList: 'uAAAA' } }), context),
    'unsigned': await unsigned('unsigned'),
    'altered': { ...await signCredential(await unsigned('altered'), context), validUntil: '2031-01-01T00:00:00Z' },
    'not-a-list': { hello: 'world' },
  }
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [listUrl(name), list]))
}

let surface: TestSurface
let server: Server
/** Where another issuer's lists are served; of all private addresses this alone may be fetched from. */
let origin: string
const served = new Map<string, JsonObject>()

beforeAll(async () => {
  server = createServer((request, response) => {
    const document = served.get(request.url ?? '')
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(document ?? {}))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  surface = await openTestSurface({ fetchOrigins: [origin], staticDocuments: { ...await openLists(), 'https://contexts.example/v1': { '@context': { '@vocab': 'https://contexts.example/terms#' } } } })
})
afterAll(async () => {
  await surface.node.close()
  server.close()
})

describe('documents of other issuers', () => {
  it.skipIf(published.length === 0).each(published)('%s is verified, and nothing that was changed in it', async (file) => {
    const signed = JSON.parse(readFileSync(vectors + file, 'utf8')) as JsonObject
    const answer = await surface.verify(signed)
    expect([namesOf(answer), answer.status]).toEqual([[], 200])
    expect((await surface.verify({ ...signed, credentialSubject: { id: 'did:example:other' } })).status).toBe(400)
    expect((await surface.verify({ ...signed, issuer: 'did:example:other' })).status).toBe(400)
  })

  it('with proofs upon proofs are verified in order', async () => {
    const credential = { '@context': [v2], 'type': ['VerifiableCredential'], issuer, 'credentialSubject': { id: 'did:example:abc' } }
    const first = await addProofToSet(credential, { id: 'urn:proof:1', proofPurpose: 'assertionMethod' }, context)
    const chain = await addProofToSet(first, { id: 'urn:proof:2', proofPurpose: 'assertionMethod', previousProof: 'urn:proof:1' }, context)
    const list = await addProofToSet(chain, { proofPurpose: 'assertionMethod', previousProof: ['urn:proof:1', 'urn:proof:2'] }, context)
    for (const each of [first, chain, list]) expect((await surface.verify(each)).status).toBe(200)
    const [, second] = chain['proof'] as readonly JsonObject[]
    expect((await surface.verify({ ...chain, proof: [second] as readonly JsonObject[] })).status).toBe(400)
    expect((await surface.verify({ ...chain, proof: [{ ...(chain['proof'] as readonly JsonObject[])[0], proofValue: 'z1' }, second] as readonly JsonObject[] })).status).toBe(400)
  })

  it('with a status are refused unless their list is there, good and of now', async () => {
    const withStatus = async (name: string): Promise<JsonObject> => signCredential({ '@context': [v2], 'type': ['VerifiableCredential'], issuer, 'credentialSubject': { id: 'did:example:abc' }, 'credentialStatus': createStatusEntry(listUrl(name), 7, 'revocation') }, context)
    expect((await surface.verify(await withStatus('good'))).status).toBe(200)
    for (const name of ['expired', 'early', 'other-type', 'malformed', 'unsigned', 'altered', 'not-a-list', 'missing']) {
      const signed = await withStatus(name)
      expect([name, (await surface.verify(signed)).status]).toEqual([name, 400])
      expect([name, (await surface.verify(signed, { checks: ['proof'] })).status]).toEqual([name, 200])
    }
  })

  it('have their lists fetched from origins that the operator named, and from no other', async () => {
    const list = async (url: string): Promise<JsonObject> => signCredential(await createStatusListCredential({ url, issuer, purpose: 'revocation', bits: createBitstring(), validFrom: now, ttlSeconds: 86_400 }), context)
    const withList = async (url: string): Promise<JsonObject> => signCredential({ '@context': [v2], 'type': ['VerifiableCredential'], issuer, 'credentialSubject': { id: 'did:example:abc' }, 'credentialStatus': createStatusEntry(url, 7, 'revocation') }, context)
    served.set('/list', await list(`${origin}/list`))
    expect((await surface.verify(await withList(`${origin}/list`))).status).toBe(200)
    expect((await surface.verify(await withList(`${origin}/missing`))).status).toBe(400)
    const other = origin.replace('127.0.0.1', 'localhost')
    served.set('/other', await list(`${other}/other`))
    expect((await surface.verify(await withList(`${other}/other`))).status).toBe(400)
  })

  it('may use the operator\'s contexts', async () => {
    expect((await surface.verify(await surface.issue('eddsa-rdfc-2022', { '@context': [v2, 'https://contexts.example/v1'], 'credentialSubject': { own: 'term' } }))).status).toBe(200)
  })
})
