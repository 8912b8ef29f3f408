import { describe, expect, it } from 'vitest'
import { answersOf, markPrivate } from './life-answers.ts'

const nothing = answersOf(undefined)

describe('markPrivate()', () => {
  it('marks what might be private by words that were not there before', () => {
    const typed = { ...nothing, what: 'Fundraising', where: 'Saint Mary Church' }
    expect(markPrivate(typed, nothing).sensitive).toEqual(['where'])
    expect(markPrivate({ ...typed, story: 'While my daughter was ill.' }, typed).sensitive).toEqual(['story'])
  })

  it('leaves alone what its person unmarked, and answers without such words', () => {
    const typed = { ...nothing, what: 'Fundraising', where: 'Saint Mary Church' }
    const unmarked = { ...markPrivate(typed, nothing), sensitive: [] }
    expect(markPrivate({ ...unmarked, hours: '20' }, unmarked).sensitive).toEqual([])
    expect(markPrivate({ ...nothing, what: 'Driving' }, nothing)).toEqual({ ...nothing, what: 'Driving' })
  })
})
