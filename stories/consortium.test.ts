/** Operators and validators of five sectors, each a process of its own; with LER_TEST_LONG=1 three of each sector instead of one. */
import { describe, expect, it } from 'vitest'
import { runConsortium } from './consortium.ts'

const isLong = process.env['LER_TEST_LONG'] !== undefined

describe('a consortium', () => {
  it('founds a network, stays final without one sector, stays safe without two, and heals', async () => {
    const steps: string[] = []
    const size = isLong ? { perSector: 3, rounds: 20 } : { perSector: 1, rounds: 3 }
    const { validators, finalityP95 } = await runConsortium(size, (line) => void steps.push(line))
    expect(validators).toBe(5 * size.perSector)
    expect(steps.join('\n')).toMatch(/founded[^]*Final:[^]*Lost: all \d of government[^]*Final:[^]*Lost: all \d of certification[^]*Safe:[^]*Healed:/)
    // An entry waits for the node's next turn, twice a second, and for one round.
    expect(finalityP95).toBeLessThan(10_000)
  })
})
