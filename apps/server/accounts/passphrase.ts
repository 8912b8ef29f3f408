import { randomBytes } from 'node:crypto'
import { argon2id, argon2Verify } from 'hash-wasm'
import { ServerError } from '../server-error.ts'

/** Fewer characters are guessed; more only cost us (the limit is far above any phrase that is typed). */
export const passphraseLength = { min: 12, max: 256 } as const

/** argon2id with 19 MiB and two passes (OWASP Password Storage Cheat Sheet; RFC 9106). */
const cost = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32, outputType: 'encoded' } as const

/** Stands in where there is no hash, so that an unknown login name takes as long as a wrong passphrase. */
let decoy: Promise<string> | undefined

/** @throws ServerError `account/passphrase-weak` */
export async function hashPassphrase(passphrase: string): Promise<string> {
  const characters = [...folded(passphrase)]
  if (characters.length < passphraseLength.min || new Set(characters).size < 5) {
    throw new ServerError('account/passphrase-weak', `Cannot take passphrase: it needs at least ${passphraseLength.min} characters, five of them different`)
  }
  return hash(passphrase)
}

/** Tells whether this is the passphrase; with no hash it takes the same time and answers no. */
export async function verifyPassphrase(passphrase: string, encoded: string | null): Promise<boolean> {
  decoy ??= hash('nobody has this passphrase')
  const matches = await argon2Verify({ password: folded(passphrase), hash: encoded ?? await decoy })
  return matches && encoded !== null
}

function hash(passphrase: string): Promise<string> {
  return argon2id({ password: folded(passphrase), salt: randomBytes(16), ...cost })
}

/** The same phrase from another keyboard may come in another Unicode form. */
function folded(passphrase: string): string {
  return passphrase.normalize('NFKC')
}
