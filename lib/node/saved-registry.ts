import { decodeBase64, encodeBase64 } from '../encoding/base64url.ts'
import { encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import { EverlearnedError } from '../error.ts'
import type { Sha256 } from '../ledger/merkle-hash.ts'
import { formatRegistry, parseRegistry } from '../trust/registry-text.ts'
import type { Registry } from '../trust/registry.ts'
import { readIfPresent } from './read-if-present.ts'
import { writeDurably } from './write-durably.ts'

/** The log that a saved registry must be of. */
export interface SavedPlace {
  readonly origin: string
  /** Entries of the log that are there. */
  readonly size: number
  readonly rootAt: (size: number) => Promise<Uint8Array>
  readonly sha256: Sha256
}

const head = /^(\d{1,15}) ([A-Za-z0-9+/]{43}=) ([0-9a-f]{64})\n/

/** Keeps a replayed registry with the root of its log at its size. The registry must not be of more entries than the log. */
export async function saveRegistry(path: string, registry: Registry, { root, sha256 }: { readonly root: () => Promise<Uint8Array> } & Pick<SavedPlace, 'sha256'>): Promise<void> {
  // Before anything is waited for: it goes on growing.
  const [size, text] = [registry.size, formatRegistry(registry)]
  await writeDurably(path, `${size} ${encodeBase64(await root())} ${encodeHex(sha256(encodeUtf8(text)))}\n${text}`)
}

/** A registry that was saved, when it is whole and the log still begins with its entries; undefined otherwise: then the log is replayed. */
export async function loadRegistry(path: string, { origin, size: most, rootAt, sha256 }: SavedPlace): Promise<Registry | undefined> {
  const file = await readIfPresent(path)
  const [line = '', digits = '', root = '', digest = ''] = head.exec(file ?? '') ?? []
  const [size, text] = [Number(digits), (file ?? '').slice(line.length)]
  if (digits === '' || size > most || encodeHex(sha256(encodeUtf8(text))) !== digest || !equalBytes(await rootAt(size), decodeBase64(root))) return undefined
  try {
    const registry = parseRegistry(text, { sha256 })
    return registry.origin === origin && registry.size === size ? registry : undefined
  } catch (cause) {
    // Of another version of this program: the entries are still there.
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}
