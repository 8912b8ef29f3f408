import { describe, expect, it } from 'vitest'
import { deriveWalletKeys } from './wallet-keys.ts'

const seed = Uint8Array.from({ length: 32 }, (_, index) => index)

describe('deriveWalletKeys()', () => {
  it('derives the same subject key for the same issuer on every device, for ever', async () => {
    const first = await (await deriveWalletKeys(seed)).subjectKey('did:web:college.example')
    const second = await (await deriveWalletKeys(seed.slice())).subjectKey('did:web:college.example')
    expect(second).toEqual(first)
    // Pinned: a change of label would strand every wallet.
    expect(first.x).toMatchInlineSnapshot(`"GlV5tiXlpl5-Sxz53LzQ877Z3H_kMv2sjudpEgiIW-8"`)
  })

  it('gives two issuers two unrelated keys', async () => {
    const keys = await deriveWalletKeys(seed)
    expect((await keys.subjectKey('did:key:zA')).x).not.toBe((await keys.subjectKey('did:key:zB')).x)
  })

  it('keeps the record key unreadable', async () => {
    const { recordKey } = await deriveWalletKeys(seed)
    await expect(crypto.subtle.exportKey('raw', recordKey)).rejects.toThrow()
  })

  it('refuses a seed of another length', async () => {
    await expect(deriveWalletKeys(new Uint8Array(16))).rejects.toMatchObject({ code: 'holder/seed-malformed' })
  })
})
