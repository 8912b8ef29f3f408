import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { receiveShared } from './receive-shared.ts'
import { formatSharedPage, readSharedPage, sharedAddress } from './shared-text.ts'

const origin = 'https://wallet.example'
interface Asked { readonly request: Request; respondWith(answer: Promise<Response>): void }

/** What the worker answers to a request, or undefined where it leaves it to the network. */
async function answer(request: Request): Promise<Response | undefined> {
  let listener: ((event: Asked) => void) | undefined
  let answered: Promise<Response> | undefined
  receiveShared({ location: { origin }, addEventListener: (_, given) => { listener = given } })
  listener?.({ request, respondWith: (given) => { answered = given } })
  return answered
}
const post = (path: string, form: Readonly<Record<string, string | Blob>>): Request => {
  const body = new FormData()
  for (const [name, value] of Object.entries(form)) body.append(name, value)
  return new Request(`${origin}${path}`, { method: 'POST', body })
}

describe('receiveShared()', () => {
  it('sends what was shared to the form, where no server sees it', async () => {
    const response = await answer(post(sharedAddress, { title: 'Pivot & tables', text: 'حلقة\nsecond line', url: 'https://learn.example/a?b=c#d', file: new Blob(['x']) }))
    const target = new URL(response?.headers.get('location') ?? '')
    expect(response?.status).toBe(303)
    expect([target.origin, target.pathname, target.search]).toEqual([origin, '/learning/new', ''])
    expect(readSharedPage(target.hash)).toEqual({ title: 'Pivot & tables', text: 'حلقة\r\nsecond line', url: 'https://learn.example/a?b=c#d' })
  })

  it('says that what is no form, or is a file in the place of words, did not come', async () => {
    const broken = await answer(new Request(`${origin}${sharedAddress}`, { method: 'POST', body: 'x' }))
    expect(broken?.headers.get('location')).toBe(`${origin}/learning/new#lost`)
    expect(readSharedPage('#lost')).toBe('lost')
    const file = await answer(post(sharedAddress, { title: new Blob(['x']) }))
    expect(readSharedPage(new URL(file?.headers.get('location') ?? '').hash)).toBeUndefined()
  })

  it('leaves every other request alone', async () => {
    expect(await answer(new Request(`${origin}${sharedAddress}`))).toBeUndefined()
    expect(await answer(post('/learning/new', { title: 'x' }))).toBeUndefined()
    expect(await answer(new Request(`https://other.example${sharedAddress}`, { method: 'POST', body: 'x' }))).toBeUndefined()
  })

  it('brings any text back as it was, cut to what an address can hold', () => {
    fc.assert(fc.property(fc.record({ title: fc.string({ minLength: 1 }), text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }) }), (shared) => {
      expect(readSharedPage(new URL(formatSharedPage(shared), origin).hash)).toEqual(shared)
    }))
    expect(formatSharedPage({ text: 'x'.repeat(100_000) }).length).toBeLessThan(9_000)
  })
})
