import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { charterOf, didOf, keyOf, multikeyOf, origin, registrationOf, signedBy } from './_network.ts'
import { entryNumbers, formatEntry, maxPayloadBytes, parseBatchEntry, parseEntry, signEntry, verifyEntry } from './entry.ts'
import { governanceActor, payloadGuards, type EntryType, type Statement } from './payloads.ts'
import { TrustError } from './trust-error.ts'

const [did, other] = [didOf('college'), didOf('school')]
const [key, second] = [await multikeyOf('college'), await multikeyOf('second')]
const digest = 'ab'.repeat(32)
const url = 'https://college.example/x'

/** One statement of each type, and of each form that a type has. */
const statements: readonly Statement[] = [
  { type: 'batch', payload: { issuer: did, scope: 'general', size: 64, root: new Uint8Array(32).fill(3) } },
  { type: 'batch', payload: { issuer: null, scope: 'general', size: 128, root: new Uint8Array(32).fill(3) } },
  { type: 'charter', payload: await charterOf() },
  { type: 'policy', payload: { sequence: 0, policy: 'quorum none\n' } },
  { type: 'rules', payload: { sequence: 0, version: 2 } },
  { type: 'register', payload: await registrationOf('college', { url, recoveryKey: second }) },
  { type: 'accredit', payload: { accreditor: did, sequence: 0, did: other, scopes: ['https://example.org/a'], basis: 'ice-1100', mayAccredit: true, from: '2026-01-01', until: '2028-02-29' } },
  { type: 'suspend', payload: { by: governanceActor, sequence: 0, target: 'participant', did } },
  { type: 'reinstate', payload: { by: other, sequence: 0, target: 'accreditation', accreditation: 7 } },
  { type: 'withdraw', payload: { by: did, sequence: 0, target: 'key', did, key, compromisedSince: { at: '2026-02-28T23:59:59Z', sizes: { [origin]: 7 } } } },
  { type: 'rotate', payload: { did, sequence: 0, add: [second], remove: [key] } },
  { type: 'type', payload: { by: did, sequence: 0, id: url, scope: url, attestedBy: 'registered' } },
  { type: 'rule', payload: { by: did, sequence: 0, id: url, awards: url, rule: { atLeast: 1, of: [{ credential: { type: url, issuer: 'accredited', minLevel: 2 } }] } } },
  { type: 'endorse', payload: { by: did, sequence: 0, subject: { did: other }, ground: 'recognises' } },
  { type: 'dispute', payload: { by: did, sequence: 0, subject: { entry: 3 }, ground: 'unfair' } },
  { type: 'epoch', payload: { size: 4, root: digest } },
  { type: 'status', payload: { issuer: did, sequence: 0, list: url, digest } },
  { type: 'award', payload: { by: did, sequence: 0, rule: url, commitment: digest } },
  { type: 'regsync', payload: { operator: did, sequence: 0, origin, checkpoint: 'a\nb\n' } },
  { type: 'archive', payload: { issuer: did, sequence: 0, kind: 'achievement', id: url, digest, document: { a: [1, null] } } },
  { type: 'reaffirm', payload: { did, sequence: 0, log: origin, from: 1, to: 2 } },
  { type: 'constitution', payload: { sequence: 0, kind: 'release', digest } },
]
const entries = await Promise.all(statements.map((statement) => signedBy(statement, ['college', 'second'])))

