import { describe, expect, it } from 'vitest'
import { firstLoad } from './budgets.ts'

const manifest = {
  'page.html': { file: 'a.js', imports: ['_shared.js'] },
  'pages/list.tsx': { file: 'b.js', imports: ['page.html', '_shared.js'] },
  'pages/heavy.tsx': { file: 'c.js' },
  '_shared.js': { file: 'd.js', imports: ['page.html'] },
}

describe('firstLoad()', () => {
  it('counts each file once, through circles too, and none that waits until it is called for', () => {
    expect([...firstLoad(manifest, ['page.html', 'pages/list.tsx'])].toSorted()).toEqual(['a.js', 'b.js', 'd.js'])
  })

  it('names a part that the build does not have', () => {
    expect(() => firstLoad(manifest, ['pages/gone.tsx'])).toThrow('pages/gone.tsx')
  })
})
