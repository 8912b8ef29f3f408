import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { encodeBase64 } from '../encoding/base64url.ts'
import { openLog } from '../ledger/open-log.ts'
import { formatRegistry } from '../trust/registry-text.ts'
import { didOf, keyOf, origin, TrustedWorld } from '../trust/trusted-world.ts'
import { fileLogStorage } from './file-log-storage.ts'
import { loadFollowedNetwork } from './followed-network.ts'
import { nativeCryptography as cryptography } from './native-cryptography.ts'
import { saveRegistry } from './saved-registry.ts'

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

/** A folder with a copy of the log of a network, and these entries after it. */
async function copyOf(world: TrustedWorld, more: readonly Uint8Array[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'followed-'))
  folders.push(folder)
  const storage = await fileLogStorage(folder)
  const log = await openLog(storage, { origin, signingKey: await keyOf('log'), cryptography })
  await log.append([...world.network.entries, ...more])
  await log.close()
  await storage.close()
  return folder
}

describe('loadFollowedNetwork()', () => {
  it('reads name, policy in force and registry out of a folder, from the first entry or from what was saved', async () => {
    const world = await TrustedWorld.begin('college')
    await world.accredit('board', 'college')
    const folder = await copyOf(world)
    const expected = formatRegistry(world.network.registry)
    const network = await loadFollowedNetwork(folder, cryptography)
    expect([network.name, network.policy, formatRegistry(network.registry.registry)]).toEqual(['Test network', world.policy, expected])
    const { checkpoint } = world.log
    await mkdir(join(folder, 'follow'))
    await saveRegistry(join(folder, 'follow', 'registry'), world.network.registry, { root: async () => checkpoint.root, sha256: cryptography.sha256 })
    expect(formatRegistry((await loadFollowedNetwork(folder, cryptography)).registry.registry)).toBe(expected)
    // What was saved of another history is not gone on from.
    await writeFile(join(folder, 'follow', 'registry'), `${checkpoint.size} ${encodeBase64(new Uint8Array(32))}\n${expected.replaceAll(didOf('college'), didOf('mill'))}`)
    expect(formatRegistry((await loadFollowedNetwork(folder, cryptography)).registry.registry)).toBe(expected)
  })

  it('refuses a folder without a log, and a log with an entry that the rules refuse', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'followed-'))
    folders.push(empty)
    await expect(loadFollowedNetwork(empty, cryptography)).rejects.toMatchObject({ code: 'ledger/checkpoint-missing' })
    const world = await TrustedWorld.begin('college')
    const again = world.network.entries[1] ?? new Uint8Array()
    await expect(loadFollowedNetwork(await copyOf(world, [again]), cryptography)).rejects.toMatchObject({ code: 'trust/log-breaks-rules' })
  })
})
