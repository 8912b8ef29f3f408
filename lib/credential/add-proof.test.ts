import { describe, expect, it } from 'vitest'
import type { KeyType } from '../crypto/cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { addProof, addProofToSet, type SigningContext } from './add-proof.ts'
import { createKeyResolver } from './resolve-key.ts'
import { hashJcs } from './hash-jcs.ts'
import { proofBytesOf } from './proof-bytes.ts'
import { unsecuredDocument, without } from './unsecured-document.ts'
import { verifyProofs } from './verify-proofs.ts'

const now = new Date('2026-11-21T12:00:00Z')
const document: JsonObject = { '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiableCredential'], 'issuer': 'did:example:1', 'credentialSubject': { id: 'did:example:2' } }
const purpose = { proofPurpose: 'assertionMethod' } as const

async function signer(type: KeyType = 'Ed25519', more: Partial<SigningContext> = {}): Promise<SigningContext & { readonly did: string }> {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey(type))
  return { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography, did: didKey(signingKey.publicKey), ...more }
}
const outcomesOf = async (value: unknown): Promise<readonly string[]> =>
  (await verifyProofs(value, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now })).map(({ outcome }) => outcome)

describe('addProof()', () => {
  it.each([['Ed25519', 'eddsa-rdfc-2022'], ['P-256', 'ecdsa-rdfc-2019'], ['P-384', 'ecdsa-rdfc-2019']] as const)('signs with %s under %s unless told otherwise', async (type, cryptosuite) => {
    const signed = await addProof(document, purpose, await signer(type))
    expect(signed.proof).toMatchObject({ type: 'DataIntegrityProof', cryptosuite, created: '2026-11-21T12:00:00Z', proofPurpose: 'assertionMethod' })
    expect(without(signed as unknown as JsonObject, 'proof')).toEqual(document)
    expect(await outcomesOf(signed)).toEqual(['passed'])
  })

  it('says for what it was made, and names the contexts where canonical JSON is signed', async () => {
    const signed = await addProof(document, { proofPurpose: 'authentication', challenge: 'c', domain: 'd' }, await signer('Ed25519', { cryptosuite: 'eddsa-jcs-2022' }))
    expect(signed.proof).toMatchObject({ challenge: 'c', domain: 'd', '@context': document['@context'] })
  })

  it.each<[string, KeyType, string]>([
    ['a suite of another type of key', 'Ed25519', 'ecdsa-rdfc-2019'], ['a suite that is verified only', 'Ed25519', 'Ed25519Signature2020'], ['a suite that shows in part', 'P-256', 'ecdsa-sd-2023'], ['a suite that nobody knows', 'P-256', 'other-2040'],
  ])('refuses %s', async (_what, type, cryptosuite) => {
    await expect(addProof(document, purpose, await signer(type, { cryptosuite }))).rejects.toMatchObject({ code: 'credential/key-unsupported' })
  })

  it('refuses what is signed already, and what has no canonical form', async () => {
    const context = await signer()
    await expect(addProof({ ...document, proof: null }, purpose, context)).rejects.toMatchObject({ code: 'credential/already-signed' })
    await expect(addProof({ ...document, grade: 'A' }, purpose, context)).rejects.toMatchObject({ code: 'credential/term-undefined' })
    await expect(addProof({ ...document, '@context': ['https://unknown.example/'] }, purpose, context)).rejects.toMatchObject({ code: 'credential/context-unknown' })
  })
})

