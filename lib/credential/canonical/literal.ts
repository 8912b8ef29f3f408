import { refuseAmbiguous } from '../refuse-unsignable.ts'
import { CredentialError } from '../credential-error.ts'
import { Unusual } from './unusual.ts'

const xsd = 'http://www.w3.org/2001/XMLSchema#'
const xsdDouble = `${xsd}double`
const xsdString = `${xsd}string`

/** The type of JSON literals. */
export const jsonDatatype: string = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON'

/** Types whose literals are written in ways of their own, or depend on more than the text. */
export const specialDatatypes: readonly string[] = [xsdDouble, 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString', jsonDatatype]

/** A text, escaped already, as a literal; `datatype` is empty for plain text. */
export function textLiteral(escaped: string, datatype: string): string {
  return `"${escaped}${endingOf(datatype)}`
}

/** What stands behind the text of a literal: a quotation mark, and its type unless that is plain text. */
export function endingOf(datatype: string): string {
  return datatype === '' || datatype === xsdString ? '"' : `"^^<${datatype}>`
}

/** A truth value as a literal. */
export function booleanLiteral(value: boolean, datatype: string): string {
  return withDatatype(String(value), datatype === '' ? `${xsd}boolean` : datatype)
}

/** A number as a literal (JSON-LD 1.1 Processing Algorithms and API, "Object to RDF Conversion"). */
export function numberLiteral(value: number, datatype: string): string {
  refuseNumber(value)
  if (Number.isInteger(value)) return withDatatype(value.toFixed(0), datatype === '' ? `${xsd}integer` : datatype)
  return withDatatype(value.toExponential(15).replace(/(\d)0*e\+?/, '$1E'), datatype === '' ? xsdDouble : datatype)
}

/** Leaves a number that RDF cannot tell from its neighbours to the long way, which says why it refuses it. */
export function refuseNumber(value: number): void {
  try {
    refuseAmbiguous(value)
  } catch (error) {
    throw error instanceof CredentialError ? new Unusual('number') : error
  }
}

function withDatatype(digits: string, datatype: string): string {
  return datatype === xsdString ? `"${digits}"` : `"${digits}"^^<${datatype}>`
}

const plain = /^[ !#-[\]-~]*$/
// oxlint-disable-next-line no-control-regex
const special = /[\u0000-\u001F\u007F"\\\uD800-\uDFFF]/
const named: Readonly<Record<string, string>> = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '"': '\\"', '\\': '\\\\' }

/** Tells whether a text differs from its escaped form, or has characters beyond U+FFFF or halves of them. */
export function needsCare(text: string): boolean {
  // Most are plain ASCII, which is seen in three quarters of the time.
  return !plain.test(text) && special.test(text)
}

/** RDF Dataset Canonicalization 1.0, "Canonical N-Quads"; a lone surrogate has no place in it. */
export function escapeText(text: string): string {
  if (!text.isWellFormed()) throw new Unusual('text-malformed')
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001F\u007F"\\]/g, (character) => named[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)
}
