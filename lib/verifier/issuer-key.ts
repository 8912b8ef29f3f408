import { readVerificationMethod } from '../did/verification-method.ts'
import { EverlearnedError } from '../error.ts'
import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { isSigningMultikey } from '../trust/entry-text.ts'
import { archived, impostorsOf, isCompromised, sizeOfLog } from '../trust/history.ts'
import { nameKey } from '../trust/registries/issuer-standing.ts'
import type { KeySpan, Participant, Registry } from '../trust/registry.ts'
import { recordsOf, registryIndexOf, type LogPlace, type TrustedNetwork } from './trusted-network.ts'
import type { VerifyContext } from './verify-context.ts'
import { isRegistrationVouchedFor } from './vouched-registration.ts'

/**
 * What the registries of a verifier say of a key of an issuer. `unlisted`: none of them knows the issuer. `foreign`: the key is not
 * in its recorded history. `unvouched`: nor is it, but nobody vouches for whoever registered the issuer. `freed`: it is of somebody who had
 * registered the issuer and was found by all sectors not to be it. `withdrawn`: it was taken back, and nothing shows that it was used before.
 * `doubtful`: it was used when others may have had it. `disputed`: one registry has the key and another has not. `untold`: there is no past to look into.
 */
export type KeyState = 'unlisted' | 'good' | 'foreign' | 'unvouched' | 'freed' | 'withdrawn' | 'doubtful' | 'disputed' | 'untold'

/** The worst that a network says, and which says it. */
export interface KeyVerdict {
  readonly state: KeyState
  readonly network?: string
}

/** Judges a key, in Multikey form, at the place where the ledger records its use, or at none. */
export function judgeIssuerKey(who: { readonly did: string; readonly key: string }, place: LogPlace | undefined, context: Pick<VerifyContext, 'trust'>): KeyVerdict {
  const { networks = [] } = context.trust
  if (networks.length === 0) return { state: 'unlisted' }
  const verdicts = networks.map((network): Required<KeyVerdict> => ({ state: judgeKeyIn(network, { ...who, place }, context), network: network.name }))
  const isSplit = verdicts.some(({ state }) => state === 'foreign') && verdicts.some(({ state }) => !['foreign', 'unvouched', 'unlisted'].includes(state))
  const worst = (['freed', 'withdrawn', 'doubtful', 'foreign', 'untold', 'unvouched', 'good'] as const).map((state) => verdicts.find((verdict) => verdict.state === state)).find((found) => found !== undefined)
  if (worst === undefined) return { state: 'unlisted' }
  return isSplit && worst.state === 'foreign' ? { ...worst, state: 'disputed' } : worst
}

/** What one network says of a key. */
export function judgeKeyIn(network: TrustedNetwork, use: KeyUse, context: Pick<VerifyContext, 'trust'>): Exclude<KeyState, 'disputed'> {
  const { registry } = network.registry
  const participant = registry.participants.get(use.did)
  if (participant === undefined) return 'unlisted'
  const isHeld = participant.freedAt === undefined
  const hasKey = ({ keys }: Participant): boolean => keys.some(({ key }) => key === use.key)
  if (!(isHeld && hasKey(participant)) && impostorsOf(registry, use.did).some(hasKey)) return 'freed'
  if (!isHeld) return 'unlisted'
  const state = stateIn(network, participant, use)
  return state === 'foreign' && !isRegistrationVouchedFor(registry, participant, context) ? 'unvouched' : state
}

/** A key of an issuer, and where its use is recorded. */
export interface KeyUse {
  readonly did: string
  readonly key: string
  readonly place: LogPlace | undefined
}

function stateIn(network: TrustedNetwork, participant: Participant, use: KeyUse): Exclude<KeyState, 'disputed' | 'unlisted' | 'unvouched' | 'freed'> {
  const { isSnapshot } = network.registry
  const span = participant.keys.find(({ key }) => key === use.key)
  if (span === undefined) return isSnapshot === true ? 'untold' : isArchivedKey(recordsOf(network), use) ? 'good' : 'foreign'
  // A key that gave way to another in good order keeps what it signed.
  if (span.until === undefined || (span.isWithdrawn !== true && span.compromisedSince === undefined)) return 'good'
  if (use.place === undefined) return 'withdrawn'
  return span.compromisedSince === undefined ? stateAfterEnd(span, registryIndexOf(network, use.place)) : stateInDoubt(network, span, { ...use, place: use.place })
}

function stateAfterEnd({ until = 0 }: KeySpan, at: number | undefined): 'good' | 'doubtful' | 'withdrawn' {
  if (at === undefined) return 'doubtful'
  return at <= until ? 'good' : 'withdrawn'
}

function stateInDoubt(network: TrustedNetwork, span: KeySpan, { did, key, place }: KeyUse & { readonly place: LogPlace }): 'good' | 'doubtful' | 'withdrawn' {
  const since = span.compromisedSince
  const isBefore = since !== undefined && place.index < sizeOfLog(since, place.origin)
  if (isBefore || !isCompromised(network.registry.registry, { did, key, ...place })) return 'good'
  return stateAfterEnd(span, registryIndexOf(network, place)) === 'withdrawn' ? 'withdrawn' : 'doubtful'
}

/** Keys of kinds that sign no entries (BLS12-381, RSA) stand in the DID document that the issuer archived last. */
function isArchivedKey(registries: readonly Registry[], { did, key }: KeyUse): boolean {
  if (isSigningMultikey(key)) return false
  const documents = registries.flatMap((registry) => archived(registry, { issuer: did, id: did }).findLast(({ kind }) => kind === 'did-document')?.document ?? [])
  return documents.filter((document): document is JsonObject => isJsonObject(document)).some((document) => listOf(document['verificationMethod']).some((method) => isKeyOf(method, key)))
}

function isKeyOf(method: unknown, key: string): boolean {
  try {
    return nameKey(readVerificationMethod(method as Parameters<typeof readVerificationMethod>[0])) === key
  } catch (error) {
    if (error instanceof EverlearnedError) return false
    throw error
  }
}
