import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { KeyType, SigningKey } from '../crypto/cryptography.ts'
import { ed25519Jwk } from '../crypto/secret-jwk.ts'
import { webCryptography } from '../crypto/web-cryptography.ts'
import { didKeyVerificationMethod } from '../did/did-key.ts'
import { canonicalJson, type JsonObject } from '../encoding/canonical-json.ts'
import { encodeHex } from '../encoding/hex.ts'
import { decodeMultibase } from '../encoding/multibase.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { addProof, addProofToSet } from './add-proof.ts'
import { canonicalize } from './canonicalize.ts'
import { digestFor } from './cryptosuite.ts'
import { hashJcs } from './hash-jcs.ts'
import { hashRdfc } from './hash-rdfc.ts'
import { createKeyResolver } from './resolve-key.ts'
import { signCredential } from './sign-credential.ts'
import { unsecuredDocument, without } from './unsecured-document.ts'
import { verifyProofs, type ProofContext } from './verify-proofs.ts'

const vectors = new URL('../../../shared/data/vectors/', import.meta.url)
const eddsa = new URL('w3c-vc-di-eddsa/TestVectors/', vectors)
const ecdsa = new URL('w3c-vc-di-ecdsa/TestVectors/', vectors)
const now = new Date('2026-11-21T00:00:00Z')
const context: ProofContext = { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now }
const json = (url: URL): JsonObject => JSON.parse(readFileSync(url, 'utf8')) as JsonObject
const text = (base: URL, name: string): string => readFileSync(new URL(name, base), 'utf8').trim()

const credential: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'],
  id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33', type: ['VerifiableCredential', 'AlumniCredential'], name: 'Ünïcode 🎓', issuer: 'https://college.example/issuer',
  validFrom: '2023-01-01T00:00:00Z', credentialSubject: { id: 'did:example:abcdefgh', alumniOf: 'The School of Examples' },
}

const everySuite: readonly (readonly [string, KeyType])[] = [
  ['eddsa-rdfc-2022', 'Ed25519'], ['eddsa-jcs-2022', 'Ed25519'], ['ecdsa-rdfc-2019', 'P-256'], ['ecdsa-jcs-2019', 'P-256'], ['ecdsa-rdfc-2019', 'P-384'], ['ecdsa-jcs-2019', 'P-384'],
]

async function newKey(type: KeyType): Promise<SigningKey> {
  return cryptography.importSigningKey(await cryptography.generateKey(type))
}

async function code(document: unknown): Promise<string | undefined> {
  const [first] = await verifyProofs(document, context)
  return first?.outcome === 'passed' ? 'passed' : first?.code
}

describe.each(everySuite)('%s with %s', (cryptosuite, type) => {
  it('verifies on every platform what was signed on any', async () => {
    const jwk = await cryptography.generateKey(type)
    for (const maker of [cryptography, webCryptography]) {
      const signingKey = await maker.importSigningKey(jwk)
      const signed = await signCredential(credential, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptosuite, cryptography: maker })
      expect(signed.proof.cryptosuite).toBe(cryptosuite)
      expect(decodeMultibase(signed.proof.proofValue, 'z')).toHaveLength(type === 'P-384' ? 96 : 64)
      for (const verifier of [cryptography, webCryptography]) expect(await verifyProofs(signed, { ...context, cryptography: verifier })).toMatchObject([{ outcome: 'passed', cryptosuite }])
    }
  })

  it('fails what another key signed, another type of key names, or a value of another length', async () => {
    const [signingKey, other, foreign] = [await newKey(type), await newKey(type), await newKey(type === 'P-256' ? 'Ed25519' : 'P-256')]
    const sign = (key: SigningKey, named: SigningKey): Promise<JsonObject> =>
      signCredential(credential, { signingKey: key, verificationMethod: didKeyVerificationMethod(named.publicKey), created: now, cryptosuite, cryptography })
    expect(await code(await sign(signingKey, other))).toBe('proof/signature-invalid')
    expect(await code(await sign(signingKey, foreign))).toBe(type === 'P-384' ? 'proof/value-malformed' : 'proof/key-mismatch')
    const signed = await sign(signingKey, signingKey)
    const proof = signed['proof'] as JsonObject & { readonly proofValue: string }
    for (const proofValue of ['', 'z', 'u', 'zz', `u${proof.proofValue.slice(1)}`, proof.proofValue.slice(0, 60), proof.proofValue + proof.proofValue.slice(1), `z${'z'.repeat(100_000)}`]) {
      expect(await code({ ...signed, proof: { ...proof, proofValue } })).toBe('proof/value-malformed')
    }
  })

  it('is not signed with by a key of another type, nor under a name that is only verified', async () => {
    const signingKey = await newKey(type === 'Ed25519' ? 'P-384' : 'Ed25519')
    for (const name of [cryptosuite, 'Ed25519Signature2020', 'eddsa-2022', '']) {
      await expect(signCredential(credential, { signingKey, verificationMethod: 'did:example:x#k', created: now, cryptosuite: name, cryptography })).rejects.toMatchObject({ code: 'credential/key-unsupported' })
    }
  })
})

