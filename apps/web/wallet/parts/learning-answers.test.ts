import { afterAll, describe, expect, it } from 'vitest'
import { tidyLearning } from 'everlearned/holder'
import { languages, type Language } from '../../languages.ts'
import { showLanguage, wordsReady } from '../../messages/words.ts'
import { answersOf, factsOf } from './life-answers.ts'
import { answersOfLearning, completed, factsOfLearning, faultsOfLearning, suspected } from './learning-answers.ts'

afterAll(() => showLanguage('en'))

describe('answersOfLearning() and factsOfLearning()', () => {
  it.each(Object.keys(languages) as readonly Language[])('leave an item as it was when nothing is changed, to the minute, in %s', async (language) => {
    await showLanguage(language)
    await wordsReady()
    for (const minutes of [1, 15, 45, 59, 60, 65, 90, 120, 605, 1_206, 12_345]) {
      const item = tidyLearning({ kind: 'book', title: 'Loops', provider: 'A. Writer', url: 'https://a.example/', from: '2026-03-01', to: '2026-03-04', minutes, reflection: 'Two\nlines', skills: ['Excel', 'Route planning'] })
      expect(tidyLearning(factsOfLearning(answersOfLearning(item)))).toEqual(item)
    }
  })
})

describe('a portfolio that is changed', () => {
  it('keeps its items as they were chosen', () => {
    const facts = { kind: 'project', what: 'Planning routes', items: [{ kind: 'video', title: 'Loops', skills: [] }], skills: [] } as const
    expect(factsOf(answersOf({ facts, sensitive: [] }))).toEqual(facts)
  })
})

describe('completed()', () => {
  const empty = answersOfLearning({ from: '2026-03-01' })

  it('takes a pasted link apart, wherever it is pasted', () => {
    expect(completed(empty, { title: 'https://www.youtube.com/watch?v=abc' })).toMatchObject({ title: 'youtube.com', url: 'https://www.youtube.com/watch?v=abc', kind: 'video' })
    expect(completed(empty, { title: 'Pivot tables https://learn.example/courses/pivot' })).toMatchObject({ title: 'Pivot tables', url: 'https://learn.example/courses/pivot', kind: 'course' })
    expect(completed(empty, { url: 'https://learn.example/courses/pivot-tables' })).toMatchObject({ title: 'Pivot tables', url: 'https://learn.example/courses/pivot-tables' })
  })

  it('keeps what its person wrote', () => {
    const mine = { ...empty, title: 'My own words', kind: 'practice' as const }
    expect(completed(mine, { url: 'https://learn.example/courses/pivot-tables' })).toMatchObject({ title: 'My own words', kind: 'practice' })
  })

  it('leaves whoever types to type, and changes nothing without an address', () => {
    let answers = empty
    for (let end = 1; end <= 'https://learn.example/pivot-tables'.length; end += 1) answers = completed(answers, { title: 'https://learn.example/pivot-tables'.slice(0, end) })
    expect(answers).toMatchObject({ title: 'https://learn.example/pivot-tables', url: '' })
    expect(completed(empty, { title: 'A long line that was pasted' })).toMatchObject({ title: 'A long line that was pasted', url: '' })
    expect(completed(empty, { url: 'javascript:alert(document.cookie)' })).toMatchObject({ title: '', url: 'javascript:alert(document.cookie)' })
  })
})

describe('faultsOfLearning()', () => {
  it('names each field that is wrong, and none that is empty', () => {
    expect(faultsOfLearning(answersOfLearning({ title: 'Loops' }))).toEqual({})
    expect(Object.keys(faultsOfLearning({ ...answersOfLearning({}), url: 'javascript:x', duration: 'long', from: '2026-03-02', to: '2026-03-01' })).toSorted()).toEqual(['duration', 'title', 'to', 'url'])
  })
})

describe('suspected()', () => {
  it('says which topics a word hints at, and nothing else', async () => {
    await showLanguage('en')
    await wordsReady()
    expect(suspected({ title: 'Loops', reflection: 'I watched it at my church.', skills: [] })).toBe('Perhaps about religion')
    expect(suspected({ title: 'Loops', skills: [] })).toBeUndefined()
  })
})
