import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { encodeBase64 } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import { openLog } from '../ledger/open-log.ts'
import { parseTlogProof } from '../ledger/tlog-proof.ts'
import { formatVerifierKey, verifierKeyOf } from '../ledger/verifier-key.ts'
import { signEntry } from '../trust/entry.ts'
import { formatRegistry } from '../trust/registry-text.ts'
import { cosignedAt, cosigners, didOf, keyOf, multikeyOf, origin, TrustedWorld } from '../trust/trusted-world.ts'
import { fileLogStorage } from './file-log-storage.ts'
import { loadFollowedNetworks, type FollowedNetworks } from './followed-networks.ts'
import { nativeCryptography as cryptography } from './native-cryptography.ts'
import { saveRegistry } from './saved-registry.ts'

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'followed-'))
  folders.push(folder)
  await mkdir(join(folder, 'follow'))
  return folder
}

/** A folder with a copy of a log of these entries. */
async function copyOf(entries: readonly Uint8Array[], name: string = origin, key = 'log'): Promise<string> {
  const folder = await newFolder()
  const log = await openLog(await fileLogStorage(folder), { origin: name, signingKey: await keyOf(key), cryptography })
  await log.append(entries)
  await log.close()
  return folder
}

/** The last checkpoint, as these have cosigned it. */
const published = async (world: TrustedWorld, by?: readonly string[]): Promise<string> => parseTlogProof(await world.tlogProof(0, by)).checkpoint.text

async function finalCopyOf(world: TrustedWorld, more: readonly Uint8Array[] = []): Promise<string> {
  const folder = await copyOf([...world.network.entries, ...more])
  await writeFile(join(folder, 'follow', 'published'), await published(world))
  return folder
}

const keyFileOf = async (name: string): Promise<string> => `${formatVerifierKey(verifierKeyOf(origin, (await keyOf(name)).publicKey, cryptography.sha256))}\n`
const load = (...given: readonly string[]): Promise<FollowedNetworks> => loadFollowedNetworks(given, cryptography)
const registryIn = async (folder: string): Promise<string | undefined> => {
  const { networks: [network] } = await load(folder)
  return network && formatRegistry(network.registry.registry)
}

describe('loadFollowedNetworks()', () => {
  it('reads name, policy in force and registry out of a folder, from the first entry or from what was saved', async () => {
    const world = await TrustedWorld.begin('college')
    await world.accredit('board', 'college')
    const folder = await finalCopyOf(world)
    const expected = formatRegistry(world.network.registry)
    const { networks: [network], copies } = await load(folder)
    expect([network?.name, network?.policy, network && formatRegistry(network.registry.registry)]).toEqual(['Test network', world.policy, expected])
    const { checkpoint } = world.log
    expect(copies).toEqual([{ origin, size: checkpoint.size, finalAt: cosignedAt }])
    await saveRegistry(join(folder, 'follow', 'registry'), world.network.registry, { root: async () => checkpoint.root, sha256: cryptography.sha256 })
    expect(await registryIn(folder)).toBe(expected)
    // What was saved of another history is not gone on from.
    await writeFile(join(folder, 'follow', 'registry'), `${checkpoint.size} ${encodeBase64(new Uint8Array(32))}\n${expected.replaceAll(didOf('college'), didOf('mill'))}`)
    expect(await registryIn(folder)).toBe(expected)
  })

  it('refuses a folder without a log, and a log with an entry that the rules refuse', async () => {
    await expect(load(await newFolder())).rejects.toMatchObject({ code: 'ledger/checkpoint-missing' })
    const world = await TrustedWorld.begin('college')
    const again = world.network.entries[1] ?? new Uint8Array()
    await expect(load(await copyOf([...world.network.entries, again]))).rejects.toMatchObject({ code: 'trust/log-breaks-rules' })
  })

  it('refuses a copy that a quorum has not cosigned, that another log signed, or whose entries are others', async () => {
    const world = await TrustedWorld.begin('college')
    const folder = await finalCopyOf(world)
    const show = async (text: string): Promise<unknown> => {
      await writeFile(join(folder, 'follow', 'published'), text)
      return load(folder)
    }
    await expect(show(await published(world, cosigners.slice(0, 3)))).rejects.toMatchObject({ code: 'trust/checkpoint-not-final' })
    await expect(show(world.log.checkpoint.text)).rejects.toMatchObject({ code: 'trust/checkpoint-not-final' })
    await expect(load(await copyOf(world.network.entries))).rejects.toMatchObject({ code: 'trust/checkpoint-not-final' })
    // Cosigned by all, and signed by nobody.
    const [signed = '', own = ''] = [await published(world, cosigners), world.log.checkpoint.text.split('\n\n')[1]?.split('\n')[0]]
    await expect(show(signed.replace(`${own}\n`, ''))).rejects.toMatchObject({ code: 'trust/checkpoint-signature-invalid' })
    await world.register('mill')
    await expect(show(await published(world))).rejects.toMatchObject({ code: 'ledger/mirror-damaged' })
    const other = await TrustedWorld.begin('mill')
    await expect(show(await published(other))).rejects.toMatchObject({ code: 'ledger/mirror-damaged' })
  })

  it('does not believe what the log signed after the last that is final, nor a registry that was saved of it', async () => {
    const world = await TrustedWorld.begin('college')
    const [text, expected, size] = [await published(world), formatRegistry(world.network.registry), world.log.checkpoint.size]
    await world.register('mill')
    const folder = await copyOf(world.network.entries)
    await writeFile(join(folder, 'follow', 'published'), text)
    await saveRegistry(join(folder, 'follow', 'registry'), world.network.registry, { root: async () => world.log.checkpoint.root, sha256: cryptography.sha256 })
    const { networks: [network], copies } = await load(folder)
    expect([network && formatRegistry(network.registry.registry), copies[0]?.size]).toEqual([expected, size])
  })

  it('believes a log that nobody cosigns by its own key, which lies beside it', async () => {
    const operator = { did: 'did:web:operator.example', name: 'Operator', keys: [await multikeyOf('operator')] }
    const governance = { education: { threshold: 1, seats: [{ name: 'Operator', key: await multikeyOf('operator') }] } }
    const charter = await signEntry({ type: 'charter', payload: { name: 'Alone', policy: 'quorum none\n', rules: 1, accreditors: [], operator, governance } }, { origin, signers: [await keyOf('operator')] })
    const folder = await copyOf([charter])
    await expect(load(folder)).rejects.toMatchObject({ code: 'trust/checkpoint-signature-invalid' })
    await writeFile(join(folder, 'key'), await keyFileOf('mill'))
    await expect(load(folder)).rejects.toMatchObject({ code: 'trust/checkpoint-signature-invalid' })
    await writeFile(join(folder, 'key'), await keyFileOf('log'))
    expect(await load(folder)).toMatchObject({ networks: [{ name: 'Alone' }], copies: [{ size: 1, finalAt: undefined }] })
  })

  it('finds bytes by their digest in the folders, whole or not at all', async () => {
    const folder = await finalCopyOf(await TrustedWorld.begin('college'))
    const [kept, damaged] = ['list', 'other'].map((text) => encodeHex(cryptography.sha256(encodeUtf8(text)))) as [string, string]
    await mkdir(join(folder, 'blob'))
    for (const digest of [kept, damaged]) await writeFile(join(folder, 'blob', digest), 'list')
    const { findBlob } = await load(folder)
    expect(await Promise.all([kept, damaged, '0'.repeat(64), '../key'].map(findBlob))).toEqual([encodeUtf8('list'), undefined, undefined, undefined])
  })
})
