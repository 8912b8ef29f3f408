/**
 * One small document for each feature of JSON-LD 1.1 Processing Algorithms and API, "Deserialize JSON-LD to RDF Algorithm": the short
 * way either writes what the long way writes, or leaves it to that for the reason given. What it writes is told by hand, too.
 */
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { addContext } from '../contexts.ts'
import { comparePaths } from './_compare-paths.ts'
import { canonicalizeUsual } from './canonicalize-usual.ts'
import type { Reason } from './unusual.ts'

const xsd = 'http://www.w3.org/2001/XMLSchema#'
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const address = { '@type': '@id' }
/** Known in every case, beside what the case defines itself. */
const usual = { id: '@id', type: '@type', p: 'urn:p', q: 'urn:q', to: { '@id': 'urn:to', ...address } }

/** The terms of a case, the document under them, and the lines in which it differs from others; none: only that both ways agree. */
type Claimed = readonly [feature: string, terms: JsonObject, document: JsonObject, lines: readonly string[]]

const claimed: readonly Claimed[] = [
  ['a text', {}, { id: 'urn:a', p: 'x' }, ['<urn:a> <urn:p> "x" .']],
  ['characters that are escaped', {}, { id: 'urn:a', p: '"\\\n\r\t\b\f\u0000\u007f' }, ['<urn:a> <urn:p> "\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u007F" .']],
  ['whole numbers', {}, { id: 'urn:a', p: [1, -5, 0] }, [`<urn:a> <urn:p> "-5"^^<${xsd}integer> .`, `<urn:a> <urn:p> "0"^^<${xsd}integer> .`, `<urn:a> <urn:p> "1"^^<${xsd}integer> .`]],
  ['other numbers', {}, { id: 'urn:a', p: [3.5, -0.25, 123456.75] }, [`<urn:a> <urn:p> "-2.5E-1"^^<${xsd}double> .`, `<urn:a> <urn:p> "1.2345675E5"^^<${xsd}double> .`, `<urn:a> <urn:p> "3.5E0"^^<${xsd}double> .`]],
  ['truth values', {}, { id: 'urn:a', p: [true, false] }, [`<urn:a> <urn:p> "false"^^<${xsd}boolean> .`, `<urn:a> <urn:p> "true"^^<${xsd}boolean> .`]],
  ['a type by the term', { day: { '@id': 'urn:day', '@type': `${xsd}date` } }, { id: 'urn:a', day: '2026-11-22' }, [`<urn:a> <urn:day> "2026-11-22"^^<${xsd}date> .`]],
  ['numbers and truth values with a type by the term', { mark: { '@id': 'urn:mark', '@type': `${xsd}float` } }, { id: 'urn:a', mark: [2, 2.5, true] }, [`<urn:a> <urn:mark> "2"^^<${xsd}float> .`, `<urn:a> <urn:mark> "2.5E0"^^<${xsd}float> .`, `<urn:a> <urn:mark> "true"^^<${xsd}float> .`]],
  ['the type of texts, which goes unsaid', { word: { '@id': 'urn:word', '@type': `${xsd}string` } }, { id: 'urn:a', word: ['x', 1] }, ['<urn:a> <urn:word> "1" .', '<urn:a> <urn:word> "x" .']],
  ['a text in a language', {}, { id: 'urn:a', p: { '@value': 'x', '@language': 'de-CH' } }, ['<urn:a> <urn:p> "x"@de-ch .']],
  ['addresses as values', {}, { id: 'urn:a', to: ['urn:b', { id: 'urn:c' }] }, ['<urn:a> <urn:to> <urn:b> .', '<urn:a> <urn:to> <urn:c> .']],
  ['names as values', { kind: { '@id': 'urn:kind', '@type': '@vocab' } }, { id: 'urn:a', kind: ['p', 'urn:b'] }, ['<urn:a> <urn:kind> <urn:b> .', '<urn:a> <urn:kind> <urn:p> .']],
  ['names as values that continue the vocabulary', { '@vocab': 'urn:v:', kind: { '@type': '@vocab' } }, { id: 'urn:a', kind: 'other' }, ['<urn:a> <urn:v:kind> <urn:v:other> .']],
  ['a vocabulary', { '@vocab': 'urn:v:' }, { id: 'urn:a', own: 'x', type: 'Own' }, [`<urn:a> <${rdf}type> <urn:v:Own> .`, '<urn:a> <urn:v:own> "x" .']],
  ['JSON literals', { json: { '@id': 'urn:json', '@type': '@json' } }, { id: 'urn:a', json: { b: [1, null, 'é', {}], a: true } }, [`<urn:a> <urn:json> "{\\"a\\":true,\\"b\\":[1,null,\\"é\\",{}]}"^^<${rdf}JSON> .`]],
  ['a JSON literal that is a list, or nothing', { json: { '@id': 'urn:json', '@type': '@json' } }, { id: 'urn:a', json: [null], q: { id: 'urn:b', json: null } }, [`<urn:a> <urn:json> "[null]"^^<${rdf}JSON> .`, `<urn:b> <urn:json> "null"^^<${rdf}JSON> .`]],
  ['nothing', {}, { id: 'urn:a', p: [null, 'x', []], q: null }, ['<urn:a> <urn:p> "x" .']],
  ['sets, and sets in sets', { many: { '@id': 'urn:many', '@container': '@set' } }, { id: 'urn:a', many: ['x', ['y', ['x']]] }, ['<urn:a> <urn:many> "x" .', '<urn:a> <urn:many> "y" .']],
  ['a list', { row: { '@id': 'urn:row', '@container': '@list' } }, { id: 'urn:a', row: ['x', null, 'x'] }, [
    '<urn:a> <urn:row> _:c14n1 .', `_:c14n0 <${rdf}first> "x" .`, `_:c14n0 <${rdf}rest> <${rdf}nil> .`, `_:c14n1 <${rdf}first> "x" .`, `_:c14n1 <${rdf}rest> _:c14n0 .`]],
  ['an empty list', { row: { '@id': 'urn:row', '@container': '@list' } }, { id: 'urn:a', row: [] }, [`<urn:a> <urn:row> <${rdf}nil> .`]],
  ['nodes, addresses and numbers in lists', { row: { '@id': 'urn:row', '@container': '@list', ...address } }, { id: 'urn:a', row: ['urn:b', { p: 'x' }, 5] }, []],
  ['a graph', { about: { '@id': 'urn:about', '@container': '@graph' } }, { id: 'urn:a', about: { id: 'urn:b', p: 'x' } }, ['<urn:a> <urn:about> _:c14n0 .', '<urn:b> <urn:p> "x" _:c14n0 .']],
  ['graphs in a set, and in graphs', { about: { '@id': 'urn:about', '@container': ['@graph', '@set'] } }, { id: 'urn:a', about: [{ id: 'urn:b', p: 'x' }, { about: { p: 'y' } }] }, []],
  ['one node in two graphs', { about: { '@id': 'urn:about', '@container': '@graph' } }, { id: 'urn:a', p: 'x', about: { id: 'urn:a', p: 'x' } }, ['<urn:a> <urn:about> _:c14n0 .', '<urn:a> <urn:p> "x" .', '<urn:a> <urn:p> "x" _:c14n0 .']],
  ['several types, one of them twice', {}, { id: 'urn:a', type: ['urn:T', 'q', 'urn:T'] }, [`<urn:a> <${rdf}type> <urn:T> .`, `<urn:a> <${rdf}type> <urn:q> .`]],
  ['other names for @id and @type', { name: '@id', kinds: { '@id': '@type', '@container': '@set' } }, { name: 'urn:a', kinds: ['urn:T'] }, [`<urn:a> <${rdf}type> <urn:T> .`]],
  ['unnamed nodes', {}, { p: 'x', q: [{ p: 'y' }, { p: 'z' }] }, []],
  ['unnamed nodes that are alike', {}, { id: 'urn:a', q: [{ p: 'x' }, { p: 'x' }] }, ['<urn:a> <urn:q> _:c14n0 .', '<urn:a> <urn:q> _:c14n1 .', '_:c14n0 <urn:p> "x" .', '_:c14n1 <urn:p> "x" .']],
  ['one node said in two places', {}, { id: 'urn:a', p: 'x', q: { id: 'urn:a', p: ['x', 'y'] } }, ['<urn:a> <urn:p> "x" .', '<urn:a> <urn:p> "y" .', '<urn:a> <urn:q> <urn:a> .']],
  ['values said twice', {}, { id: 'urn:a', p: ['x', 'x', 1, 1], to: ['urn:b', { id: 'urn:b' }] }, ['<urn:a> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .', '<urn:a> <urn:p> "x" .', '<urn:a> <urn:to> <urn:b> .']],
  ['addresses by a prefix', { ex: 'https://x.example/' }, { id: 'ex:a', to: 'ex:b', type: 'ex:T' }, [`<https://x.example/a> <${rdf}type> <https://x.example/T> .`, '<https://x.example/a> <urn:to> <https://x.example/b> .']],
  ['what looks like a prefix and is none', { ex: 'https://x.example/y' }, { id: 'ex:a', p: 'x' }, ['<ex:a> <urn:p> "x" .']],
  ['a term that is a prefix because it says so', { ex: { '@id': 'https://x.example/y', '@prefix': true } }, { id: 'ex:a', p: 'x' }, ['<https://x.example/ya> <urn:p> "x" .']],
  ['an address with an authority is not looked up', { http: 'urn:h:' }, { id: 'http://x.example/', p: 'x' }, ['<http://x.example/> <urn:p> "x" .']],
  ['a type with a context', { T: { '@id': 'urn:T', '@context': { p: 'urn:own' } } }, { id: 'urn:a', type: 'T', p: 'x' }, ['<urn:a> <urn:own> "x" .']],
  ['that counts no longer in nodes below', { T: { '@id': 'urn:T', '@context': { p: 'urn:own' } } }, { id: 'urn:a', type: 'T', p: 'x', q: { id: 'urn:b', p: 'y' } }, ['<urn:a> <urn:own> "x" .', '<urn:b> <urn:p> "y" .']],
  ['unless it says so', { T: { '@id': 'urn:T', '@context': { '@propagate': true, p: 'urn:own' } } }, { id: 'urn:a', type: 'T', q: { id: 'urn:b', p: 'y' } }, ['<urn:b> <urn:own> "y" .']],
  ['several types with contexts, by code unit', { T: { '@id': 'urn:T', '@context': { p: 'urn:of-t' } }, S: { '@id': 'urn:S', '@context': { p: 'urn:of-s', T: 'urn:other' } } }, { id: 'urn:a', type: ['T', 'S'], p: 'x' }, [`<urn:a> <${rdf}type> <urn:T> .`, '<urn:a> <urn:of-t> "x" .']],
  ['a type whose context gives its name another meaning', { T: { '@id': 'urn:T', '@context': { T: 'urn:other' } } }, { id: 'urn:a', type: 'T' }, [`<urn:a> <${rdf}type> <urn:T> .`]],
  ['a member with a context', { in: { '@id': 'urn:in', '@context': { p: 'urn:own' } } }, { id: 'urn:a', p: 'x', in: { id: 'urn:b', p: 'y', q: { id: 'urn:c', p: 'z' } } }, ['<urn:a> <urn:p> "x" .', '<urn:b> <urn:own> "y" .', '<urn:c> <urn:own> "z" .']],
  ['one that counts for the node only', { in: { '@id': 'urn:in', '@context': { '@propagate': false, p: 'urn:own' } } }, { id: 'urn:a', in: { id: 'urn:b', p: 'y', q: { id: 'urn:c', p: 'z' } } }, ['<urn:b> <urn:own> "y" .', '<urn:c> <urn:p> "z" .']],
  ['a member with a context, in a type with one', { T: { '@id': 'urn:T', '@context': { in: { '@id': 'urn:in', '@context': { p: 'urn:own' } } } } }, { id: 'urn:a', type: 'T', in: { id: 'urn:b', p: 'y' } }, ['<urn:b> <urn:own> "y" .']],
  ['a member whose context takes away all others', { in: { '@id': 'urn:in', '@context': [null, { id: '@id', own: 'urn:own' }] } }, { id: 'urn:a', in: { id: 'urn:b', own: 'y' } }, ['<urn:b> <urn:own> "y" .']],
  ['protected terms that a member may redefine', { '@protected': true, r: 'urn:r', in: { '@id': 'urn:in', '@context': { r: 'urn:own' } } }, { id: 'urn:a', in: { id: 'urn:b', r: 'y' } }, ['<urn:b> <urn:own> "y" .']],
  ['addresses beyond ASCII', {}, { id: 'urn:é', p: 'x' }, ['<urn:é> <urn:p> "x" .']],
  ['@version', { '@version': 1.1 }, { id: 'urn:a', p: 'x' }, ['<urn:a> <urn:p> "x" .']],
  ['a term made of another', { r: { '@id': 'p' } }, { id: 'urn:a', r: 'x' }, ['<urn:a> <urn:p> "x" .']],
  ['@type: @none', { r: { '@id': 'urn:r', '@type': '@none' } }, { id: 'urn:a', r: ['x', 1] }, ['<urn:a> <urn:r> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .', '<urn:a> <urn:r> "x" .']],
]

