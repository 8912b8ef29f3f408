import { maxJsonDepth, type Json } from '../encoding/canonical-json.ts'
import { CredentialError } from './credential-error.ts'

/** Untrusted: a document with more values than this is refused. */
export const maxJsonValues = 200_000

/** Untrusted: nodes with contexts of their own, and terms written into a document; every such node can cost as much as there are terms. */
export const maxInlineContexts = 2_000

/**
 * Refuses values that programs write in canonical form ambiguously, so that two different documents could share one signature.
 *
 * - a key named `__proto__`: a common processor drops it inside JSON literals, and what it held goes unsigned
 * - a number that `refuseNumber` throws on: for RDF, unless told otherwise, {@link refuseAmbiguous}
 * - a lone surrogate, which UTF-8 replaces by U+FFFD
 *
 * @throws CredentialError `credential/prototype-key`, `credential/number-ambiguous`, `credential/text-malformed`,
 *   `credential/too-deep`, `credential/too-complex`
 */
export function refuseUnsignable(document: Json, refuseNumber: (value: number) => void = refuseAmbiguous): void {
  const count = { values: 0, contexts: 0, terms: 0 }
  const visit = (value: Json, depth: number, isContext: boolean): void => {
    count.values += 1
    if (count.values > maxJsonValues) throw new CredentialError('credential/too-complex', `Cannot canonicalise document: more than ${maxJsonValues} values`)
    if (typeof value === 'string') return refuseText(value)
    if (typeof value === 'number') return refuseNumber(value)
    if (typeof value !== 'object' || value === null) return
    if (depth > maxJsonDepth) throw new CredentialError('credential/too-deep', `Cannot canonicalise document: deeper than ${maxJsonDepth} levels`)
    if (Array.isArray(value)) {
      for (const item of value as readonly Json[]) visit(item, depth + 1, isContext)
      return
    }
    for (const [key, member] of Object.entries(value)) {
      if (key === '__proto__') throw new CredentialError('credential/prototype-key', 'Cannot canonicalise document: it has a key named __proto__')
      refuseText(key)
      if (key === '@context') count.contexts += 1
      if (isContext) count.terms += 1
      if (count.contexts > maxInlineContexts || count.terms > maxInlineContexts) throw new CredentialError('credential/too-complex', `Cannot canonicalise document: more than ${maxInlineContexts} contexts or terms of its own`)
      visit(member, depth + 1, isContext || key === '@context')
    }
  }
  visit(document, 0, false)
}

function refuseText(text: string): void {
  if (!text.isWellFormed()) throw new CredentialError('credential/text-malformed', 'Cannot canonicalise document: a lone surrogate')
}

/**
 * Refuses a number that RDF cannot tell from its neighbours: not an exact integer, and not exactly what 16 significant
 * digits without an exponent say (JSON-LD 1.1 API, "Data Round Tripping").
 *
 * @throws CredentialError `credential/number-ambiguous`
 */
export function refuseAmbiguous(value: number): void {
  const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value) && !String(value).includes('e') && Number(value.toExponential(15)) === value
  // -0 and 0 are one in RDF and two in JSON.
  if (!isExact || Object.is(value, -0)) throw new CredentialError('credential/number-ambiguous', 'Cannot canonicalise document: a number that RDF cannot tell from its neighbours')
}

/**
 * Refuses a number that canonical JSON cannot tell from another (RFC 8785, "Serialization of Numbers"): -0, and what is no number.
 *
 * @throws CredentialError `credential/number-ambiguous`
 */
export function refuseInexact(value: number): void {
  if (!Number.isFinite(value) || Object.is(value, -0)) throw new CredentialError('credential/number-ambiguous', 'Cannot canonicalise document: a number that JSON cannot tell from another')
}
