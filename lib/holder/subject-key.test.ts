import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { openSubjectKey } from './subject-key.ts'
import { deriveWalletKeys } from './wallet-keys.ts'

describe('openSubjectKey()', () => {
  it.each([['Ed25519', 'did:key:z6Mk'], ['P-256', 'did:key:zDn']] as const)('opens a %s key that signs and has a did:key', async (type, beginning) => {
    const keys = await deriveWalletKeys(new Uint8Array(32).fill(3))
    const { did, verificationMethod, signingKey } = await openSubjectKey('did:web:college.example', { keys, cryptography, type })
    expect(did.startsWith(beginning)).toBe(true)
    expect(verificationMethod.startsWith(`${did}#z`)).toBe(true)
    const message = encodeUtf8('challenge')
    expect(await cryptography.verifySignature(signingKey.publicKey, message, await signingKey.sign(message))).toBe(true)
  })
})
