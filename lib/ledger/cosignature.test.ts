import { describe, expect, it } from 'vitest'
import { decodeBase64 } from '../encoding/base64url.ts'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { newCosigner } from './_cosigners.ts'
import { parseCheckpoint, signCheckpoint, type Checkpoint } from './checkpoint.ts'
import { cosign, cosignerKeyOf, formatCosignerKey, parseCosignerKey, verifyCosignature } from './cosignature.ts'
import { formatNote, type NoteSignature } from './note.ts'
import { formatVerifierKey, parseVerifierKey, verifierKeyOf } from './verifier-key.ts'

const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const checkpoint = await signCheckpoint({ origin: 'college.example/ledger', size: 7, root: cryptography.randomBytes(32) }, signingKey, cryptography)
const { key, witness } = await newCosigner('witness.example/w1', [], cryptography)
const line = await cosign(checkpoint, { ...witness.identity, seconds: 1_679_315_147 }, cryptography)

function withLines(base: Checkpoint, ...lines: readonly NoteSignature[]): Checkpoint {
  return parseCheckpoint(formatNote({ text: base.note.text, signatures: [...base.note.signatures, ...lines] }))
}

describe('cosign()', () => {
  it('signs header, time and the whole note text, behind the time in eight bytes (C2SP tlog-cosignature)', async () => {
    expect([...line.signature.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0x64, 0x18, 0x50, 0xcb])
    const message = encodeUtf8(`cosignature/v1\ntime 1679315147\n${checkpoint.note.text}`)
    expect(await cryptography.verifySignature(key.publicKey, message, line.signature.slice(8))).toBe(true)
    expect(line.signature).toHaveLength(72)
  })

  it('has the key id of type 4, so that no plain signature of the same key stands for it', () => {
    const digest = cryptography.sha256(concatBytes(encodeUtf8('witness.example/w1\n\u0004'), key.publicKey.bytes))
    expect(line.keyId).toBe(Buffer.from(digest.subarray(0, 4)).toString('hex'))
    expect(verifierKeyOf(key.name, key.publicKey, cryptography.sha256).keyId).not.toBe(key.keyId)
  })

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('refuses to sign at time %d', async (seconds) => {
    await expect(cosign(checkpoint, { ...witness.identity, seconds }, cryptography)).rejects.toThrowError(RangeError)
  })
})

describe('verifyCosignature()', () => {
  it('answers when the cosigner says it was', async () => {
    expect(await verifyCosignature(withLines(checkpoint, line), key, cryptography)).toEqual({ isValid: true, at: 1_679_315_147 })
  })

  it('answers the earliest of several', async () => {
    const later = await cosign(checkpoint, { ...witness.identity, seconds: 1_700_000_000 }, cryptography)
    expect(await verifyCosignature(withLines(checkpoint, later, line), key, cryptography)).toEqual({ isValid: true, at: 1_679_315_147 })
  })

  it('says that nothing is there when only others signed', async () => {
    const other = await newCosigner('witness.example/w1', [], cryptography)
    const foreign = await cosign(checkpoint, { ...other.witness.identity, seconds: 5 }, cryptography)
    expect(await verifyCosignature(withLines(checkpoint, foreign), key, cryptography)).toEqual({ isValid: false, isPresent: false })
    // Same id, other name.
    expect(await verifyCosignature(withLines(checkpoint, { ...line, name: 'witness.example/w2' }), key, cryptography)).toEqual({ isValid: false, isPresent: false })
  })

  it('rejects another time, another checkpoint, another length and an impossible time', async () => {
    const altered = (change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): NoteSignature => ({ ...line, signature: change(line.signature.slice()) })
    const lies = [
      altered((bytes) => bytes.with(7, 0xcc)), altered((bytes) => bytes.with(0, 0xff)), altered((bytes) => bytes.with(71, bytes[71]! ^ 1)),
      altered((bytes) => bytes.slice(0, 71)), altered((bytes) => bytes.slice(8)), altered((bytes) => concatBytes(bytes, bytes)),
    ]
    for (const lie of lies) {
      expect(await verifyCosignature(withLines(checkpoint, lie), key, cryptography)).toEqual({ isValid: false, isPresent: true })
      expect(await verifyCosignature(withLines(checkpoint, line, lie), key, cryptography)).toEqual({ isValid: false, isPresent: true })
    }
    const other = await signCheckpoint({ ...checkpoint, size: 8 }, signingKey, cryptography)
    expect(await verifyCosignature(withLines(other, line), key, cryptography)).toEqual({ isValid: false, isPresent: true })
  })

  it('covers extension lines', async () => {
    const extended = parseCheckpoint(formatNote({ text: `${checkpoint.note.text}extension\n`, signatures: checkpoint.note.signatures }))
    const cosigned = await cosign(extended, { ...witness.identity, seconds: 9 }, cryptography)
    expect(await verifyCosignature(withLines(extended, cosigned), key, cryptography)).toEqual({ isValid: true, at: 9 })
    expect(await verifyCosignature(withLines(checkpoint, cosigned), key, cryptography)).toEqual({ isValid: false, isPresent: true })
  })
})

describe('parseCosignerKey()', () => {
  it('reads what formatCosignerKey() writes', () => {
    expect(parseCosignerKey(formatCosignerKey(key), cryptography.sha256)).toEqual(key)
    expect(decodeBase64(formatCosignerKey(key).slice(key.name.length + 10)).at(0)).toBe(4)
  })

  it('refuses a log key, as a log key refuses a cosigner key', () => {
    const log = formatVerifierKey(verifierKeyOf('a', key.publicKey, cryptography.sha256))
    expect(() => parseCosignerKey(log, cryptography.sha256)).toThrowError(expect.objectContaining({ code: 'ledger/cosigner-key-malformed' }))
    expect(() => parseVerifierKey(formatCosignerKey(key), cryptography.sha256)).toThrowError(expect.objectContaining({ code: 'ledger/verifier-key-malformed' }))
    expect(() => cosignerKeyOf('a b', key.publicKey, cryptography.sha256)).toThrowError(expect.objectContaining({ code: 'ledger/cosigner-key-malformed' }))
  })
})
