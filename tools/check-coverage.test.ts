import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const rows = readFileSync(new URL('../COVERAGE.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| R\d+ /.test(line))
  .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))

describe('COVERAGE.md', () => {
  it('has each requirement R1 to R145 once, in order', () => {
    expect(rows.map(([number]) => number)).toEqual(Array.from({ length: 145 }, (_, index) => `R${index + 1}`))
  })

  it('gives each row one of the three states', () => {
    expect(rows.filter(([, , state]) => !['works', 'partly', 'not yet'].includes(state ?? ''))).toEqual([])
  })

  it('names a test for everything that works', () => {
    expect(rows.filter(([, , state, , test]) => state === 'works' && test === '')).toEqual([])
  })

  it('names only files and folders that exist', () => {
    const named = rows.flatMap(([, , , where = '', test = '']) => [...`${where} ${test}`.matchAll(/`((?:lib|apps|stories|tools|benches)\/[^`]*)`/g)].map((match) => match[1] ?? ''))
    expect(named.filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)))).toEqual([])
  })
})
