import { describe, expect, it } from 'vitest'
import { webCryptography } from '../crypto/web-cryptography.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { findPassphraseWeakness } from './passphrase-strength.ts'
import { unwrapWithPasskey, unwrapWithPassphrase, wrapWithPasskey, wrapWithPassphrase } from './seed-wrap.ts'

const context = { cryptography: webCryptography, now: new Date('2026-05-01T12:00:00Z') }
const seed = new Uint8Array(32).fill(7)
const passphrase = 'four brass kettles sing'

describe('wrapWithPassphrase()', () => {
  it('gives the seed back to the same passphrase, however its accents were typed', async () => {
    const wrap = await wrapWithPassphrase(seed, 'café crème au comptoir', context)
    expect(await unwrapWithPassphrase(wrap, 'café crème au comptoir'.normalize('NFD'))).toEqual(seed)
  })

  it('stores its parameters and no plaintext', async () => {
    const wrap = await wrapWithPassphrase(seed, passphrase, context)
    expect(wrap).toMatchObject({ method: 'passphrase', memoryKibibytes: 19_456, iterations: 2, parallelism: 1, createdAt: '2026-05-01T12:00:00.000Z' })
    expect(JSON.stringify(wrap)).not.toContain(encodeBase64url(seed))
    expect(JSON.stringify(wrap)).not.toContain(passphrase)
  })

  it('refuses a wrong passphrase', async () => {
    const wrap = await wrapWithPassphrase(seed, passphrase, context)
    await expect(unwrapWithPassphrase(wrap, 'four brass kettles sang')).rejects.toMatchObject({ code: 'holder/seal-broken' })
  })

  it('refuses a wrap whose ciphertext, id or date was changed', async () => {
    const wrap = await wrapWithPassphrase(seed, passphrase, context)
    const flipped = (wrap.sealed.startsWith('A') ? 'B' : 'A') + wrap.sealed.slice(1)
    for (const tampered of [{ ...wrap, sealed: flipped }, { ...wrap, id: 'other' }, { ...wrap, createdAt: '2020-01-01T00:00:00.000Z' }]) {
      await expect(unwrapWithPassphrase(tampered, passphrase)).rejects.toMatchObject({ code: 'holder/seal-broken' })
    }
  })

  it('refuses parameters that would hang a phone', async () => {
    const wrap = await wrapWithPassphrase(seed, passphrase, context)
    for (const hostile of [{ memoryKibibytes: 4_000_000 }, { iterations: 1_000_000 }, { parallelism: 0 }, { memoryKibibytes: Number.NaN }]) {
      await expect(unwrapWithPassphrase({ ...wrap, ...hostile }, passphrase)).rejects.toMatchObject({ code: 'holder/wrap-malformed' })
    }
  })

  it('refuses a passphrase below the stated minimum', async () => {
    await expect(wrapWithPassphrase(seed, 'short', context)).rejects.toMatchObject({ code: 'holder/passphrase-weak' })
  })
})

describe('wrapWithPasskey()', () => {
  const passkey = { credentialId: new Uint8Array([1, 2]), salt: new Uint8Array(32).fill(3), output: new Uint8Array(32).fill(9) }

  it('gives the seed back to the same passkey output only', async () => {
    const wrap = await wrapWithPasskey(seed, passkey, context)
    expect(await unwrapWithPasskey(wrap, passkey.output)).toEqual(seed)
    await expect(unwrapWithPasskey(wrap, new Uint8Array(32).fill(8))).rejects.toMatchObject({ code: 'holder/seal-broken' })
  })

  it('refuses a wrap that was moved to another passkey', async () => {
    const wrap = await wrapWithPasskey(seed, passkey, context)
    await expect(unwrapWithPasskey({ ...wrap, credentialId: 'AAAA' }, passkey.output)).rejects.toMatchObject({ code: 'holder/seal-broken' })
  })
})

describe('findPassphraseWeakness()', () => {
  it.each([
    ['elevenchars', 'too-short'],
    ['aaaaaaaaaaaaaa', 'too-repetitive'],
    ['password123456', 'too-common'],
    ['491827365019283', 'too-common'],
    ['four brass kettles', undefined],
    ['ቡና ጠጥተን እንሂድ ዛሬ', undefined],
  ])('answers for %s: %s', (passphrase, weakness) => {
    expect(findPassphraseWeakness(passphrase)).toBe(weakness)
  })
})
