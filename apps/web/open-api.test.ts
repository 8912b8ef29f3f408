import { describe, expect, it } from 'vitest'
import { routesByTag, schemaOf, type OpenApi } from './open-api.ts'

const schema = { type: 'object', properties: { name: { type: 'string' } } }
const api: OpenApi = {
  info: { title: 'A node', version: '1' },
  paths: {
    '/a': { get: { tags: ['first'], summary: 'Reads' }, post: { tags: ['first'] } },
    '/b': { get: {} },
  },
  components: { schemas: { Thing: schema } },
}

describe('routesByTag()', () => {
  it('keeps the routes of a tag together and names the rest', () => {
    const tags = routesByTag(api, 'Other')
    expect([...tags].map(([tag, routes]) => [tag, routes.map(({ method, path }) => `${method} ${path}`)])).toEqual([['first', ['GET /a', 'POST /a']], ['Other', ['GET /b']]])
  })
})

describe('schemaOf()', () => {
  it('follows a reference into the components', () => {
    expect(schemaOf({ content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } }, api)).toBe(schema)
  })

  it('finds nothing where there is no JSON', () => {
    expect(schemaOf({ content: { 'text/csv': { schema } } }, api)).toBeUndefined()
    expect(schemaOf(undefined, api)).toBeUndefined()
  })
})
