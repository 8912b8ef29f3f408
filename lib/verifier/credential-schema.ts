import type { Schema, SchemaDraft, ValidationResult } from '@cfworker/json-schema'
import { isJsonObject, listOf, readJsonObject } from '../credential/parse-json.ts'
import type { Finding } from '../credential/finding.ts'
import { worstOutcome } from '../credential/finding.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { failed, passed, unknown } from './report.ts'
import type { VerifyContext } from './verify-context.ts'

/** Untrusted: a credential that names more schemas than this is not held to them. */
const maxSchemas = 4

/**
 * Holds a credential to the schemas that it names (Verifiable Credentials JSON Schema Specification, "Validation"); undefined when
 * it names none.
 *
 * Only schemas among the caller's documents are used, never fetched ones: who serves a schema decides what is asked, and a hostile
 * pattern in one can keep a validator busy for ever.
 */
export async function checkCredentialSchema(credential: JsonObject, { documents }: Pick<VerifyContext, 'documents'>): Promise<Finding | undefined> {
  const named = listOf(credential['credentialSchema'])
  if (named.length === 0) return undefined
  if (named.length > maxSchemas) return unknown('schema/too-many', `It names more than ${maxSchemas} schemas`)
  const findings: Finding[] = []
  for (const item of named) findings.push(await checkNamed(credential, item, documents))
  const worst = worstOutcome(findings.map(({ outcome }) => outcome))
  return findings.find(({ outcome }) => outcome === worst)
}

async function checkNamed(credential: JsonObject, named: Json, documents: VerifyContext['documents']): Promise<Finding> {
  const { id, type } = isJsonObject(named) ? named : {}
  if (type !== 'JsonSchema' || typeof id !== 'string') return unknown('schema/not-supported', 'The kind of schema that it names is not supported')
  const schema = Object.hasOwn(documents, id) ? readJsonObject(documents[id]) : undefined
  if (schema === undefined) return unknown('schema/unavailable', 'The schema that it names is not at hand')
  const result = await validate(credential, schema)
  if (result === undefined) return unknown('schema/unusable', 'The schema that it names cannot be used')
  const [error] = result.errors.toReversed()
  return result.valid ? passed : failed('schema/rule-broken', `${error?.instanceLocation.replace(/^#/, '') || '/'} breaks a rule of the schema that it names`)
}

const drafts: Readonly<Record<string, SchemaDraft>> = {
  'https://json-schema.org/draft/2020-12/schema': '2020-12', 'https://json-schema.org/draft/2019-09/schema': '2019-09', 'http://json-schema.org/draft-07/schema': '7',
}

/** Undefined for a schema that does not say which draft it is of, as it must, or that refers to others. */
async function validate(credential: JsonObject, schema: JsonObject): Promise<ValidationResult | undefined> {
  const { $schema } = schema
  const draft = typeof $schema === 'string' ? drafts[$schema.replace(/#$/, '')] : undefined
  if (draft === undefined) return undefined
  // Loaded when the first such schema is met: most credentials name none.
  const { Validator } = await import('@cfworker/json-schema')
  try {
    return new Validator(schema as Schema, draft).validate(credential)
  } catch {
    // Whatever a schema does to its validator, it is no fault of the credential.
    return undefined
  }
}
