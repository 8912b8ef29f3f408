import { encodeUtf8 } from '../encoding/bytes.ts'
import { HolderError } from './holder-error.ts'

/** The work that one guess at a passphrase costs (RFC 9106, "Parameter Choice"). */
export interface Argon2idParameters {
  readonly memoryKibibytes: number
  readonly iterations: number
  readonly parallelism: number
}

/** 19 MiB, two passes: under half a second on a slow phone. */
export const argon2idDefaults: Argon2idParameters = { memoryKibibytes: 19_456, iterations: 2, parallelism: 1 }

/** Untrusted: a backup file names its own parameters; beyond these a phone would hang. */
const limits = { memoryKibibytes: 262_144, iterations: 16, parallelism: 4 } as const

/**
 * Derives 32 bytes from a passphrase with argon2id (RFC 9106).
 *
 * @throws HolderError `holder/wrap-malformed` when the parameters or the salt are out of bounds
 */
export async function derivePassphraseKey(
  passphrase: string,
  salt: Uint8Array,
  { memoryKibibytes, iterations, parallelism }: Argon2idParameters,
): Promise<Uint8Array<ArrayBuffer>> {
  const isBounded = within(memoryKibibytes, 8 * parallelism, limits.memoryKibibytes) && within(iterations, 1, limits.iterations)
    && within(parallelism, 1, limits.parallelism) && within(salt.length, 16, 64)
  if (!isBounded) throw new HolderError('holder/wrap-malformed', 'Cannot derive a key from the passphrase: parameters out of bounds')
  const { argon2id } = await import('hash-wasm')
  // One passphrase, one key, whichever keyboard typed it (RFC 8265, "OpaqueString Profile").
  const password = encodeUtf8(passphrase.normalize('NFC'))
  const key = await argon2id({ password, salt, memorySize: memoryKibibytes, iterations, parallelism, hashLength: 32, outputType: 'binary' })
  return Uint8Array.from(key)
}

function within(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}
