import { expect, it } from 'vitest'
import { webCryptography } from '../crypto/web-cryptography.ts'
import { createMemoryWalletStorage, deriveWalletKeys, loadRecords, unwrapWithPassphrase, wrapWithPassphrase } from './index.ts'

it('does what the example at the door shows', async () => {
  const wrap = await wrapWithPassphrase(new Uint8Array(32).fill(1), 'four brass kettles sing', { cryptography: webCryptography, now: new Date('2026-05-01T12:00:00Z') })

  const keys = await deriveWalletKeys(await unwrapWithPassphrase(wrap, 'four brass kettles sing'))
  const { records } = await loadRecords({ keys, storage: createMemoryWalletStorage(), cryptography: webCryptography })

  expect(records).toEqual([])
})
