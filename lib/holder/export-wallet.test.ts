import { zipSync } from 'fflate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { didKey } from '../did/did-key.ts'
import { unpackArchive } from './archive.ts'
import { saveEntry, type WalletContext } from './entry.ts'
import { exportWallet } from './export-wallet.ts'
import { keepImport, restoreExport } from './keep-import.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { openJwe } from './passphrase-jwe.ts'
import { readImport, type ReadImport } from './read-import.ts'
import { loadFile, saveFile } from './wallet-file.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { loadRecords, saveRecord, type WalletRecord } from './wallet-record.ts'

const now = new Date('2026-05-01T12:00:00Z')
const seed = new Uint8Array(32).fill(9)
const passphrase = 'four brass kettles sing'
const homeNode = 'https://wallet.example'

async function open(fill = 9): Promise<WalletContext> {
  return { keys: await deriveWalletKeys(new Uint8Array(32).fill(fill)), storage: createMemoryWalletStorage(), cryptography }
}

/** Spaces and escapes that no program would write again alike. */
function credentialText(name: string, proofValue = name): string {
  return `{ "@context": ["https://www.w3.org/ns/credentials/v2"],\n\t"type" : ["VerifiableCredential"], "name": ${JSON.stringify(name).replace('e', String.raw`\u0065`)},
    "issuer": "did:web:college.example", "credentialSubject": {}, "proof": {"type":"DataIntegrityProof","proofValue":${JSON.stringify(proofValue)}} }`
}

function recordOf(credential: string, id: string): WalletRecord {
  return { id, credential, nonce: null, ledgerProof: null, logs: [], status: {}, documents: {}, addedAt: '2026-05-01T12:00:00.000Z', origin: 'https://college.example' }
}

async function read(bytes: Uint8Array<ArrayBuffer>): Promise<ReadImport> {
  const found = await readImport(bytes, { cryptography })
  if (found.kind !== 'read') throw new Error('it is locked')
  return found
}

describe('exportWallet()', () => {
  it('brings any record, byte for byte, and any file into another wallet', async () => {
    await fc.assert(fc.asyncProperty(
      fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30 }), { maxLength: 5 }), fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 3 }),
      async (names, contents) => {
        const [mine, theirs] = [await open(), await open(1)]
        for (const [index, name] of names.entries()) await saveRecord(recordOf(credentialText(name), String(index)), mine)
        for (const bytes of contents) await saveFile({ name: '../../a b.PNG', mediaType: 'image/png', bytes: Uint8Array.from(bytes) }, { ...mine, now })
        const found = await read(await exportWallet({ ...mine, now }))
        expect(found.skipped).toEqual([])
        await keepImport(found, { ...theirs, now, homeNode })
        const texts = async (context: WalletContext): Promise<readonly string[]> => (await loadRecords(context)).records.map(({ credential }) => credential).toSorted()
        expect(await texts(theirs)).toEqual(await texts(mine))
        for (const bytes of contents) {
          const id = Buffer.from(cryptography.sha256(Uint8Array.from(bytes))).toString('hex')
          expect((await loadFile(id, theirs))?.bytes).toEqual(Uint8Array.from(bytes))
        }
      },
    ), { numRuns: 15 })
  })

  it('has no key in it unless they are asked for, and then only under the passphrase', async () => {
    const context = await open()
    const key = await cryptography.importSigningKey(await context.keys.subjectKey('did:web:college.example', 'P-256'))
    await saveRecord(recordOf(credentialText('Welding').replace('"credentialSubject": {}', `"credentialSubject": {"id":"${didKey(key.publicKey)}"}`), '1'), context)
    await saveEntry('share', { id: 's', recordId: '1', node: 'https://college.example', key: 'SHAREKEY', endToken: 'ENDTOKEN', createdAt: '', expiresAt: '', note: 'Northline' }, context)
    const plain = unpackArchive(await exportWallet({ ...context, now }))
    expect(plain.has('keys.jwe')).toBe(false)
    expect(decodeUtf8(plain.get('shares.json') ?? new Uint8Array())).toContain('Northline')
    const all = [...plain.values()].map((bytes) => decodeUtf8(bytes)).join('\n')
    for (const secret of ['SHAREKEY', 'ENDTOKEN', encodeBase64url(seed)]) expect(all).not.toContain(secret)
    const withKeys = unpackArchive(await exportWallet({ ...context, now, withKeys: { seed, passphrase } }))
    const opened = await openJwe(decodeUtf8(withKeys.get('keys.jwe') ?? new Uint8Array()), passphrase)
    expect(JSON.parse(opened)).toMatchObject({ seed: encodeBase64url(seed), subjectKeys: [{ did: didKey(key.publicKey), privateKeyJwk: { crv: 'P-256' } }], shares: [{ key: 'SHAREKEY' }] })
  })

  it('names what would not open', async () => {
    const context = await open()
    await context.storage.saveEntry({ kind: 'record', id: 'x', sealed: new Uint8Array(40) })
    expect(decodeUtf8(unpackArchive(await exportWallet({ ...context, now })).get('manifest.json') ?? new Uint8Array())).toContain('record/x')
  })
})

