import { decodeUtf8 } from '../encoding/bytes.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { EverlearnedError } from '../error.ts'
import { formatCosignerKey } from '../ledger/cosignature.ts'
import { parsePolicy } from '../ledger/policy.ts'
import { hashOrigin } from '../ledger/witness.ts'
import { policyAt } from '../trust/history.ts'
import type { FollowedLog, Following } from './followed-log.ts'
import { logSource } from './log-source.ts'

/** Who compares, and how others are reached. */
export interface PeerContext {
  /** One's own cosigner key string, which need not be asked. */
  readonly cosigner: string | undefined
  readonly fetch: Following['fetch']
  readonly cryptography: Cryptography
}

/**
 * Asks every cosigner of the policy in force what it has cosigned of a log (C2SP tlog-witness, "Monitor Retrieval Mechanism") and
 * holds it against the copy: an operator that shows each of them another history is found by all. Untrusted: the answers; who
 * does not answer says nothing.
 */
export async function compareWithPeers(log: FollowedLog, { cosigner, fetch, cryptography: { sha256 } }: PeerContext): Promise<void> {
  const { registry } = log
  const text = registry === undefined ? undefined : policyAt(registry, registry.size)?.policy
  if (text === undefined) return
  const peers = parsePolicy(text, sha256).witnesses.filter(({ key }) => formatCosignerKey(key) !== cosigner)
  await Promise.all(peers.map(async ({ url }) => {
    const shown = url === undefined ? undefined : await readShown(`${url.replace(/\/+$/, '')}/${hashOrigin(log.origin, sha256)}`, fetch)
    if (shown !== undefined) await log.compare(shown)
  }))
}

async function readShown(url: string, fetch: Following['fetch']): Promise<string | undefined> {
  try {
    const bytes = await logSource({ url, fetch })('checkpoint')
    return bytes === undefined ? undefined : decodeUtf8(bytes)
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}
