import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { maxPointers, selectAll, selectJson } from './select-json.ts'

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

  it('selects everything by the empty pointer, in a copy', () => {
    const { document: copy } = selectAll(document)
    expect(copy).toEqual(document)
    expect(copy['deep']).not.toBe(document['deep'])
  })

  it.each(['/nothing', '/name/0', '/list/3', '/list/-', '/list/01', '/list/length', '/one/0/x', '/constructor', '/__proto__', '/deep/inner/kept/x'])('names the pointer %s, which leads to nothing', (pointer) => {
    expect(() => selectJson(document, ['/name', pointer])).toThrow(expect.objectContaining({ code: 'credential/pointer-unmatched', message: expect.stringContaining(JSON.stringify(pointer)) }))
  })

  it('knows the place of every object, also of one that the document holds twice', () => {
    const shared = { x: 1 }
    const { document: copy, places } = selectJson({ a: shared, b: [shared] }, ['/a', '/b/0'])
    expect([copy['a'], copy['b'], (copy['b'] as readonly object[])[0]].map((value) => places.get(value as object))).toEqual(['/a', '/b', '/b/0'])
  })

  it('refuses more pointers than anybody needs, and documents too deep to walk', () => {
    expect(() => selectJson(document, Array.from({ length: maxPointers + 1 }, () => '/name'))).toThrow(expect.objectContaining({ code: 'credential/too-many-pointers' }))
    const deep = Array.from({ length: 5_000 }).reduce<JsonObject>((inner) => ({ inner }), {})
    expect(() => selectAll(deep)).toThrow(expect.objectContaining({ code: 'credential/too-deep' }))
  })
})
