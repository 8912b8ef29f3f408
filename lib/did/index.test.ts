import { expect, it } from 'vitest'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { didKey, didKeyVerificationMethod, findVerificationMethod, resolveDid } from './index.ts'

it('the example of the folder holds', async () => {
  const { publicKey } = await nativeCryptography.importSigningKey(await nativeCryptography.generateKey('P-256'))
  const did = didKey(publicKey)
  const resolution = await resolveDid(did, {})
  expect('document' in resolution && findVerificationMethod(resolution.document, didKeyVerificationMethod(publicKey), 'assertionMethod')).toEqual(publicKey)
})
