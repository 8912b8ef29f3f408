import { expect, it } from 'vitest'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createAchievement, createAchievementCredential, createKeyResolver, signCredential, verifyProofs, type AchievementCredentialInput } from './index.ts'

it('the example of the folder holds', async () => {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  const [verificationMethod, created, now] = [didKeyVerificationMethod(signingKey.publicKey), new Date(0), new Date(0)]
  const input: AchievementCredentialInput = {
    id: 'urn:uuid:00000000-0000-4000-8000-000000000000',
    issuer: { id: didKey(signingKey.publicKey), name: 'Example College' },
    achievement: createAchievement({ id: 'https://college.example/a', name: 'A', description: 'B', criteria: { narrative: 'C' } }),
    subject: { did: 'did:example:holder' },
    validFrom: created,
  }
  const signed = await signCredential(createAchievementCredential(input), { signingKey, verificationMethod, created, cryptography })
  const findings = await verifyProofs(signed, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now })
  expect(findings).toMatchObject([{ outcome: 'passed' }])
})
