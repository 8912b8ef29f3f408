import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64 } from '../encoding/base64url.ts'
import type { SigningKey } from '../crypto/cryptography.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { parseCheckpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import { LedgerError } from './ledger-error.ts'
import { formatNote, maxNoteSignatures, parseNote, signNote, verifyNote } from './note.ts'
import { formatTlogProof, parseTlogProof } from './tlog-proof.ts'
import { formatVerifierKey, parseVerifierKey, verifierKeyOf } from './verifier-key.ts'

const { sha256 } = cryptography

// A key and a note that the Go implementation of signed notes publishes as its example.
const peterKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const peterNote = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n\n'
  + '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
const sumdbKey = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'

async function newKey(): Promise<SigningKey> {
  return cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
}

describe('parseVerifierKey()', () => {
  it('reads keys that others publish, and writes them back the same', () => {
    for (const text of [peterKey, sumdbKey]) expect(formatVerifierKey(parseVerifierKey(text, sha256))).toBe(text)
  })

  it.each([
    '', 'name', peterKey.replace('c74f20a3', 'c74f20a4'), peterKey.replace('PeterNeumann', 'PeterNeuman'), peterKey.toUpperCase(), `${peterKey}\n`, ` ${peterKey}`,
    peterKey.replace('PeterNeumann', 'Peter Neumann'), peterKey.replace('PeterNeumann', ''), peterKey.slice(0, -4), `${peterKey}AAAA`, peterKey.replace('+ARpc', '+BBpc'),
    `${'a'.repeat(5_000)}${peterKey}`,
  ])('refuses %j', (text) => {
    expect(() => parseVerifierKey(text, sha256)).toThrowError(expect.objectContaining({ code: 'ledger/verifier-key-malformed' }))
  })

  it('refuses to name a key with a space, a plus or a control character', async () => {
    const { publicKey } = await newKey()
    for (const name of ['', 'a b', 'a+b', 'a\nb', 'a\u00a0b', 'a\u2028b', 'a\u0000', 'a'.repeat(257)]) {
      expect(() => verifierKeyOf(name, publicKey, sha256)).toThrowError(LedgerError)
    }
  })
})

describe('verifyNote()', () => {
  it('accepts a note that another implementation signed, and not with one character changed', async () => {
    const key = parseVerifierKey(peterKey, sha256)
    expect(await verifyNote(parseNote(peterNote), key, cryptography)).toBe(true)
    expect(await verifyNote(parseNote(peterNote.replace('think', 'thing')), key, cryptography)).toBe(false)
    expect(formatNote(parseNote(peterNote))).toBe(peterNote)
  })

  it('ignores lines of unknown keys, and rejects when a line of the known key is wrong', async () => {
    const [known, other] = [await newKey(), await newKey()]
    const text = 'hello\n\nworld\n'
    const [right, foreign] = [await signNote(text, { name: 'known', key: known }, cryptography), await signNote(text, { name: 'known', key: other }, cryptography)]
    const key = verifierKeyOf('known', known.publicKey, sha256)
    expect(await verifyNote({ text, signatures: [...foreign.signatures, ...right.signatures] }, key, cryptography)).toBe(true)
    expect(await verifyNote(foreign, key, cryptography)).toBe(false)
    expect(await verifyNote({ text, signatures: [] }, key, cryptography)).toBe(false)
    const forged = { ...right.signatures[0]!, signature: foreign.signatures[0]!.signature }
    expect(await verifyNote({ text, signatures: [...right.signatures, forged] }, key, cryptography)).toBe(false)
  })
})

describe('parseNote()', () => {
  it('reads back every note that can be written', async () => {
    const key = await newKey()
    const text = fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replace(/\p{Cc}/gu, ' ')), { minLength: 1 }).map((lines) => `${lines.join('\n')}\n`)
    await fc.assert(fc.asyncProperty(text.filter((value) => value.isWellFormed() && value !== '\n'), async (value) => {
      const note = await signNote(value, { name: 'log.example', key }, cryptography)
      expect(parseNote(formatNote(note))).toEqual(note)
    }), { numRuns: 50 })
  })

  const line = peterNote.slice(peterNote.lastIndexOf('—'))
  it.each([
    '', '\n', '\n\n', 'text\n', 'text\n\n', `text${line}`, `\n\n${line}`, `text\n\n${line.trimEnd()}`, `text\n\n${line}\n`, `text\n\n${line.replace('— ', '- ')}`, `te\rxt\n\n${line}`,
    `te\u0000xt\n\n${line}`, `te\ud800xt\n\n${line}`, `text\n\n${line.replace('Peter', 'Pet+er')}`, `text\n\n${line.replace('=\n', '\n')}`, `text\n\n${line.replace('AM=', 'AN=')}`,
    `text\n\n— name AAAA\n`, `text\n\n${line.repeat(maxNoteSignatures + 1)}`, `${'text\n'.repeat(100_000)}\n${line}`,
  ])('refuses note %#', (note) => {
    expect(() => parseNote(note)).toThrowError(expect.objectContaining({ code: expect.stringMatching(/^(ledger\/note-malformed|encoding\/base64)$/) }))
  })

  it('accepts sixteen signatures of post-quantum length', () => {
    const long = `— witness.example ${encodeBase64(new Uint8Array(5_004).fill(9))}\n`
    expect(parseNote(`text\n\n${long.repeat(16)}`).signatures.length).toBe(16)
  })
})

