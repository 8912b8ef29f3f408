import type { Cryptography } from '../crypto/cryptography.ts'
import { encodeHex } from '../encoding/hex.ts'
import { EverlearnedError } from '../error.ts'
import { noQuorum, parsePolicy, type Policy } from '../ledger/policy.ts'
import { parseVerifierKey } from '../ledger/verifier-key.ts'
import { verifyArchiveProof } from './archive-proof.ts'
import type { FinalityRules } from './judge-checkpoint.ts'

/** Whom a wallet believes that a build is recorded: the log that it noted at its first visit. */
export interface BuildTrust {
  /** The key under which that log signs, as text. */
  readonly verifierKey: string
  /** The policy that was in force then (C2SP tlog-policy); null where nobody cosigned. */
  readonly policy: string | null
  readonly cryptography: Cryptography
}

/** A build that stands on the log. */
export interface ProvenBuild {
  readonly index: number
}

/** Why a build does not count as recorded: something else was recorded, on another log, not finally, or the proof is wrong. */
export interface BuildNotProven {
  readonly code: 'trust/build-not-recorded' | 'trust/build-other-log' | 'trust/build-not-final' | 'trust/build-proof-wrong'
}

/** Verifies, offline, that the manifest with these bytes is recorded on one log and no other. Untrusted: the proof, and the manifest. */
export async function verifyBuildProof(untrusted: unknown, manifest: Uint8Array, { verifierKey, policy: text, cryptography }: BuildTrust): Promise<ProvenBuild | BuildNotProven> {
  const key = parseVerifierKey(verifierKey, cryptography.sha256)
  const policy = text === null ? undefined : parsePolicy(text, cryptography.sha256)
  const isCosigned = policy !== undefined && policy.quorum !== noQuorum
  const networks: readonly FinalityRules[] = isCosigned ? [{ name: 'first visit', origin: key.name, policy: onlyOf(policy, key) }] : []
  const proven = await proofOf(untrusted, { logs: isCosigned ? [] : [verifierKey], networks, cryptography })
  if (proven === undefined) return { code: 'trust/build-proof-wrong' }
  if ('outcome' in proven) {
    if (proven.code === 'trust/checkpoint-not-final') return { code: 'trust/build-not-final' }
    return { code: proven.code === 'trust/log-not-trusted' || proven.code === 'trust/checkpoint-signature-invalid' ? 'trust/build-other-log' : 'trust/build-proof-wrong' }
  }
  if (proven.origin !== key.name) return { code: 'trust/build-other-log' }
  return proven.kind === 'build' && proven.digest === encodeHex(cryptography.sha256(manifest)) ? { index: proven.index } : { code: 'trust/build-not-recorded' }
}

/** Whoever cosigns, it is this log that they cosigned. */
function onlyOf(policy: Policy, key: Policy['logs'][number]['key']): Policy {
  return { ...policy, logs: [{ key }] }
}

async function proofOf(untrusted: unknown, trust: Parameters<typeof verifyArchiveProof>[1]): Promise<Awaited<ReturnType<typeof verifyArchiveProof>> | undefined> {
  try {
    return await verifyArchiveProof(untrusted, trust)
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}
