import { beforeAll, describe, expect, it } from 'vitest'
import type { SigningKey } from '../crypto/cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { addContext, credentialsContextUrl, openBadgesContextUrl } from './contexts.ts'
import { deriveCredential } from './derive-credential.ts'
import { isReadAsSigned } from './read-as-signed.ts'
import { createKeyResolver } from './resolve-key.ts'
import { signCredential } from './sign-credential.ts'
import { signForDisclosure } from './sign-for-disclosure.ts'
import { verifyProofs, type ProofFinding } from './verify-proofs.ts'

const now = new Date('2026-11-21T00:00:00Z')
const created = new Date('2026-01-01T00:00:00Z')
const cred = 'https://www.w3.org/2018/credentials#'
const xsd = 'http://www.w3.org/2001/XMLSchema#dateTime'
const id = 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f'
let signingKey: SigningKey
let signed: JsonObject
let copy: JsonObject
beforeAll(async () => {
  signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
  const context = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created, cryptography }
  signed = await signCredential(badge(), { ...context, cryptosuite: 'ecdsa-rdfc-2019' })
  copy = await deriveCredential(await signForDisclosure(badge(), { ...context, mandatoryPointers: [''] }), [], { cryptography })
})

/** Withdrawn, over, and one of its parts speaks of it again. */
function badge(): JsonObject {
  return {
    '@context': [credentialsContextUrl, openBadgesContextUrl], id,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: didKey(signingKey.publicKey), type: ['Profile'], name: 'Example College' },
    validFrom: '2025-01-01T00:00:00Z', validUntil: '2026-01-01T00:00:00Z',
    credentialStatus: { id: 'https://college.example/status/1#7', type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '7', statusListCredential: 'https://college.example/status/1' },
    credentialSubject: { id: 'did:example:1', type: ['AchievementSubject'], source: { id, type: ['Profile'] } },
    evidence: [{ id: 'https://college.example/evidence/1', type: ['Evidence'], name: 'Thesis' }],
  }
}

async function verify(document: JsonObject): Promise<ProofFinding | undefined> {
  return (await verifyProofs(document, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now }))[0]
}

const without = (document: JsonObject, ...names: readonly string[]): JsonObject => Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name)))
const within = (document: JsonObject, name: string): JsonObject => document[name] as JsonObject
const also = (document: JsonObject, own: Json): JsonObject => ({ ...document, '@context': [...document['@context'] as Json[], own] })
const until = { '@type': xsd, '@value': '2026-01-01T00:00:00Z' }

