import { describe, expect, it } from 'vitest'
import type { Finding } from '../credential/finding.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { checkCredentialSchema } from './credential-schema.ts'

const url = 'https://college.example/schema.json'
const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object',
  properties: { credentialSubject: { type: 'object', required: ['email'], properties: { email: { type: 'string', pattern: '^.+@.+$' } } } },
}
const credential = (email: Json, credentialSchema: Json = { id: url, type: 'JsonSchema' }): JsonObject => ({ credentialSubject: { email }, credentialSchema })
const judge = (value: JsonObject, documents: Record<string, unknown> = { [url]: schema }): Promise<Finding | undefined> => checkCredentialSchema(value, { documents })

describe('checkCredentialSchema()', () => {
  it('passes what keeps the schema it names, and fails what does not, saying where', async () => {
    expect(await judge(credential('a@b'))).toEqual({ outcome: 'passed' })
    const finding = await judge(credential(7))
    expect(finding).toMatchObject({ outcome: 'failed', code: 'schema/rule-broken' })
    expect(finding?.reason).toContain('/credentialSubject')
    expect(await judge(credential('secret.example'))).not.toMatchObject({ reason: expect.stringContaining('secret') })
  })

  it('has nothing to say where none is named', async () => {
    expect(await judge({})).toBeUndefined()
  })

  it('is unknown when the schema is not among the documents: none is ever fetched', async () => {
    expect(await judge(credential('a@b'), {})).toMatchObject({ outcome: 'unknown', code: 'schema/unavailable' })
    for (const document of ['not JSON', [], null, 7]) expect(await judge(credential('a@b'), { [url]: document })).toMatchObject({ outcome: 'unknown', code: 'schema/unavailable' })
  })

  it('is unknown for kinds of schema that are not looked at', async () => {
    for (const named of [{ id: url, type: 'JsonSchemaCredential' }, { id: 7, type: 'JsonSchema' }, 'x', null] as readonly Json[]) {
      expect(await judge(credential('a@b', named))).toMatchObject({ outcome: 'unknown', code: 'schema/not-supported' })
    }
  })

  it('is as bad as the worst of several', async () => {
    const two = [{ id: url, type: 'JsonSchema' }, { id: 'https://college.example/other.json', type: 'JsonSchema' }]
    expect(await judge(credential('a@b', two))).toMatchObject({ outcome: 'unknown', code: 'schema/unavailable' })
    expect(await judge(credential(7, two))).toMatchObject({ outcome: 'failed' })
    expect(await judge(credential('a@b', Array.from({ length: 5 }, () => ({ id: url, type: 'JsonSchema' }))))).toMatchObject({ outcome: 'unknown', code: 'schema/too-many' })
  })

  it('is unknown when the schema cannot be used: without a draft, with references to others, or broken', async () => {
    const { $schema: _, ...undated } = schema
    const broken = [undated, { ...schema, $ref: 'https://evil.example/more.json' }, { ...schema, $schema: 'https://evil.example' }, { ...schema, patternProperties: { '[': {} } }]
    for (const document of broken) expect(await judge(credential('a@b'), { [url]: document })).toMatchObject({ outcome: 'unknown', code: 'schema/unusable' })
  })

  it('reads a schema given as text', async () => {
    expect(await judge(credential('a@b'), { [url]: JSON.stringify(schema) })).toEqual({ outcome: 'passed' })
  })
})
