import type { Cryptography, SigningKey } from '../crypto/cryptography.ts'
import { credentialsContextUrl } from '../credential/contexts.ts'
import { signCredential } from '../credential/sign-credential.ts'
import { verifyProofs } from '../credential/verify-proofs.ts'
import { canonicalJson, type JsonObject } from '../encoding/canonical-json.ts'
import { readSigningKey } from './entry-text.ts'
import type { Register } from './payloads.ts'

/** What whoever registers must be able to sign: always the same, but for its DID. */
export function conformanceDocument(did: string): JsonObject {
  return {
    '@context': [credentialsContextUrl], type: ['VerifiableCredential'], issuer: did, validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: { id: did, type: 'ConformanceSample', text: 'Zażółć gęślą jaźń \u{1F393}', numbers: [0, 1.5, 1e21], nothing: null },
  }
}

/** The moment that samples are dated: no rule knows the time of day. */
const sampleMoment = new Date('2026-01-01T00:00:00Z')

/** Signs the conformance document, as {@link verifyConformance} wants it. */
export async function signConformance(did: string, { signingKey, verificationMethod, cryptography }: {
  readonly signingKey: SigningKey
  readonly verificationMethod: string
  readonly cryptography: Pick<Cryptography, 'sha256' | 'sha384'>
}): Promise<JsonObject> {
  const cryptosuite = signingKey.publicKey.type === 'Ed25519' ? 'eddsa-jcs-2022' : 'ecdsa-jcs-2019'
  const signed = await signCredential(conformanceDocument(did), { signingKey, verificationMethod, created: sampleMoment, cryptosuite, cryptography })
  return signed as unknown as JsonObject
}

/** Repeats the conformance run: the sample is exactly the document of its DID, with one JCS proof by one of the registered keys. */
export async function verifyConformance({ did, keys, sample }: Pick<Register, 'did' | 'keys' | 'sample'>, cryptography: Pick<Cryptography, 'sha256' | 'sha384' | 'verifySignature'>): Promise<boolean> {
  const { proof, ...document } = sample
  if (canonicalJson(document) !== canonicalJson(conformanceDocument(did)) || typeof proof !== 'object' || proof === null || Array.isArray(proof)) return false
  const { cryptosuite, verificationMethod } = proof as JsonObject
  if (cryptosuite !== 'eddsa-jcs-2022' && cryptosuite !== 'ecdsa-jcs-2019') return false
  if (typeof verificationMethod !== 'string' || !verificationMethod.startsWith(`${did}#`)) return false
  for (const key of keys) {
    const publicKey = readSigningKey(key)
    if (publicKey === undefined || (publicKey.type === 'Ed25519') !== (cryptosuite === 'eddsa-jcs-2022')) continue
    const [finding] = await verifyProofs(sample, { resolveKey: async () => ({ publicKey }), cryptography, expectedPurpose: 'assertionMethod', now: sampleMoment })
    if (finding?.outcome === 'passed') return true
  }
  return false
}
