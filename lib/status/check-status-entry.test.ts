import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signCredential } from '../credential/sign-credential.ts'
import { createKeyResolver } from '../credential/resolve-key.ts'
import { verifyProofs } from '../credential/verify-proofs.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createBitstring, createStatusEntry, createStatusListCredential, minListLength, withBit } from './index.ts'
import { checkStatusEntry, statusListUrl } from './check-status-entry.ts'
import type { StatusContext } from './status-context.ts'

const now = new Date('2026-11-21T00:00:00Z')
const url = 'https://college.example/status/3'
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const issuer = didKey(signingKey.publicKey)
const verify: StatusContext['verify'] = async (list) => (await verifyProofs(list, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now }))[0] ?? { outcome: 'failed' }
const context: StatusContext = { issuer, now, verify }

async function list(change: JsonObject = {}, subject: JsonObject = {}): Promise<string> {
  const built = await createStatusListCredential({ url, issuer, purpose: 'revocation', bits: withBit(createBitstring(), 7, 1), validFrom: now, ttlSeconds: 86_400 })
  const changed = { ...built, credentialSubject: { ...built.credentialSubject, ...subject }, ...change }
  return JSON.stringify(await signCredential(changed, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography }))
}

async function code(entry: unknown, text: string | undefined, more: Partial<StatusContext> = {}): Promise<string | undefined> {
  const { outcome, code: found } = await checkStatusEntry(entry as JsonObject, text, { ...context, ...more })
  expect(outcome === 'passed' || outcome === 'failed').toBe(outcome === 'passed' || found === 'status/revoked' || found === 'status/suspended')
  return found ?? outcome
}