describe('an entry', () => {
  it('has a number and a form for every type', () => {
    expect(new Set(statements.map(({ type }) => type))).toEqual(new Set(Object.keys(entryNumbers)))
    expect(Object.values(entryNumbers).toSorted((left, right) => left - right)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
  })

  it('is read back as it was written, in its one form, signed by both', async () => {
    for (const [index, bytes] of entries.entries()) {
      const entry = parseEntry(bytes)
      expect(entry).toMatchObject(statements[index]!)
      expect(formatEntry(entry, entry.signatures)).toEqual(bytes)
      expect(await verifyEntry(entry, { origin, cryptography })).toBe(true)
      expect(await verifyEntry(entry, { origin: 'another.example/ledger', cryptography })).toBe(false)
    }
  })

  it('is small: a batch under one key takes 180 bytes', async () => {
    const bytes = await signedBy(statements[0]!, ['college'])
    expect(bytes.length).toBe(7 + 35 + did.length + 1 + 1 + 48 + 1 + 64)
    expect(encodeHex(bytes.subarray(0, 7))).toBe(`4c45520201${(35 + did.length).toString(16).padStart(4, '0')}`)
  })

  it('signs the origin of its log, its type and its payload', async () => {
    const [{ signature } = { signature: new Uint8Array(0) }] = parseEntry(await signedBy(statements[3]!, ['college'])).signatures
    const message = concatBytes(encodeUtf8(`LER-entry-v2\n${origin}\n`), Uint8Array.of(3), encodeUtf8('{"policy":"quorum none\\n","sequence":0}'))
    expect(await cryptography.verifySignature((await keyOf('college')).publicKey, message, signature)).toBe(true)
  })

  it('takes keys of P-256 and P-384 too', async () => {
    const signers = await Promise.all((['P-256', 'P-384'] as const).map(async (type) => cryptography.importSigningKey(await cryptography.generateKey(type))))
    expect(await verifyEntry(parseEntry(await signEntry(statements[0]!, { origin, signers })), { origin, cryptography })).toBe(true)
  })

  it('is unsupported, not malformed, when its version or type is another', () => {
    for (const [at, value] of [[3, 1], [3, 3], [4, 0], [4, 22]] as const) {
      expect(() => parseEntry(entries[0]!.with(at, value))).toThrowError(expect.objectContaining({ code: 'trust/entry-unsupported' }))
    }
    expect(() => parseBatchEntry(entries[2]!)).toThrowError(expect.objectContaining({ code: 'trust/entry-not-a-batch' }))
  })

  it('never means the same with one bit changed, shortened or lengthened', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(...entries), fc.nat(), async (bytes, chance) => {
      const changed = bytes.slice()
      changed[Math.floor(chance / 8) % bytes.length]! ^= 1 << (chance % 8)
      const entry = readable(changed)
      expect(entry === undefined || !(await verifyEntry(entry, { origin, cryptography }))).toBe(true)
      expect(readable(bytes.subarray(0, chance % bytes.length))).toBeUndefined()
      expect(readable(concatBytes(bytes, Uint8Array.of(chance & 0xff)))).toBeUndefined()
    }), { numRuns: 300 })
  })

  it('has its signatures in order, none twice, at least one', () => {
    const { signatures, ...statement } = parseEntry(entries[3]!)
    expect(() => formatEntry(statement, [])).toThrowError(TrustError)
    expect(() => formatEntry(statement, [signatures[0]!, signatures[0]!])).toThrowError(TrustError)
    expect(formatEntry(statement, signatures.toReversed())).toEqual(entries[3])
    const swapped = entries[3]!.slice()
    const start = swapped.length - 2 * 114
    swapped.set(entries[3]!.subarray(start + 114), start)
    swapped.set(entries[3]!.subarray(start, start + 114), start + 114)
    expect(() => parseEntry(swapped)).toThrowError(expect.objectContaining({ code: 'trust/entry-malformed' }))
  })
})

