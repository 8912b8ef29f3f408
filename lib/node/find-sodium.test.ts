import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { findSodium, type Sodium } from './find-sodium.ts'
import { createNativeCryptography } from './native-cryptography.ts'

const installed = findSodium(undefined, {})
const absent = (): never => createRequire(import.meta.url)('sodium-that-nobody-has') as never

/** One that answers as it should, but for what is changed. */
function changed(part: Partial<Sodium>): Sodium | undefined {
  return findSodium(() => ({ ...installed, ...part }), {})
}

describe('findSodium()', () => {
  it('finds nothing where the package is absent, is something else, or is ruled out', () => {
    expect(findSodium(absent, {})).toBeUndefined()
    for (const other of [undefined, null, {}, { crypto_sign_detached: () => undefined }]) expect(findSodium(() => other, {})).toBeUndefined()
    for (const setting of ['openssl', 'OpenSSL', 'libsodum']) expect(findSodium(() => installed, { LER_ED25519: setting })).toBeUndefined()
    for (const setting of ['', 'libsodium']) expect(findSodium(() => installed, { LER_ED25519: setting })).toBe(installed)
  })

  it.skipIf(installed === undefined)('finds none that signs or judges in another way than OpenSSL', () => {
    const verdicts: boolean[] = []
    const verify = (...given: Parameters<Sodium['crypto_sign_verify_detached']>): boolean => {
      verdicts.push(installed?.crypto_sign_verify_detached(...given) ?? false)
      return verdicts.at(-1) ?? false
    }
    expect(changed({ crypto_sign_verify_detached: verify })).toBeDefined()
    expect(verdicts).toEqual([true, false, false, true])
    for (const flipped of verdicts.keys()) {
      let asked = -1
      expect(changed({ crypto_sign_verify_detached: () => verdicts[(asked += 1)] !== (asked === flipped) })).toBeUndefined()
    }
    expect(changed({ crypto_sign_detached: () => undefined })).toBeUndefined()
  })
})

describe('createNativeCryptography()', () => {
  it('goes on with OpenSSL where libsodium is absent, and signs the same bytes with either', async () => {
    const message = encodeUtf8('a diploma')
    const [with_, without] = [createNativeCryptography(() => installed), createNativeCryptography(() => findSodium(absent, {}))]
    const jwk = await without.generateKey('Ed25519')
    const [own, other] = [await with_.importSigningKey(jwk), await without.importSigningKey(jwk)]
    const signature = await other.sign(message)
    expect(await own.sign(message)).toEqual(signature)
    expect(await own.sign(new Uint8Array())).toEqual(await other.sign(new Uint8Array()))
    // Parts of something longer, as bytes come out of a document.
    const longer = Uint8Array.from([...own.publicKey.bytes, ...signature, ...message, 7])
    const parts = [longer.subarray(0, 32), longer.subarray(96, 96 + message.length), longer.subarray(32, 96)] as const
    expect(await own.sign(parts[1])).toEqual(signature)
    for (const { verifySignature } of [with_, without]) expect(await verifySignature({ type: 'Ed25519', bytes: parts[0] }, parts[1], parts[2])).toBe(true)
    for (const { verifySignature } of [with_, without]) expect([await verifySignature(own.publicKey, message, signature), await verifySignature(own.publicKey, new Uint8Array(), signature)]).toEqual([true, false])
  })

  it('asks for libsodium once, after so many operations', async () => {
    const asked: number[] = []
    let operations = 0
    const cryptography = createNativeCryptography(() => void asked.push(operations) as undefined, 4)
    const { sign } = await cryptography.generateSigningKey('Ed25519')
    for (; operations < 10; operations += 1) await sign(encodeUtf8('a diploma'))
    expect(asked).toEqual([4])
  })
})
