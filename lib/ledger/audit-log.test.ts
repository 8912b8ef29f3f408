import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { auditLog } from './audit-log.ts'
import { signCheckpoint } from './checkpoint.ts'
import { memoryLogStorage } from './memory-log-storage.ts'
import type { LogStorage } from './log-storage.ts'
import { openLog, type LogIdentity } from './open-log.ts'

const identity: LogIdentity = {
  origin: 'college.example/ledger', cryptography,
  signingKey: await cryptography.importSigningKey(await cryptography.generateKey('Ed25519')),
}

const entry = (index: number): Uint8Array<ArrayBuffer> => encodeUtf8(`entry ${index}`)
const entries = (from: number, count: number): readonly Uint8Array[] => Array.from({ length: count }, (_, at) => entry(from + at))

/** A storage whose files and journal a test can damage. */
async function filled(size: number): Promise<{ readonly storage: LogStorage; readonly root: Uint8Array }> {
  const storage = memoryLogStorage()
  const log = await openLog(storage, identity)
  for (let from = 0; from < size; from += 1_000) await log.append(entries(from, Math.min(1_000, size - from)))
  await log.close()
  return { storage, root: log.checkpoint.root }
}

describe('auditLog()', () => {
  it('finds one changed byte in any published file', async () => {
    const { storage } = await filled(700)
    const log = await openLog(storage, identity)
    const paths = ['checkpoint', 'tile/0/000', 'tile/0/002.p/188', 'tile/1/000.p/2', 'tile/entries/001', 'tile/entries/002.p/188']
    await fc.assert(fc.asyncProperty(fc.constantFrom(...paths), fc.nat(), async (path, bit) => {
      const reader = async (asked: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
        const bytes = (await storage.read(asked))?.slice()
        if (asked === path && bytes !== undefined) bytes[Math.floor(bit / 8) % bytes.length]! ^= 1 << (bit % 8)
        return bytes
      }
      const { findings } = await auditLog(reader, { verifierKey: log.verifierKey, cryptography, checkEntry: () => undefined })
      expect(findings.length).toBeGreaterThan(0)
    }))
  })

  it('names the missing file, the entry against the rules and the foreign key', async () => {
    const { storage } = await filled(700)
    const { verifierKey } = await openLog(storage, identity)
    const context = { verifierKey, cryptography, checkEntry: (_: Uint8Array, index: number) => (index === 300 ? 'trust/entry-malformed' : undefined) }
    expect((await auditLog(storage.read, context)).findings).toMatchObject([{ code: 'trust/entry-malformed', index: 300, path: 'tile/entries/001' }])
    const without = (lost: string) => async (path: string) => (path === lost ? undefined : storage.read(path))
    expect((await auditLog(without('tile/0/001'), { ...context, checkEntry: () => undefined })).findings).toMatchObject([{ code: 'ledger/tile-missing', path: 'tile/0/001' }])
    expect(await auditLog(without('tile/entries/001'), context)).toMatchObject({ findings: [{ code: 'ledger/tile-missing', path: 'tile/entries/001' }], isCutShort: true })
    expect(await auditLog(without('checkpoint'), context)).toMatchObject({ size: undefined, findings: [{ code: 'ledger/checkpoint-missing' }] })
    const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const other = await openLog(memoryLogStorage(), { ...identity, signingKey })
    expect((await auditLog(storage.read, { ...context, verifierKey: other.verifierKey })).findings[0]).toMatchObject({ code: 'ledger/checkpoint-signature-invalid' })
  })

  it('finds a checkpoint whose root is not that of the entries, though the log itself signed it', async () => {
    const { storage } = await filled(10)
    const { verifierKey } = await openLog(storage, identity)
    const lie = await signCheckpoint({ origin: identity.origin, size: 10, root: new Uint8Array(32) }, identity.signingKey, cryptography)
    const reader = async (path: string): Promise<Uint8Array<ArrayBuffer> | undefined> => (path === 'checkpoint' ? encodeUtf8(lie.text) : storage.read(path))
    expect((await auditLog(reader, { verifierKey, cryptography, checkEntry: () => undefined })).findings).toMatchObject([{ code: 'ledger/root-differs' }])
  })

  it('ends early on a log that claims more than it serves', async () => {
    const { storage } = await filled(10)
    const { verifierKey } = await openLog(storage, identity)
    const lie = await signCheckpoint({ origin: identity.origin, size: 2 ** 52, root: new Uint8Array(32) }, identity.signingKey, cryptography)
    const reader = async (path: string): Promise<Uint8Array<ArrayBuffer> | undefined> => (path === 'checkpoint' ? encodeUtf8(lie.text) : storage.read(path))
    expect(await auditLog(reader, { verifierKey, cryptography, checkEntry: () => undefined })).toMatchObject({ findings: [{ code: 'ledger/tile-missing' }], isCutShort: true })
  })
})
