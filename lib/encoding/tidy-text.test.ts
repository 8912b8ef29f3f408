import { describe, expect, it } from 'vitest'
import { plainText, tidyLine, tidyLines } from './tidy-text.ts'

describe('plainText()', () => {
  it('keeps letters of all scripts, lines and tabs', () => {
    expect(plainText('Sofía\n\tسوفيا 👷')).toBe('Sofía\n\tسوفيا 👷')
  })

  it('takes out what turns text round, what is no sign, and halves of letters', () => {
    expect(plainText('a\u202Eb\u2066c\u0000d\uFEFFe\uD83Df')).toBe('abcdef')
  })
})

describe('tidyLine() and tidyLines()', () => {
  it('cut between two characters, and leave no holes', () => {
    expect(tidyLine('  Plans\n\n routes  all day ', 12)).toBe('Plans routes')
    expect(tidyLine('ab👷', 3)).toBe('ab')
    expect(tidyLines('a\r\n\r\n\r\nb', 10)).toBe('a\n\nb')
  })
})
