import { decodeUtf8 } from '../encoding/bytes.ts'
import { EncodingError } from '../encoding/encoding-error.ts'
import { hasMembers, isNatural, isOneOf } from './guard.ts'
import { isDigest } from './entry-text.ts'
import { TrustError } from './trust-error.ts'

/** One file of a build. */
export interface BuildFile {
  /** In hexadecimal. */
  readonly sha256: string
  readonly size: number
}

/**
 * Everything that a node serves to wallets, by address: same source, same manifest, so that anybody may build it again and compare. The
 * SHA-256 of its bytes is what stands on the ledger (docs/decisions/0018-builds-on-the-ledger.md).
 */
export interface BuildManifest {
  readonly type: 'EverlearnedBuild'
  readonly version: string
  readonly files: { readonly [path: string]: BuildFile }
}

/** Untrusted: longer manifests, with more or larger files, are refused. */
export const maxManifestBytes = 524_288
const maxFiles = 2_000
const maxFileBytes = 16_777_216

const isFile = hasMembers<BuildFile>({ sha256: isDigest, size: (value): value is number => isNatural(value) && value <= maxFileBytes })
const isVersion = (value: unknown): value is string => typeof value === 'string' && /^[\w.+-]{1,64}$/.test(value)
const isManifest = hasMembers<BuildManifest>({ type: isOneOf(['EverlearnedBuild']), version: isVersion, files: isFiles })

/**
 * Reads a manifest. Untrusted: every byte.
 *
 * @throws TrustError `trust/build-malformed`
 */
export function parseBuildManifest(bytes: Uint8Array): BuildManifest {
  if (bytes.length > maxManifestBytes) throw malformed('it is too long')
  try {
    const value: unknown = JSON.parse(decodeUtf8(bytes))
    if (isManifest(value)) return value
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof EncodingError)) throw cause
  }
  throw malformed('not the members of a build')
}

/** An address of a file is plain: no dots that climb, no escapes, nothing after a question mark. */
function isFiles(value: unknown): value is BuildManifest['files'] {
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
  return entries.length > 0 && entries.length <= maxFiles && entries.every(([path, file]) => /^(?:\/[\w-][\w.-]{0,120}){1,4}$/.test(path) && isFile(file))
}

function malformed(state: string): TrustError {
  return new TrustError('trust/build-malformed', `Cannot read build: ${state}`)
}
