import { describe, expect, it } from 'vitest'
import { findOverAsked, membersIn } from './over-asking.ts'

const example = { credentialSubject: { birthDate: '', achievement: { name: '' } }, awardedDate: '' }

describe('findOverAsked()', () => {
  it('says nothing of a request that asks for the kind of record alone', () => {
    expect(findOverAsked([], undefined)).toEqual([])
    expect(findOverAsked(membersIn({ credentialSubject: { achievement: { name: '' } } }), 'For the job')).toEqual([])
  })

  it('names what the purpose does not speak of, and nothing that it does', () => {
    expect(findOverAsked(membersIn(example), 'The certificate this job needs')).toEqual(['birth', 'when'])
    expect(findOverAsked(membersIn(example), 'You must be of age to drive')).toEqual(['when'])
    expect(findOverAsked(membersIn(example), 'Debe indicar su fecha de nacimiento')).toEqual([])
  })

  it('takes everything personal for more than was explained where no purpose is given', () => {
    expect(findOverAsked(['credentialSubject', 'email'], undefined)).toEqual(['contact'])
  })

  it('looks at hostile examples only so far', () => {
    let deep: { readonly [name: string]: unknown } = { birthDate: '' }
    for (let level = 0; level < 100; level++) deep = { deep }
    expect(findOverAsked(membersIn(deep as never), undefined)).toEqual([])
  })
})
