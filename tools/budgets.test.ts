import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { firstLoad, pages, weigh } from './budgets.ts'

const manifest = {
  'page.html': { file: 'a.js', imports: ['_shared.js'], dynamicImports: ['_words-en-1.js'] },
  'pages/list.tsx': { file: 'b.js', imports: ['page.html', '_shared.js'], dynamicImports: ['pages/heavy.tsx', 'messages/en/list.ts', 'messages/fr/list.ts', 'messages/en/desk.ts'] },
  'pages/heavy.tsx': { file: 'c.js' },
  'messages/en/list.ts': { file: 'list-en.js' },
  'messages/fr/list.ts': { file: 'list-fr.js' },
  'messages/en/desk.ts': { file: 'desk-en.js' },
  '_words-en-1.js': { file: 'words-en-1.js' },
  '_words-fr-2.js': { file: 'words-fr-2.js' },
  '_shared.js': { file: 'd.js', imports: ['page.html'] },
}

describe('firstLoad()', () => {
  it('counts each file once, through circles too, and none that waits until it is called for', () => {
    expect([...firstLoad(manifest, ['page.html', '_shared.js'], 'en')].toSorted()).toEqual(['a.js', 'd.js', 'words-en-1.js'])
  })

  it('counts the words of one language, together or apart, and the English ones of what has no other', () => {
    expect([...firstLoad(manifest, ['pages/list.tsx'], 'fr')].toSorted()).toEqual(['a.js', 'b.js', 'd.js', 'desk-en.js', 'list-fr.js', 'words-fr-2.js'])
  })

  it('names a part that the build does not have', () => {
    expect(() => firstLoad(manifest, ['pages/gone.tsx'], 'en')).toThrow('pages/gone.tsx')
  })
})

describe.skipIf(!existsSync(new URL('../dist/web/wallet/index.html', import.meta.url)))('the built pages', () => {
  it.each(Object.entries(pages))('%s begins with no more than a poor connection may be asked for, in few files', (_, page) => {
    const { brotliKilobytes, files } = weigh(page)
    expect(brotliKilobytes).toBeLessThanOrEqual(page.limitKilobytes)
    expect(files).toBeLessThanOrEqual(page.limitFiles)
  })

  it.each(['wallet', 'node'])('%s: no file waits for one that waits for it, and so finds it empty', (build) => {
    const parts = JSON.parse(readFileSync(new URL(`../dist/web/${build}/.vite/manifest.json`, import.meta.url), 'utf8')) as Readonly<Record<string, { readonly imports?: readonly string[] }>>
    const done = new Set<string>()
    const circles: string[] = []
    const follow = (name: string, way: readonly string[]): void => {
      if (way.includes(name)) circles.push([...way, name].join(' > '))
      if (done.has(name)) return
      done.add(name)
      parts[name]?.imports?.forEach((next) => follow(next, [...way, name]))
    }
    Object.keys(parts).forEach((name) => follow(name, []))
    expect(circles).toEqual([])
  })
})