describe('restoreExport()', () => {
  it('makes the wallet again, keys, records and shares, and changes nothing on a wrong passphrase', async () => {
    const context = await open()
    await saveRecord(recordOf(credentialText('Welding'), '1'), context)
    await saveEntry('share', { id: 's', recordId: '1', node: 'https://college.example', key: 'K', endToken: 'E', createdAt: 'a', expiresAt: 'b', note: 'n' }, context)
    await saveEntry('note', { id: 'recovery' }, context)
    await saveEntry('life', { id: 'ab', facts: {}, versions: [] }, context)
    const found = await read(await exportWallet({ ...context, now, withKeys: { seed, passphrase } }))
    const storage = createMemoryWalletStorage()
    await expect(restoreExport(found, 'another brass kettle', { storage, cryptography, now, homeNode })).rejects.toMatchObject({ code: 'holder/seal-broken' })
    expect(await storage.loadWraps()).toEqual([])
    expect(await restoreExport(found, passphrase, { storage, cryptography, now, homeNode })).toEqual(seed)
    expect((await loadRecords({ ...context, storage })).records.map(({ credential }) => credential)).toEqual([credentialText('Welding')])
    expect(await storage.loadEntries('share')).toHaveLength(1)
    expect(await storage.loadEntries('note')).toHaveLength(1)
    expect(await storage.loadEntries('life')).toHaveLength(1)
    // Another wallet takes what is the person's, and leaves what is the wallet's.
    const other = await open(1)
    expect(await keepImport(found, { ...other, now, homeNode })).toMatchObject({ entries: 1 })
    expect(await keepImport(found, { ...other, now, homeNode })).toMatchObject({ entries: 0 })
    expect(await other.storage.loadEntries('note')).toEqual([])
    await expect(restoreExport({ ...found, keys: undefined } as unknown as ReadImport, passphrase, { storage, cryptography, now, homeNode })).rejects.toMatchObject({ code: 'holder/export-without-keys' })
  })
})

describe('readImport() of an export', () => {
  it('leaves out and names a file that was changed or added', async () => {
    const context = await open()
    await saveRecord(recordOf(credentialText('Welding'), '1'), context)
    const files = Object.fromEntries(unpackArchive(await exportWallet({ ...context, now })))
    const changed = zipSync({ ...files, 'credentials/0001-welding.json': encodeUtf8(credentialText('Surgery')), 'extra.bin': encodeUtf8('x') }) as Uint8Array<ArrayBuffer>
    const found = await read(changed)
    expect(found.records).toEqual([])
    expect(found.skipped).toEqual(expect.arrayContaining([{ where: 'credentials/0001-welding.json', reason: 'damaged' }, { where: 'extra.bin', reason: 'unknown' }]))
  })

  it('refuses an archive that is cut short, is none of ours, or says that it unpacks to more than is allowed', async () => {
    const bytes = await exportWallet({ ...(await open()), now })
    await expect(read(bytes.slice(0, bytes.length / 2))).rejects.toMatchObject({ code: 'holder/archive-malformed' })
    await expect(read(zipSync({ 'a.txt': encodeUtf8('a') }) as Uint8Array<ArrayBuffer>)).rejects.toMatchObject({ code: 'holder/archive-malformed' })
    const bomb = zipSync(Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`${index}`, new Uint8Array()]))) as Uint8Array<ArrayBuffer>
    await expect(read(bomb)).rejects.toMatchObject({ code: 'holder/archive-too-large' })
  })

  it('never fails otherwise than with a code on bytes that begin like an archive', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (tail) => {
      await expect(read(Uint8Array.of(0x50, 0x4b, 3, 4, ...tail))).rejects.toMatchObject({ code: expect.stringMatching(/^holder\/archive-/) })
    }), { numRuns: 30 })
  })
})
