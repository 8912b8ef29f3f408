import { createCipheriv, createHash, pbkdf2Sync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { trustNobody } from '../verifier/policy.ts'
import { verify } from '../verifier/verify.ts'
import { describeCredential } from './describe-credential.ts'
import { keepImport } from './keep-import.ts'
import { makeBundle } from './make-bundle.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { readDocument } from './read-document.ts'
import { readImport, type LockedImport, type ReadImport } from './read-import.ts'
import { canShowParts } from './shown-copy.ts'
import { formatBackup } from './wallet-backup.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { loadRecords, saveRecord } from './wallet-record.ts'

const now = new Date('2026-05-01T12:00:00Z')
const passphrase = 'four brass kettles sing'

const vc = (name: string): object => ({
  '@context': ['https://www.w3.org/2018/credentials/v1'], 'type': ['VerifiableCredential'], name, 'issuer': { id: 'did:key:z6Mk' }, 'credentialSubject': { id: 'did:key:z6Mk' },
  'proof': { type: 'Ed25519Signature2020', proofValue: `z${name}` },
})

async function read(file: unknown, given?: string): Promise<ReadImport> {
  const found = await look(file, given)
  if (found.kind !== 'read') throw new Error('it is locked')
  return found
}

function look(file: unknown, given?: string): Promise<ReadImport | LockedImport> {
  return readImport(encodeUtf8(typeof file === 'string' ? file : JSON.stringify(file)), { cryptography, ...(given === undefined ? {} : { passphrase: given }) })
}

const names = ({ records }: ReadImport): readonly unknown[] => records.map(({ credential }) => (JSON.parse(credential) as { readonly name: unknown }).name)

/** A token that nobody signed. */
function tokenOf(payload: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'ES256' })}.${part(payload)}.${'A'.repeat(86)}`
}

/** As `openssl enc -aes-256-cbc -md md5` does, and a library that early wallets used. */
function lockAsOpenssl(text: string, secret: string): string {
  const salt = randomBytes(8)
  let [last, derived] = [Buffer.alloc(0), Buffer.alloc(0)]
  while (derived.length < 48) {
    last = createHash('md5').update(Buffer.concat([last, Buffer.from(secret), salt])).digest()
    derived = Buffer.concat([derived, last])
  }
  const cipher = createCipheriv('aes-256-cbc', derived.subarray(0, 32), derived.subarray(32, 48))
  return Buffer.concat([Buffer.from('Salted__'), salt, cipher.update(text), cipher.final()]).toString('base64')
}

/** A tar archive of files, each of a kind; `size` in place of the true one. */
function tarOf(files: readonly (readonly [path: string, text: string, kind?: string])[], size?: string): Uint8Array<ArrayBuffer> {
  const blocks = files.flatMap(([path, text, kind = '0']) => {
    const header = Buffer.alloc(512)
    header.write(path, 0)
    header.write(`${size ?? Buffer.byteLength(text).toString(8).padStart(11, '0')}\0`, 124)
    header.write(kind, 156)
    header.write('ustar\x0000', 257)
    return [header, Buffer.concat([Buffer.from(text), Buffer.alloc((512 - (Buffer.byteLength(text) % 512)) % 512)])]
  })
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}

const universalWallet = {
  '@context': ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/wallet/v1'], 'id': 'http://example.gov/wallet/3732', 'type': 'UniversalWallet2020', 'status': 'UNLOCKED',
  'contents': [
    vc('Welding'), vc('Driving'),
    { '@context': ['https://www.w3.org/ns/did/v1'], 'id': 'did:key:z6Mk', 'verificationMethod': [] },
    { 'id': 'did:key:z6Mk#k', 'type': 'Ed25519VerificationKey2020', 'publicKeyMultibase': 'z6Mk', 'privateKeyMultibase': 'zrv' },
    { '@context': [], 'type': 'ProfileMetadata', 'data': { profileName: 'Default' } },
  ],
}

describe('readImport()', () => {
  it('takes the credentials of a Learner Credential Wallet, one profile or all, and names the keys and settings that it leaves', async () => {
    const one = await read(universalWallet)
    expect(one.source).toBe('learner-credential-wallet')
    expect(names(one)).toEqual(['Welding', 'Driving'])
    expect(one.skipped.map(({ where, reason }) => `${where} ${reason}`)).toEqual(['/contents/2 settings', '/contents/3 keys', '/contents/4 settings'])
    expect(names(await read([universalWallet, { ...universalWallet, contents: [vc('Sailing')] }]))).toEqual(['Welding', 'Driving', 'Sailing'])
  })

  it('opens a locked Learner Credential Wallet with its passphrase only', async () => {
    const locked = lockAsLearnerWallet(JSON.stringify([universalWallet]), passphrase)
    expect(await look(locked)).toEqual({ kind: 'locked', source: 'learner-credential-wallet' })
    expect(names(await read(locked, passphrase))).toEqual(['Welding', 'Driving'])
    await expect(look(locked, 'another brass kettle')).rejects.toMatchObject({ code: 'holder/seal-broken' })
    const greedy = { ...locked, credentialSubject: { jwe: { ...locked.credentialSubject.jwe, recipients: [{ header: { alg: 'PBES2-HS512+A256KW', p2s: 'AAAA', p2c: 1e12 }, encrypted_key: 'AAAA' }] } } }
    await expect(look(greedy, passphrase)).rejects.toMatchObject({ code: 'holder/wrap-malformed' })
  })

  it('takes the credentials of LearnCard records, and names those that are only an address', async () => {
    const found = await read([{ id: '1', category: 'Achievement', vc: vc('Welding') }, { id: '2', uri: 'lc:network:x/trpc:credential:1', category: 'ID' }, vc('Driving')])
    expect(names(found)).toEqual(['Welding', 'Driving'])
    expect(found.skipped).toEqual([{ where: '/1', reason: 'address-only' }])
  })

  it('takes the credentials of a presentation as they were written, and not those inside them', async () => {
    const inner = `{ "@context": [],  "type": "VerifiableCredential", "score": 1.0, "credentialSubject": { "verifiableCredential": [${JSON.stringify(vc('Inner'))}] }, "proof": [{ "proofValue": "z" }] }`
    const found = await read(`{"type":["VerifiablePresentation"],"verifiableCredential":[ ${inner} ],"proof":{"type":"DataIntegrityProof","proofPurpose":"authentication","verificationMethod":"did:key:z#z"}}`)
    expect(found.records).toEqual([{ credential: inner }])
    expect(found.skipped).toEqual([])
  })

  it('names a credential without a signature, one in a form that is not kept, and what is nothing it knows', async () => {
    const { proof: _, ...unsigned } = vc('Draft') as { readonly proof: object }
    expect((await read(unsigned)).skipped).toEqual([{ where: '', reason: 'unsigned' }])
    expect((await read('eyJhbGciOiJFUzI1NiJ9.eyJ2YyI6e319.c2ln')).skipped).toEqual([{ where: '', reason: 'form-not-kept' }])
    expect((await read({ session: tokenOf({ sub: 'somebody' }), shown: tokenOf({ vp: { type: ['VerifiablePresentation'] } }) })).skipped.map(({ reason }) => reason)).toEqual(['form-not-kept', 'form-not-kept'])
    expect((await read({ basics: { name: 'Sofia' } })).skipped).toEqual([{ where: '', reason: 'unknown' }])
  })

  it('takes JWT credentials of either data model, bare, in a list or in an envelope, and keeps each once', async () => {
    const [old, current] = [tokenOf({ iss: 'did:key:z6Mk', nbf: 1, vc: { '@context': [], 'type': ['VerifiableCredential'], 'name': 'Welding' } }), tokenOf({ '@context': [], 'type': ['VerifiableCredential'], 'name': 'Driving', 'issuer': 'did:key:z6Mk' })]
    const envelope = { '@context': ['https://www.w3.org/ns/credentials/v2'], 'id': `data:application/vc+jwt,${current}`, 'type': 'EnvelopedVerifiableCredential' }
    expect((await read(`${old}\n`)).records).toEqual([{ credential: old }])
    const found = await read([old, { vc: envelope }])
    expect(found).toMatchObject({ records: [{ credential: old }, { credential: current }], skipped: [] })
    const wallet = { keys: await deriveWalletKeys(new Uint8Array(32).fill(6)), storage: createMemoryWalletStorage(), cryptography, now, homeNode: 'https://wallet.example' }
    expect(await keepImport({ ...found, records: [...found.records, { credential: old }] }, wallet)).toMatchObject({ added: [expect.any(String), expect.any(String)], duplicates: 1 })
    const { records } = await loadRecords(wallet)
    expect(records.map(({ credential }) => describeCredential(credential).name).toSorted()).toEqual(['Driving', 'Welding'])
    for (const record of records) {
      expect({ parts: canShowParts(record.credential), name: readDocument(record.credential, cryptography)['name'] }).toMatchObject({ parts: false, name: describeCredential(record.credential).name })
      const bundle = await makeBundle(record, { ...wallet, fetch: () => Promise.reject(new TypeError('offline')) })
      expect((JSON.parse(bundle) as { readonly credentials: readonly string[] }).credentials).toEqual([record.credential])
      const { reports } = await verify(encodeUtf8(bundle), { cryptography, now, documents: {}, trust: trustNobody })
      expect(reports).toMatchObject([{ integrity: 'failed' }])
    }
  })

  it.each(['locked_wallet:', 'locked_profile:', 'LOCKED:'])('opens a locked backup of an early Learner Credential Wallet that begins with %s', async (prefix) => {
    const locked = `${prefix}${lockAsOpenssl(JSON.stringify(prefix === 'locked_wallet:' ? [universalWallet] : universalWallet), 'pw')}`
    expect(await look(locked)).toEqual({ kind: 'locked', source: 'learner-credential-wallet' })
    expect(names(await read(locked, 'pw'))).toEqual(['Welding', 'Driving'])
    await expect(look(locked, 'another')).rejects.toMatchObject({ code: 'holder/seal-broken' })
    for (const broken of ['', '?', 'AAAA', locked.slice(prefix.length, -4)]) await expect(look(`${prefix}${broken}`, 'pw')).rejects.toMatchObject({ code: 'holder/wrap-malformed' })
  })

  it('takes the credentials in the files of a tar archive, at long paths too, and names what is none', async () => {
    const long = `${'folder/'.repeat(30)}driving.json`
    const archive = tarOf([
      ['manifest.yml', 'ubc-version: 0.1'], ['credentials/welding.json', JSON.stringify(vc('Welding'))], ['PaxHeader', `${String(long.length + 10)} path=${long}\n`, 'x'], ['short', JSON.stringify([vc('Driving')])],
      ['keys/key.json', JSON.stringify({ id: 'k', type: 'Ed25519VerificationKey2020', privateKeyMultibase: 'zrv' })], ['link', '', '2'],
    ])
    const found = await readImport(archive, { cryptography })
    if (found.kind !== 'read') throw new Error('it is open')
    expect(names(found)).toEqual(['Welding', 'Driving'])
    expect(found.skipped.map(({ where, reason }) => `${where} ${reason}`)).toEqual(['manifest.yml unknown', 'keys/key.json keys'])
    for (const broken of [archive.slice(0, 900), tarOf([['a', 'b']], '77777777777')]) await expect(readImport(broken, { cryptography })).rejects.toMatchObject({ code: 'holder/archive-malformed' })
  })

  it('takes the records of a backup of ours into another wallet, once', async () => {
    const storage = createMemoryWalletStorage()
    const seed = new Uint8Array(32).fill(4)
    const mine = { keys: await deriveWalletKeys(seed), storage, cryptography }
    await saveRecord({ id: '1', credential: JSON.stringify(vc('Welding')), nonce: null, ledgerProof: null, logs: ['log'], status: {}, documents: {}, addedAt: now.toISOString(), origin: 'https://college.example' }, mine)
    const backup = await formatBackup({ seed, passphrase, storage, cryptography, now })
    expect(await look(backup)).toEqual({ kind: 'locked', source: 'everlearned-backup' })
    const found = await read(backup, passphrase)
    const theirs = { keys: await deriveWalletKeys(new Uint8Array(32).fill(5)), storage: createMemoryWalletStorage(), cryptography, now, homeNode: 'https://wallet.example' }
    expect(await keepImport(found, theirs)).toMatchObject({ added: [expect.any(String)], duplicates: 0 })
    expect((await loadRecords(theirs)).records).toMatchObject([{ logs: ['log'], origin: 'https://college.example' }])
    // The same signature, written another way, is the same credential.
    expect(await keepImport(await read(JSON.stringify(vc('Welding'), null, 4)), theirs)).toEqual({ added: [], duplicates: 1, files: 0, entries: 0 })
    expect((await loadRecords(theirs)).records.map(({ cameAgain }) => cameAgain?.length)).toContain(1)
  })

  it('refuses what is nested too deep, too long or no JSON, with a code', async () => {
    await expect(read('['.repeat(100) + ']'.repeat(100))).rejects.toMatchObject({ code: 'holder/import-malformed' })
    await expect(read('['.repeat(200_000) + ']'.repeat(200_000))).rejects.toMatchObject({ code: 'holder/import-malformed' })
    await expect(read('not json')).rejects.toMatchObject({ code: 'holder/import-malformed' })
    await expect(readImport(new Uint8Array(33 * 1024 * 1024), { cryptography })).rejects.toMatchObject({ code: 'holder/import-too-large' })
    await expect(readImport(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2), { cryptography })).rejects.toMatchObject({ code: 'holder/import-malformed' })
  })

  it('takes no more than its limit from one file, and says so', async () => {
    const found = await read(Array.from({ length: 2_003 }, () => vc('x')))
    expect(found.records).toHaveLength(2_000)
    expect(found.skipped).toHaveLength(3)
  })

  it('answers any JSON with credentials or with what it left', async () => {
    await fc.assert(fc.asyncProperty(fc.jsonValue(), async (value) => {
      const { records, skipped } = await read(JSON.stringify(value))
      expect(records.length + skipped.length).toBeGreaterThan(0)
    }), { numRuns: 50 })
  })
})

/** As that wallet locks its backups: PBKDF2 with a bare salt, AES key wrap, AES-GCM without anything beside the ciphertext, base64. */
function lockAsLearnerWallet(text: string, secret: string): { readonly type: readonly string[]; readonly credentialSubject: { readonly jwe: object } } {
  const [salt, key, iv] = [randomBytes(16), randomBytes(32), randomBytes(12)]
  const wrapper = createCipheriv('aes256-wrap', pbkdf2Sync(secret, salt, 120_000, 32, 'sha512'), Buffer.alloc(8, 0xa6))
  const wrapped = Buffer.concat([wrapper.update(key), wrapper.final()])
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(text)), cipher.final()])
  return {
    type: ['VerifiableCredential', 'EncryptedWallet'],
    credentialSubject: {
      jwe: {
        recipients: [{ header: { alg: 'PBES2-HS512+A256KW', p2s: salt.toString('base64'), p2c: 120_000, enc: 'A256GCM' }, encrypted_key: wrapped.toString('base64') }],
        iv: iv.toString('base64'), ciphertext: ciphertext.toString('base64'), tag: cipher.getAuthTag().toString('base64'),
      },
    },
  }
}
