import { describe, expect, it } from 'vitest'
import { findYears } from './find-years.ts'

describe('findYears()', () => {
  it.each([
    ['Class of 2009', ['2009']],
    ['Curriculum of 1998/99, revised 2004.', ['1998', '2004']],
    ['https://college.example/2012/bachelor', ['2012']],
    ['2026-05-12', ['2026']],
  ])('finds them in "%s"', (text, years) => {
    expect(findYears(text)).toEqual(years)
  })

  it.each(['120 credits', 'ISO/IEC 17024', 'Room 20261', '1,987 hours', '2.2026 kg', 'Level 3, 1812'])('finds none in "%s"', (text) => {
    expect(findYears(text)).toEqual([])
  })
})
