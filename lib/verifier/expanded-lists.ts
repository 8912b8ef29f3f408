import type { ExpandBase64url } from '../encoding/gzip.ts'
import { StatusError } from '../status/status-error.ts'
import { decodeStatusList, type EncodedStatusList, type StatusReader } from '../status/token-status-list.ts'
import { decodeKnownBitstring } from './known-lists.ts'

/** Untrusted: the status lists that one file names are expanded to so many bytes in all; one list to a quarter of it at most. */
export const maxExpandedBytes = 67_108_864

/** The status lists that one file names, each expanded once. */
export interface ExpandedLists {
  /** @throws StatusError as {@link decodeKnownBitstring} does, and `status/too-many` */
  decodeBits(encoded: string, expand?: ExpandBase64url): Promise<Uint8Array>
  /** @throws StatusError as {@link decodeStatusList} does, and `status/too-many` */
  decodeToken(list: EncodedStatusList, expand?: ExpandBase64url): Promise<StatusReader>
}

/** Remembers lists by their text: many credentials of a file name one list, and a small text may stand for a large one. */
export function createExpandedLists(): ExpandedLists {
  return new Expanded()
}

interface Sized {
  readonly byteLength: number
}

class Expanded implements ExpandedLists {
  readonly #bitstrings = new Map<string, Promise<Uint8Array>>()
  readonly #tokens = new Map<string, Promise<StatusReader>>()
  #bytesLeft = maxExpandedBytes

  decodeBits(encoded: string, expand?: ExpandBase64url): Promise<Uint8Array> {
    return this.#remember(this.#bitstrings, encoded, () => decodeKnownBitstring(encoded, expand))
  }

  decodeToken(list: EncodedStatusList, expand?: ExpandBase64url): Promise<StatusReader> {
    return this.#remember(this.#tokens, JSON.stringify([list.bits, list.lst]), () => decodeStatusList(list, expand))
  }

  #remember<List extends Sized>(known: Map<string, Promise<List>>, name: string, expand: () => Promise<List>): Promise<List> {
    const list = known.get(name) ?? this.#spend(expand)
    known.set(name, list)
    return list
  }

  async #spend<List extends Sized>(expand: () => Promise<List>): Promise<List> {
    if (this.#bytesLeft <= 0) throw new StatusError('status/too-many', 'Cannot read status list: the file names more than are looked at')
    const expanded = await expand()
    this.#bytesLeft -= expanded.byteLength
    return expanded
  }
}
