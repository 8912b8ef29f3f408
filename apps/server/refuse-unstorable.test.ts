import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from './open-test-node.ts'

describe('text that no database can keep', () => {
  let node: TestNode
  let owner: TestOwner
  beforeAll(async () => {
    node = await openTestNode()
    owner = await addTestOwner(node)
  })
  afterAll(() => node.close())

  const codeOf = async (answer: Promise<{ readonly statusCode: number; json(): unknown }>): Promise<unknown[]> => {
    const { statusCode, json } = await answer
    return [statusCode, (json() as { code?: string }).code]
  }

  it.each([
    '/status/%00', '/orgs/%00/did.json', '/achievements/%00', '/api/shares/%00', '/api/organisations/%00', '/api/organisations/mine/claims?q=a%00', '/nowhere/%00?%00=1',
  ])('is refused, not a fault of the node, in %s', async (url) => {
    expect((await owner.request({ url })).statusCode).toBeLessThan(500)
    expect((await node.app.inject({ url })).statusCode).toBeLessThan(500)
  })

  it.each([['U+0000', '\\u0000'], ['half a surrogate pair', '\\ud800']])('is refused in a body: %s, in a value, deep in a list or as a name', async (_, escaped) => {
    const url = '/api/session'
    const post = (payload: string) => node.app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json' } })
    for (const body of [`{"loginName":"a${escaped}","passphrase":"b"}`, `{"loginName":"a","passphrase":"b","more":[[{"deep":"${escaped}"}]]}`, `{"loginName":"a","passphrase":"b","${escaped}":1}`]) {
      expect(await codeOf(post(body))).toEqual([400, 'request/invalid'])
    }
    expect(await codeOf(post('{"loginName":"a\u{1F511}","passphrase":"b"}'))).toEqual([401, 'access/credentials-wrong'])
  })

  it('does not keep the node busy in a body as deep as may be', async () => {
    const answer = await node.app.inject({ method: 'POST', url: '/api/session', payload: `${'['.repeat(120_000)}${']'.repeat(120_000)}`, headers: { 'content-type': 'application/json' } })
    expect(answer.statusCode).toBe(400)
  })

  it('leaves names and links of people in no cache, and what is for everybody in many', async () => {
    for (const url of ['/api/session', '/api/organisations', `/api/organisations/${owner.organisation.id}/claims`]) {
      const answer = await owner.request({ url })
      expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store'])
    }
    expect((await node.app.inject('/ledger/key')).headers['cache-control']).toBe('public, max-age=300')
  })
})
