import { describe, expect, it } from 'vitest'
import type { LifeFacts } from './life-facts.ts'
import { suggestSensitive, type SensitiveTopic } from './sensitive-words.ts'

const topicsOf = (story: string, said: Partial<LifeFacts> = {}): readonly SensitiveTopic[] => [...new Set(suggestSensitive({ kind: 'project', what: 'Project', skills: [], story, ...said }).map(({ topic }) => topic))].toSorted()

describe('suggestSensitive()', () => {
  it.each<[string, readonly SensitiveTopic[]]>([
    ['Raised money for our church.', ['religion']], ['Cuidé a mi hija, que tiene fibrosis quística.', ['family', 'health', 'minors']], ['J’ai animé le groupe de la paroisse.', ['religion']],
    ['رعاية ابني المريض', ['family', 'health', 'minors']], ['Treasurer of the MOSQUE', ['religion']], ['Enseñé a niños de primaria', ['minors']],
  ])('finds in %j the topics %j', (story, topics) => {
    expect(topicsOf(story)).toEqual(topics)
  })

  it.each(['Planned convoys and tracked containers.', 'Excel, SQL and patience', 'Wrote tests for a template engine.', 'Kidney-shaped pools', 'Improved the temple-ate'.slice(0, 12), 'Gestion des stocks'])('finds nothing in %j', (story) => {
    expect(topicsOf(story)).toEqual([])
  })

  it('says in which part it stands, and takes the story of caring for somebody to be about a family', () => {
    expect(suggestSensitive({ kind: 'employment', what: 'Cook', where: 'Saint Mary Parish', skills: [] })).toEqual([{ part: 'where', topic: 'religion' }])
    expect(suggestSensitive({ kind: 'caregiving', what: 'Care', skills: [], story: 'Every day.' })).toEqual([{ part: 'story', topic: 'family' }])
    expect(suggestSensitive({ kind: 'caregiving', what: 'Care', skills: [] })).toEqual([])
  })

  it('reads the longest text in no time', () => {
    const started = performance.now()
    suggestSensitive({ kind: 'project', what: 'x'.repeat(200), skills: [], story: 'my '.repeat(1_700) })
    expect(performance.now() - started).toBeLessThan(200)
  })
})
