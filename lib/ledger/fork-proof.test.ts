import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import type { Checkpoint } from './checkpoint.ts'
import { findFork, formatForkProof, parseForkProof, verifyForkProof, type ForkProof } from './fork-proof.ts'
import { memoryLogStorage } from './memory-log-storage.ts'
import { openLog } from './open-log.ts'
import { ProvenTiles } from './proven-tiles.ts'
import type { TransparencyLog } from './transparency-log.ts'
import { parseVerifierKey } from './verifier-key.ts'

const origin = 'college.example/ledger'
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))

async function newLog(size: number, text: string, key = signingKey): Promise<TransparencyLog> {
  const log = await openLog(memoryLogStorage(), { origin, signingKey: key, cryptography })
  await log.append(Array.from({ length: size }, (_, index) => encodeUtf8(`${text} ${index}`)))
  return log
}

const tilesOf = async (log: TransparencyLog): Promise<ProvenTiles> => ProvenTiles.open((path) => log.resource(path), log.checkpoint, cryptography.sha256)
const find = async (older: Checkpoint, newer: TransparencyLog): Promise<ForkProof | undefined> => findFork(older, newer.checkpoint, await tilesOf(newer))

const [honest, longer, rewritten] = [await newLog(300, 'a'), await newLog(700, 'a'), await newLog(700, 'b')]
const key = parseVerifierKey(honest.verifierKey, cryptography.sha256)
const proof = (await find(honest.checkpoint, rewritten))!

describe('verifyForkProof()', () => {
  it('convicts a log of two histories, of different sizes and of the same', async () => {
    expect(await verifyForkProof(proof, key, cryptography)).toBe(true)
    const same = await find(longer.checkpoint, rewritten)
    expect(same?.consistency).toEqual([])
    expect(await verifyForkProof(same!, key, cryptography)).toBe(true)
  })

  it('never convicts an honest log', async () => {
    expect(await find(honest.checkpoint, longer)).toBeUndefined()
    expect(await find((await newLog(0, 'a')).checkpoint, longer)).toBeUndefined()
    const [older, newer] = [honest.checkpoint, longer.checkpoint]
    const consistency = await longer.consistencyProof(300)
    const slanders: readonly ForkProof[] = [
      { older, newer, rootInNewer: older.root, consistency }, { older, newer, rootInNewer: newer.root, consistency }, { older, newer, rootInNewer: newer.root, consistency: [] },
      { older: newer, newer: older, rootInNewer: older.root, consistency }, { older, newer: older, rootInNewer: new Uint8Array(32), consistency: [] },
      { ...proof, newer }, { ...proof, older: newer }, { ...proof, older: { ...older, root: new Uint8Array(32) }, newer, rootInNewer: older.root, consistency },
    ]
    for (const slander of slanders) expect(await verifyForkProof(parseForkProof(formatForkProof(slander)), key, cryptography)).toBe(false)
  })

  it('does not convict a log of what another key signed', async () => {
    const other = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const foreign = await find(honest.checkpoint, await newLog(700, 'b', other))
    expect(await verifyForkProof(foreign!, key, cryptography)).toBe(false)
  })
})

describe('parseForkProof()', () => {
  it('reads what formatForkProof() writes', () => {
    expect(parseForkProof(JSON.parse(JSON.stringify(formatForkProof(proof))))).toEqual(proof)
  })

  it.each([
    null, 'proof', [], {}, { ...formatForkProof(proof), type: 'Other' }, { ...formatForkProof(proof), older: 5 }, { ...formatForkProof(proof), rootInNewer: 'AAAA' },
    { ...formatForkProof(proof), consistency: 'x' }, { ...formatForkProof(proof), consistency: [1] }, { ...formatForkProof(proof), rootInNewer: `${'A'.repeat(42)}B=` },
    { ...formatForkProof(proof), consistency: Array.from({ length: 64 }, () => `${'A'.repeat(43)}=`) },
  ])('refuses malformed proof %#', (value) => {
    expect(() => parseForkProof(value)).toThrowError(expect.objectContaining({ code: 'ledger/fork-proof-malformed' }))
  })

  it('refuses checkpoints that are none', () => {
    expect(() => parseForkProof({ ...formatForkProof(proof), newer: 'hello' })).toThrowError(expect.objectContaining({ code: 'ledger/note-malformed' }))
  })
})