describe('parseCheckpoint()', () => {
  it('reads what was signed, and the signature holds only under the key and the origin', async () => {
    const [key, other] = [await newKey(), await newKey()]
    const root = sha256(new Uint8Array(0))
    const checkpoint = await signCheckpoint({ origin: 'college.example/ledger', size: 20_852_163, root }, key, cryptography)
    const parsed = parseCheckpoint(checkpoint.text)
    expect(parsed).toEqual(checkpoint)
    expect(await verifyCheckpoint(parsed, verifierKeyOf('college.example/ledger', key.publicKey, sha256), cryptography)).toBe(true)
    expect(await verifyCheckpoint(parsed, verifierKeyOf('college.example/ledger', other.publicKey, sha256), cryptography)).toBe(false)
    const renamed = await signNote(checkpoint.note.text.replace('college', 'another'), { name: 'college.example/ledger', key }, cryptography)
    expect(await verifyCheckpoint(parseCheckpoint(formatNote(renamed)), verifierKeyOf('college.example/ledger', key.publicKey, sha256), cryptography)).toBe(false)
  })

  const [root, signature] = [encodeBase64(new Uint8Array(32)), peterNote.slice(peterNote.lastIndexOf('—'))]
  it('ignores extension lines', () => {
    expect(parseCheckpoint(`log.example\n7\n${root}\nextension\n\n${signature}`)).toMatchObject({ origin: 'log.example', size: 7 })
  })

  it.each([
    'log\n7\n', `log\n07\n${root}\n`, `log\n-7\n${root}\n`, `log\n7.0\n${root}\n`, `log\n9007199254740993\n${root}\n`, `log\n99999999999999999999\n${root}\n`, `\n7\n${root}\n`,
    `log\n7\n${root.slice(4)}\n`, `log\n7\n${root}AAAA\n`, `log\n7\n${root}\n\nextension\n`, `log\n \n${root}\n`, `log\n7 \n${root}\n`,
  ])('refuses %j', (text) => {
    expect(() => parseCheckpoint(`${text}\n${signature}`)).toThrowError(expect.objectContaining({ code: expect.stringMatching(/^ledger\/(note|checkpoint)-malformed$/) }))
  })
})

describe('parseTlogProof()', () => {
  const root = encodeBase64(new Uint8Array(32).fill(3))
  const checkpoint = `log.example\n7\n${root}\n\n${peterNote.slice(peterNote.lastIndexOf('—'))}`

  it('reads back every proof, with extra data and without', () => {
    const proof = fc.record({
      index: fc.maxSafeNat(), hashes: fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 63 }), checkpoint: fc.constant(parseCheckpoint(checkpoint)),
      extra: fc.uint8Array({ minLength: 1, maxLength: 100 }),
    }, { requiredKeys: ['index', 'hashes', 'checkpoint'] })
    fc.assert(fc.property(proof, (value) => {
      expect(parseTlogProof(formatTlogProof(value))).toEqual(value)
    }))
  })

  it.each([
    '', 'c2sp.org/tlog-proof@v1\n', `c2sp.org/tlog-proof@v2\nindex 1\n\n${checkpoint}`, `c2sp.org/tlog-proof@v1\nindex 01\n\n${checkpoint}`, `c2sp.org/tlog-proof@v1\nindex -1\n\n${checkpoint}`,
    `c2sp.org/tlog-proof@v1\nextra\nindex 1\n\n${checkpoint}`, `c2sp.org/tlog-proof@v1\nextra ####\nindex 1\n\n${checkpoint}`, `c2sp.org/tlog-proof@v1\nindex 1\nextra AAAA\n\n${checkpoint}`,
    `c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 1\n\n${checkpoint}`, `c2sp.org/tlog-proof@v1\nindex 1\n${root.slice(4)}\n\n${checkpoint}`, `c2sp.org/tlog-proof@v1\nindex 9007199254740993\n\n${checkpoint}`,
    `c2sp.org/tlog-proof@v1\nindex 1\n${`${root}\n`.repeat(64)}\n${checkpoint}`, `c2sp.org/tlog-proof@v1\r\nindex 1\n\n${checkpoint}`, `c2sp.org/tlog-proof@v1\nindex 1\n\nlog\n`,
    `c2sp.org/tlog-proof@v1\nextra ${'A'.repeat(65_540)}\nindex 1\n\n${checkpoint}`, 'x'.repeat(400_000),
  ])('refuses proof %#', (text) => {
    expect(() => parseTlogProof(text)).toThrowError(LedgerError)
  })
})
