import { randomUUID } from 'node:crypto'
import type { StatusEntry } from 'everlearned/credential'
import { createBitstring, createStatusEntry, createStatusListCredential, drawFreeIndex, isBitSet, minListLength, withBit } from 'everlearned/status'
import type { NodeContext } from '../context.ts'
import type { OpenProfile } from './profiles.ts'

/** How long a fetched list may be relied upon. */
const ttlSeconds = 86_400
/** Beyond this share of used indexes a new list is begun: a free one must stay quick to find at random. */
const fullShare = 0.6

interface StatusList {
  readonly id: string
  taken: Uint8Array<ArrayBuffer>
  takenCount: number
  revoked: Uint8Array<ArrayBuffer>
}

/** The status lists of a profile. They are kept in memory and end with its key. */
export interface StatusLists {
  /** A random place that was never given out before; revoked later by the id of its credential, if it has one. */
  reserve(credentialId: string | undefined): Promise<StatusEntry>
  /** Sets or clears the status of every credential issued under an id; false when there is none. */
  change(credentialId: string, isRevoked: boolean): boolean
  /** A list as it stands at this moment, signed; undefined when there is no such list. */
  publish(id: string): Promise<object | undefined>
}

/** Opens the lists of a profile. Every answer is signed anew, so a change is public as soon as it is made. */
export function openStatusLists(profile: OpenProfile, { config, cryptography, now }: NodeContext): StatusLists {
  const lists = new Map<string, StatusList>()
  const places = new Map<string, { readonly list: StatusList; readonly index: number }[]>()
  let current = beginList()
  const urlOf = ({ id }: StatusList): string => `${config.publicBaseUrl}/vc-api/status-lists/${id}`
  return {
    reserve: async (credentialId) => {
      if (current.takenCount >= minListLength * fullShare) current = beginList()
      const list = current
      lists.set(list.id, list)
      const draw = (): Promise<number> => drawFreeIndex({ length: minListLength, isTaken: (at) => isBitSet(list.taken, at), randomBytes: cryptography.randomBytes })
      let index = await draw()
      // Somebody else may have taken it while it was drawn.
      while (isBitSet(list.taken, index)) index = await draw()
      list.taken = withBit(list.taken, index, 1)
      list.takenCount += 1
      if (credentialId !== undefined) places.set(credentialId, [...places.get(credentialId) ?? [], { list, index }])
      return createStatusEntry(urlOf(list), index, 'revocation')
    },
    change: (credentialId, isRevoked) => {
      const found = places.get(credentialId) ?? []
      for (const { list, index } of found) list.revoked = withBit(list.revoked, index, isRevoked ? 1 : 0)
      return found.length > 0
    },
    publish: async (id) => {
      const list = lists.get(id)
      if (list === undefined) return undefined
      const validFrom = now()
      const unsigned = await createStatusListCredential({ url: urlOf(list), issuer: profile.issuer, purpose: 'revocation', bits: list.revoked, validFrom, ttlSeconds })
      return profile.sign({ ...unsigned }, { created: validFrom, mandatoryPointers: [] })
    },
  }
}

function beginList(): StatusList {
  return { id: randomUUID(), taken: createBitstring(), takenCount: 0, revoked: createBitstring() }
}
