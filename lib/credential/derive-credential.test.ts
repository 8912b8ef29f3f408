import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SigningKey } from '../crypto/cryptography.ts'
import { webCryptography } from '../crypto/web-cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { decodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { decodeMultibase } from '../encoding/multibase.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { learnerRecord, richBadge } from './_disclosure-samples.ts'
import { deriveCredential } from './derive-credential.ts'
import { formatDerivedProof, parseDerivedProof } from './ecdsa-sd-2023-proof-value.ts'
import { formatJsonPointer } from './json-pointer.ts'
import { mandatoryPointersOf } from './mandatory-pointers.ts'
import { createKeyResolver } from './resolve-key.ts'
import { selectJson } from './select-json.ts'
import { signForDisclosure } from './sign-for-disclosure.ts'
import { verifyProofs } from './verify-proofs.ts'

const now = new Date('2026-11-21T00:00:00Z')
let signingKey: SigningKey
let badge: JsonObject
let record: JsonObject
beforeAll(async () => {
  signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
  const issuer = didKey(signingKey.publicKey)
  badge = await sign(richBadge(issuer))
  record = await sign(learnerRecord(issuer))
})

async function sign(credential: JsonObject, mandatoryPointers = mandatoryPointersOf(credential)): Promise<JsonObject> {
  return signForDisclosure(credential, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), mandatoryPointers, cryptography })
}

async function outcomeOf(document: unknown): Promise<string | undefined> {
  const [finding] = await verifyProofs(document, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now })
  return finding?.outcome
}

/** The way to every member and item of a document, but for contexts and proof. */
function pathsIn(value: Json, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  const members = Array.isArray(value) ? value.map((item: Json, index) => [index, item] as const) : Object.entries(value as JsonObject).filter(([name]) => name !== '@context' && name !== 'proof')
  return [path, ...members.flatMap(([step, member]) => pathsIn(member, [...path, step]))]
}

/** Paths that may be chosen: not into the ordered list, which is shown whole. */
function choicesIn(document: JsonObject): readonly string[] {
  return pathsIn(document).filter((path) => path.length > 0 && path.at(-2) !== 'allowedValue').map(formatJsonPointer)
}

/** Every text and number that a document says. */
function said(document: JsonObject): readonly string[] {
  return pathsIn(document).map((path) => path.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], document)).filter((value) => typeof value !== 'object').map(String)
}

function proofValueOf(document: JsonObject): string {
  return (document as { proof: { proofValue: string } }).proof.proofValue
}

function without(document: JsonObject): JsonObject {
  const { proof: _, ...unsecured } = document
  return unsecured
}

