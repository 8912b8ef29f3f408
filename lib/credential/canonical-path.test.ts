import { afterEach, describe, expect, it } from 'vitest'
import { canonicalComparisons, goCanonicalPath, sampledOneIn, useCanonicalPath, type CanonicalPath } from './canonical-path.ts'

afterEach(() => useCanonicalPath('fast'))

/** How many of so many documents each way took, of which the fast way makes one thing and the reference another, and how many were refused. */
async function walk(path: CanonicalPath, documents: number, fast = async (): Promise<string> => 'one'): Promise<{ readonly reference: number; readonly refused: number; readonly compared: number; readonly differing: number }> {
  useCanonicalPath(path)
  const before = canonicalComparisons()
  const count = { reference: 0, refused: 0 }
  const reference = async (): Promise<string> => {
    count.reference += 1
    return 'other'
  }
  for (let document = 0; document < documents; document += 1) {
    await goCanonicalPath({ fast, reference, isSame: (left, right) => left === right }).catch((error: { readonly code?: string }) => {
      if (error.code !== 'credential/canonical-forms-differ') throw error
      count.refused += 1
    })
  }
  const after = canonicalComparisons()
  return { ...count, compared: after.made - before.made, differing: after.differing - before.differing }
}

describe('goCanonicalPath()', () => {
  it('by the fast way asks the reference only for what is not usual', async () => {
    expect(await walk('fast', 2 * sampledOneIn)).toEqual({ reference: 0, refused: 0, compared: 0, differing: 0 })
    expect(await walk('fast', 2, async () => Promise.reject(new Error('unusual')))).toEqual({ reference: 2, refused: 0, compared: 0, differing: 0 })
  })

  it('sampled, compares one document in so many, counts it, and refuses it where the two disagree', async () => {
    expect(await walk('sampled', 2 * sampledOneIn)).toEqual({ reference: 2, refused: 2, compared: 2, differing: 2 })
    expect(await walk('sampled', 2 * sampledOneIn, async () => 'other')).toEqual({ reference: 2, refused: 0, compared: 2, differing: 0 })
  })

  it('both, compares every one, and by the reference none', async () => {
    expect(await walk('both', 3)).toEqual({ reference: 3, refused: 3, compared: 3, differing: 3 })
    expect(await walk('reference', 3)).toEqual({ reference: 3, refused: 0, compared: 0, differing: 0 })
  })
})
