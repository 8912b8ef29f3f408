/** Reads the parts of an OpenAPI 3.1 description that the guide shows. Untrusted only in shape: it is the node's own. */

/** A JSON Schema, as far as the guide reads it. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

interface Content { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }

/** One route. */
export interface Operation {
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly security?: readonly Readonly<Record<string, unknown>>[]
  readonly parameters?: readonly { readonly name: string, readonly in: string, readonly required?: boolean, readonly description?: string, readonly schema?: Schema }[]
  readonly requestBody?: Content
  readonly responses?: Readonly<Record<string, Content & { readonly description?: string }>>
}

/** A description of an API. */
export interface OpenApi {
  readonly info: { readonly title: string, readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

/** A route with its address. */
export interface Route extends Operation { readonly method: string, readonly path: string }

/** The routes under their first tag, in the order of the description. */
export function routesByTag(api: OpenApi, otherTag: string): ReadonlyMap<string, readonly Route[]> {
  const routes = Object.entries(api.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]): Route => ({ ...operation, method: method.toUpperCase(), path })))
  const byTag = new Map<string, Route[]>()
  for (const route of routes) {
    const tag = route.tags?.[0] ?? otherTag
    byTag.set(tag, [...(byTag.get(tag) ?? []), route])
  }
  return byTag
}

/** The schema itself where there is only a reference to it; one step, as the description is written. */
export function resolveSchema(schema: Schema, api: OpenApi): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return (name === undefined ? undefined : api.components?.schemas?.[name]) ?? schema
}

/** The JSON schema of a body or an answer, if it has one. */
export function schemaOf(content: Content | undefined, api: OpenApi): Schema | undefined {
  const found = Object.entries(content?.content ?? {}).find(([mediaType]) => mediaType.includes('json'))?.[1].schema
  return found === undefined ? undefined : resolveSchema(found, api)
}
