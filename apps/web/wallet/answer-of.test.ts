import { describe, expect, it } from 'vitest'
import { answerOf } from './answer-of.ts'
import { sharedAddress } from './shared-text.ts'

const own = 'https://wallet.example'

function answerTo(method: string, url: string, { mode = 'navigate' as RequestMode, destination = 'document' as RequestDestination } = {}): string {
  return answerOf({ method, mode, destination, url: new URL(url, own).href }, own)
}

describe('answerOf()', () => {
  it.each([['GET', '/record/1'], ['POST', '/record/1'], ['POST', '/'], ['POST', '/api/any'], ['POST', `${sharedAddress}/more`], ['HEAD', '/']])('lets no page of the node in, however it is asked for: %s %s', (method, path) => {
    expect(answerTo(method, path)).toBe('page')
    expect(answerTo(method, path, { destination: 'iframe' })).toBe('page')
  })

  it('leaves to the form what the share sheet sends, and nothing else', () => {
    expect([answerTo('POST', sharedAddress), answerTo('GET', sharedAddress), answerTo('POST', `https://other.example${sharedAddress}`)]).toEqual(['form', 'page', 'network'])
  })

  it('takes what runs or shows out of the kept build, and asks the network for the rest', () => {
    const of = (method: string, path: string, destination: RequestDestination): string => answerTo(method, path, { mode: 'cors', destination })
    expect([of('GET', '/assets/page.js', 'script'), of('GET', '/any.js', 'worker'), of('GET', '/assets/words.json', '')]).toEqual(['file', 'file', 'file'])
    expect([of('GET', '/health', ''), of('POST', '/api/any', '')]).toEqual(['network', 'network'])
  })
})
