import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { CredentialError } from './credential-error.ts'
import { openBadgesContextUrl } from './contexts.ts'
import { jsonLdDataset, maxStatements } from './json-ld-dataset.ts'

const v2 = 'https://www.w3.org/ns/credentials/v2'
const credential: JsonObject = { '@context': [v2], 'id': 'urn:uuid:1', 'type': ['VerifiableCredential'], 'issuer': 'did:example:1', 'credentialSubject': { id: 'did:example:2' } }
const badge: JsonObject = { ...credential, '@context': [v2, openBadgesContextUrl], 'type': ['VerifiableCredential', 'OpenBadgeCredential'] }
const statements = async (document: JsonObject): Promise<readonly string[]> =>
  (await jsonLdDataset(document, cryptography)).map(({ subject, predicate, object }) => `${subject.value} ${predicate.value.replace(/^.*[#/]/, '')} ${object.value}`).toSorted()

describe('jsonLdDataset()', () => {
  it('says what the document says, and leaves the document alone', async () => {
    const before = structuredClone(credential)
    expect(await statements(credential)).toEqual([
      'urn:uuid:1 credentialSubject did:example:2',
      'urn:uuid:1 issuer did:example:1',
      'urn:uuid:1 type https://www.w3.org/2018/credentials#VerifiableCredential',
    ])
    expect(credential).toEqual(before)
  })

  it('refuses a document that says nothing: its signature would be over nothing', async () => {
    for (const document of [{ '@context': [v2] }, { '@context': [v2], 'id': 'urn:uuid:1' }]) await expect(jsonLdDataset(document, cryptography)).rejects.toMatchObject({ code: 'credential/term-undefined' })
  })

  it.each<[string, string, JsonObject]>([
    ['a term that nothing defines', 'term-undefined', { ...credential, grade: 'A' }],
    ['a term that nothing defines, far inside', 'term-undefined', { ...credential, credentialSubject: { id: 'did:example:2', knows: { grade: 'A' } } }],
    ['a type that nothing defines', 'term-undefined', { ...credential, type: ['VerifiableCredential', 'Diploma'] }],
    ['a name relative to nothing', 'term-undefined', { ...credential, id: '1.json' }],
    ['a protected term defined again', 'term-undefined', { ...credential, '@context': [v2, { VerifiableCredential: 'https://other.example/Credential' }] }],
    ['a context that is a number', 'term-undefined', { ...credential, '@context': [v2, 7] }],
    ['a context that nobody knows', 'context-unknown', { ...credential, '@context': [v2, 'https://unknown.example/'] }],
    ['a context relative to nothing', 'context-unknown', { ...credential, '@context': [v2, 'context.json'] }],
    ['a context of a file', 'context-unknown', { ...credential, '@context': [v2, 'file:///etc/passwd'] }],
    ['an address with a space', 'term-undefined', { ...credential, issuer: 'did:example:1 2' }],
    ['an address that ends a statement', 'iri-malformed', { ...credential, issuer: 'did:example:1>' }],
    ['half a surrogate pair', 'text-malformed', { ...badge, name: '\ud800' }],
    ['a number that is none in RDF', 'number-ambiguous', { ...badge, credentialSubject: { type: ['AchievementSubject'], creditsEarned: 1e-7 } }],
  ])('refuses %s: %s', async (_what, code, document) => {
    await expect(jsonLdDataset(document, cryptography)).rejects.toMatchObject({ code: `credential/${code}` })
  })

  it('refuses more statements than a credential is worth', async () => {
    const evidence = Array.from({ length: 2_400 }, (_, index) => ({ id: `urn:e:${index}`, type: Array.from({ length: 22 }, (__, type) => `https://type.example/${type}`) }))
    expect(evidence.length * 22).toBeGreaterThan(maxStatements)
    await expect(jsonLdDataset({ ...badge, evidence }, cryptography)).rejects.toMatchObject({ code: 'credential/too-complex' })
  }, 20_000)

  it('tells every value of a text, its language and its direction among them', async () => {
    const named = async (name: Json): Promise<readonly unknown[]> => (await jsonLdDataset({ ...credential, name }, cryptography)).filter(({ predicate }) => predicate.value.endsWith('/name')).map(({ object }) => [object.value, object.language ?? object.datatype?.value])
    expect(await named('Diploma')).toEqual([['Diploma', 'http://www.w3.org/2001/XMLSchema#string']])
    expect(await named({ '@value': 'Diplom', '@language': 'de' })).toEqual([['Diplom', 'de']])
    const [arabic] = await named({ '@value': 'x', '@language': 'ar', '@direction': 'rtl' })
    expect(String((arabic as readonly string[])[1])).toContain('ar_rtl')
    await expect(named({ '@value': 'x', '@language': 'en us' })).rejects.toBeInstanceOf(CredentialError)
  })

  it('answers any change of a document with statements or an error of its own', async () => {
    const members = fc.constantFrom('@context', '@graph', '@id', '@reverse', '@included', '@type', 'id', 'type', 'issuer', 'credentialSubject', 'proof', 'evidence', 'validFrom')
    await fc.assert(fc.asyncProperty(members, fc.jsonValue({ maxDepth: 3 }), async (member, value) => {
      const answer = await jsonLdDataset({ ...badge, [member]: value as Json }, cryptography).catch((error: unknown) => error)
      expect(Array.isArray(answer) || answer instanceof CredentialError).toBe(true)
    }), { seed: 4, numRuns: 150 })
  })
})
