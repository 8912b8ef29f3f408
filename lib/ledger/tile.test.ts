import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEntries, encodeEntries, firstEntries, maxEntryBytes } from './entry-bundle.ts'
import { LedgerError } from './ledger-error.ts'
import { formatTilePath, parseTilePath, tileAt } from './tile.ts'

describe('formatTilePath()', () => {
  it('writes the index in groups of three digits', () => {
    expect(formatTilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(formatTilePath({ level: 2, index: 7, width: 17 })).toBe('tile/2/007.p/17')
    expect(formatTilePath({ level: 'entries', index: 273, width: 112 })).toBe('tile/entries/273.p/112')
  })
})

describe('parseTilePath()', () => {
  it('reads back every path that can be written', () => {
    const tile = fc.record({ level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })), index: fc.maxSafeNat(), width: fc.integer({ min: 1, max: 256 }) })
    fc.assert(fc.property(tile, (value) => {
      expect(parseTilePath(formatTilePath(value))).toEqual(value)
    }))
  })

  it.each([
    '', 'checkpoint', 'tile/0/1', 'tile/00/001', 'tile/64/001', 'tile/-1/001', 'tile/0/x000/001', 'tile/0/001.p/0', 'tile/0/001.p/256', 'tile/0/001.p/01', 'tile/0/001.p/',
    'tile/0/x1/001', 'tile/0/001/002', 'tile/0/001x', 'tile/0/../../journal/000', '/tile/0/001', 'tile/entries/001/', 'tile/entries/001\n', 'tile/0/x999/x999/x999/x999/x999/999',
    'tile/0/%30%30%31', `tile/0/${'x001/'.repeat(50_000)}001`,
  ])('refuses %j', (path) => {
    expect(parseTilePath(path)).toBeUndefined()
  })

  it('answers undefined for text that is no path, whatever it is', () => {
    expect(parseTilePath('tile/\u0000')).toBeUndefined()
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const tile = parseTilePath(`tile/${text}`)
      return tile === undefined || formatTilePath(tile) === `tile/${text}`
    }))
  })
})

describe('tileAt()', () => {
  it('has the widths of the specification for a tree of 70,000 leaves', () => {
    expect(tileAt(0, 272, 70_000)?.width).toBe(256)
    expect(tileAt(0, 273, 70_000)?.width).toBe(112)
    expect(tileAt(1, 0, 70_000)?.width).toBe(256)
    expect(tileAt(1, 1, 70_000)?.width).toBe(17)
    expect(tileAt(2, 0, 70_000)?.width).toBe(1)
    expect(tileAt(3, 0, 70_000)).toBeUndefined()
    expect(tileAt(0, 274, 70_000)).toBeUndefined()
  })
})

describe('decodeEntries()', () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 })

  it('reads back whatever was written', () => {
    fc.assert(fc.property(entries, (value) => {
      expect(decodeEntries(encodeEntries(value), value.length)).toEqual(value)
    }))
    const longest = new Uint8Array(maxEntryBytes).fill(7)
    expect(decodeEntries(encodeEntries([longest]), 1)).toEqual([longest])
    expect(() => encodeEntries([new Uint8Array(maxEntryBytes + 1)])).toThrowError(expect.objectContaining({ code: 'ledger/entry-too-long' }))
  })

  it('refuses another number of entries, missing bytes and bytes after the end', () => {
    fc.assert(fc.property(entries, fc.integer({ min: 1, max: 5 }), (value, more) => {
      const bytes = encodeEntries(value)
      for (const [given, count] of [[bytes, value.length + more], [bytes.subarray(0, bytes.length - 1), value.length], [Uint8Array.from([...bytes, 0]), value.length]] as const) {
        if (given.length === 0 && count === 0) continue
        expect(() => decodeEntries(given, count)).toThrowError(expect.objectContaining({ code: 'ledger/bundle-malformed' }))
      }
    }))
  })

  it('refuses arbitrary bytes without reading past them', () => {
    fc.assert(fc.property(fc.uint8Array(), fc.nat(300), (bytes, count) => {
      const outcome = outcomeOf(() => encodeEntries(decodeEntries(bytes, count)))
      expect([bytes, 'ledger/bundle-malformed']).toContainEqual(outcome)
    }))
  })

  it('finds a partial bundle at the beginning of a fuller one', () => {
    fc.assert(fc.property(entries, fc.nat(), (value, at) => {
      const count = at % (value.length + 1)
      expect(firstEntries(encodeEntries(value), count)).toEqual(encodeEntries(value.slice(0, count)))
    }))
  })
})

function outcomeOf<Result>(run: () => Result): Result | string {
  try {
    return run()
  } catch (cause) {
    return cause instanceof LedgerError ? cause.code : String(cause)
  }
}
