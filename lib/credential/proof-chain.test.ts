import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { didKeyVerificationMethod } from '../did/did-key.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { addProofToSet, type ChainedPurpose, type SigningContext } from './add-proof.ts'
import { findPreviousProofs } from './proof-chain.ts'
import { createKeyResolver } from './resolve-key.ts'
import { without } from './unsecured-document.ts'
import { maxChainLinks, verifyProofs, type ProofContext } from './verify-proofs.ts'

const now = new Date('2026-11-21T00:00:00Z')
const context: ProofContext = { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now }
const credential: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'], type: ['VerifiableCredential'], issuer: 'did:example:issuer', credentialSubject: { id: 'did:example:1', alumniOf: 'School' },
}
let signers: readonly SigningContext[]

beforeAll(async () => {
  signers = await Promise.all((['Ed25519', 'P-256', 'P-384'] as const).flatMap((type) => (['rdfc', 'jcs'] as const).map(async (form) => {
    const signingKey = await cryptography.importSigningKey(await cryptography.generateKey(type))
    const cryptosuite = type === 'Ed25519' ? `eddsa-${form}-2022` : `ecdsa-${form}-2019`
    return { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptosuite, cryptography }
  })))
})

const name = (index: number): string => `urn:uuid:00000000-0000-4000-8000-${String(index).padStart(12, '0')}`

/** A document on which each signer signs what those at the given places signed before. */
async function chain(...links: readonly (readonly number[])[]): Promise<JsonObject> {
  let document = credential
  for (const [index, previous] of links.entries()) {
    const [only, ...more] = previous.map(name)
    const purpose: ChainedPurpose = { proofPurpose: 'assertionMethod', id: name(index), ...(only === undefined ? {} : { previousProof: more.length === 0 ? only : [only, ...more] }) }
    document = await addProofToSet(document, purpose, signers[index % signers.length] as SigningContext)
  }
  return document
}

async function outcomes(document: unknown): Promise<readonly string[]> {
  return (await verifyProofs(document, context)).map(({ outcome, code }) => (outcome === 'passed' ? 'passed' : `${outcome} ${code}`))
}

function proofsOf(document: JsonObject): readonly JsonObject[] {
  return document['proof'] as readonly JsonObject[]
}

function changed(document: JsonObject, place: number, change: JsonObject): JsonObject {
  return { ...document, proof: proofsOf(document).map((proof, index) => (index === place ? { ...proof, ...change } : proof)) }
}

