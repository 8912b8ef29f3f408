import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from './open-test-node.ts'

describe('a node', () => {
  let node: TestNode
  let owner: TestOwner
  beforeAll(async () => {
    node = await openTestNode()
    owner = await addTestOwner(node)
  })
  afterAll(() => node.close())

  it('is set up by the holder of the link, whose session then works', async () => {
    const answer = await owner.request({ url: '/api/session' })
    expect(answer.json()).toMatchObject({ account: { displayName: 'Registrar' }, organisations: [{ slug: 'riverbend-community-college' }] })
    expect(owner.organisation.did).toMatch(/^did:key:z6Mk/)
  })

  it('describes its own API', async () => {
    const answer = await node.app.inject('/openapi.json')
    const description = answer.json<{ openapi: string; paths: Record<string, Record<string, { security?: unknown; responses: Record<string, unknown> }>>; components: { schemas: object } }>()
    expect(description.openapi).toBe('3.1.0')
    const session = description.paths['/api/session']
    expect(session?.['get']).toMatchObject({ security: [{ session: [] }], responses: { 200: {}, default: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } } })
    expect(session?.['post']?.security).toBeUndefined()
    expect(description.components.schemas).toHaveProperty('Problem')
    expect(description.paths).not.toHaveProperty('/*')
  })

  it('logs out', async () => {
    const answer = await owner.request({ method: 'DELETE', url: '/api/session' })
    expect([answer.statusCode, answer.body]).toEqual([204, ''])
    expect((await owner.request({ url: '/api/session' })).statusCode).toBe(401)
  })
})
