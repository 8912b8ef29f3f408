import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SigningKey } from '../crypto/cryptography.ts'
import { webCryptography } from '../crypto/web-cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { didWebDocument } from '../did/did-web.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { encodeMultibase } from '../encoding/multibase.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { worstOutcome } from './finding.ts'
import { createAchievement, createAchievementCredential, hashIdentity } from './open-badge.ts'
import { createKeyResolver } from './resolve-key.ts'
import { signCredential } from './sign-credential.ts'
import { verifyProofs, type ProofContext } from './verify-proofs.ts'

const data = new URL('../../../shared/data/', import.meta.url)
const standards = new URL('standards/', data)
const now = new Date('2026-11-21T00:00:00Z')
const context: ProofContext = { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now }
const json = (url: URL): JsonObject => JSON.parse(readFileSync(url, 'utf8')) as JsonObject

let signingKey: SigningKey
let signed: JsonObject

async function sign(credential: JsonObject, purposeless = {}): Promise<JsonObject> {
  return signCredential({ ...credential, ...purposeless }, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography })
}

beforeAll(async () => {
  signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  signed = await sign(createAchievementCredential({
    id: 'urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-7a3f6c1f0b11',
    issuer: { id: didKey(signingKey.publicKey), name: 'Example College', url: 'https://college.example' },
    achievement: createAchievement({
      id: 'https://college.example/a', name: 'Forklift operator', description: 'Operates a truck.', criteria: { narrative: 'A test.' }, achievementType: 'Certificate',
      alignments: [{ targetName: 'Forklift', targetUrl: 'https://f.example/1', targetFramework: 'F' }],
    }),
    subject: { identity: hashIdentity('a@b.example', 'salt', cryptography) },
    validFrom: now, validUntil: new Date('2029-11-21T00:00:00Z'), licenseNumber: '7', narrative: 'Well done.', evidence: [{ id: 'https://college.example/e', name: 'Film' }],
    status: { id: 'https://college.example/status/3#5', type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '5', statusListCredential: 'https://college.example/status/3' },
  }))
})

/** A copy of the signed badge whose proof says something else. */
function withProof(change: JsonObject): JsonObject {
  return { ...signed, proof: { ...(signed['proof'] as JsonObject), ...change } }
}

async function code(document: unknown, more: Partial<ProofContext> = {}): Promise<string | undefined> {
  const [first] = await verifyProofs(document, { ...context, ...more })
  return first?.outcome === 'passed' ? 'passed' : first?.code
}

