import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatJsonPointer, parseJsonPointer, quotePointer } from './json-pointer.ts'

describe('parseJsonPointer()', () => {
  it.each([['', []], ['/a/0', ['a', '0']], ['/', ['']], ['/a~1b/m~0n/~01', ['a/b', 'm~n', '~1']], ['/ü/ ', ['ü', ' ']]])('reads %j', (pointer, path) => {
    expect(parseJsonPointer(pointer)).toEqual(path)
    expect(formatJsonPointer(path)).toBe(pointer)
  })

  it.each(['a', 'a/b', '/~', '/~2', '#/a'])('refuses %j', (pointer) => {
    expect(() => parseJsonPointer(pointer)).toThrow(expect.objectContaining({ code: 'credential/pointer-malformed' }))
  })

  it('reads every path that it writes', () => {
    fc.assert(fc.property(fc.array(fc.string({ maxLength: 4, unit: 'binary' }), { maxLength: 4 }), (path) => {
      expect(parseJsonPointer(formatJsonPointer(path))).toEqual(path)
    }))
  })
})

describe('quotePointer()', () => {
  it('keeps messages short and on one line', () => {
    expect(quotePointer('/a\n')).toBe(String.raw`"/a\n"`)
    expect(quotePointer(`/${'x'.repeat(9_999)}`).length).toBeLessThan(210)
  })
})
