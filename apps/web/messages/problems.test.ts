import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import './desk-problems.ts'
import { explainProblem, listProblems } from './problems.ts'
import { wordsReady } from './words.ts'

const server = readFileSync(new URL('../../server/problem.ts', import.meta.url), 'utf8')
const codes = [...server.matchAll(/^ {2}'([a-z-]+\/[a-z-]+)': \[\d{3}, /gm)].map((match) => match[1] ?? '')
  // No page calls the surface of conformance suites.
  .filter((code) => !code.startsWith('vc-api/'))

await wordsReady()

describe('explainProblem()', () => {
  it('finds the codes of the server in its table', () => {
    expect(codes.length).toBeGreaterThan(40)
  })

  it.each(codes)('has words of its own for %s', (code) => {
    expect(listProblems().map(([known]) => known)).toContain(code)
  })

  it.each(['tomorrow/unheard-of', 'constructor', 'other'])('says what happened and what to do for a code that it does not know: %s', (code) => {
    const words = explainProblem({ code })
    expect(words.what).toBe('That did not work')
    expect(words.next).not.toBe('')
  })
})