describe('verifyProofs()', () => {
  it('passes what was signed, and gives the signature that commitments are made over', async () => {
    const [finding] = await verifyProofs(signed, context)
    expect(finding).toMatchObject({ outcome: 'passed', cryptosuite: 'eddsa-rdfc-2022', verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now })
    expect(finding?.proofBytes).toHaveLength(64)
  })

  it('passes in a browser what was signed on a server, and the other way round', async () => {
    expect(await code(signed, { cryptography: webCryptography })).toBe('passed')
    for (const type of ['Ed25519', 'P-256', 'P-384'] as const) {
      const key = await webCryptography.importSigningKey(await webCryptography.generateKey(type))
      const { proof: _, ...credential } = signed
      expect(await code(await signCredential(credential, { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: now, cryptography: webCryptography }))).toBe('passed')
    }
  })

  it('passes a proof by a P-256 key', async () => {
    const key = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
    const { proof: _, ...credential } = signed
    const document = await signCredential(credential, { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: now, cryptography })
    expect(document.proof.cryptosuite).toBe('ecdsa-rdfc-2019')
    expect(await code(document)).toBe('passed')
  })

  it('fails when any one value anywhere in the claims or the proof is changed', async () => {
    const paths = leaves(signed)
    expect(paths.length).toBeGreaterThan(40)
    for (const path of paths) {
      for (const change of [changedText, droppedValue]) {
        const changed = change(structuredClone(signed), path)
        const outcome = worstOutcome((await verifyProofs(changed, context)).map((finding) => finding.outcome))
        // A context or a key that is not known leaves the question open; a changed claim never does.
        const allowed = path[0] === '@context' || path[0] === 'proof' ? ['failed', 'unknown'] : ['failed']
        expect([path.join('/'), allowed.includes(outcome)]).toEqual([path.join('/'), true])
      }
    }
  })

  it('fails when one bit of the signature is changed', async () => {
    const [finding] = await verifyProofs(signed, context)
    const bytes = finding?.proofBytes?.slice() ?? new Uint8Array()
    bytes[63] = (bytes[63] ?? 0) ^ 1
    expect(await code(withProof({ proofValue: encodeMultibase(bytes, 'z') }))).toBe('proof/signature-invalid')
  })

  it('fails a document without a proof, and says unknown of an enveloped one', async () => {
    const { proof: _, ...bare } = signed
    expect(await code(bare)).toBe('proof/missing')
    expect(await code({ '@context': [], type: 'EnvelopedVerifiableCredential', id: 'data:application/vc+jwt,x' })).toBe('proof/not-supported')
  })

  it('fails a proof made for another purpose, by an unlisted key, or of another type of key', async () => {
    expect(await code(signed, { expectedPurpose: 'authentication' })).toBe('proof/purpose-mismatch')
    const other = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
    expect(await code(withProof({ verificationMethod: didKeyVerificationMethod(other.publicKey) }))).toBe('proof/key-mismatch')
    expect(await code(withProof({ verificationMethod: `${didKey(signingKey.publicKey)}#other` }))).toBe('proof/key-not-found')
    expect(await code(withProof({ verificationMethod: didKey(signingKey.publicKey) }))).toBe('proof/key-not-found')
  })

  it('fails a proof from the future or past its end', async () => {
    expect(await code(signed, { now: new Date('2026-11-20T23:54:59Z') })).toBe('proof/created-in-future')
    expect(await code(signed, { now: new Date('2026-11-20T23:55:00Z') })).toBe('passed')
    expect(await code(withProof({ expires: '2026-11-21T00:00:00Z' }))).toBe('proof/expired')
  })

  it('keeps what a retired key signed, and trusts no date beyond the end of a key', async () => {
    const did = 'did:web:college.example'
    const { proof: _, ...credential } = signed
    const document = await signCredential(credential, { signingKey, verificationMethod: `${did}#k`, created: now, cryptography })
    const method = { id: `${did}#k`, type: 'Multikey', controller: did, publicKeyMultibase: didKey(signingKey.publicKey).slice(8) }
    const under = (change: JsonObject, judgedAt = now): Promise<string | undefined> =>
      code(document, { now: judgedAt, resolveKey: createKeyResolver({ documents: { [did]: { id: did, verificationMethod: [{ ...method, ...change }], assertionMethod: [`${did}#k`] } } }) })
    const retired = didWebDocument(did, [{ fragment: 'k', publicKey: signingKey.publicKey, isRetired: true }])
    expect(await code(document, { resolveKey: createKeyResolver({ documents: { [did]: retired } }) })).toBe('passed')
    expect(await under({ expires: '2027-01-01T00:00:00Z' })).toBe('passed')
    expect(await under({ expires: '2027-01-01T00:00:00Z' }, new Date('2027-01-01T00:00:00Z'))).toBe('proof/key-expired')
    const [later] = await verifyProofs(document, { ...context, now: new Date('2027-06-01T00:00:00Z'), resolveKey: createKeyResolver({ documents: { [did]: { id: did, verificationMethod: [{ ...method, expires: '2027-01-01T00:00:00Z' }], assertionMethod: [`${did}#k`] } } }) })
    expect(later).toMatchObject({ outcome: 'unknown', code: 'proof/key-expired' })
    expect(await under({ expires: '2026-11-20T00:00:00Z' })).toBe('proof/key-expired')
    expect(await under({ revoked: '2026-11-22T00:00:00Z' })).toBe('proof/key-not-allowed')
  })

  it('fails a suite that its own draft withdrew, and leaves one it does not know open', async () => {
    for (const cryptosuite of ['eddsa-2022', 'ecdsa-2019']) expect(await code(withProof({ cryptosuite }))).toBe('proof/cryptosuite-withdrawn')
    for (const change of [{ cryptosuite: 'other-2030' }, { type: 'JsonWebSignature2020' }, { type: 'DataIntegrityProof', cryptosuite: 7 }] as readonly JsonObject[]) expect(await code(withProof(change))).toBe('proof/not-supported')
  })

  it('says unknown where the key, the suite or a context is out of reach', async () => {
    expect(await code(withProof({ verificationMethod: 'did:web:college.example#key-1' }))).toBe('proof/key-unavailable')
    expect(await code(withProof({ verificationMethod: 'https://college.example/issuer#z6Mk' }))).toBe('proof/key-unavailable')
    expect(await code(withProof({ cryptosuite: 'mldsa44-rdfc-2024' }))).toBe('proof/not-supported')
    expect(await code({ ...signed, '@context': [...(signed['@context'] as string[]), 'https://other.example/context'] })).toBe('proof/context-unknown')
  })

  it('verifies every proof of a set, and none of a suspicious crowd', async () => {
    const proof = signed['proof'] as JsonObject
    const both = await verifyProofs({ ...signed, proof: [proof, { ...proof, created: '2026-11-20T00:00:00Z' }] }, context)
    expect(both.map(({ outcome }) => outcome)).toEqual(['passed', 'failed'])
    expect(await code({ ...signed, proof: Array.from({ length: 17 }, () => proof) })).toBe('proof/too-many')
    expect(await code({ ...signed, proof: [] })).toBe('proof/missing')
  })

  it('fails what two processors could read in two ways', async () => {
    const subject = signed['credentialSubject'] as JsonObject
    const withResult = (value: unknown): unknown => ({ ...signed, credentialSubject: { ...subject, creditsEarned: value } })
    expect(await code(withResult(1e-7))).toBe('proof/number-ambiguous')
    expect(await code(withResult(0.1 + 0.2))).toBe('proof/number-ambiguous')
    expect(await code(JSON.parse(JSON.stringify(signed).replace('{', '{"__proto__":{"x":1},')))).toBe('proof/prototype-key')
    expect(await code({ ...signed, name: '\uD800' })).toBe('proof/text-malformed')
  })

  it('answers with findings whatever it is given', async () => {
    await fc.assert(fc.asyncProperty(fc.anything(), async (value) => {
      expect((await verifyProofs(value, context)).every(({ outcome }) => outcome !== 'passed')).toBe(true)
    }), { numRuns: 200, seed: 1 })
    await fc.assert(fc.asyncProperty(fc.constantFrom(...leaves(signed)), fc.jsonValue(), async (path, value) => {
      const changed = structuredClone(signed)
      put(changed, path, value)
      expect((await verifyProofs(changed, context)).length).toBeGreaterThan(0)
    }), { numRuns: 200, seed: 2 })
  })
})