describe('deriveCredential()', () => {
  it('shows exactly what is mandatory and what was chosen, and it verifies, whatever was chosen', async () => {
    for (const original of [badge, record]) {
      const secrets = [...new Set(said(without(original)))]
      await fc.assert(fc.asyncProperty(fc.subarray([...choicesIn(original)], { maxLength: 6 }), async (pointers) => {
        const copy = await deriveCredential(original, pointers, { cryptography })
        const expected = selectJson(without(original), [...mandatoryPointersOf(original), ...pointers]).document
        expect(without(copy)).toEqual(expected)
        expect(await outcomeOf(copy)).toBe('passed')
        const bytes = JSON.stringify(without(copy)) + decodeUtf8Loosely(decodeMultibase(proofValueOf(copy), 'u'))
        const withheld = secrets.filter((secret) => secret.length > 5 && !JSON.stringify(expected).includes(quoted(secret)))
        expect(withheld.filter((secret) => bytes.includes(quoted(secret)))).toEqual([])
      }), { numRuns: 40 })
    }
  })

  it('makes copies that no change gets past a verifier', async () => {
    const copy = await deriveCredential(badge, ['/credentialSubject/achievement', '/evidence/0', '/issuer/address', '/credentialSubject/result'], { cryptography })
    const leaves = pathsIn(copy).filter((path) => path.length > 0)
    await fc.assert(fc.asyncProperty(fc.constantFrom(...leaves), fc.constantFrom('other', 'gone', 'more'), async (path, change) => {
      const altered = structuredClone(copy) as Record<string, unknown>
      const parent = path.slice(0, -1).reduce<Record<string, unknown>>((value, step) => value[step] as Record<string, unknown>, altered)
      const last = path.at(-1) ?? ''
      if (change === 'other') parent[last] = typeof parent[last] === 'number' ? 1.5 : 'urn:other'
      else if (change === 'gone' && Array.isArray(parent)) parent.splice(Number(last), 1)
      else if (change === 'gone') delete parent[last]
      else if (Array.isArray(parent)) parent.push('urn:more')
      else parent['description'] = 'more'
      expect(await outcomeOf(altered)).not.toBe('passed')
    }), { numRuns: 150 })
  })

  it('makes proof values of which no character can be another', async () => {
    const copy = await deriveCredential(badge, ['/evidence/0'], { cryptography })
    const value = proofValueOf(copy)
    await fc.assert(fc.asyncProperty(fc.nat({ max: value.length - 1 }), fc.constantFrom('A', 'B', '_', 'z', '7', ''), async (place, character) => {
      if (value[place] === character) return
      const altered = value.slice(0, place) + character + value.slice(place + 1)
      expect(await outcomeOf({ ...copy, proof: { ...copy['proof'] as JsonObject, proofValue: altered } })).toBe('failed')
    }), { numRuns: 150 })
  })

  it('takes nothing from one copy into another', async () => {
    const [left, right] = [await deriveCredential(badge, ['/evidence/0'], { cryptography }), await deriveCredential(badge, ['/credentialSubject/narrative'], { cryptography })]
    expect(await outcomeOf({ ...left, proof: right['proof'] as Json })).toBe('failed')
    const other = await deriveCredential(await sign({ ...richBadge(didKey(signingKey.publicKey)), evidence: [{ type: ['Evidence'], name: 'Another sheet' }] }), ['/evidence/0'], { cryptography })
    const [own, foreign] = [left, other].map((copy) => parseDerivedProof(proofValueOf(copy)))
    if (own === undefined || foreign === undefined) throw new TypeError('copies have derived proofs')
    for (const mixed of [{ ...own, signatures: foreign.signatures }, { ...foreign, baseSignature: own.baseSignature }, { ...own, labelMap: foreign.labelMap }, foreign]) {
      expect(await outcomeOf({ ...left, evidence: other['evidence'] as Json, proof: { ...left['proof'] as JsonObject, proofValue: formatDerivedProof(mixed) } })).toBe(mixed === foreign ? 'passed' : 'failed')
    }
  })

  it('makes the same copies in browsers as in Node', async () => {
    const pointers = ['/evidence/0', '/issuer/address']
    expect(await deriveCredential(badge, pointers, { cryptography: webCryptography })).toEqual(await deriveCredential(badge, pointers, { cryptography }))
  })

  it.each([
    ['part of an ordered list', '/credentialSubject/achievement/resultDescription/0/allowedValue/0', 'credential/indivisible'],
    ['nothing', '/credentialSubject/achievement/humanCode', 'credential/pointer-unmatched'],
    ['a pointer that is none', 'evidence', 'credential/pointer-malformed'],
  ])('refuses to show %s, and names the pointer', async (_what, pointer, code) => {
    await expect(deriveCredential(badge, ['/evidence/0', pointer], { cryptography })).rejects.toMatchObject({ code, message: expect.stringContaining(JSON.stringify(pointer)) })
  })

  it('refuses to make a copy that shows nothing, and copies of copies', async () => {
    const bare = await sign(richBadge(didKey(signingKey.publicKey)), [])
    await expect(deriveCredential(bare, [], { cryptography })).rejects.toMatchObject({ code: 'credential/nothing-selected' })
    const copy = await deriveCredential(bare, ['/name'], { cryptography })
    expect(await outcomeOf(copy)).toBe('passed')
    await expect(deriveCredential(copy, ['/name'], { cryptography })).rejects.toMatchObject({ code: 'credential/not-derivable' })
    await expect(deriveCredential(without(bare), ['/name'], { cryptography })).rejects.toMatchObject({ code: 'credential/not-derivable' })
  })

  it('refuses what was changed since it was signed when its signatures no longer add up, and else makes what fails', async () => {
    const { evidence: _, ...less } = badge
    await expect(deriveCredential(less, [], { cryptography })).rejects.toMatchObject({ code: 'credential/not-derivable' })
    expect(await outcomeOf(await deriveCredential({ ...badge, name: 'Another' }, ['/name'], { cryptography }))).toBe('failed')
  })

  it('tells apart nodes that say the same, and lists that hold the same', async () => {
    const result = { type: ['Result'], value: 'A' }
    const scale = { type: ['ResultDescription'], name: 'Grade', resultType: 'LetterGrade', allowedValue: ['A', 'B'] }
    const { credentialSubject, ...rest } = richBadge(didKey(signingKey.publicKey)) as JsonObject & { credentialSubject: { achievement: JsonObject } }
    const achievement = { ...credentialSubject.achievement, resultDescription: [{ id: 'urn:1', ...scale }, { id: 'urn:2', ...scale }, { ...scale, allowedValue: [] }] }
    const twins = await sign({ ...rest, credentialSubject: { ...credentialSubject, achievement, result: [result, { ...result, value: 'B' }, result] } as unknown as Json })
    for (const pointers of [['/credentialSubject/result/0'], ['/credentialSubject/result/0', '/credentialSubject/result/2'], ['/credentialSubject/achievement/resultDescription/1'], ['/credentialSubject/achievement/resultDescription'], ['']]) {
      expect(await outcomeOf(await deriveCredential(twins, pointers, { cryptography }))).toBe('passed')
    }
  })

  it('shows texts that look like labels or like addresses given to nodes as they are', async () => {
    const tricky = await sign({ ...richBadge(didKey(signingKey.publicKey)), name: 'see _:c14n0 and <node:|0> .\n_:b0 "x"' })
    const copy = await deriveCredential(tricky, ['/name', '/evidence'], { cryptography })
    expect(copy['name']).toBe(tricky['name'])
    expect(await outcomeOf(copy)).toBe('passed')
  })

  it('shows texts whose order depends on how it is defined', async () => {
    const evidence = ['🎓', '！'].map((name) => ({ type: ['Evidence'], name }))
    const copy = await deriveCredential(await sign({ ...richBadge(didKey(signingKey.publicKey)), evidence }), ['/evidence/1'], { cryptography })
    expect(await outcomeOf(copy)).toBe('passed')
  })
})

function decodeUtf8Loosely(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    return decodeUtf8(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
