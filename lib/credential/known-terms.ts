import type { Cryptography } from '../crypto/cryptography.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { knownContextUrls, loadContext } from './contexts.ts'
import { isJsonObject, listOf } from './parse-json.ts'

/** What the pinned contexts call things, in every scope of theirs. */
export interface KnownTerms {
  readonly names: ReadonlySet<string>
  /** The names of each address that a known term stands for. */
  readonly addresses: ReadonlyMap<string, ReadonlySet<string>>
  /** The beginnings of addresses that terms stand for, each under its term. */
  readonly prefixes: ReadonlyMap<string, string>
}

let terms: KnownTerms | undefined

/** Worked out once: pinned contexts stay as they are. */
export function knownTerms(cryptography: Pick<Cryptography, 'sha256'>): KnownTerms {
  if (terms !== undefined) return terms
  const names = new Set<string>()
  const addresses = new Map<string, Set<string>>()
  const prefixes = new Map<string, string>()
  const visit = (context: Json | undefined, outer: Scope): void => {
    for (const part of listOf(context).filter(isJsonObject)) {
      const scope = scopeOf(part, outer)
      for (const [name, definition] of termsOf(part)) {
        const address = resolveAddress(addressOf(definition), scope)
        names.add(name)
        addresses.set(address, (addresses.get(address) ?? new Set()).add(name))
        // JSON-LD 1.1, "Compact IRIs": a plain term that ends like a beginning, or one that says that it is one.
        if ((typeof definition === 'string' && /[:/?#[\]@]$/.test(address)) || (isJsonObject(definition) && definition['@prefix'] === true)) prefixes.set(name, address)
        if (isJsonObject(definition)) visit(definition['@context'], scope)
      }
    }
  }
  for (const url of knownContextUrls) visit((loadContext(url, cryptography) as JsonObject)['@context'], new Map())
  terms = { names, addresses, prefixes }
  return terms
}

/** The terms that may begin an address, with theirs. */
export type Scope = ReadonlyMap<string, string>

/** A context's own terms over those of the scope around it. */
export function scopeOf(context: JsonObject, outer: Scope): Scope {
  return new Map([...outer, ...termsOf(context).map(([name, definition]) => [name, addressOf(definition)] as const)])
}

/** The definitions of a context, without its keywords. */
export function termsOf(context: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(context).filter(([name]) => !name.startsWith('@'))
}

/** The address that a definition states; empty when it states none. */
export function addressOf(definition: Json | undefined): string {
  const address = isJsonObject(definition) ? definition['@id'] : definition
  return typeof address === 'string' ? address : ''
}

/** An address with the term that it begins with written out. */
export function resolveAddress(address: string, scope: Scope): string {
  const [, prefix = '', rest = ''] = /^([^:]+):(?!\/\/)(.*)$/.exec(address) ?? []
  const start = scope.get(prefix)
  return start === undefined ? address : start + rest
}
