import { expect, it } from 'vitest'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { checkStatusEntry, createBitstring, createStatusEntry, createStatusListCredential, drawFreeIndex, minListLength, withBit } from './index.ts'

it('the example of the folder holds', async () => {
  const [url, issuer, now] = ['https://college.example/status/1', 'did:web:college.example', new Date('2026-11-21T00:00:00Z')]
  const index = await drawFreeIndex({ length: minListLength, isTaken: () => false, randomBytes: nativeCryptography.randomBytes })
  const list = await createStatusListCredential({ url, issuer, purpose: 'revocation', bits: withBit(createBitstring(), index, 1), validFrom: now, ttlSeconds: 86_400 })
  const finding = await checkStatusEntry(createStatusEntry(url, index, 'revocation'), JSON.stringify(list), { issuer, now, verify: async () => ({ outcome: 'passed' }) })
  expect(finding).toMatchObject({ outcome: 'failed', code: 'status/revoked' })
})
