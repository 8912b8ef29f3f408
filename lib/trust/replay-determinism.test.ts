import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { canonicalJson, type Json } from '../encoding/canonical-json.ts'
import { encodeHex } from '../encoding/hex.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { didOf, keyOf, multikeyOf, mustBeTaken, Network, origin, registrationOf, seatsOf } from './_network.ts'
import { entryNumbers, parseEntry } from './entry.ts'
import { proveInMap, rootOfMap, verifyEpochProof } from './epoch-map.ts'
import { governanceActor } from './payloads.ts'
import { digestOfRecord, epochMapAt, keyOfRecord, recordAt } from './records.ts'
import { formatRegistry, parseRegistry } from './registry-text.ts'
import { newRegistry, type Registry } from './registry.ts'
import { applyEntry } from './replay.ts'

const { sha256 } = cryptography
const rootOf = (registry: Registry): string => encodeHex(rootOfMap(registry.map, sha256))

/** A log with something of everything. */
async function busyLog(): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const network = new Network()
  await network.begin('one', 'two')
  mustBeTaken(await network.say({ type: 'register', payload: await registrationOf('college', { recoveryKey: await multikeyOf('safe'), url: 'https://college.example' }) }, ['college', 'safe']))
  const scope = 'https://example.org/scope/welding'
  const [college, one] = [didOf('college'), didOf('one')]
  const url = 'https://example.org/x'
  mustBeTaken(await network.accredit('board', 'one', scope))
  mustBeTaken(await network.accredit('one', 'two', scope))
  mustBeTaken(await network.say({ type: 'type', payload: { by: one, sequence: network.next(one), id: url, scope, attestedBy: 'accredited' } }, ['one']))
  mustBeTaken(await network.say({ type: 'rule', payload: { by: one, sequence: network.next(one), id: url, awards: url, rule: { credential: { type: url, issuer: 'accredited' } } } }, ['one']))
  mustBeTaken(await network.say({ type: 'award', payload: { by: one, sequence: network.next(one), rule: url, commitment: 'ab'.repeat(32) } }, ['one']))
  mustBeTaken(await network.batch('college', 'college', new Uint8Array(32).fill(1)))
  mustBeTaken(await network.batch(null, 'operator', new Uint8Array(32).fill(2)))
  mustBeTaken(await network.say({ type: 'suspend', payload: { by: didOf('board'), sequence: 1, target: 'accreditation', accreditation: 4 } }, ['board']))
  mustBeTaken(await network.say({ type: 'reinstate', payload: { by: governanceActor, sequence: 0, target: 'accreditation', accreditation: 4 } }, seatsOf()))
  mustBeTaken(await network.say({ type: 'suspend', payload: { by: governanceActor, sequence: 1, target: 'participant', did: didOf('two') } }, seatsOf()))
  mustBeTaken(await network.say({ type: 'withdraw', payload: { by: college, sequence: 0, target: 'key', did: college, key: await multikeyOf('college'), compromisedSince: { at: '2026-01-01T00:00:00Z', sizes: { [origin]: 9 } } } }, ['safe']))
  mustBeTaken(await network.say({ type: 'rotate', payload: { did: college, sequence: 1, add: [await multikeyOf('new')], remove: [] } }, ['safe', 'new']))
  mustBeTaken(await network.say({ type: 'reaffirm', payload: { did: college, sequence: 2, log: origin, from: 9, to: 10 } }, ['new']))
  mustBeTaken(await network.say({ type: 'constitution', payload: { sequence: 2, kind: 'fee', digest: '1'.repeat(64) } }, seatsOf()))
  mustBeTaken(await network.say({ type: 'status', payload: { issuer: one, sequence: network.next(one), list: url, digest: '2'.repeat(64) } }, ['one']))
  mustBeTaken(await network.say({ type: 'archive', payload: { issuer: one, sequence: network.next(one), kind: 'status-list', id: url, digest: '2'.repeat(64) } }, ['one']))
  mustBeTaken(await network.say({ type: 'endorse', payload: { by: one, sequence: network.next(one), subject: { type: url }, ground: 'reviewed' } }, ['one']))
  mustBeTaken(await network.say({ type: 'epoch', payload: { size: network.registry.size, root: rootOf(network.registry) } }, ['operator']))
  await network.register('three')
  mustBeTaken(await network.say({ type: 'withdraw', payload: { by: one, sequence: network.next(one), target: 'accreditation', accreditation: 5 } }, ['one']))
  return network.entries
}

const entries = await busyLog()

async function replay(registry: Registry, until = entries.length): Promise<Registry> {
  for (let index = registry.size; index < until; index += 1) expect(await applyEntry(registry, entries[index]!, index, { cryptography })).toEqual({ ok: true })
  return registry
}

