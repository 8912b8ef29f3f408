import type { Sha256 } from '../ledger/merkle-hash.ts'
import { epochMapAt } from './records.ts'
import { newRegistry, type Registry } from './registry.ts'
import { TrustError } from './trust-error.ts'

/** The form of the text; another is not read, and the log is replayed from its beginning. */
const textVersion = 1

/** Writes a registry as JSON, to go on from later. Its map is not in it: {@link parseRegistry} makes it again. */
export function formatRegistry(registry: Registry): string {
  return JSON.stringify({ version: textVersion, registry: { ...registry, map: undefined } }, (_key, value: unknown) => (value instanceof Map || value instanceof Set ? [...value] : value))
}

/**
 * Reads what {@link formatRegistry} wrote. The text must come from the caller's own storage: whoever can change it can change
 * every answer.
 *
 * @throws TrustError `trust/registry-malformed` when it is of another form
 */
export function parseRegistry(text: string, { sha256 }: { readonly sha256: Sha256 }): Registry {
  const saved = parseSaved(text)
  const registry = newRegistry(saved.origin)
  for (const name of Object.keys(registry) as (keyof Registry)[]) {
    if (Object.hasOwn(saved, name)) Object.assign(registry, { [name]: revived(registry[name], saved[name]) })
  }
  // Written when nobody knew a second version.
  if (!Object.hasOwn(saved, 'rulesChanges') && registry.policies.length > 0) registry.rulesChanges.push({ from: 0, version: registry.rulesVersion })
  registry.map = epochMapAt(registry, registry.size, sha256)
  return registry
}

function parseSaved(text: string): Registry {
  try {
    const { version, registry } = JSON.parse(text) as { readonly version: unknown; readonly registry: Registry }
    if (version === textVersion && typeof registry.origin === 'string') return registry
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof TypeError)) throw cause
  }
  throw new TrustError('trust/registry-malformed', 'Cannot read registry: it was not written by this version')
}

/** A list of entries again as what it is in an empty registry. */
function revived(empty: unknown, value: unknown): unknown {
  if (empty instanceof Map) return new Map(value as readonly (readonly [unknown, unknown])[])
  return empty instanceof Set ? new Set(value as readonly unknown[]) : value
}
