import type { VNode } from 'preact'
import { callApi } from '../api.ts'
import { CopyButton } from '../components/copy-line.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Page } from '../components/page.tsx'
import { apiGuide as words } from '../messages/api-guide.ts'
import { listProblems } from '../messages/problems.ts'
import { resolveSchema, routesByTag, schemaOf, type OpenApi, type Route, type Schema } from '../open-api.ts'
import { node } from '../session.ts'
import { useLoaded } from '../use-loaded.ts'

/** What programs can do with this node, made from its own description. */
export default function ApiGuide(): VNode {
  const api = useLoaded((signal) => callApi<OpenApi>('/openapi.json', { signal }), [])
  const example = words.exampleText(node.value?.publicBaseUrl ?? location.origin)
  return (
    <Page title={words.title} lede={words.lede} width="desk">
      <section class="stack">
        <h2>{words.startTitle}</h2>
        <ol class="how">{words.start.map((step) => <li key={step.name}><h3>{step.name}</h3><p>{step.text}</p></li>)}</ol>
        <pre tabIndex={0} aria-label={words.example}>{example}</pre>
        <div class="row"><CopyButton text={example} label={words.copyExample} /><a class="link-touch" href="/openapi.json" target="_blank" rel="noreferrer">{words.description}</a></div>
      </section>
      <Loaded of={api}>{(value) => <Guide api={value} />}</Loaded>
      <Refusals />
    </Page>
  )
}

const anchorOf = (tag: string): string => `routes-${tag.replaceAll(/\W+/g, '-')}`

function Guide({ api }: { readonly api: OpenApi }): VNode {
  const tags = [...routesByTag(api, words.others)]
  return (
    <>
      <nav class="stack stack-tight" aria-label={words.contents}>
        <h2>{words.contents}</h2>
        <ul class="row contents">{tags.map(([tag]) => <li key={tag}><a href={`#${anchorOf(tag)}`}>{tag}</a></li>)}</ul>
      </nav>
      {tags.map(([tag, routes]) => (
        <section key={tag} class="stack" id={anchorOf(tag)}>
          <h2>{tag}</h2>
          {routes.map((route) => <RouteCard key={`${route.method} ${route.path}`} route={route} api={api} />)}
        </section>
      ))}
    </>
  )
}

function accessOf(route: Route): string {
  const names = (route.security ?? []).flatMap((requirement) => Object.keys(requirement))
  if (names.includes('apiKey')) return words.access.key
  if (names.includes('session')) return words.access.session
  return names.length === 0 ? words.access.public : words.access.token
}

function RouteCard({ route, api }: { readonly route: Route, readonly api: OpenApi }): VNode {
  const body = schemaOf(route.requestBody, api)
  const answers = Object.entries(route.responses ?? {}).map(([status, answer]) => ({ status, schema: schemaOf(answer, api) }))
  return (
    <details class="card route">
      <summary><span class="route-method">{route.method}</span> <span class="code">{route.path}</span> <span class="route-summary">{route.summary}</span></summary>
      <div class="stack route-body">
        <p class="quiet">{accessOf(route)}</p>
        {route.description !== undefined && <p>{route.description}</p>}
        {route.parameters !== undefined && route.parameters.length > 0 && (
          <Fields title={words.parameters} fields={route.parameters.map(({ name, schema = {}, required = false, description }) => ({ name, kind: kindOf(schema, api), isRequired: required, description }))} />
        )}
        {body !== undefined && <Fields title={words.body} fields={fieldsOf(body, api)} />}
        {answers.map(({ status, schema }) => schema !== undefined && <Fields key={status} title={`${words.answers}: ${status}`} fields={fieldsOf(schema, api)} />)}
      </div>
    </details>
  )
}

interface GuideField { readonly name: string, readonly kind: string, readonly isRequired: boolean, readonly description?: string | undefined }

function fieldsOf(schema: Schema, api: OpenApi): readonly GuideField[] {
  return Object.entries(schema.properties ?? {}).map(([name, property]) => (
    { name, kind: kindOf(property, api), isRequired: schema.required?.includes(name) === true, description: resolveSchema(property, api).description }
  ))
}

function kindOf(given: Schema, api: OpenApi): string {
  const schema = resolveSchema(given, api)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) {
    const kinds = choices.filter((choice) => choice.type !== 'null').map((choice) => kindOf(choice, api))
    const joined = [...new Set(kinds)].join(' / ')
    return choices.length > kinds.length ? words.orNothing(joined) : joined
  }
  if (schema.const !== undefined) return String(schema.const)
  if (schema.enum !== undefined) return words.oneOf(schema.enum.map(String).join(', '))
  if (schema.items !== undefined) return words.listOf(kindOf(schema.items, api))
  if (schema.properties !== undefined) return `${words.object} { ${Object.keys(schema.properties).join(', ')} }`
  const type = Array.isArray(schema.type) ? schema.type.join(' / ') : schema.type
  return [type ?? words.anything, schema.format].filter((part) => part !== undefined).join(', ')
}

function Fields({ title, fields }: { readonly title: string, readonly fields: readonly GuideField[] }): VNode {
  return (
    <div class="stack stack-tight">
      <h3>{title}</h3>
      {fields.length === 0 ? <p class="quiet">{words.noFields}</p> : (
        <dl class="facts">
          {fields.map((field) => (
            <div key={field.name}>
              <dt><span class="code">{field.name}</span></dt>
              <dd>{field.kind} <span class="quiet">({field.isRequired ? words.required : words.optional})</span>{field.description !== undefined && <p class="quiet small">{field.description}</p>}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

function Refusals(): VNode {
  return (
    <section class="stack">
      <h2>{words.refusals}</h2>
      <p>{words.refusalsText}</p>
      <div class="table-wrap">
        <table class="table table-cards">
          <caption class="hidden-text">{words.refusals}</caption>
          <thead><tr><th scope="col">{words.code}</th><th scope="col">{words.means}</th><th scope="col">{words.next}</th></tr></thead>
          <tbody>
            {listProblems().map(([code, { what, next }]) => (
              <tr key={code} id={code}><th scope="row"><span class="code">{code}</span></th><td data-label={words.means}>{what}</td><td data-label={words.next}>{next}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
