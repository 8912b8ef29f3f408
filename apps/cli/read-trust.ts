import { stat } from 'node:fs/promises'
import { loadFollowedNetworks, nativeCryptography as cryptography, type FinalCopy, type FollowedNetworks } from 'everlearned/node'
import { isPolicyName, parseTrust, trustNobody, type Trust } from 'everlearned/verifier'
import { readText } from './files.ts'

/** What `--trust` amounts to, with what its folders hold beside registries. */
export interface GivenTrust extends Pick<FollowedNetworks, 'copies' | 'findBlob'> {
  readonly trust: Trust
}

/**
 * Reads what `--trust` names, all of it together: names of shipped policies, files, and folders of followed logs, one of which may
 * follow the registry of another. The last policy that is named counts. A file that is named like a policy is meant with `./` before it.
 */
export async function readTrust(values: readonly string[] | undefined): Promise<GivenTrust> {
  let trust = trustNobody
  const folders: string[] = []
  for (const value of values ?? []) {
    if (isPolicyName(value)) trust = { ...trust, policy: value }
    else if ((await stat(value)).isDirectory()) folders.push(value)
    else trust = joinTrust(trust, await parseTrust(await readText(value), cryptography))
  }
  const { networks, copies, findBlob } = await loadFollowedNetworks(folders, cryptography)
  return { trust: joinTrust(trust, { ...trustNobody, policy: trust.policy, networks }), copies, findBlob }
}

/** How far a copy goes that is final, and how old that is: who stands in its registry may have changed since. */
export function describeCopy({ origin, size, finalAt }: FinalCopy, now: Date): string {
  if (finalAt === undefined) return `${origin}: ${size} entries, which nobody cosigns and dates`
  const hours = Math.max(0, Math.floor((now.getTime() - finalAt.getTime()) / 3_600_000))
  return `${origin}: ${size} entries, final at ${finalAt.toISOString()}, ${hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`} ago`
}

function joinTrust(one: Trust, other: Trust): Trust {
  return {
    policy: other.policy, issuers: [...one.issuers, ...other.issuers], logs: [...one.logs, ...other.logs],
    networks: [...(one.networks ?? []), ...(other.networks ?? [])],
    accreditors: [...(one.accreditors ?? []), ...(other.accreditors ?? [])], registries: [...(one.registries ?? []), ...(other.registries ?? [])],
  }
}