/** What is left to the long way, why, and whether that goes on or refuses too. */
type Left = readonly [feature: string, terms: JsonObject, document: JsonObject, reason: Reason, result?: 'left' | 'both-refuse']

const container = (...containers: string[]): JsonObject => ({ r: { '@id': 'urn:r', '@container': containers } })
const left: readonly Left[] = [
  ['a context in the document', {}, { id: 'urn:a', q: { '@context': { r: 'urn:r' }, r: 'x' } }, 'context'],
  ['no context', {}, { id: 'urn:a', q: { '@context': null, '@id': 'urn:b', 'urn:p': 'x' } }, 'context'],
  ['a protected term that a type redefines', { '@protected': true, r: 'urn:r', T: { '@id': 'urn:T', '@context': { r: 'urn:own' } } }, { id: 'urn:a', type: 'T', r: 'x' }, 'context', 'both-refuse'],
  ['a protected context that a type takes away', { '@protected': true, r: 'urn:r', T: { '@id': 'urn:T', '@context': null } }, { id: 'urn:a', type: 'T', r: 'x' }, 'context', 'both-refuse'],
  ['a type in an object', {}, { id: 'urn:a', type: { id: 'urn:T' } }, 'type-malformed', 'both-refuse'],
  ['@base', { '@base': 'https://x.example/' }, { id: 'a', p: 'x' }, 'address'],
  ['an address from nowhere', {}, { id: 'a', p: 'x' }, 'address', 'both-refuse'],
  ['an address that is empty', { '@base': 'https://x.example/' }, { id: '', p: 'x' }, 'address'],
  ['a type that continues @base', { '@base': 'https://x.example/' }, { id: 'urn:a', type: 'T' }, 'address'],
  ['a label', {}, { id: '_:a', to: '_:b' }, 'address'],
  ['a label as a type', {}, { id: 'urn:a', type: '_:T', p: 'x' }, 'address'],
  ['a keyword as an address', {}, { id: 'urn:a', to: '@unknown' }, 'address', 'both-refuse'],
  ['an address as the name of a member', {}, { id: 'urn:a', 'urn:r': 'x' }, 'term-undefined'],
  ['a prefix in the name of a member', { ex: 'https://x.example/' }, { id: 'urn:a', 'ex:r': 'x' }, 'term-undefined'],
  ['a name without meaning', {}, { id: 'urn:a', r: 'x' }, 'term-undefined', 'both-refuse'],
  ['a name whose meaning is taken away', { p: null }, { id: 'urn:a', p: 'x' }, 'term-undefined', 'both-refuse'],
  ['a value as an object', {}, { id: 'urn:a', p: { '@value': 'x' } }, 'value'],
  ['a value with a type', {}, { id: 'urn:a', p: { '@value': 'x', '@type': 'urn:T' } }, 'value'],
  ['a JSON literal as an object', {}, { id: 'urn:a', p: { '@value': { b: 1 }, '@type': '@json' } }, 'value'],
  ['a direction', {}, { id: 'urn:a', p: { '@value': 'x', '@language': 'ar', '@direction': 'rtl' } }, 'value'],
  ['a language that is none', {}, { id: 'urn:a', p: { '@value': 'x', '@language': 'x_y' } }, 'value', 'both-refuse'],
  ['a number in a language', {}, { id: 'urn:a', p: { '@value': 1, '@language': 'de' } }, 'value', 'both-refuse'],
  ['a language for all texts', { '@language': 'de' }, { id: 'urn:a', p: 'x' }, 'value'],
  ['a direction for all texts', { '@direction': 'rtl' }, { id: 'urn:a', p: 'x' }, 'value'],
  ['a term with a language', { r: { '@id': 'urn:r', '@language': 'de' } }, { id: 'urn:a', r: 'x' }, 'value'],
  ['numbers that are doubles by the term', { r: { '@id': 'urn:r', '@type': `${xsd}double` } }, { id: 'urn:a', r: 5 }, 'term-special'],
  ['a map by language', container('@language'), { id: 'urn:a', r: { de: 'x', en: ['y'] } }, 'term-special'],
  ['a map by index', container('@index'), { id: 'urn:a', r: { one: 'x' } }, 'term-special'],
  ['a map by index of a property', { r: { '@id': 'urn:r', '@container': '@index', '@index': 'p' } }, { id: 'urn:a', r: { one: { id: 'urn:b' } } }, 'term-special'],
  ['a map by id', container('@id'), { id: 'urn:a', r: { 'urn:b': { p: 'x' } } }, 'term-special'],
  ['a map by type', container('@type'), { id: 'urn:a', r: { 'urn:T': { id: 'urn:b' } } }, 'term-special'],
  ['graphs by id', container('@graph', '@id'), { id: 'urn:a', r: { 'urn:b': { id: 'urn:c', p: 'x' } } }, 'term-special'],
  ['graphs by index', container('@graph', '@index'), { id: 'urn:a', r: { one: { id: 'urn:c', p: 'x' } } }, 'term-special'],
  ['a reversed term', { r: { '@reverse': 'urn:r' } }, { id: 'urn:a', r: { id: 'urn:b' } }, 'term-special'],
  ['a term that means a type', { r: { '@id': `${rdf}type`, ...address } }, { id: 'urn:a', r: 'urn:T' }, 'term-special'],
  ['a JSON literal in a list', { r: { '@id': 'urn:r', '@type': '@json', '@container': '@list' } }, { id: 'urn:a', r: [{}] }, 'term-special'],
  ['@reverse', {}, { id: 'urn:a', '@reverse': { q: { id: 'urn:b' } } }, 'keyword'],
  ['@nest', { nest: '@nest' }, { id: 'urn:a', nest: { p: 'x' } }, 'keyword'],
  ['@included', {}, { id: 'urn:a', '@included': [{ id: 'urn:b', p: 'x' }] }, 'keyword'],
  ['@graph', {}, { id: 'urn:a', p: 'x', '@graph': [{ id: 'urn:b', p: 'y' }] }, 'keyword'],
  ['@graph alone', {}, { '@graph': [{ id: 'urn:b', p: 'y' }] }, 'keyword'],
  ['@index', {}, { id: 'urn:a', p: 'x', '@index': 'one' }, 'keyword'],
  ['@set', {}, { id: 'urn:a', p: { '@set': ['x'] } }, 'keyword'],
  ['@list', {}, { id: 'urn:a', p: { '@list': ['x'] } }, 'keyword'],
  ['another name for @value', { text: '@value' }, { id: 'urn:a', p: { text: 'x' } }, 'keyword'],
  ['@id under two names', {}, { id: 'urn:a', '@id': 'urn:a', p: 'x' }, 'keyword-twice', 'both-refuse'],
  ['@type under two names', {}, { id: 'urn:a', type: 'urn:T', '@type': 'urn:S' }, 'keyword-twice'],
  ['a list of lists', container('@list'), { id: 'urn:a', r: [['x'], ['y']] }, 'nested-list'],
  ['a number that RDF cannot tell from another', {}, { id: 'urn:a', p: 1e21 }, 'number', 'both-refuse'],
  ['half a character', {}, { id: 'urn:a', p: '\udc00' }, 'text-malformed', 'both-refuse'],
  ['1 and "1" of one type', { r: { '@id': 'urn:r', '@type': `${xsd}float` } }, { id: 'urn:a', r: [1, '1'] }, 'said-twice'],
  ['equal JSON literals of one node', { r: { '@id': 'urn:r', '@type': '@json' } }, { id: 'urn:a', r: { b: 1 }, q: { id: 'urn:a', r: { b: 1 } } }, 'said-twice'],
  ['a document that says nothing', {}, { id: 'urn:a' }, 'empty-node', 'both-refuse'],
]

let contexts = 0

/** The document under a context of the terms of its case, which is known by an address as contexts usually are. */
function under(terms: JsonObject, document: JsonObject): JsonObject {
  const url = `https://contexts.example/to-rdf/${contexts += 1}`
  addContext(url, { '@context': { ...usual, ...terms } })
  return { '@context': url, ...document }
}

describe('canonicalizeUsual() writes what the long way writes of', () => {
  it.each(claimed)('%s', async (_, terms, document, lines) => {
    const whole = under(terms, document)
    expect(await comparePaths(whole, cryptography)).toEqual({ result: 'same' })
    const written = await canonicalizeUsual(whole, cryptography, { order: 'code-point', digest: cryptography.sha256 })
    expect(written.split('\n')).toEqual(expect.arrayContaining([...lines]))
  })
})

describe('canonicalizeUsual() leaves to the long way', () => {
  it.each(left.map(([feature, terms, document, reason, result = 'left']) => ({ feature, terms, document, reason, result })))('$feature', async ({ terms, document, reason, result }) => {
    expect(await comparePaths(under(terms, document), cryptography)).toEqual({ result, reason })
  })
})
