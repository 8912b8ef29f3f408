import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as ecdsaJcs from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite'
import * as ecdsaKeys from '@digitalbazaar/ecdsa-multikey'
import * as ecdsaRdfc from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import * as eddsaKeys from '@digitalbazaar/ed25519-multikey'
import * as eddsaJcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import { describe, expect, it } from 'vitest'
import type { KeyType, SigningKey } from '../crypto/cryptography.ts'
import { decodeMultikey } from '../crypto/multikey.ts'
import { didKey, didKeyDocument, didKeyVerificationMethod } from '../did/did-key.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { loadContext } from './contexts.ts'
import { createAchievement, createAchievementCredential, hashIdentity } from './open-badge.ts'
import { createKeyResolver } from './resolve-key.ts'
import { signCredential } from './sign-credential.ts'
import { verifyProofs } from './verify-proofs.ts'

const now = new Date('2026-11-21T00:00:00Z')
const ofJson = (suite: typeof eddsaJcs | typeof ecdsaJcs) => ({ signing: suite.createSignCryptosuite, verifying: suite.createVerifyCryptosuite })
const ofRdf = { signing: (): object => ecdsaRdfc.cryptosuite, verifying: (): object => ecdsaRdfc.cryptosuite }
const suites: readonly (readonly [string, KeyType, { readonly signing: () => object; readonly verifying: () => object }])[] = [
  ['eddsa-jcs-2022', 'Ed25519', ofJson(eddsaJcs)],
  ['ecdsa-jcs-2019', 'P-256', ofJson(ecdsaJcs)],
  ['ecdsa-jcs-2019', 'P-384', ofJson(ecdsaJcs)],
  ['ecdsa-rdfc-2019', 'P-256', ofRdf],
  ['ecdsa-rdfc-2019', 'P-384', ofRdf],
]

function badge(issuer: string): JsonObject {
  return createAchievementCredential({
    id: 'urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-7a3f6c1f0b11',
    issuer: { id: issuer, name: 'Example College' },
    achievement: createAchievement({ id: 'https://college.example/a', name: 'Ünïcode 🎓', description: 'D "quoted" \u2028', criteria: { narrative: 'N' }, alignments: [{ targetName: 'T', targetUrl: 'https://f.example/1' }] }),
    subject: { identity: hashIdentity('a@b.example', 'salt', cryptography), did: 'did:example:holder' },
    validFrom: now,
    evidence: [{ name: 'E' }],
  })
}

/** Contexts and did:key documents, as the other library asks for them. */
async function documentLoader(url: string): Promise<object> {
  const [did = '', fragment] = url.split('#')
  if (!did.startsWith('did:key:')) return { documentUrl: url, document: structuredClone(loadContext(url, cryptography)), tag: 'static' }
  const document = didKeyDocument(did)
  const [method] = document['verificationMethod'] as readonly JsonObject[]
  return { documentUrl: url, document: fragment === undefined ? document : { '@context': 'https://w3id.org/security/multikey/v1', ...method } }
}

async function verifyThere(credential: object, verifying: () => object): Promise<boolean> {
  return (await vc.verifyCredential({ credential: structuredClone(credential), suite: new DataIntegrityProof({ cryptosuite: verifying() }), documentLoader, now })).verified
}

async function verifyHere(credential: object): Promise<unknown> {
  const findings = await verifyProofs(credential, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now })
  return findings.map(({ outcome }) => outcome)
}

describe.each(suites)('another implementation of %s with %s', (name, type, { signing, verifying }) => {
  it('verifies what is made here, and not once it is changed', async () => {
    const signingKey: SigningKey = await cryptography.importSigningKey(await cryptography.generateKey(type))
    const signed = await signCredential(badge(didKey(signingKey.publicKey)), { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptosuite: name, cryptography })
    expect(await verifyThere(signed, verifying)).toBe(true)
    expect(await verifyThere({ ...signed, validFrom: '2026-11-20T00:00:00Z' }, verifying)).toBe(false)
  })

  it('makes what verifies here, and not once it is changed', async () => {
    const pair = type === 'Ed25519' ? await eddsaKeys.generate({}) : await ecdsaKeys.generate({ curve: type })
    const publicKey = decodeMultikey(pair.publicKeyMultibase)
    expect(publicKey.type).toBe(type)
    Object.assign(pair, { id: didKeyVerificationMethod(publicKey), controller: didKey(publicKey) })
    const suite = new DataIntegrityProof({ signer: pair.signer(), cryptosuite: signing(), date: '2026-11-21T00:00:00Z' })
    const signed = await vc.issue({ credential: structuredClone(badge(didKey(publicKey))), suite, documentLoader, now })
    expect(await verifyHere(signed)).toEqual(['passed'])
    expect(await verifyHere({ ...signed, validFrom: '2026-11-20T00:00:00Z' })).toEqual(['failed'])
  })
})