describe('proof sets and chains', () => {
  it('pass with any mixture of suites, whatever the order in the document', async () => {
    const document = await chain([], [], [0, 1], [2], [], [3])
    expect(await outcomes(document)).toEqual(Array.from({ length: 6 }, () => 'passed'))
    expect(await outcomes({ ...document, proof: proofsOf(document).toReversed() })).toEqual(Array.from({ length: 6 }, () => 'passed'))
  })

  it('fail from a changed proof on, and keep what stands before it', async () => {
    const document = await chain([], [0], [1], [0])
    const other = changed(document, 1, { created: '2026-11-20T00:00:00Z' })
    expect(await outcomes(other)).toEqual(['passed', 'failed proof/signature-invalid', 'failed proof/previous-failed', 'passed'])
    expect(await outcomes({ ...document, credentialSubject: { id: 'did:example:2', alumniOf: 'School' } })).not.toContain('passed')
  })

  it('fail where a previous proof is missing, stands twice, or is another of the same name', async () => {
    const document = await chain([], [], [0], [2])
    const [first, second, third, fourth] = proofsOf(document)
    const withProofs = async (...proofs: readonly (JsonObject | undefined)[]): Promise<readonly string[]> => outcomes({ ...document, proof: proofs.filter((proof) => proof !== undefined) })
    expect(await withProofs(second, third, fourth)).toEqual(['passed', 'failed proof/previous-missing', 'failed proof/previous-failed'])
    expect(await withProofs(first, first, third)).toEqual(['passed', 'passed', 'failed proof/previous-ambiguous'])
    const impostor = await addProofToSet(credential, { proofPurpose: 'assertionMethod', id: name(0) }, signers[3] as SigningContext)
    expect(await withProofs(proofsOf(impostor)[0], third)).toEqual(['passed', 'failed proof/signature-invalid'])
  })

  it('fail where proofs build upon one another in a circle, or upon themselves', async () => {
    const document = await chain([], [0], [1])
    expect(await outcomes(changed(document, 0, { previousProof: name(0) }))).toEqual(['failed proof/chain-cyclic', 'failed proof/previous-failed', 'failed proof/previous-failed'])
    expect(await outcomes(changed(document, 0, { previousProof: [name(2)] }))).toEqual(Array.from({ length: 3 }, () => 'failed proof/chain-cyclic'))
  })

  it('fail where the link is added, dropped or turned into something else', async () => {
    const document = await chain([], [], [0, 1])
    expect((await outcomes(changed(document, 1, { previousProof: name(0) })))[1]).toBe('failed proof/signature-invalid')
    expect((await outcomes({ ...document, proof: proofsOf(document).map((proof) => without(proof, 'previousProof')) }))[2]).toBe('failed proof/signature-invalid')
    expect((await outcomes(changed(document, 2, { previousProof: [name(0)] })))[2]).toBe('failed proof/signature-invalid')
    for (const previousProof of [7, null, {}, [[name(0)]], [name(0), name(0)], [7]]) expect((await outcomes(changed(document, 2, { previousProof })))[2]).toBe('failed proof/malformed')
    expect((await outcomes(changed(document, 0, { id: 7 })))[0]).toBe('failed proof/malformed')
  })

  it('are unknown where a previous proof is', async () => {
    const other = { type: 'DataIntegrityProof', cryptosuite: 'other-2030', id: name(9), verificationMethod: 'did:example:1#k', proofPurpose: 'assertionMethod', proofValue: 'z1' }
    const signed = await addProofToSet({ ...credential, proof: [other] }, { proofPurpose: 'assertionMethod', previousProof: name(9) }, signers[0] as SigningContext)
    expect(await outcomes(signed)).toEqual(['unknown proof/not-supported', 'unknown proof/previous-unknown'])
    expect(await outcomes({ ...signed, issuer: 'did:example:other' })).toEqual(['unknown proof/not-supported', 'failed proof/signature-invalid'])
  })

  it('are looked at up to a number of links', async () => {
    const links = Array.from({ length: maxChainLinks + 2 }, (_, index) => (index === 0 ? [] : [index - 1]))
    const found = await outcomes(await chain(...links))
    expect(found.filter((outcome) => outcome === 'passed')).toHaveLength(maxChainLinks)
    expect(found.slice(maxChainLinks)).toEqual(['unknown proof/too-complex', 'unknown proof/too-complex'])
  })

  it('have work that is too much tried once, not once a link', async () => {
    const alike = Array.from({ length: 60 }, (_, index) => ({ id: `_:n${index}`, p: Array.from({ length: 60 }, (__, other) => ({ id: `_:n${other}` })) }))
    let document: JsonObject = { ...credential, '@context': [...(credential['@context'] as string[]), { p: 'https://college.example/terms#p', many: 'https://college.example/terms#many' }], many: alike }
    for (const place of [0, 1, 2, 3, 4]) document = await addProofToSet(document, { proofPurpose: 'assertionMethod', id: name(place) }, signers[1] as SigningContext)
    const proof = { ...proofsOf(document)[0], cryptosuite: 'eddsa-rdfc-2022' }
    const links = Array.from({ length: 7 }, (_, index) => ({ ...proof, id: name(10 + index), previousProof: Array.from({ length: index }, (__, place) => name(place)) }))
    const started = performance.now()
    const found = await outcomes({ ...document, proof: [...proofsOf(document), ...links.slice(0, 6)] })
    expect(found).toEqual([...Array.from({ length: 5 }, () => 'passed'), ...Array.from({ length: 6 }, () => 'unknown proof/too-complex')])
    expect(performance.now() - started).toBeLessThan(5_000)
  }, 20_000)

  it('are not signed upon what is not there', async () => {
    for (const previousProof of [name(5), [name(0), name(0)]]) {
      await expect(addProofToSet(await chain([]), { proofPurpose: 'assertionMethod', previousProof }, signers[0] as SigningContext)).rejects.toMatchObject({ code: 'credential/chain-broken' })
    }
  })
})

it('findPreviousProofs() finds every circle and nothing else, within little time', () => {
  const graph = fc.array(fc.uniqueArray(fc.nat(15), { maxLength: 16 }), { minLength: 16, maxLength: 16 })
  fc.assert(fc.property(graph, (edges) => {
    const proofs = edges.map((targets, index) => ({ id: name(index), previousProof: targets.map(name) }))
    // Reachability by repeated multiplication, as a second way to the same answer.
    const reach = edges.map((targets) => new Set(targets))
    for (let turn = 0; turn < 16; turn += 1) for (const targets of reach) for (const target of targets) reach[target]?.forEach((next) => targets.add(next))
    for (const place of edges.keys()) {
      const found = findPreviousProofs(proofs, place)
      expect(Array.isArray(found) ? found : 'cyclic').toEqual(reach[place]?.has(place) === true ? 'cyclic' : edges[place])
    }
  }), { seed: 1, numRuns: 50 })
})
