import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { areTyped, isFilledObject, isHumanText, isOptionalMoment, isOptionalUrl, isUrlOrNamed, typesIn } from './data-model-values.ts'

describe('isOptionalUrl()', () => {
  it.each<[boolean, Json]>([
    [true, {}], [true, { id: 'urn:x' }], [true, { id: 'https://college.example/ü' }], [true, 'no object at all'],
    [false, { id: '' }], [false, { id: 'word' }], [false, { id: 'https://a b' }], [false, { id: null }], [false, { id: ['urn:x'] }], [false, { id: 7 }],
  ])('%s of %j', (expected, value) => {
    expect(isOptionalUrl(value, 'id')).toBe(expected)
  })
})

describe('isUrlOrNamed()', () => {
  it.each<[boolean, Json | undefined]>([
    [true, 'did:example:1'], [true, { id: 'did:example:1', name: 'x' }],
    [false, undefined], [false, null], [false, {}], [false, { id: 7 }], [false, ['did:example:1']], [false, 'Example College'], [false, { id: { id: 'urn:x' } }],
  ])('%s of %j', (expected, value) => {
    expect(isUrlOrNamed(value)).toBe(expected)
  })
})

describe('typesIn() and areTyped()', () => {
  it('take one text or several, and none of a list in which one is no text', () => {
    expect(typesIn('A')).toEqual(['A'])
    expect(typesIn(['A', 'B'])).toEqual(['A', 'B'])
    for (const value of [undefined, [], '', ['A', ''], ['A', 7], [['A']], null, { A: 1 }] as readonly (Json | undefined)[]) expect(typesIn(value)).toEqual([])
  })

  it('demand a type of every object, and objects', () => {
    for (const value of [undefined, [], { type: 'A' }, [{ type: ['A'] }, { type: 'B' }]] as readonly (Json | undefined)[]) expect(areTyped(value)).toBe(true)
    for (const value of [{}, { type: [] }, { type: 7 }, ['A'], 'A', null, [{ type: 'A' }, {}], [[{ type: 'A' }]]] as readonly Json[]) expect(areTyped(value)).toBe(false)
  })
})

describe('isFilledObject() and isOptionalMoment()', () => {
  it('tell an object that says something', () => {
    expect(isFilledObject({ id: 'urn:x' })).toBe(true)
    for (const value of [{}, [], ['x'], 'x', null, 7] as readonly Json[]) expect(isFilledObject(value)).toBe(false)
  })

  it.each<[boolean, JsonObject]>([
    [true, {}], [true, { validFrom: '2026-01-01T00:00:00Z' }], [true, { validFrom: '2026-01-01T00:00:00.123+02:00' }],
    [false, { validFrom: '2026-01-01' }], [false, { validFrom: '2026-01-01T00:00:00' }], [false, { validFrom: '2026-13-01T00:00:00Z' }], [false, { validFrom: null }], [false, { validFrom: 1_700_000_000 }],
    [false, { validFrom: ['2026-01-01T00:00:00Z'] }],
  ])('a moment: %s of %j', (expected, value) => {
    expect(isOptionalMoment(value, 'validFrom')).toBe(expected)
  })
})

describe('isHumanText()', () => {
  it.each<[boolean, Json | undefined]>([
    [true, undefined], [true, 'x'], [true, ''], [true, { '@value': 'x' }], [true, { '@value': 'x', '@language': 'de' }], [true, { '@value': 'x', '@language': 'ar', '@direction': 'rtl' }], [true, { '@value': 'x', '@direction': null }],
    [true, ['x', { '@value': 'y', '@language': 'en' }]],
    [false, 7], [false, null], [false, {}], [false, { '@value': 7 }], [false, { '@value': 'x', '@direction': 'up' }], [false, { '@value': 'x', '@language': 7 }], [false, { '@value': 'x', '@type': 'urn:x' }], [false, { '@value': 'x', 'name': 'y' }],
    [false, [['x']]], [false, ['x', null]], [false, { '@value': ['x'] }],
  ])('%s of %j', (expected, value) => {
    expect(isHumanText(value)).toBe(expected)
  })
})
