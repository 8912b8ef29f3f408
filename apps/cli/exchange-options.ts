import { PeerRefusal, type ExchangeNetwork, type HolderKey } from 'everlearned/exchange'
import { subjectsOf } from 'everlearned/exchange/oid4vp'
import { findAcceptedKey, type AskedStep, type KeyFor } from 'everlearned/exchange/vcalm'
import { createGuardedFetch, nativeCryptography as cryptography } from 'everlearned/node'
import { InputError, UnavailableError, UsageError } from './command.ts'
import { readKeyFile } from './key-file.ts'

/** The network of an exchange: https to public addresses, and what `--allow` names. */
export function networkOf(allowed: readonly string[] = []): ExchangeNetwork {
  return { fetch: createGuardedFetch({ allowedOrigins: allowed }), loopbackOrigins: allowed }
}

/** The first of the keys in these files that a request takes. */
export async function keyFor({ request }: AskedStep, paths: readonly string[] = []): Promise<HolderKey & { readonly did: string }> {
  const holders = await readHolders(paths)
  const found = await findAcceptedKey(holders, request, cryptography)
  const holder = holders.find((each) => each === found)
  if (holder === undefined) throw new InputError('Cannot answer: the other side takes none of these keys')
  return holder
}

/** For each credential the key that it is about, or else the first that the request takes: the other side finds out that it is of somebody else. */
export async function keysFor(asked: AskedStep, paths: readonly string[] = []): Promise<KeyFor> {
  const [fallback, holders] = [await keyFor(asked, paths), await readHolders(paths)]
  return async (credential) => {
    const subjects = subjectsOf(credential, cryptography)
    const own = holders.filter(({ did }) => subjects.includes(did))
    return await findAcceptedKey(own, asked.request, cryptography) ?? fallback
  }
}

/** The keys in these files. */
export async function readHolders(paths: readonly string[] = []): Promise<readonly (HolderKey & { readonly did: string })[]> {
  if (paths.length === 0) throw new UsageError('--key is missing')
  const keys = await Promise.all(paths.map(readKeyFile))
  return keys.map(({ did, verificationMethod, signingKey }) => ({ did, verificationMethod, key: signingKey }))
}

/** What the other side answers; when it refuses, in its own words. */
export async function inWords<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return answer.catch((error: unknown) => {
    throw error instanceof PeerRefusal ? explainRefusal(error) : error
  })
}

function explainRefusal({ status, said, reason }: PeerRefusal): Error {
  const words = said === null ? '' : `; it says: ${printable(said)}`
  if (status >= 500 || status === 429) return new UnavailableError(`Cannot go on: the other side answered ${status}${words}`)
  return new InputError(`Cannot go on: the other side refused (${printable(reason ?? String(status))})${words}`)
}

/** Untrusted: words of others must not move the cursor or the colours of a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/\p{C}/gu, ' ')
}
