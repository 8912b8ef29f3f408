import { formatJsonPointer } from '../../credential/json-pointer.ts'
import { isJsonObject } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import type { ClaimQuery, PathStep } from './dcql-query.ts'

/** A part of a credential and where it stands. */
export interface SelectedClaim {
  /** JSON Pointer (RFC 6901). */
  readonly pointer: string
  readonly value: Json
}

/** Untrusted: paths that lead to more parts than this lead nowhere. */
const maxSelected = 1_000

/**
 * What a path leads to (OpenID for Verifiable Presentations 1.0, "Claims Path Pointer", "Processing"); empty where it ends the
 * processing, at a value of another kind than its step, or where nothing is left.
 */
export function selectClaims(document: JsonObject, path: readonly PathStep[]): readonly SelectedClaim[] {
  let selected: readonly Selected[] = [{ steps: [], value: document }]
  for (const step of path) {
    if (!selected.every(({ value }) => isOfKind(value, step))) return []
    selected = selected.flatMap((each) => follow(each, step))
    if (selected.length > maxSelected) return []
  }
  return selected.map(({ steps, value }) => ({ pointer: formatJsonPointer(steps), value }))
}

/** What answers a claim that is asked for: all that its path leads to, or of that what has one of its values; empty when nothing does. */
export function answerClaim(document: JsonObject, { path, values }: ClaimQuery): readonly SelectedClaim[] {
  const selected = selectClaims(document, path)
  return values === undefined ? selected : selected.filter(({ value }) => values.some((wanted) => wanted === value))
}

interface Selected {
  readonly steps: readonly (string | number)[]
  readonly value: Json
}

function isOfKind(value: Json, step: PathStep): boolean {
  return typeof step === 'string' ? isJsonObject(value) : Array.isArray(value)
}

function follow({ steps, value }: Selected, step: PathStep): readonly Selected[] {
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item, index) => ({ steps: [...steps, index], value: item }))
    return step === null ? items : items.filter((_, index) => index === step)
  }
  const member = isJsonObject(value) && typeof step === 'string' && Object.hasOwn(value, step) ? value[step] : undefined
  return member === undefined ? [] : [{ steps: [...steps, String(step)], value: member }]
}