/** The same statements told otherwise: no signature can tell. */
const rewritings: readonly (readonly [string, (document: JsonObject) => JsonObject])[] = [
  ['the status by its whole address', (it) => ({ ...without(it, 'credentialStatus'), [`${cred}credentialStatus`]: it['credentialStatus'] ?? null })],
  ['the end by a prefix', (it) => ({ ...without(also(it, { c: cred }), 'validUntil'), 'c:validUntil': until })],
  ['the end by a term of its own', (it) => ({ ...without(also(it, { foo: `${cred}validUntil` }), 'validUntil'), foo: until })],
  ['the status by a term that begins with a prefix', (it) => ({ ...without(also(it, { c: 'https://www.w3.org/2018/', foo: { '@id': 'c:credentials#credentialStatus' } }), 'credentialStatus'), foo: it['credentialStatus'] ?? null })],
  ['the end by a vocabulary', (it) => ({ ...without(also(it, { '@vocab': cred.slice(0, -3) }), 'validUntil'), 'ls#validUntil': until })],
  ['the status in an object of no account', (it) => ({ ...without(also(it, { more: '@nest' }), 'credentialStatus'), more: { credentialStatus: it['credentialStatus'] ?? null } })],
  ['the status under @nest', (it) => ({ ...without(it, 'credentialStatus'), '@nest': { credentialStatus: it['credentialStatus'] ?? null } })],
  ['the status beside the document', (it) => ({ ...without(it, 'credentialStatus'), '@included': [{ id, type: ['VerifiableCredential', 'OpenBadgeCredential'], credentialStatus: it['credentialStatus'] ?? null }] })],
  ['the status beside the document, under a name', (it) => ({ ...without(also(it, { more: '@included' }), 'credentialStatus'), more: [{ id, type: ['VerifiableCredential', 'OpenBadgeCredential'], credentialStatus: it['credentialStatus'] ?? null }] })],
  ['the status backwards', (it) => ({ ...without(it, 'credentialStatus'), '@included': [{ ...within(it, 'credentialStatus'), '@reverse': { [`${cred}credentialStatus`]: { id } } }] })],
  ['the status backwards by a term', (it) => ({ ...without(also(it, { of: { '@reverse': `${cred}credentialStatus` } }), 'credentialStatus'), '@included': [{ ...within(it, 'credentialStatus'), of: { id } }] })],
  ['the end where a part speaks of it', (it) => ({ ...without(it, 'validUntil'), credentialSubject: { ...within(it, 'credentialSubject'), source: { id, type: ['Profile', 'VerifiableCredential'], validUntil: it['validUntil'] ?? null } } })],
  ['the status where a part speaks of it by a shortened address', (it) => ({
    ...without(also(it, { u: 'urn:uuid:' }), 'credentialStatus'), credentialSubject: { ...within(it, 'credentialSubject'), source: { id: id.replace('urn:uuid:', 'u:'), type: ['VerifiableCredential', 'Profile'], credentialStatus: it['credentialStatus'] ?? null } },
  })],
  ['its own id shortened', (it) => ({ ...also(it, { u: 'urn:uuid:' }), id: id.replace('urn:uuid:', 'u:') })],
  ['its parts in a graph', (it) => ({ '@context': it['@context'] ?? null, 'proof': it['proof'] ?? null, '@graph': [without(it, '@context', 'proof')] })],
  ['its types by another keyword', (it) => ({ ...without(it, 'type'), '@type': it['type'] ?? null })],
  ['its types by a name of its own', (it) => ({ ...without(also(it, { kind: '@type' }), 'type'), kind: it['type'] ?? null, type: ['VerifiableCredential'] })],
  ['the type of its status by its whole address', (it) => ({
    ...it, credentialStatus: {
      ...within(it, 'credentialStatus'), 'type': 'https://www.w3.org/ns/credentials/status#BitstringStatusListEntry',
      '@context': { statusPurpose: 'https://www.w3.org/ns/credentials/status#statusPurpose', statusListIndex: 'https://www.w3.org/ns/credentials/status#statusListIndex', statusListCredential: { '@id': 'https://www.w3.org/ns/credentials/status#statusListCredential', '@type': '@id' } },
    },
  })],
  ['the type of a part shortened', (it) => ({ ...also(it, { o: 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#' }), evidence: [{ 'id': 'https://college.example/evidence/1', 'type': 'o:Evidence', 'https://schema.org/name': 'Thesis' }] })],
  ['a purpose as a value', (it) => ({ ...it, credentialStatus: { ...within(it, 'credentialStatus'), statusPurpose: { '@value': 'revocation' } } })],
  ['the end as a value', (it) => ({ ...it, validUntil: until })],
  ['evidence in a list of lists', (it) => ({ ...it, evidence: [it['evidence'] ?? null] })],
  ['a context within a part', (it) => ({ ...without(it, 'evidence'), credentialSubject: { ...within(it, 'credentialSubject'), '@context': { also: `${cred}evidence` } }, [`${cred}evidence`]: it['evidence'] ?? null })],
  ['the end by a context that the operator added', (it) => ({ ...without(also(it, 'https://aliases.example/v1'), 'validUntil'), until })],
  ['the status by a context that the operator added, in a scope', (it) => ({ ...without(also(it, 'https://aliases.example/v1'), 'credentialStatus'), withdrawn: it['credentialStatus'] ?? null })],
  ['the day of its proof', (it) => ({ ...it, proof: { ...without(within(it, 'proof'), 'created'), 'http://purl.org/dc/terms/created': { '@type': xsd, '@value': '2026-01-01T00:00:00Z' } } })],
]

addContext('https://aliases.example/v1', { '@context': { c: cred, until: { '@id': 'c:validUntil', '@type': xsd }, withdrawn: { '@id': 'c:credentialStatus', '@type': '@id', '@context': { own: 'https://college.example/own' } } } })
addContext('https://words.example/v1', { '@context': { '@version': 1.1, 'id': '@id', 'type': '@type', 'w': 'https://words.example/#', 'shoe': { '@id': 'w:shoe', '@type': '@id', '@context': { size: 'w:size', sizes: { '@id': 'w:sizes', '@container': '@language' } } } } })

describe('verifyProofs()', () => {
  it.each(rewritings)('relies on no proof of a badge that tells %s', async (_, rewrite) => {
    expect(await verify(rewrite(signed))).toMatchObject({ outcome: 'unknown', code: 'proof/term-disguised', verificationMethod: didKeyVerificationMethod(signingKey.publicKey) })
  })

  it('relies on none of a copy that shows parts either', async () => {
    expect(await verify(copy)).toMatchObject({ outcome: 'passed' })
    for (const [, rewrite] of rewritings.slice(0, 12)) expect(await verify(rewrite(copy))).toMatchObject({ outcome: 'unknown', code: 'proof/term-disguised' })
  })

  it.each<readonly [string, (document: JsonObject) => JsonObject]>([
    ['single values in lists', (it) => ({ ...it, credentialSubject: [it['credentialSubject'] ?? null] })],
    ['words of its own beside them', (it) => also(it, { shoe: 'https://college.example/shoe', id: '@id', type: '@type' })],
    ['a context that the operator added', (it) => also(it, 'https://words.example/v1')],
  ])('passes it with %s', async (_, rewrite) => {
    expect(await verify(signed)).toMatchObject({ outcome: 'passed' })
    expect(await verify(rewrite(signed))).toMatchObject({ outcome: 'passed' })
  })

  it('leaves a bad proof failed, whatever the names', async () => {
    for (const [, rewrite] of rewritings) expect(await verify(rewrite({ ...signed, name: 'Forged' }))).toMatchObject({ outcome: 'failed' })
  })
})

describe('isReadAsSigned()', () => {
  const isAboutParts = (what: string): boolean => /values?$|lists$|day of|type of|context within|its own id/.test(what)

  it.each(rewritings.filter(([what]) => !isAboutParts(what)))('is no for a badge that tells %s', async (_, rewrite) => {
    expect(await isReadAsSigned(rewrite(signed), cryptography)).toBe(false)
  })

  it('is yes for a badge as it was signed, and for one whose parts alone go by other names', async () => {
    for (const rewrite of [(it: JsonObject) => it, ...rewritings.filter(([what]) => isAboutParts(what)).map(([, each]) => each)]) expect(await isReadAsSigned(rewrite(signed), cryptography)).toBe(true)
  })
})
