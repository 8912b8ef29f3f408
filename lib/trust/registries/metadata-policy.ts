import { canonicalJson, type Json, type JsonObject } from '../../encoding/canonical-json.ts'
import { isJsonObject } from '../../credential/parse-json.ts'
import { refusedAnswer } from './registry-error.ts'

/** What one operator of a policy does, and how the demands of two superiors become one. */
interface Operator {
  /** The two demands as one; undefined when they exclude each other. */
  readonly combine: (superior: Json, subordinate: Json) => Json | undefined
  /** What becomes of a parameter, undefined standing for an absent one; `refused` when it breaks the demand. */
  readonly apply: (value: Json | undefined, demand: Json) => Json | undefined | typeof refused
}

const refused = Symbol('refused')

/** The operators in the order in which they act (OpenID Federation 1.0, "Standard Operators"). */
const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['value', { combine: equal, apply: (_, demand) => (demand === null ? undefined : demand) }],
  ['add', { combine: union, apply: (value, demand) => (value === undefined || isList(value) ? union(value ?? [], demand) : refused) }],
  ['default', { combine: equal, apply: (value, demand) => value ?? demand }],
  ['one_of', { combine: (a, b) => nonEmpty(intersection(a, b)), apply: (value, demand) => (value === undefined || includes(demand, value) ? value : refused) }],
  ['subset_of', { combine: intersection, apply: (value, demand) => (value === undefined ? value : isList(value) ? intersection(value, demand) : refused) }],
  ['superset_of', { combine: union, apply: (value, demand) => (value === undefined || (isList(value) && isList(demand) && demand.every((item) => includes(value, item))) ? value : refused) }],
  ['essential', { combine: (a, b) => a === true || b === true, apply: (value, demand) => (demand === true && value === undefined ? refused : value) }],
])

/** Untrusted: policies of more parameters than this are refused. */
const maxParameters = 256

/**
 * Applies the policies of all superiors, that of the trust anchor first, to the metadata of an entity
 * (OpenID Federation 1.0, "Metadata Policy"). An operator that is not known is passed over, unless its policy calls it critical.
 *
 * @throws RegistryError `registry/policy-malformed`, `registry/policy-critical`, `registry/policy-conflict`, `registry/policy-violated`
 */
export function applyPolicies(metadata: JsonObject, statements: readonly JsonObject[]): JsonObject {
  for (const { metadata_policy_crit: critical } of statements) refuseCritical(critical)
  const policies = statements.flatMap(({ metadata_policy: policy }) => (policy === undefined ? [] : [objectOf(policy)]))
  return Object.fromEntries(Object.entries(metadata).map(([type, parameters]) => {
    const demands = policies.flatMap((policy) => (Object.hasOwn(policy, type) ? [objectOf(policy[type])] : []))
    return [type, applyToType(objectOf(parameters), demands)]
  }))
}

function applyToType(parameters: JsonObject, policies: readonly JsonObject[]): JsonObject {
  const names = new Set(policies.flatMap((policy) => Object.keys(policy)))
  if (names.size > maxParameters) throw malformed()
  const changed = new Map(Object.entries(parameters))
  for (const name of names) {
    const demands = policies.flatMap((policy) => (Object.hasOwn(policy, name) ? [objectOf(policy[name])] : []))
    const value = applyToParameter(changed.get(name), combine(demands))
    if (value === undefined) changed.delete(name)
    else changed.set(name, value)
  }
  return Object.fromEntries(changed)
}

function applyToParameter(value: Json | undefined, demands: ReadonlyMap<string, Json>): Json | undefined {
  let current = value
  for (const [name, { apply }] of operators) {
    const demand = demands.get(name)
    if (demand === undefined) continue
    const next = apply(current, demand)
    if (next === refused) throw refusedAnswer('policy-violated', 'the metadata of the issuer break the policy of a superior')
    current = next
  }
  return current
}

/** One demand an operator, out of those of all superiors. */
function combine(policies: readonly JsonObject[]): ReadonlyMap<string, Json> {
  const combined = new Map<string, Json>()
  for (const policy of policies) {
    for (const [name, operator] of operators) {
      const demand = Object.hasOwn(policy, name) ? policy[name] : undefined
      if (demand === undefined) continue
      if (needsList.includes(name) && !isList(demand)) throw malformed()
      const superior = combined.get(name)
      const both = superior === undefined ? demand : operator.combine(superior, demand)
      if (both === undefined) throw conflict()
      combined.set(name, both)
    }
  }
  refuseContradiction(combined)
  return combined
}

const needsList = ['add', 'one_of', 'subset_of', 'superset_of']

/** What is set or added must itself lie within what is allowed: an operator that trims must not undo it in silence. */
function refuseContradiction(demands: ReadonlyMap<string, Json>): void {
  const allowed = demands.get('subset_of')
  if (allowed === undefined) return
  for (const name of ['value', 'add', 'default', 'superset_of']) {
    const set = demands.get(name)
    if (isList(set) && !set.every((item) => includes(allowed, item))) throw conflict()
  }
}

function refuseCritical(critical: Json | undefined): void {
  if (critical === undefined) return
  if (!isList(critical)) throw malformed()
  if (critical.some((name) => typeof name !== 'string' || !operators.has(name))) throw refusedAnswer('policy-critical', 'a policy demands an operator that is not known here')
}

function equal(left: Json, right: Json): Json | undefined {
  return same(left, right) ? left : undefined
}

function union(left: Json, right: Json): Json {
  const [first, second] = [isList(left) ? left : [], isList(right) ? right : []]
  return [...first, ...second.filter((item) => !includes(first, item))]
}

function intersection(left: Json, right: Json): Json {
  return isList(left) ? left.filter((item) => includes(right, item)) : []
}

function nonEmpty(list: Json): Json | undefined {
  return isList(list) && list.length > 0 ? list : undefined
}

function includes(list: Json, item: Json): boolean {
  return isList(list) && list.some((other) => same(other, item))
}

function same(left: Json, right: Json): boolean {
  return left === right || canonicalJson(left) === canonicalJson(right)
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

function objectOf(value: Json | undefined): JsonObject {
  if (!isJsonObject(value)) throw malformed()
  return value
}

function malformed(): Error {
  return refusedAnswer('policy-malformed', 'a policy or the metadata it is for have another form')
}

function conflict(): Error {
  return refusedAnswer('policy-conflict', 'the policies of its superiors exclude each other')
}