describe.skipIf(!existsSync(eddsa))('published vectors', () => {
  it.each([
    ['eddsa-rdfc-2022', 'DataInt', 'Ed25519', new URL('eddsa-rdfc-2022/', eddsa)],
    ['eddsa-rdfc-2022', 'DataInt', 'Ed25519', new URL('eddsa-rdfc-2022/employ/', eddsa)],
    ['eddsa-jcs-2022', 'JCS', 'Ed25519', new URL('eddsa-jcs-2022/', eddsa)],
    ['Ed25519Signature2020', 'EdSig', 'Ed25519', new URL('Ed25519Signature2020/', eddsa)],
    ['ecdsa-rdfc-2019', 'ECDSAP256', 'P-256', new URL('ecdsa-rdfc-2019-p256/', ecdsa)],
    ['ecdsa-rdfc-2019', 'ECDSAP256', 'P-256', new URL('ecdsa-rdfc-2019-p256/employ/', ecdsa)],
    ['ecdsa-rdfc-2019', 'ECDSAP384', 'P-384', new URL('ecdsa-rdfc-2019-p384/employ/', ecdsa)],
    ['ecdsa-rdfc-2019', 'ECDSAP384', 'P-384', new URL('ecdsa-rdfc-2019-p384/', ecdsa)],
    ['ecdsa-jcs-2019', 'JCSECDSAP256', 'P-256', new URL('ecdsa-jcs-2019-p256/', ecdsa)],
    ['ecdsa-jcs-2019', 'JCSECDSAP384', 'P-384', new URL('ecdsa-jcs-2019-p384/', ecdsa)],
  ] as const)('of %s match at every step: %s of %s in %s', async (suite, ending, type, base) => {
    const signed = json(new URL(`signed${ending}.json`, base))
    const isJcs = suite.includes('-jcs-')
    const digest = digestFor(type, cryptography)
    const canonical = async (document: JsonObject): Promise<string> => (isJcs ? canonicalJson(document) : (await canonicalize(document, cryptography, { digest })).trim())
    expect(await canonical(without(signed, 'proof'))).toBe(text(base, `canonDoc${ending}.txt`))
    expect(await canonical(json(new URL(`proofConfig${ending}.json`, base)))).toBe(text(base, `proofCanon${ending}.txt`))
    const input = { unsecured: unsecuredDocument(signed), options: without(signed['proof'] as JsonObject, 'proofValue'), cryptography }
    const combined = encodeHex(isJcs ? hashJcs(input, type) : await hashRdfc(input, type))
    expect(combined).toBe(text(base, `combinedHash${ending}.txt`))
    expect(combined).toBe(text(base, `proofHash${ending}.txt`) + text(base, `docHash${ending}.txt`))
    const [finding] = await verifyProofs(signed, context)
    expect(finding).toMatchObject({ outcome: 'passed', cryptosuite: suite })
    expect(encodeHex(finding?.proofBytes ?? new Uint8Array())).toBe(text(base, `sigHex${ending}.txt`))
  })

  it.each([['eddsa-rdfc-2022', 'DataInt'], ['eddsa-jcs-2022', 'JCS']])('of %s give byte for byte the proof that the same key and time make here', async (cryptosuite, ending) => {
    const signed = json(new URL(`${cryptosuite}/signed${ending}.json`, eddsa))
    const { signingKey, verificationMethod } = await published(json(new URL('keyPair.json', eddsa)))
    const made = await signCredential(without(signed, 'proof'), { signingKey, verificationMethod, created: new Date('2023-02-24T23:36:38Z'), cryptosuite, cryptography })
    expect(made).toEqual(signed)
  })

  it('of proof sets and chains pass, every proof of them', async () => {
    for (const [name, count] of [['Set1', 1], ['Set2', 2], ['Chain1', 3], ['Chain2', 4]] as const) {
      const findings = await verifyProofs(json(new URL(`proof-set-chain/signedProof${name}.json`, eddsa)), context)
      expect([name, findings.map(({ outcome }) => outcome)]).toEqual([name, Array.from({ length: count }, () => 'passed')])
    }
  })

  it('of proof sets and chains give byte for byte the proofs that are made here', async () => {
    const pairs = json(new URL('proof-set-chain/multiKeyPairs.json', eddsa))
    const keys = await Promise.all(Object.values(pairs).map(async (pair) => published(pair as JsonObject)))
    const chain = json(new URL('proof-set-chain/signedProofChain2.json', eddsa))
    let made = without(chain, 'proof')
    for (const proof of chain['proof'] as readonly JsonObject[]) {
      const key = keys.find(({ verificationMethod }) => verificationMethod === proof['verificationMethod'])
      if (key === undefined) throw new Error('the vectors lack a key')
      const { id, previousProof, created } = proof as { id?: string; previousProof?: string; created: string }
      const purpose = { proofPurpose: 'assertionMethod', ...(id === undefined ? {} : { id }), ...(previousProof === undefined ? {} : { previousProof }) } as const
      made = await addProofToSet(made, purpose, { ...key, created: new Date(created), cryptography })
    }
    expect(made).toEqual(chain)
  })
})

