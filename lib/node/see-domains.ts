import { encodeMultikey } from '../crypto/multikey.ts'
import type { SigningKey } from '../crypto/cryptography.ts'
import type { DidContext } from '../did/resolve-did.ts'
import { askDomain, type DomainAnswer } from '../trust/domain-control.ts'
import { signEntry } from '../trust/entry.ts'
import { domainAt, keysInForce, participantAt, policyAt } from '../trust/history.ts'
import { domainGround, sectors, type Sector } from '../trust/payloads.ts'
import type { Participant, Registry } from '../trust/registry.ts'

/** Untrusted: whoever registers chooses where others look, so no more domains are asked at a time. */
const domainsAtOnce = 8
/** A domain that does not answer, or with other keys, is asked again after ten minutes, then after twice as long each time. */
const firstPauseMilliseconds = 600_000
/** Then it has had ten days. */
const maxLooks = 11

/** What one process remembers of domains it asked, and up to where it looked for new ones. */
export interface DomainMemory {
  readonly asked: Map<string, { readonly looks: number; readonly nextAt: number; readonly keys: string }>
  size: number
  nextAt: number
}

/** Somebody whose word on domains counts in a registry. */
export interface DomainWatch {
  readonly registry: Registry
  /** The key of a seat, or of who runs the log. */
  readonly signer: SigningKey
  readonly memory: DomainMemory
  /** It must fetch under the guard against addresses that are nobody's business: did:web says where. */
  readonly documents: DidContext
  readonly now: () => Date
  /** Hands an entry to the log of the registry; answers whether it was taken. */
  readonly submit: (entry: Uint8Array<ArrayBuffer>) => Promise<boolean>
}

/** A memory of nothing. */
export function newDomainMemory(): DomainMemory {
  return { asked: new Map(), size: -1, nextAt: 0 }
}

/**
 * Looks at the domains of participants that nobody, or too few, have looked at, and says on the log where a document lists the keys in
 * force. Answers how many were seen. Does nothing for who has no word in it. What is replayed depends on none of this: others judge what
 * was said, not the domain.
 */
export async function seeDomains(watch: DomainWatch): Promise<number> {
  const { registry, memory, signer, now } = watch
  const actor = `did:key:${encodeMultikey(signer.publicKey)}`
  const voice = voiceOf(actor, registry)
  const time = now().getTime()
  if (voice === undefined || registry.rulesVersion < 2 || (registry.size === memory.size && time < memory.nextAt)) return 0
  const open = [...registry.participants.values()].filter((participant) => isOpen(participant, { actor, voice, watch }))
  const due = open.filter(({ did }) => (memory.asked.get(did)?.nextAt ?? 0) <= time).slice(0, domainsAtOnce)
  const size = registry.size
  const looked = await Promise.all(due.map((participant) => look(participant, watch)))
  let count = 0
  let sequence = 0
  for (const { did, keys, answer } of looked) {
    remember(did, { keys, time }, memory)
    if (answer !== 'lists') continue
    // One after the other: each has the next number, also before the registry of another comes back with the one before.
    sequence = Math.max(sequence, registry.sequences.get(actor) ?? 0)
    if (!await say({ actor, did, keys, sequence }, watch)) continue
    sequence += 1
    count += 1
  }
  forget(new Set(open.map(({ did }) => did)), memory)
  memory.size = due.length === domainsAtOnce ? -1 : size
  memory.nextAt = [...memory.asked.values()].reduce((first, { nextAt }) => Math.min(first, nextAt), Number.POSITIVE_INFINITY)
  return count
}

type Voice = { readonly sector: Sector | undefined; readonly isAlone: boolean }

/** For whom a did:key would speak; undefined when its word does not count. */
function voiceOf(actor: string, registry: Registry): Voice | undefined {
  const governance = policyAt(registry, registry.size)?.governance ?? {}
  const sector = sectors.find((name) => governance[name]?.seats.some(({ key }) => actor === `did:key:${key}`))
  const isAlone = Object.keys(governance).length === 1
  if (actor === registry.operator) return isAlone || sector !== undefined ? { sector, isAlone } : undefined
  return sector === undefined || isAlone ? undefined : { sector, isAlone }
}

function isOpen({ did, sector, sightings = [], withdrawnAt }: Participant, { actor, voice, watch: { registry, memory } }: { readonly actor: string; readonly voice: Voice; readonly watch: DomainWatch }): boolean {
  // Whom the charter names it vouches for.
  if (!did.startsWith('did:web:') || sector === undefined || withdrawnAt !== undefined || sightings.some(({ by }) => by === actor)) return false
  // What would not count need not be said.
  if (!voice.isAlone && (sector === voice.sector || sightings.some((seen) => seen.sector === voice.sector))) return false
  const keys = keysInForce(registry, did, registry.size)
  const before = memory.asked.get(did)
  if (before !== undefined && before.keys !== keys.join()) memory.asked.delete(did)
  else if (before !== undefined && before.looks >= maxLooks) return false
  return keys.length > 0 && participantAt(registry, did, registry.size)?.state === 'active' && !domainAt(registry, did, registry.size).isVouched
}

async function look({ did }: Participant, { registry, documents }: DomainWatch): Promise<{ readonly did: string; readonly keys: readonly string[]; readonly answer: DomainAnswer }> {
  const keys = keysInForce(registry, did, registry.size)
  return { did, keys, answer: await askDomain({ did, keys }, documents) }
}

interface Seen { readonly actor: string; readonly did: string; readonly keys: readonly string[]; readonly sequence: number }

async function say({ actor, did, keys, sequence }: Seen, { registry, signer, submit }: DomainWatch): Promise<boolean> {
  const payload = { by: actor, sequence, subject: { did }, ground: domainGround, keys } as const
  return submit(await signEntry({ type: 'endorse', payload }, { origin: registry.origin, signers: [signer] }))
}

/** Also of one that was said: until that comes back in the registry it is not asked again. */
function remember(did: string, { keys, time }: { readonly keys: readonly string[]; readonly time: number }, memory: DomainMemory): void {
  const looks = (memory.asked.get(did)?.looks ?? 0) + 1
  memory.asked.set(did, { looks, nextAt: looks >= maxLooks ? Number.POSITIVE_INFINITY : time + firstPauseMilliseconds * 2 ** (looks - 1), keys: keys.join() })
}

/** What is settled is forgotten, but for whom nobody ever found. */
function forget(open: ReadonlySet<string>, { asked }: DomainMemory): void {
  for (const [did, { looks }] of asked) if (!open.has(did) && looks < maxLooks) asked.delete(did)
}
