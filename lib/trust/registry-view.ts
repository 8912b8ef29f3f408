import { accreditationChain, participantAt } from './history.ts'
import type { Registry } from './registry.ts'
import { newRegistry } from './registry.ts'

/** A registry as far as somebody holds it. */
export interface RegistryView {
  readonly registry: Registry
  /** The DIDs and the credential types that it answers for; all there are when absent. */
  readonly covers?: ReadonlySet<string> | undefined
  /** It is one state without its past: what it does not hold may have been before. */
  readonly isSnapshot?: boolean | undefined
}

/** All of a registry. */
export function wholeRegistry(registry: Registry): RegistryView {
  return { registry }
}

/** Tells whether a view can say that there is nothing of this name. */
export function answersFor({ covers }: RegistryView, name: string): boolean {
  return covers === undefined || covers.has(name)
}

/**
 * The part of a registry that is needed to judge these issuers and credential types: with everybody whom their accreditations
 * rest on, the charter's accreditors, and who spoke for them. Its history is whole; its map and what was recorded are not in it.
 * Of a log that follows a registry it takes that one, `judge`, to know who is gone.
 */
export function extractRegistry(registry: Registry, names: ReadonlySet<string>, judge: Registry = registry): Registry {
  const accreditations = [...names].flatMap((did) => registry.participants.get(did)?.accreditations ?? []).flatMap((id) => accreditationChain(registry, id))
  const roots = [...registry.accreditations.values()].filter(({ depth }) => depth === 0)
  const opinions = registry.opinions.filter(({ subject }) => 'did' in subject && names.has(subject.did))
  const dids = new Set([...names, ...[...accreditations, ...roots].map(({ did }) => did), ...opinions.map(({ by }) => by), ...(registry.operator === undefined ? [] : [registry.operator])])
  const isGone = (did: string): boolean => participantAt(judge, did, judge.size)?.state === 'withdrawn'
  return {
    ...newRegistry(registry.origin), size: registry.size, name: registry.name, rulesVersion: registry.rulesVersion, operator: registry.operator, policies: registry.policies,
    participants: picked(registry.participants, (did) => dids.has(did)), former: picked(registry.former, (did) => dids.has(did)), rulesChanges: registry.rulesChanges,
    accreditations: new Map([...accreditations, ...roots].map((each) => [each.id, each])),
    types: picked(registry.types, (id) => names.has(id)),
    opinions, syncs: registry.syncs,
    archive: listed(registry.archive, ({ kind, issuer }) => kind === 'did-document' && names.has(issuer)),
    statusLists: listed(registry.statusLists, ({ issuer }) => names.has(issuer) && isGone(issuer)),
    reaffirmations: registry.reaffirmations.filter(({ did }) => dids.has(did)),
  }
}

function picked<Value>(map: ReadonlyMap<string, Value>, isWanted: (id: string) => boolean): Map<string, Value> {
  return new Map([...map].filter(([id]) => isWanted(id)))
}

function listed<Value>(map: ReadonlyMap<string, Value[]>, isWanted: (value: Value) => boolean): Map<string, Value[]> {
  return new Map([...map].map(([id, values]): [string, Value[]] => [id, values.filter(isWanted)]).filter(([, values]) => values.length > 0))
}