async function published({ privateKeyMultibase, secretKeyMultibase }: JsonObject): Promise<{ readonly signingKey: SigningKey; readonly verificationMethod: string }> {
  const signingKey = await cryptography.importSigningKey(ed25519Jwk(decodeMultibase(String(privateKeyMultibase ?? secretKeyMultibase)).slice(2)))
  return { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey) }
}

describe('contexts of proofs over canonical JSON', () => {
  it('may be followed by others in the document, and never be others', async () => {
    const signingKey = await newKey('Ed25519')
    const signed = await addProof(credential, { proofPurpose: 'assertionMethod' }, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptosuite: 'eddsa-jcs-2022', cryptography })
    const contexts = credential['@context'] as readonly string[]
    expect(await code({ ...signed, '@context': [...contexts, 'https://w3id.org/security/data-integrity/v2'] })).toBe('passed')
    for (const changed of [contexts.slice(0, 1), contexts.toReversed(), ['https://other.example/', ...contexts], contexts[0], []]) {
      expect(await code({ ...signed, '@context': changed })).toBe('proof/context-mismatch')
    }
    expect(await code(without(signed, '@context'))).toBe('proof/context-mismatch')
    expect(await code({ ...signed, proof: without(signed.proof as unknown as JsonObject, '@context') })).toBe('proof/signature-invalid')
  })

  it('are not needed at all', async () => {
    const signingKey = await newKey('P-256')
    const signed = await addProof({ statement: 'no context' }, { proofPurpose: 'assertionMethod' }, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptosuite: 'ecdsa-jcs-2019', cryptography })
    expect(await code(signed)).toBe('passed')
    expect(await code({ ...signed, statement: 'another' })).toBe('proof/signature-invalid')
  })
})
