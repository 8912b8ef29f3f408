import { describe, expect, it } from 'vitest'
import { formatAgo, formatFileSize } from './locale.ts'

const now = new Date('2026-05-01T12:00:00Z')

describe('formatAgo()', () => {
  it.each([
    ['2026-05-01T11:59:18Z', '42 seconds ago'], ['2026-05-01T11:58:00Z', '2 minutes ago'], ['2026-05-01T09:00:00Z', '3 hours ago'], ['2026-04-30T11:00:00Z', 'yesterday'], ['2025-12-01T00:00:00Z', '4 months ago'], ['2023-01-01T00:00:00Z', '3 years ago'],
  ])('says %s in its largest unit', (at, words) => {
    expect(formatAgo(at, now)).toBe(words)
  })

  it('makes no future of a clock that runs ahead', () => {
    expect(formatAgo('2026-05-01T12:00:30Z', now)).toBe('now')
  })

  it('gives back what is no date', () => {
    expect(formatAgo('soon', now)).toBe('soon')
  })
})

describe('formatFileSize()', () => {
  it.each([[0, '1 kB'], [19, '1 kB'], [40_000, '39 kB'], [104_857, '102 kB'], [1_572_864, '1.5 MB'], [10_485_760, '10 MB']])('says %s bytes in a unit that fits', (bytes, words) => {
    expect(formatFileSize(bytes)).toBe(words)
  })
})
