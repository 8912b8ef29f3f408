import { describe, expect, it } from 'vitest'
import { formatDateTime, parseDateTime } from './date-time.ts'

describe('parseDateTime()', () => {
  it('reads moments with a zone and a fraction', () => {
    expect(parseDateTime('2026-11-20T09:00:00Z')).toEqual(new Date('2026-11-20T09:00:00Z'))
    expect(parseDateTime('2022-11-10T07:38:00-08:00')).toEqual(new Date('2022-11-10T15:38:00Z'))
    expect(parseDateTime('2022-11-10T07:38:00.1234567Z')).toEqual(new Date('2022-11-10T07:38:00.123Z'))
    expect(parseDateTime('2024-02-29T00:00:00Z')).toEqual(new Date('2024-02-29T00:00:00Z'))
  })

  it.each(['2026-11-20', '2026-11-20T09:00:00', '2026-02-30T00:00:00Z', '2025-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '20 Nov 2026', '', 7, null, {}])('finds no moment in %j', (value) => {
    expect(parseDateTime(value)).toBeUndefined()
  })

  it('reads what is written, to the second', () => {
    expect(formatDateTime(new Date('2026-11-20T09:00:00.999Z'))).toBe('2026-11-20T09:00:00Z')
    expect(parseDateTime(formatDateTime(new Date(0)))).toEqual(new Date(0))
  })
})
