import { describe, expect, it } from 'vitest'
import { askDigitalCredential, canAskDigitalCredential } from './digital-credential.ts'

describe('a browser that knows no wallets', () => {
  it('is told apart before anything is asked of it', async () => {
    expect(canAskDigitalCredential('openid4vp-v1-unsigned')).toBe(false)
    await expect(askDigitalCredential({ protocol: 'openid4vp-v1-unsigned', data: {} })).rejects.toMatchObject({ code: 'browser/digital-credential-unavailable' })
  })
})
