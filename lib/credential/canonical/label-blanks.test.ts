import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { Quad } from 'jsonld/lib/toRdf.js'
import rdfCanonize from 'rdf-canonize'
import { describe, expect, it } from 'vitest'
import { escapeText, textLiteral } from './literal.ts'
import { labelBlanks } from './label-blanks.ts'
import { internPredicate } from './predicates.ts'
import { Resource, Statement } from './resource.ts'
import { settleStatements } from './settle-statements.ts'
import { writeStatements } from './write-statements.ts'

const vectors = new URL('../../../../shared/data/vectors/w3c-rdf-canon/tests/', import.meta.url)

describe.skipIf(!existsSync(vectors))('labelBlanks()', () => {
  const { entries } = existsSync(vectors) ? JSON.parse(readFileSync(new URL('manifest.jsonld', vectors), 'utf8')) as { entries: Vector[] } : { entries: [] }
  const read = (name: string): string => readFileSync(new URL(name, vectors), 'utf8')
  const digest = (algorithm: string) => (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(createHash(algorithm).update(bytes).digest())

  it.each(entries.filter(({ type }) => type === 'rdfc:RDFC10EvalTest'))('labels the nodes of $action as the specification does', ({ action, result, hashAlgorithm }) => {
    expect(canonicalForm(read(action), digest(hashAlgorithm === 'SHA384' ? 'sha384' : 'sha256'))).toBe(read(result))
  })

  it.each(entries.filter(({ type }) => type === 'rdfc:RDFC10NegativeEvalTest'))('leaves the poison graph $action to the long way', ({ action }) => {
    expect(() => canonicalForm(read(action), digest('sha256'))).toThrow(expect.objectContaining({ reason: 'alike' }))
  })
})

interface Vector {
  readonly type: string
  readonly action: string
  readonly result: string
  readonly hashAlgorithm?: string
}

function canonicalForm(text: string, digest: (bytes: Uint8Array) => Uint8Array<ArrayBuffer>): string {
  const resources = resourcesOf(rdfCanonize.NQuads.parse(text) as unknown as readonly Quad[])
  const settled = settleStatements({ resources, hasOwnPredicates: false, hasSurrogates: false })
  labelBlanks(settled.blanks, digest)
  return writeStatements(settled).join('')
}

/** Statements in whatever form, as a document would have made them. */
function resourcesOf(quads: readonly Quad[]): Resource[] {
  const resources = new Map<string, Resource>()
  const resourceOf = ({ termType, value }: Quad['object']): Resource => {
    const isBlank = termType === 'BlankNode'
    const name = isBlank ? `_:${value}` : `<${value}>`
    const resource = resources.get(name) ?? new Resource(isBlank ? '_:' : name, isBlank, resources.size)
    resources.set(name, resource)
    return resource
  }
  for (const { subject, predicate, object, graph } of quads) {
    const of = resourceOf(subject)
    const blank = object.termType === 'BlankNode' ? resourceOf(object) : undefined
    const text = blank === undefined ? textOf(object) : '_:'
    const statement = new Statement(internPredicate(predicate.value), text, 'node', blank, graph.termType === 'DefaultGraph' ? undefined : resourceOf(graph))
    of.statements.push(statement)
    blank?.mentionedBy({ by: of, statement })
  }
  return [...resources.values()]
}

function textOf({ termType, value, language, datatype }: Quad['object']): string {
  if (termType === 'NamedNode') return `<${value}>`
  return language === undefined || language === '' ? textLiteral(escapeText(value), datatype?.value ?? '') : `"${escapeText(value)}"@${language}`
}
