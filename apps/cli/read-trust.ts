import { stat } from 'node:fs/promises'
import { loadFollowedNetwork, nativeCryptography as cryptography } from 'everlearned/node'
import { isPolicyName, parseTrust, trustNobody, type Trust } from 'everlearned/verifier'
import { readText } from './files.ts'

/**
 * Reads what `--trust` names, all of it together: names of shipped policies, files, and folders of followed logs. The last policy that
 * is named counts. A file that is named like a policy is meant with `./` before it.
 */
export async function readTrust(values: readonly string[] | undefined): Promise<Trust> {
  let trust = trustNobody
  for (const value of values ?? []) trust = joinTrust(trust, await readOne(value, trust.policy))
  return trust
}

async function readOne(value: string, policy: Trust['policy']): Promise<Trust> {
  if (isPolicyName(value)) return { ...trustNobody, policy: value }
  if ((await stat(value)).isDirectory()) return { ...trustNobody, policy, networks: [await loadFollowedNetwork(value, cryptography)] }
  return parseTrust(await readText(value), cryptography)
}

function joinTrust(one: Trust, other: Trust): Trust {
  return {
    policy: other.policy, issuers: [...one.issuers, ...other.issuers], logs: [...one.logs, ...other.logs],
    networks: [...(one.networks ?? []), ...(other.networks ?? [])],
    accreditors: [...(one.accreditors ?? []), ...(other.accreditors ?? [])], registries: [...(one.registries ?? []), ...(other.registries ?? [])],
  }
}
