import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxLearning } from './learning-facts.ts'
import { readDuration } from './read-duration.ts'
import { readSharedLink, type SharedText } from './read-shared-link.ts'

describe('readSharedLink()', () => {
  it.each<[string, SharedText, object]>([
    ['a title and an address apart', { title: 'Pivot tables', url: 'https://www.youtube.com/watch?v=abc' }, { kind: 'video', title: 'Pivot tables', url: 'https://www.youtube.com/watch?v=abc' }],
    ['a text that ends with the address', { text: 'Pivot tables in ten minutes https://youtu.be/abc' }, { kind: 'video', title: 'Pivot tables in ten minutes', url: 'https://youtu.be/abc' }],
    ['the title twice', { title: 'Pivot tables', text: 'Pivot tables\nhttps://youtu.be/abc' }, { kind: 'video', title: 'Pivot tables', url: 'https://youtu.be/abc' }],
    ['a passage that was marked', { title: 'An article', text: '“Loops waste fuel.”\nhttps://paper.example/loops' }, { kind: 'other', title: 'An article', url: 'https://paper.example/loops', reflection: '“Loops waste fuel.”' }],
    ['an address alone', { text: 'https://learn.example/courses/routing-for-lorries.html?x=1' }, { kind: 'course', title: 'Routing for lorries', url: 'https://learn.example/courses/routing-for-lorries.html?x=1' }],
    ['an address that has no words', { url: 'https://www.example.org/a1/7f3b99aa21ff' }, { kind: 'other', title: 'example.org', url: 'https://www.example.org/a1/7f3b99aa21ff' }],
    ['words in another script', { url: 'https://edraak.org/%D8%AF%D9%88%D8%B1%D8%A9-%D8%A7%D9%84%D9%86%D9%82%D9%84' }, { kind: 'course', title: 'دورة النقل' }],
    ['words alone', { text: 'Watched my uncle weld' }, { kind: 'other', title: 'Watched my uncle weld' }],
    ['nothing', {}, { kind: 'other' }],
    ['no address that a wallet keeps', { url: 'javascript:alert(1)', text: 'file:///etc/passwd' }, { kind: 'other' }],
  ])('reads %s', (_, shared, read) => {
    expect(readSharedLink(shared)).toMatchObject(read)
    if (!('url' in read)) return
    expect(readSharedLink(shared).reflection).toBe((read as { readonly reflection?: string }).reflection)
  })

  it('takes any text at all, keeps its limits, and never an address that is none of the web', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.oneof(fc.string({ maxLength: 60 }).map((path) => `https://learn.example/${path}`), fc.string({ maxLength: 200 })), (text, url) => {
      const read = readSharedLink({ title: text, text: `${url} ${text}`, url })
      expect((read.title ?? '').length).toBeLessThanOrEqual(maxLearning.title)
      expect(read.url ?? 'https://none.example/').toMatch(/^https?:\/\//)
    }), { numRuns: 50 })
    expect(readSharedLink({ text: `${'x '.repeat(100_000)}https://late.example/` }).reflection?.length).toBeLessThanOrEqual(maxLearning.reflection)
  })
})

describe('readDuration()', () => {
  it.each<[string, 'minutes' | 'hours' | undefined, number]>([
    ['90 min', undefined, 90], ['1h 30m', undefined, 90], ['1 hr 30 mins', undefined, 90], ['1 hour and 5 minutes', undefined, 65], ['2.5 hours', undefined, 150], ['1,5 h', undefined, 90], ['1 h 30', undefined, 90], ['45 sec', undefined, 0.75],
    ['1:30:00', undefined, 90], ['01:30', 'hours', 90], ['12:30', 'minutes', 12.5], ['PT1H30M', undefined, 90], ['P1DT30M', undefined, 1470], ['PT90S', undefined, 1.5], ['90', 'minutes', 90], ['1.5', 'hours', 90], ['1,5', 'hours', 90],
    ['2 horas y 10 minutos', undefined, 130], ['2 heures et 10 minutes', undefined, 130], ['٣ ساعات', undefined, 180], ['٩٠', 'minutes', 90], ['1.5 س', undefined, 90], ['\u200f15 د', undefined, 15],
  ])('reads %s', (text, unit, minutes) => {
    expect(readDuration(text, unit)).toBeCloseTo(minutes)
  })

  it('asks what a bare number counts, and takes nothing else for a duration', () => {
    for (const text of ['90', '1:30', '2.5']) expect(readDuration(text, undefined)).toBe('unit-needed')
    const others = ['', 'soon', 'h', '-5 min', '1:99:00', 'P', 'PT', '5 days', '12345678 min', `1h${' '.repeat(9_000)}x`, '1h 2h', '30 min 1 h', '5 h 30 20', '1.2.3 h', 'x 5 min']
    expect(others.filter((text) => readDuration(text, 'minutes') !== undefined)).toEqual([])
  })
})
