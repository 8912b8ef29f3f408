import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { copyJson, maxPointers, selectJson } from './select-json.ts'

const document: JsonObject = {
  '@context': ['urn:c'], id: 'urn:1', type: ['T'], name: 'n', list: ['a', { id: 'urn:2', type: 'U', x: 1, y: null }, ['b', 'c']], one: ['only'], deep: { '@context': { z: 'urn:z' }, inner: { kept: { '0': 'zero' }, gone: true } },
}

describe('selectJson()', () => {
  it.each<[string, readonly string[], JsonObject]>([
    ['nothing but what is always told', [], {}],
    ['a member', ['/name'], { name: 'n' }],
    ['the only item of a list, still in a list', ['/one/0'], { one: ['only'] }],
    ['an item out of several, with what is always told of it', ['/list/1/x'], { list: [{ id: 'urn:2', type: 'U', x: 1 }] }],
    ['items in the order of the document', ['/list/2/1', '/list/0'], { list: ['a', ['c']] }],
    ['a null', ['/list/1/y'], { list: [{ id: 'urn:2', type: 'U', y: null }] }],
    ['the contexts on the way, and a member named like an index', ['/deep/inner/kept/0'], { deep: { '@context': { z: 'urn:z' }, inner: { kept: { '0': 'zero' } } } }],
    ['a whole and a part of it', ['/deep', '/deep/inner/kept'], { deep: document['deep'] as Json }],
    ['a part and the whole around it', ['/deep/inner/kept', '/deep'], { deep: document['deep'] as Json }],
  ])('selects %s', (_what, pointers, expected) => {
    expect(selectJson(document, pointers).document).toEqual({ '@context': ['urn:c'], id: 'urn:1', type: ['T'], ...expected })
  })

  it('selects everything by the empty pointer', () => {
    expect(selectJson(document, ['/name', ''])).toEqual({ document, origins: new Map() })
  })

  it.each(['/nothing', '/name/0', '/list/3', '/list/-', '/list/01', '/list/length', '/one/0/x', '/constructor', '/__proto__', '/deep/inner/kept/x'])('names the pointer %s, which leads to nothing', (pointer) => {
    expect(() => selectJson(document, ['/name', pointer])).toThrow(expect.objectContaining({ code: 'credential/pointer-unmatched', message: expect.stringContaining(JSON.stringify(pointer)) }))
  })

  it('takes over whole what was chosen whole, and knows where the rest comes from', () => {
    const { document: part, origins } = selectJson(document, ['/list/1/x', '/one'])
    expect(part['one']).toBe(document['one'])
    const [items] = [part['list'] as readonly object[]]
    expect([part, items, items[0] ?? {}].map((value) => origins.get(value))).toEqual([document, document['list'], (document['list'] as readonly Json[])[1]])
  })

  it('selects a member with the name of prototypes as a member', () => {
    const hostile = JSON.parse('{"a":{"__proto__":{"b":1},"c":2}}') as JsonObject
    expect(JSON.stringify(selectJson(hostile, ['/a/__proto__']).document)).toBe('{"a":{"__proto__":{"b":1}}}')
  })

  it('refuses more pointers than anybody needs', () => {
    expect(() => selectJson(document, Array.from({ length: maxPointers + 1 }, () => '/name'))).toThrow(expect.objectContaining({ code: 'credential/too-many-pointers' }))
  })
})

describe('copyJson()', () => {
  it('shares no object, neither with the original nor between two places, and knows where each comes from', () => {
    const shared = { x: 1 }
    const original = { a: shared, b: [shared] }
    const origins = new Map<object, object>()
    const copy = copyJson(original, origins)
    expect(copy).toEqual(original)
    const [first, second] = [copy['a'] as JsonObject, (copy['b'] as readonly JsonObject[])[0] ?? {}]
    expect(first).not.toBe(second)
    expect([copy, first, second, copy['b'] as object].map((value) => origins.get(value))).toEqual([original, shared, shared, original.b])
  })

  it('keeps what is no JSON for others to refuse, and members with the name of prototypes', () => {
    const date = new Date(0)
    expect(copyJson({ date } as unknown as JsonObject)['date']).toBe(date)
    expect(JSON.stringify(copyJson(JSON.parse('{"__proto__":{"a":1}}') as JsonObject))).toBe('{"__proto__":{"a":1}}')
  })

  it('refuses documents too deep to walk', () => {
    const deep = Array.from({ length: 5_000 }).reduce<JsonObject>((inner) => ({ inner }), {})
    expect(() => copyJson(deep)).toThrow(expect.objectContaining({ code: 'credential/too-deep' }))
  })
})
