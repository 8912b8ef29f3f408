import { describe, expect, it } from 'vitest'
import { nameBeside } from './name-beside.ts'

describe('nameBeside()', () => {
  it.each([
    ['another name stands over it', 'Sofia Reyes', 'Mallory Mint'], ['no name stands over it', 'Sofia Reyes', undefined], ['only a part of it stands there', 'Sofia Reyes', 'Sofia'],
    ['other accents make another name', 'Peña Ruiz', 'Pena Ruiz'],
  ])('tells the name of the record where %s', (_, told, over) => {
    expect(nameBeside(told, over)).toBe(told)
  })

  it.each([
    ['it is the same', 'Sofia Reyes', 'Sofia Reyes'], ['it is written otherwise', 'SOFIA  REYES-MORA', 'Sofia Reyes Mora'], ['the record tells none', undefined, 'Sofia Reyes'], ['the record tells nothing that can be read', ' \u200b', 'Sofia Reyes'],
  ])('tells none where %s', (_, told, over) => {
    expect(nameBeside(told, over)).toBeUndefined()
  })
})
