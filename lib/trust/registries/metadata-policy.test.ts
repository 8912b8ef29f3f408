import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { applyPolicies } from './metadata-policy.ts'

/** One parameter under the policies of superiors, the trust anchor's first. */
function apply(value: Json | undefined, ...policies: readonly JsonObject[]): Json | undefined {
  const metadata: JsonObject = { vc_issuer: value === undefined ? {} : { kinds: value } }
  const { vc_issuer: issuer } = applyPolicies(metadata, policies.map((policy) => ({ metadata_policy: { vc_issuer: { kinds: policy } } })))
  return (issuer as JsonObject)['kinds']
}

describe('applyPolicies()', () => {
  it.each<[Json | undefined, JsonObject, Json | undefined]>([
    ['a', { value: 'b' }, 'b'], [undefined, { value: 'b' }, 'b'], ['a', { value: null }, undefined],
    [['a'], { add: ['b', 'a'] }, ['a', 'b']], [undefined, { add: ['b'] }, ['b']],
    [undefined, { default: 'b' }, 'b'], ['a', { default: 'b' }, 'a'],
    ['a', { one_of: ['a', 'b'] }, 'a'], [undefined, { one_of: ['a'] }, undefined],
    [['a', 'c'], { subset_of: ['a', 'b'] }, ['a']], [['a', 'b'], { superset_of: ['a'] }, ['a', 'b']],
    ['a', { essential: true }, 'a'], [undefined, { essential: false }, undefined], [undefined, { default: 'b', essential: true }, 'b'],
    ['a', { regexp: 'x' }, 'a'],
  ])('makes of %j under %j: %j', (value, policy, expected) => {
    expect(apply(value, policy)).toEqual(expected)
  })

  it.each<[Json | undefined, JsonObject]>([
    ['c', { one_of: ['a'] }], ['a', { subset_of: ['a'] }], ['a', { add: ['b'] }], [['a'], { superset_of: ['b'] }], ['a', { superset_of: ['a'] }], [undefined, { essential: true }], ['a', { value: null, essential: true }],
  ])('refuses %j under %j', (value, policy) => {
    expect(() => apply(value, policy)).toThrow(expect.objectContaining({ code: 'registry/policy-violated' }))
  })

  it('makes one demand of those of all superiors, which the nearer one may only narrow', () => {
    expect(apply('a', { one_of: ['a', 'b'] }, { one_of: ['a', 'c'] })).toBe('a')
    expect(() => apply('c', { one_of: ['a', 'b'] }, { one_of: ['a', 'c'] })).toThrow(expect.objectContaining({ code: 'registry/policy-violated' }))
    expect(apply(['a', 'b', 'c'], { subset_of: ['a', 'b'] }, { subset_of: ['b', 'c'] })).toEqual(['b'])
    expect(() => apply(undefined, { essential: true }, { essential: false })).toThrow(expect.objectContaining({ code: 'registry/policy-violated' }))
    expect(apply([], { add: ['a'] }, { add: ['b'] })).toEqual(['a', 'b'])
  })

  it.each<[JsonObject, JsonObject]>([[{ value: 'a' }, { value: 'b' }], [{ default: 'a' }, { default: 'b' }], [{ one_of: ['a'] }, { one_of: ['b'] }], [{ subset_of: ['a'] }, { add: ['b'] }], [{ subset_of: ['a'] }, { value: ['b'] }]])('refuses %j with %j below it', (superior, subordinate) => {
    expect(() => apply('a', superior, subordinate)).toThrow(expect.objectContaining({ code: 'registry/policy-conflict' }))
  })

  it('refuses a policy of another form', () => {
    for (const policy of [{ one_of: 'a' }, { add: {} }] as JsonObject[]) expect(() => apply('a', policy)).toThrow(expect.objectContaining({ code: 'registry/policy-malformed' }))
    for (const policy of ['x', 7, [], { vc_issuer: 'x' }, { vc_issuer: { kinds: 1 } }] as Json[]) {
      expect(() => applyPolicies({ vc_issuer: {} }, [{ metadata_policy: policy }])).toThrow(expect.objectContaining({ code: 'registry/policy-malformed' }))
    }
  })

  it('never lets a subordinate widen what its superior allows', () => {
    const texts = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'))
    fc.assert(fc.property(texts, texts, texts, (value, superior, subordinate) => {
      expect(superior).toEqual(expect.arrayContaining(apply(value, { subset_of: superior }, { subset_of: subordinate }) as string[]))
    }))
  })
})