describe('addProofToSet()', () => {
  it('puts a proof beside those that are there, each of its own worth', async () => {
    const [one, two] = [await signer(), await signer('P-256')]
    const set = await addProofToSet(await addProofToSet(document, purpose, one), purpose, two)
    expect(await outcomesOf(set)).toEqual(['passed', 'passed'])
    const [first, second] = set['proof'] as readonly [JsonObject, JsonObject]
    expect(await outcomesOf({ ...set, proof: [second, first] })).toEqual(['passed', 'passed'])
    expect(await outcomesOf({ ...set, proof: second })).toEqual(['passed'])
  })

  it('builds upon proofs that are there, and fails without them', async () => {
    const [one, two] = [await signer(), await signer()]
    const first = await addProofToSet(document, { ...purpose, id: 'urn:proof:1' }, one)
    const chain = await addProofToSet(first, { ...purpose, previousProof: 'urn:proof:1' }, two)
    expect(await outcomesOf(chain)).toEqual(['passed', 'passed'])
    const [, second] = chain['proof'] as readonly [JsonObject, JsonObject]
    expect(await outcomesOf({ ...chain, proof: [second] })).toEqual(['failed'])
    const other = await addProofToSet(document, { ...purpose, id: 'urn:proof:1' }, two)
    expect(await outcomesOf({ ...chain, proof: [...(other['proof'] as readonly JsonObject[]), second] })).toEqual(['passed', 'failed'])
  })

  it.each([['urn:proof:2'], [['urn:proof:1', 'urn:proof:2']]])('refuses to build upon %j, which is not there', async (previousProof) => {
    const context = await signer()
    const first = await addProofToSet(document, { ...purpose, id: 'urn:proof:1' }, context)
    await expect(addProofToSet(first, { ...purpose, previousProof }, context)).rejects.toMatchObject({ code: 'credential/chain-broken' })
  })
})

describe('what a proof is made over', () => {
  it('is the document without its proofs, hashed once for however many', async () => {
    const made: string[] = []
    const unsecured = unsecuredDocument({ ...document, proof: [{ id: 'a' }] })
    const hash = async (value: JsonObject): Promise<Uint8Array> => {
      made.push(Object.keys(value).join())
      return Uint8Array.of(made.length)
    }
    expect([await unsecured.hashOnce('one', hash), await unsecured.hashOnce('one', hash), await unsecured.hashOnce('two', hash)]).toEqual([Uint8Array.of(1), Uint8Array.of(1), Uint8Array.of(2)])
    expect(made).toEqual(['@context,type,issuer,credentialSubject', '@context,type,issuer,credentialSubject'])
  })

  it('has in a chain the proofs that come before, in the place of all', () => {
    expect(unsecuredDocument({ ...document, proof: [{ id: 'a' }, { id: 'b' }] }, [{ id: 'a' }]).document).toEqual({ ...document, proof: [{ id: 'a' }] })
    expect(without({ a: 1, b: 2, c: 3 }, 'a', 'c')).toEqual({ b: 2 })
  })

  it('is with canonical JSON the same however members are ordered, and under the contexts of the proof', () => {
    const options: JsonObject = { type: 'DataIntegrityProof', '@context': document['@context'] ?? null }
    const hash = (value: JsonObject, given = options): string => Buffer.from(hashJcs({ unsecured: unsecuredDocument(value), options: given, cryptography }, 'Ed25519')).toString('hex')
    expect(hash(Object.fromEntries(Object.entries(document).toReversed()))).toBe(hash(document))
    expect(hash({ ...document, '@context': [...(document['@context'] as readonly string[]), 'https://later.example/'] })).toBe(hash(document))
    expect(hash({ ...document, name: 'x' })).not.toBe(hash(document))
    expect(hash(document, { ...options, created: 'x' })).not.toBe(hash(document))
    for (const contexts of [['https://other.example/'], [], ['https://other.example/', 'https://www.w3.org/ns/credentials/v2']]) {
      expect(() => hash({ ...document, '@context': contexts })).toThrow(expect.objectContaining({ code: 'credential/context-mismatch' }))
    }
    expect(hashJcs({ unsecured: unsecuredDocument(document), options, cryptography }, 'P-384')).toHaveLength(96)
    expect(hashJcs({ unsecured: unsecuredDocument(document), options, cryptography }, 'P-256')).toHaveLength(64)
  })

  it('is committed to by the decoded value, of which no text makes a fault', async () => {
    const signed = await addProof(document, purpose, await signer())
    expect(proofBytesOf(signed.proof.proofValue)).toHaveLength(64)
    for (const text of ['', 'z', 'z0', 'u!', 'x', '🎓', 'u2V0A', `u2V0B${'A'.repeat(100)}`]) expect(proofBytesOf(text) === undefined || proofBytesOf(text) instanceof Uint8Array).toBe(true)
  })
})