describe('applyEntry()', () => {
  it('comes to the same state and root from any cut, resumed from its text', async () => {
    const whole = await replay(newRegistry(origin))
    for (let cut = 0; cut <= entries.length; cut += 1) {
      const text = formatRegistry(await replay(newRegistry(origin), cut))
      const resumed = parseRegistry(text, { sha256 })
      expect(formatRegistry(resumed)).toBe(text)
      await replay(resumed)
      expect(formatRegistry(resumed)).toBe(formatRegistry(whole))
      expect(rootOf(resumed)).toBe(rootOf(whole))
    }
  })

  it('keeps a map that is the same as one made anew from the history, at every size', async () => {
    const whole = await replay(newRegistry(origin))
    for (let cut = 1; cut <= entries.length; cut += 1) {
      const then = await replay(newRegistry(origin), cut)
      expect(encodeHex(rootOfMap(epochMapAt(whole, cut, sha256), sha256))).toBe(rootOf(then))
    }
  })

  it('lets others prove who was registered at an epoch, and who was not', async () => {
    const whole = await replay(newRegistry(origin))
    const { index, root } = whole.epochs[0]!
    const map = epochMapAt(whole, index, sha256)
    const claimed = { root: Uint8Array.from(root.match(/../g)!, (pair) => Number.parseInt(pair, 16)) }
    for (const name of ['participant did:web:two.example', 'accreditation 5', 'network']) {
      const key = keyOfRecord(name, sha256)
      expect(verifyEpochProof({ ...claimed, key, value: digestOfRecord(recordAt(whole, name, index)!, sha256) }, proveInMap(map, key, sha256), sha256)).toBe(true)
    }
    const absent = keyOfRecord(`participant ${didOf('three')}`, sha256)
    expect(recordAt(whole, `participant ${didOf('three')}`, index)).toBeUndefined()
    expect(verifyEpochProof({ ...claimed, key: absent, value: null }, proveInMap(map, absent, sha256), sha256)).toBe(true)
    expect(recordAt(whole, 'participant did:web:two.example', index)).toMatchObject({ state: 'suspended' })
  })

  it('refuses every entry a second time, and out of its place', async () => {
    const registry = await replay(newRegistry(origin))
    const before = formatRegistry(registry)
    for (const entry of entries) expect(await applyEntry(registry, entry, registry.size, { cryptography })).toMatchObject({ ok: false })
    expect(formatRegistry(registry)).toBe(before)
    await expect(applyEntry(registry, entries[0]!, 0, { cryptography })).rejects.toThrowError(RangeError)
  })

  it('answers, and changes nothing, whatever bytes come', async () => {
    const registry = await replay(newRegistry(origin))
    const before = formatRegistry(registry)
    const head = fc.constantFrom(Uint8Array.of(), Uint8Array.of(0x4c, 0x45, 0x52, 2), ...entries.map((entry) => entry.subarray(0, 60)))
    await fc.assert(fc.asyncProperty(head, fc.uint8Array({ maxLength: 200 }), async (start, rest) => {
      expect(await applyEntry(registry, concatBytes(start, rest), registry.size, { cryptography })).toMatchObject({ ok: false })
    }), { numRuns: 500 })
    expect(formatRegistry(registry)).toBe(before)
  })

  it('answers, and takes nothing, whatever stands in a member of a well-signed entry', async () => {
    const registry = await replay(newRegistry(origin))
    const before = formatRegistry(registry)
    const parsed = entries.map((entry) => parseEntry(entry)).filter(({ type }) => type !== 'batch')
    const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(didOf('one'), didOf('nobody'), 'did:key:z', governanceActor, 'https://example.org/x', origin, '0'.repeat(64), -1, 2 ** 53 - 1, '__proto__', 'constructor'))
    await fc.assert(fc.asyncProperty(fc.constantFrom(...parsed), fc.nat(), odd, fc.constantFrom('one', 'stranger', 'board', 'operator'), async (entry, pick, value, signer) => {
      const names = Object.keys(entry.payload)
      const payload = { ...entry.payload, [names[pick % names.length]!]: value }
      const bytes = await rawEntry(entryNumbers[entry.type], encodeUtf8(canonicalJson(payload as unknown as Json)), signer)
      const copy = parseRegistry(before, { sha256 })
      const applied = await applyEntry(copy, bytes, copy.size, { cryptography })
      expect([true, false, 'later']).toContain(applied.ok)
      expect(formatRegistry(copy) === before).toBe(applied.ok !== true)
    }), { numRuns: 400 })
  })
})

describe('parseRegistry()', () => {
  it('refuses what is no registry of this form', () => {
    for (const text of ['', 'null', '{}', '[]', '{"version":2,"registry":{"origin":"x"}}', '{"version":1,"registry":null}', '{"version":1,"registry":{}}']) {
      expect(() => parseRegistry(text, { sha256 })).toThrowError(expect.objectContaining({ code: 'trust/registry-malformed' }))
    }
  })
})

/** An entry with any payload, rightly signed. */
async function rawEntry(type: number, payload: Uint8Array, name: string): Promise<Uint8Array> {
  const [signer, key] = [await keyOf(name), encodeUtf8(await multikeyOf(name))]
  const signature = await signer.sign(concatBytes(encodeUtf8(`LER-entry-v2\n${origin}\n`), Uint8Array.of(type), payload))
  return concatBytes(Uint8Array.of(0x4c, 0x45, 0x52, 2, type, payload.length >> 8, payload.length & 0xff), payload, Uint8Array.of(1, key.length), key, Uint8Array.of(signature.length), signature)
}
