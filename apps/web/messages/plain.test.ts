import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readingGrade, sentencesOf, wordsOf } from '../../../tools/reading-grade.ts'

/** What a sentence may ask of its reader, in years of school, and how much an area may ask in all. */
const limits = { sentence: 10, area: 6, words: 32 } as const
/** In fewer words one long name decides. */
const leastWords = 10

/** The areas that people meet who are no registrars, operators or developers. */
const areas = readdirSync(new URL('./en/', import.meta.url)).filter((file) => /^(?:wallet|claim|verify|frame|home|problems|kiosk|guardian|vouch|custody|evidence|endorsements|public|own-word|asks)/.test(file) && !/^(?:claims|guardian-desk)\./.test(file))

describe('the words of the pages for everybody', () => {
  it('are found', () => {
    expect(areas.length).toBeGreaterThan(20)
  })

  it.each(areas)('can be read by somebody of twelve: %s', async (area) => {
    const sentences = (await saidIn(area)).flatMap(sentencesOf)
    const hard = sentences.filter((sentence) => wordsOf(sentence).length >= leastWords && readingGrade(sentence) > limits.sentence).map((sentence) => `${readingGrade(sentence).toFixed(1)}: ${sentence}`)
    expect(hard).toEqual([])
    expect(sentences.filter((sentence) => wordsOf(sentence).length > limits.words)).toEqual([])
    const whole = sentences.filter((sentence) => wordsOf(sentence).length > 3).map((sentence) => (/\p{P}$/u.test(sentence) ? sentence : `${sentence}.`)).join(' ')
    expect(readingGrade(whole)).toBeLessThanOrEqual(limits.area)
  })
})

describe('readingGrade()', () => {
  it('tells a plain sentence from one of long words', () => {
    expect(readingGrade('You get a link from them. Open it on this phone.')).toBeLessThan(4)
    expect(readingGrade('Subsequent authentication necessitates presentation of previously established credentials to the administrative infrastructure.')).toBeGreaterThan(20)
  })
})

/** Everything that an area says; where it says something of a figure or a name, of one of each. */
async function saidIn(area: string): Promise<readonly string[]> {
  const said: string[] = []
  const take = (value: unknown): void => {
    if (typeof value === 'string') said.push(value)
    else if (typeof value === 'function') take(say(value as (...given: readonly unknown[]) => unknown))
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(take)
  }
  take(await import(new URL(`./en/${area}`, import.meta.url).href) as object)
  return said
}

function say(sentence: (...given: readonly unknown[]) => unknown): unknown {
  try {
    return sentence(3, 3, 3, 3)
  } catch {
    return sentence('Ana', 'Ana', 'Ana', 'Ana')
  }
}
