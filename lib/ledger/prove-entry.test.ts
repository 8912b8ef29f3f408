import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import type { LogReader } from './log-reader.ts'
import { memoryLogStorage } from './memory-log-storage.ts'
import { openLog } from './open-log.ts'
import { proveEntry } from './prove-entry.ts'
import { formatTlogProof } from './tlog-proof.ts'

const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const log = await openLog(memoryLogStorage(), { origin: 'college.example/ledger', signingKey, cryptography })
await log.append(Array.from({ length: 700 }, (_, index) => encodeUtf8(`entry ${index}`)))
const context = { verifierKey: log.verifierKey, cryptography }
const reader: LogReader = (path) => log.resource(path)

describe('proveEntry()', () => {
  it.each([0, 1, 255, 256, 511, 512, 699])('makes from the files alone the proof that the log itself gives of entry %i', async (index) => {
    const { entry, proof } = await proveEntry(reader, index, context)
    expect(entry).toEqual(await log.entry(index))
    expect(formatTlogProof(proof)).toBe(await log.tlogProof(index))
  })

  it('proves nothing that is not there, or that is not what the root demands', async () => {
    await expect(proveEntry(reader, 700, context)).rejects.toMatchObject({ code: 'ledger/index-out-of-range' })
    await expect(proveEntry(async () => undefined, 0, context)).rejects.toMatchObject({ code: 'ledger/checkpoint-missing' })
    await expect(proveEntry(async (path) => (path.includes('entries') ? undefined : log.resource(path)), 5, context)).rejects.toMatchObject({ code: 'ledger/tile-missing' })
    const altering: LogReader = async (path) => {
      const bytes = (await log.resource(path))?.slice()
      if (path.includes('entries') && bytes !== undefined) bytes[3]! ^= 1
      return bytes
    }
    await expect(proveEntry(altering, 0, context)).rejects.toMatchObject({ code: 'ledger/tile-differs' })
    const other = await openLog(memoryLogStorage(), { origin: 'college.example/ledger', signingKey: await cryptography.importSigningKey(await cryptography.generateKey('Ed25519')), cryptography })
    await expect(proveEntry(reader, 0, { ...context, verifierKey: other.verifierKey })).rejects.toMatchObject({ code: 'ledger/checkpoint-signature-invalid' })
  })
})