describe.skipIf(!existsSync(standards))('published badges', () => {
  const expected = existsSync(standards) ? (json(new URL('open-badges-3.0/expected-verification.json', standards))['results'] as Record<string, JsonObject>) : {}

  it.each(Object.entries(expected))('verify as they should: %s', async (file, { offlineNoShim }) => {
    const { verified, error } = offlineNoShim as { verified: boolean; error: string | null }
    const findings = await verifyProofs(json(new URL(file, standards)), context)
    const outcome = verified ? 'passed' : error?.startsWith('OFFLINE') === true ? 'unknown' : 'failed'
    expect(worstOutcome(findings.map((finding) => finding.outcome))).toBe(outcome)
  })

  it('are never too much: every sample gets an answer', async () => {
    for (const folder of ['open-badges-3.0/samples/', 'w3c-vc/samples/', 'clr-2.0/samples/', 'velocity/']) {
      const root = new URL(folder, standards)
      for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|1ob|jsonld)$/.test(name))) {
        const findings = await verifyProofs(JSON.parse(readFileSync(new URL(file, root), 'utf8')), context)
        expect([file, findings.length > 0]).toEqual([file, true])
      }
    }
  })
})

type Path = readonly (string | number)[]

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, Array.isArray(value) ? Number(key) : key]))
}

function parentOf(document: JsonObject, path: Path): Record<string | number, unknown> {
  return path.slice(0, -1).reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], document) as Record<string | number, unknown>
}

function put(document: JsonObject, path: Path, value: unknown): void {
  parentOf(document, path)[path.at(-1) ?? ''] = value
}

/** Changes one byte of the text of a leaf, in its middle. */
function changedText(document: JsonObject, path: Path): JsonObject {
  const value = parentOf(document, path)[path.at(-1) ?? '']
  const bytes = encodeUtf8(String(value))
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) === 0x78 ? 0x79 : 0x78
  put(document, path, typeof value === 'boolean' ? !value : new TextDecoder().decode(bytes))
  return document
}

function droppedValue(document: JsonObject, path: Path): JsonObject {
  const parent = parentOf(document, path)
  if (Array.isArray(parent)) parent.splice(Number(path.at(-1)), 1)
  else delete parent[path.at(-1) ?? '']
  return document
}
