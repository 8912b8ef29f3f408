import type { Sector } from 'everlearned/trust'
import { participantAt } from 'everlearned/trust'
import type { NodeContext } from '../context.ts'
import { rulesInForce } from './rules-in-force.ts'

/** The most that are shown: whoever needs more looks for a longer part of the name. */
const maxFound = 20

/** A participant as far as one has to know it to choose it. */
export interface FoundParticipant {
  did: string
  name: string
  sector: Sector | null
}

/** The participants of the registry in force whose name has this text in it, or whose DID is it, by name. Untrusted: the text. */
export function findParticipants(text: string, context: NodeContext): FoundParticipant[] {
  const registry = rulesInForce(context)?.registry
  const wanted = text.trim().toLowerCase()
  if (registry === undefined || wanted === '') return []
  return [...registry.participants.values()]
    .filter(({ did, name }) => (did.toLowerCase() === wanted || name.toLowerCase().includes(wanted)) && participantAt(registry, did, registry.size)?.state !== 'withdrawn')
    .toSorted((one, other) => (one.name < other.name ? -1 : 1)).slice(0, maxFound)
    .map(({ did, name, sector }) => ({ did, name, sector: sector ?? null }))
}
