import type { Cryptography, SigningKey } from '../crypto/cryptography.ts'
import { credentialsContextUrl } from '../credential/contexts.ts'
import type { Cryptosuite, Hashing } from '../credential/cryptosuite.ts'
import { ecdsaJcs2019 } from '../credential/ecdsa-jcs-2019.ts'
import { eddsaJcs2022 } from '../credential/eddsa-jcs-2022.ts'
import { unsecuredDocument } from '../credential/unsecured-document.ts'
import { canonicalJson, type Json, type JsonObject } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'
import { isInstant, readSigningKey } from './entry-text.ts'
import { hasMembers, isOneOf } from './guard.ts'
import type { Register } from './payloads.ts'

/** What whoever registers must be able to sign: always the same, but for its DID. */
export function conformanceDocument(did: string): JsonObject {
  return {
    '@context': [credentialsContextUrl], type: ['VerifiableCredential'], issuer: did, validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: { id: did, type: 'ConformanceSample', text: 'Zażółć gęślą jaźń \u{1F393}', numbers: [0, 1.5, 1e21], nothing: null },
  }
}

/** The suites over canonical JSON: what they sign needs no context to be read, so that every validator comes to the same answer for ever. */
const suites: readonly Cryptosuite[] = [eddsaJcs2022, ecdsaJcs2019]

type SampleProof = { readonly [Name in 'type' | 'cryptosuite' | 'verificationMethod' | 'proofPurpose' | 'proofValue']: string } & { readonly '@context'?: Json; readonly created?: string }

const isText = (value: unknown): value is string => typeof value === 'string'
const isSampleProof = hasMembers<SampleProof>({
  type: isOneOf(['DataIntegrityProof']), cryptosuite: isOneOf(suites.map(({ name }) => name)), verificationMethod: isText, proofPurpose: isOneOf(['assertionMethod']), proofValue: isText,
  created: isInstant, '@context': (value): value is Json => value !== undefined,
}, ['created', '@context'])

/** Signs the conformance document, as {@link verifyConformance} wants it. */
export async function signConformance(did: string, { signingKey, verificationMethod, cryptography }: {
  readonly signingKey: SigningKey
  readonly verificationMethod: string
  readonly cryptography: Hashing
}): Promise<JsonObject> {
  const document = conformanceDocument(did)
  const suite = suites.find(({ keyTypes }) => keyTypes.includes(signingKey.publicKey.type))
  if (suite?.sign === undefined) throw new RangeError('the key signs with no suite over canonical JSON')
  const options = { type: 'DataIntegrityProof', cryptosuite: suite.name, verificationMethod, proofPurpose: 'assertionMethod', '@context': document['@context'] ?? [] }
  return { ...document, proof: { ...options, proofValue: await suite.sign({ unsecured: unsecuredDocument(document), options, cryptography, signingKey }) } }
}

/** Repeats the conformance run: the sample is exactly the document of its DID, with one JCS proof by one of the registered keys. */
export async function verifyConformance({ did, keys, sample }: Pick<Register, 'did' | 'keys' | 'sample'>, cryptography: Hashing & Pick<Cryptography, 'verifySignature'>): Promise<boolean> {
  const { proof, ...document } = sample
  if (canonicalJson(document) !== canonicalJson(conformanceDocument(did)) || !isSampleProof(proof) || !proof.verificationMethod.startsWith(`${did}#`)) return false
  const { proofValue, ...options } = proof
  const suite = suites.find(({ name }) => name === proof.cryptosuite)
  for (const publicKey of keys.flatMap((key) => readSigningKey(key) ?? [])) {
    if (suite?.keyTypes.includes(publicKey.type) !== true) continue
    const input = { unsecured: unsecuredDocument(sample), options, proofValue, publicKey, cryptography }
    const { outcome } = await suite.verify(input).catch(malformedOutcome)
    if (outcome === 'passed') return true
  }
  return false
}

/** A proof whose contexts are not those of the document has nothing to verify. */
function malformedOutcome(cause: unknown): { readonly outcome: 'failed' } {
  if (cause instanceof EverlearnedError) return { outcome: 'failed' }
  throw cause
}
