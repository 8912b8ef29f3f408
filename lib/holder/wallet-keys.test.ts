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

  it('derives the same P-256 key for the same issuer for ever, and leaves the Ed25519 key as it was', async () => {
    const keys = await deriveWalletKeys(seed)
    const first = await keys.subjectKey('did:web:college.example', 'P-256')
    expect(await (await deriveWalletKeys(seed.slice())).subjectKey('did:web:college.example', 'P-256')).toEqual(first)
    expect(first.x).toMatchInlineSnapshot(`"1Bj2AvIH5Rop20qIVBECSSDbliNiKmwtvyqy7PcMA-k"`)
    expect((await keys.subjectKey('did:web:college.example', 'Ed25519')).x).toBe('GlV5tiXlpl5-Sxz53LzQ877Z3H_kMv2sjudpEgiIW-8')
  })

  it('meets the other devices of the wallet at each node under another name, and after a turn of the key under yet another', async () => {
    const keys = await deriveWalletKeys(seed)
    const turn = new Uint8Array(32).fill(1)
    const places = [{ node: 'https://a.example', turn: new Uint8Array() }, { node: 'https://b.example', turn: new Uint8Array() }, { node: 'https://a.example', turn }]
    const channels = await Promise.all(places.map(async (place) => (await keys.syncKeys(place)).channel))
    expect(new Set(channels).size).toBe(3)
    expect(channels[0]).toMatchInlineSnapshot(`"4TOtn8_4uXa2Fh-jxpEjtQ"`)
  })

  it('keeps the record key unreadable', async () => {
    const { recordKey } = await deriveWalletKeys(seed)
    await expect(crypto.subtle.exportKey('raw', recordKey)).rejects.toThrow()
  })

  it('refuses a seed of another length', async () => {
    await expect(deriveWalletKeys(new Uint8Array(16))).rejects.toMatchObject({ code: 'holder/seed-malformed' })
  })
})