describe('a payload', () => {
  it('is refused in every form of JSON but the canonical one', () => {
    const canonical = '{"policy":"quorum none\\n","sequence":0}'
    expect(parsedPayload('policy', canonical)).toBeDefined()
    const others = [
      '{"sequence":0,"policy":"quorum none\\n"}', '{"policy":"quorum none\\n", "sequence":0}', '{"policy":"quorum none\\n","sequence":0.0}', '{"policy":"quorum none\\n","sequence":-0}',
      '{"policy":"quorum\\u0020none\\n","sequence":0}', '{"policy":"quorum none\\n","policy":"quorum none\\n","sequence":0}', `\uFEFF${canonical}`, `${canonical}\n`, '{"policy":"quorum none\\n","sequence":0e0}',
      '[', 'null', '7', `${'['.repeat(4_000)}${']'.repeat(4_000)}`, '{"__proto__":{},"policy":"quorum none\\n","sequence":0}',
    ]
    for (const text of others) expect(parsedPayload('policy', text)).toBeUndefined()
    expect(parsedBytes('policy', Uint8Array.of(0x22, 0xff, 0x22))).toBeUndefined()
  })

  it('is refused with a member more, a member less, or a member of another kind', () => {
    for (const { type, payload } of statements) {
      if (type === 'batch') continue
      const guard = payloadGuards[type] as (value: unknown) => boolean
      expect(guard(payload)).toBe(true)
      expect(guard({ ...payload, extra: 1 })).toBe(false)
      for (const name of Object.keys(payload)) {
        expect(guard({ ...payload, [name]: { other: 'kind' } }) && !['sample', 'document'].includes(name)).toBe(false)
        expect(guard({ ...payload, [name]: undefined })).toBe(false)
      }
      for (const value of [null, [], 7, 'x', [payload]]) expect(guard(value)).toBe(false)
    }
  })

  it('holds no text that is not of its kind', () => {
    const guard = payloadGuards.accredit
    const good = statements.find(({ type }) => type === 'accredit')!.payload as object
    const hostile = [
      { from: '2026-02-29' }, { from: '2026-13-01' }, { from: '2026-1-1' }, { scopes: [] }, { scopes: ['welding'] }, { scopes: ['https://a.example', 'https://a.example'] }, { scopes: ['https://a.example/ b'] },
      { did: 'did:web:a.example#key' }, { did: `did:web:${'a'.repeat(255)}` }, { sequence: 1.5 }, { sequence: -1 }, { sequence: 2 ** 53 }, { basis: 'trust me' }, { mayAccredit: 1 },
    ]
    for (const change of hostile) expect(guard({ ...good, ...change })).toBe(false)
    const register = statements.find(({ type }) => type === 'register')!.payload as object
    for (const name of ['', ' College', 'College\n', 'Col\u202Elege', 'Col\u200Blege', '\uD800', 'a'.repeat(201)]) expect(payloadGuards.register({ ...register, name })).toBe(false)
    // By their code points, for none of them can be seen: fillers, joiners, selectors, tags, marks of direction, private use.
    for (const code of [0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180e, 0x2800, 0x3164, 0xe000, 0xfe0f, 0xffa0, 0xfff9, 0xfdd0, 0xffff, 0x1d173, 0xe0041, 0xe0100, 0x10fffd]) {
      expect(payloadGuards.register({ ...register, name: `Col${String.fromCodePoint(code)}lege` })).toBe(false)
    }
    for (const name of ['Zażółć gęślą', 'جامعة القاهرة', '東京大学', 'हिन्दी विद्यालय', '한국대학교', '\u{1F393} Academy']) expect(payloadGuards.register({ ...register, name })).toBe(true)
    for (const keys of [[], [key, key], ['z6Mk'], [key.replace('z', 'u')], Array.from({ length: 17 }, () => key)]) expect(payloadGuards.register({ ...register, keys })).toBe(false)
  })

  it('holds rules that can be met, no deeper and no larger than they may be', () => {
    const leaf = { credential: { type: url, issuer: 'registered' } }
    const rule = (value: unknown): boolean => payloadGuards.rule({ by: did, sequence: 0, id: url, awards: url, rule: value })
    const nest = (depth: number): object => (depth === 0 ? leaf : { atLeast: 1, of: [nest(depth - 1)] })
    expect([leaf, { atLeast: 2, of: [leaf, leaf] }, nest(4), { atLeast: 1, of: Array.from({ length: 63 }, () => leaf) }].every(rule)).toBe(true)
    const bad = [
      { atLeast: 3, of: [leaf, leaf] }, { atLeast: 0, of: [leaf] }, { atLeast: 1, of: [] }, nest(5), { atLeast: 1, of: Array.from({ length: 64 }, () => leaf) }, { ...leaf, atLeast: 1 }, { credential: {} },
      { credential: { type: url, issuer: 'anyone' } }, { credential: { type: url, issuer: 'registered', minLevel: -1 } },
    ]
    for (const value of bad) expect(rule(value)).toBe(false)
  })

  it('is at most so long', () => {
    const document = { text: 'x'.repeat(maxPayloadBytes) }
    expect(() => formatEntry({ type: 'archive', payload: { issuer: did, sequence: 0, kind: 'achievement', id: url, digest, document } }, parseEntry(entries[0]!).signatures)).toThrowError(TrustError)
  })
})

function readable(bytes: Uint8Array): ReturnType<typeof parseEntry> | undefined {
  try {
    return parseEntry(bytes)
  } catch (cause) {
    if (cause instanceof TrustError) return undefined
    throw cause
  }
}

function parsedPayload(type: EntryType, text: string): unknown {
  return parsedBytes(type, encodeUtf8(text))
}

/** An entry with these bytes as its payload, under signatures of something else. */
function parsedBytes(type: EntryType, payload: Uint8Array): unknown {
  const tail = entries[3]!.subarray(entries[3]!.length - 1 - 2 * 114)
  return readable(concatBytes(Uint8Array.of(0x4c, 0x45, 0x52, 2, entryNumbers[type], payload.length >> 8, payload.length & 0xff), payload, tail))
}
