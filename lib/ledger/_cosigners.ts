import type { Cryptography } from '../crypto/cryptography.ts'
import { cosignerKeyOf, type CosignerKey } from './cosignature.ts'
import { memoryWitnessStore } from './memory-witness-store.ts'
import { formatPolicy, parsePolicy, type Policy, type PolicyGroup } from './policy.ts'
import type { Witness } from './witness.ts'
import type { VerifierKey } from './verifier-key.ts'

/** For tests: a witness with its public key. */
export interface TestCosigner {
  readonly key: CosignerKey
  readonly witness: Witness
}

/** For tests: a witness of these logs with a key and a memory of its own, at a time that does not pass. */
export async function newCosigner(name: string, logs: readonly VerifierKey[], cryptography: Cryptography): Promise<TestCosigner> {
  const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  const witness: Witness = {
    identity: { name, key }, store: memoryWitnessStore(), cryptography, now: () => 1_700_000_000.5,
    findKeys: async (origin) => logs.filter((log) => log.name === origin),
  }
  return { key: cosignerKeyOf(name, key.publicKey, cryptography.sha256), witness }
}

/** For tests: cosigners `w0`, `w1`, … of one log. */
export async function newCosigners(count: number, log: VerifierKey, cryptography: Cryptography): Promise<readonly TestCosigner[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => newCosigner(`w${index}`, [log], cryptography)))
}

/** For tests: a policy over cosigners, each at `https://<name>.example`; without groups, `k` of all of them. */
export function policyOf(cosigners: readonly TestCosigner[], { log, k, groups }: { readonly log: VerifierKey; readonly k: number; readonly groups?: readonly PolicyGroup[] }, cryptography: Cryptography): Policy {
  const all = { name: 'all', threshold: k, members: cosigners.map(({ key }) => key.name) }
  const policy: Policy = {
    logs: [{ key: log }],
    witnesses: cosigners.map(({ key }) => ({ name: key.name, key, url: `https://${key.name}.example` })),
    groups: groups ?? [all],
    quorum: groups?.at(-1)?.name ?? 'all',
  }
  return parsePolicy(formatPolicy(policy), cryptography.sha256)
}
