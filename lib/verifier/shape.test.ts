import { describe, expect, it } from 'vitest'
import type { Json } from '../encoding/canonical-json.ts'
import { findFault, type Rule, type Vocabulary } from './shape.ts'

const vocabularyOf = (rule: Rule): Vocabulary => ({ Thing: { members: { value: rule } }, Other: { type: 'Other', isClosed: true, members: { id: 'address' } } })
const stateOf = (rule: Rule, value: Json): string | undefined => findFault({ value }, 'Thing', vocabularyOf(rule))?.state

describe('findFault()', () => {
  it.each<[Rule, Json, Json]>([
    ['text', 'a', 7], ['text', { 'en-US': 'a' }, { english: 'a' }], ['address', 'urn:x', 'x'], ['moment', '2026-01-01T00:00:00Z', '2026-01-01'], ['date', '2026-02-28', '2026-02-30'],
    ['flag', false, 'false'], ['number', 0, '0'], ['token', 'a.b.c', 'a.b'], ['token', 'a..c', '.b.'], ['language', 'en-US', 'english language'], ['object', {}, 'x'],
    [{ names: ['A'], isOpen: false }, 'A', 'ext:B'], [{ names: ['A'], isOpen: true }, 'ext:B', 'B'], [{ names: [], isOpen: true }, 'ext:x', '__proto__'],
    [{ of: 'Other' }, { type: ['Other'], id: 'urn:x' }, { type: 'Else' }], [{ of: 'Other' }, { type: 'Other' }, { type: 'Other', more: 1 }],
    [{ either: [{ of: 'Other' }, 'address'] }, 'urn:x', { type: 'Else' }],
  ])('holds to the rule %j: passes %j, finds %j', (rule, good, bad) => {
    expect(stateOf(rule, good)).toBeUndefined()
    expect(stateOf(rule, bad)).toEqual(expect.any(String))
  })

  it('looks at every item of a list where a list may stand, and at no list elsewhere', () => {
    const vocabulary: Vocabulary = { Thing: { members: { one: 'text', many: 'number' }, lists: ['many'] } }
    expect(findFault({ one: ['a'], many: [1, 2, 'x'] }, 'Thing', vocabulary)).toEqual({ pointer: '/many/2', state: 'is not a number' })
    expect(findFault({ one: ['a', 'b'] }, 'Thing', vocabulary)).toEqual({ pointer: '/one', state: 'has several values where one may stand' })
  })

  it('takes an empty list for nothing', () => {
    expect(findFault({ one: [] }, 'Thing', { Thing: { required: ['one'], members: { one: 'text' } } })).toEqual({ pointer: '/one', state: 'is missing' })
  })

  it('is not fooled by names that every object has', () => {
    const closed: Vocabulary = { Thing: { isClosed: true, members: { one: 'text' } } }
    expect(findFault(JSON.parse('{"constructor":1}') as Json, 'Thing', closed)).toEqual({ pointer: '', state: 'has a member that its class does not know' })
    expect(() => findFault({}, 'Nothing', closed)).toThrow(TypeError)
  })
})
