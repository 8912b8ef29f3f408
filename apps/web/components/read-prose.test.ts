import { describe, expect, it } from 'vitest'
import { readProse } from './read-prose.ts'

const plain = (text: string): { readonly text: string, readonly isStrong: boolean } => ({ text, isStrong: false })

describe('readProse()', () => {
  it('reads paragraphs, one list from neighbouring lines, and bold words', () => {
    expect(readProse('One,\nstill one.\r\n\r\n- a **b**\n* c\nTwo.')).toEqual([
      { kind: 'paragraph', parts: [plain('One,\nstill one.')] },
      { kind: 'list', items: [[plain('a '), { text: 'b', isStrong: true }], [plain('c')]] },
      { kind: 'paragraph', parts: [plain('Two.')] },
    ])
  })

  it('reads a heading without its sign', () => {
    expect(readProse('# How\nBy doing.')).toEqual([{ kind: 'heading', parts: [plain('How')] }, { kind: 'paragraph', parts: [plain('By doing.')] }])
  })

  it('reads nothing out of nothing', () => {
    expect(readProse(' \n\n')).toEqual([])
  })

  it.each(['<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '**', '#no', '-no', '** **'])('leaves %j as characters', (text) => {
    const [block] = readProse(text)
    expect(block?.kind === 'paragraph' ? block.parts.map((part) => part.text).join('') : '').toBe(text === '** **' ? ' ' : text)
  })

  it('reads a long text of one sign in no time', () => {
    const started = performance.now()
    readProse('*'.repeat(20_000))
    readProse('- '.repeat(10_000))
    expect(performance.now() - started).toBeLessThan(500)
  })
})