describe('checkStatusEntry()', () => {
  it('passes a credential whose bit is clear, and says how old the list is', async () => {
    expect(await checkStatusEntry(createStatusEntry(url, 6, 'revocation'), await list(), { ...context, now: new Date('2026-11-21T01:00:00Z') })).toEqual({ outcome: 'passed', purpose: 'revocation', ageSeconds: 3_600 })
  })

  it('fails a credential whose bit is set, by what the list is for', async () => {
    expect(await code(createStatusEntry(url, 7, 'revocation'), await list())).toBe('status/revoked')
    expect(await code(createStatusEntry(url, 7, 'suspension'), await list({}, { statusPurpose: ['suspension', 'revocation'] }))).toBe('status/suspended')
  })

  it('says unknown, never "not revoked", when the list is out of reach or stale', async () => {
    const entry = createStatusEntry(url, 6, 'revocation')
    expect(await code(entry, undefined)).toBe('status/list-unavailable')
    expect(await code(entry, await list(), { now: new Date('2026-11-22T00:00:00Z') })).toBe('status/list-stale')
    expect(await code(entry, await list({}, { ttl: 1_000 }), { now: new Date('2026-11-21T00:00:02Z') })).toBe('status/list-stale')
    expect(await code(entry, await list({}, { ttl: 1_000 }), { now: new Date('2026-11-21T00:00:02Z'), fetchedAt: new Date('2026-11-21T00:00:01Z') })).toBe('passed')
    expect(await code(entry, await list(), { now: new Date('2026-11-20T00:00:00Z') })).toBe('status/list-not-yet-valid')
  })

  it('believes no copy that a sharer brings for ever: it must say which list it is, since when and for how long', async () => {
    const entry = createStatusEntry(url, 6, 'revocation')
    const without = async (change: JsonObject, subject: JsonObject = {}): Promise<string> => {
      const { proof: _, ...bare } = JSON.parse(await list()) as { readonly proof: JsonObject; readonly credentialSubject: JsonObject }
      const drop = (object: JsonObject, names: JsonObject): JsonObject => Object.fromEntries(Object.entries({ ...object, ...names }).filter(([, value]) => value !== null))
      const changed = drop({ ...bare, credentialSubject: drop(bare.credentialSubject, subject) }, change)
      return JSON.stringify(await signCredential(changed, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography }))
    }
    const brought = { isFromSharer: true }
    const later = { ...brought, now: new Date('2026-11-21T00:05:01Z') }
    const endless = await without({ validUntil: null }, { ttl: null })
    expect(await code(entry, endless, brought)).toBe('passed')
    expect(await code(entry, endless, later)).toBe('status/list-stale')
    expect(await code(entry, await without({ validUntil: '2026-11-22T00:00:00Z' }, { ttl: null }), later)).toBe('passed')
    expect(await code(entry, await without({ validFrom: null }), brought)).toBe('status/list-undated')
    expect(await code(entry, await without({ id: null }), brought)).toBe('status/list-undated')
    expect(await code(entry, await without({ validFrom: null, id: null, validUntil: null }, { ttl: null }), { now: later.now, fetchedAt: later.now })).toBe('passed')
  })

  it('says unknown when the list is not the issuer\'s, not for the purpose, or not the one named', async () => {
    const entry = createStatusEntry(url, 6, 'revocation')
    expect(await code(entry, await list(), { issuer: 'did:web:other.example' })).toBe('status/issuer-mismatch')
    expect(await code(createStatusEntry(url, 6, 'suspension'), await list())).toBe('status/purpose-mismatch')
    expect(await code(createStatusEntry('https://other.example/status', 6, 'revocation'), await list())).toBe('status/list-mismatch')
    expect(await code({ ...entry, statusSize: 2 }, await list())).toBe('status/not-supported')
    expect(await code({ ...entry, statusPurpose: 'message' }, await list())).toBe('status/purpose-mismatch')
    expect(await code({ ...entry, statusPurpose: 'praise' }, await list())).toBe('status/not-supported')
  })

  it('says unknown when the list was tampered with: a cleared bit proves nothing', async () => {
    const cleared = await createStatusListCredential({ url, issuer, purpose: 'revocation', bits: createBitstring(), validFrom: now, ttlSeconds: 86_400 })
    const { proof } = JSON.parse(await list()) as { proof: JsonObject }
    expect(await code(createStatusEntry(url, 7, 'revocation'), JSON.stringify({ ...cleared, proof }))).toBe('status/list-unverified')
    expect(await code(createStatusEntry(url, 7, 'revocation'), JSON.stringify(cleared))).toBe('status/list-unverified')
  })

  it('says unknown of entries and lists that are malformed', async () => {
    const good = await list()
    for (const entry of [null, 7, 'x', [], {}, { type: 'CredentialStatusList2017' }, { type: '__proto__' }]) expect(await code(entry, good)).toBe('status/not-supported')
    for (const index of ['-1', '1.5', 'x', '', null, 1e30]) expect(await code({ ...createStatusEntry(url, 1, 'revocation'), statusListIndex: index }, good)).toBe('status/entry-malformed')
    for (const statusSize of ['1', 0, -1, 1.5, 9, 1e9]) expect(await code({ ...createStatusEntry(url, 1, 'revocation'), statusSize }, good)).toBe('status/entry-malformed')
    expect(await code(createStatusEntry(url, minListLength, 'revocation'), good)).toBe('status/index-out-of-range')
    for (const text of ['', '{', '[]', '{}', '{"__proto__":{}}']) expect(await code(createStatusEntry(url, 6, 'revocation'), text)).toBe('status/list-malformed')
    expect(await code(createStatusEntry(url, 6, 'revocation'), await list({}, { encodedList: 'uAAAA' }))).toBe('status/list-malformed')
    expect(await code(createStatusEntry(url, 6, 'revocation'), await list({}, { ttl: -1 }))).toBe('status/list-malformed')
    expect(await code(createStatusEntry(url, 6, 'revocation'), await list({ validUntil: 'soon' }))).toBe('status/list-malformed')
  })

  it('takes no name that every object has for a kind of list', async () => {
    const entry = createStatusEntry(url, 7, 'revocation')
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(await code({ ...entry, type: [name, 'BitstringStatusListEntry'] }, await list())).toBe('status/revoked')
      expect(await code({ ...entry, type: name }, await list())).toBe('status/not-supported')
    }
  })

  it('tells where the list of an entry is, of the kinds that are looked up', () => {
    expect(statusListUrl(createStatusEntry(url, 1, 'revocation'))).toBe(url)
    expect(statusListUrl({ type: ['1EdTechRevocationList'], id: url })).toBe(url)
    for (const entry of [null, 'x', [], {}, { type: 'constructor', id: url }, { type: 'BitstringStatusListEntry', statusListCredential: 7 }]) expect(statusListUrl(entry)).toBeUndefined()
  })

  it('answers whatever it is given', async () => {
    const entry = createStatusEntry(url, 6, 'revocation')
    await fc.assert(fc.asyncProperty(fc.jsonValue(), fc.json(), async (value, text) => {
      expect((await checkStatusEntry(value as JsonObject, text, context)).outcome).toBe('unknown')
      expect((await checkStatusEntry(entry, text, context)).outcome).toBe('unknown')
    }), { seed: 1 })
  })
})
