import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as theirSuite from '@digitalbazaar/bbs-2023-cryptosuite'
import * as multikeys from '@digitalbazaar/bls12-381-multikey'
import * as vc from '@digitalbazaar/vc'
import { beforeAll, describe, expect, it } from 'vitest'
import { generateBbsKey, importBbsSigningKey } from '../crypto/bbs.ts'
import type { BbsSigningKey } from '../crypto/cryptography.ts'
import { decodeMultikey } from '../crypto/multikey.ts'
import { didKey, didKeyDocument, didKeyVerificationMethod } from '../did/did-key.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { richBadge } from './_disclosure-samples.ts'
import { loadContext } from './contexts.ts'
import { deriveCredential } from './derive-credential.ts'
import { createKeyResolver } from './resolve-key.ts'
import { signForDisclosure } from './sign-for-disclosure.ts'
import { verifyProofs } from './verify-proofs.ts'

const now = new Date('2026-11-21T00:00:00Z')
const mandatoryPointers = ['/issuer', '/validFrom', '/credentialSubject/identifier', '/credentialSubject/result']
const evidence = ['/evidence/0']
let signingKey: BbsSigningKey
let ours: JsonObject
let theirs: JsonObject
beforeAll(async () => {
  signingKey = await importBbsSigningKey(await generateBbsKey(cryptography))
  const verificationMethod = didKeyVerificationMethod(signingKey.publicKey)
  ours = await signForDisclosure(richBadge(didKey(signingKey.publicKey)), { signingKey, verificationMethod, mandatoryPointers, cryptography })
  theirs = await issueThere()
}, 60_000)

/** Contexts and did:key documents, as the other library asks for them. */
async function documentLoader(url: string): Promise<object> {
  const [did = '', fragment] = url.split('#')
  if (!did.startsWith('did:key:')) return { documentUrl: url, document: structuredClone(loadContext(url, cryptography)), tag: 'static' }
  const document = didKeyDocument(did)
  const [method] = document['verificationMethod'] as readonly JsonObject[]
  return { documentUrl: url, document: fragment === undefined ? document : { '@context': 'https://w3id.org/security/multikey/v1', ...method } }
}

async function verifyThere(credential: object): Promise<boolean> {
  const suite = new DataIntegrityProof({ cryptosuite: theirSuite.createVerifyCryptosuite() })
  return (await vc.verifyCredential({ credential: structuredClone(credential), suite, documentLoader, now })).verified
}

async function verifyHere(credential: object): Promise<unknown> {
  return verifyProofs(credential, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now })
}

async function deriveThere(credential: object, selectivePointers: readonly string[]): Promise<object> {
  const suite = new DataIntegrityProof({ cryptosuite: theirSuite.createDiscloseCryptosuite({ selectivePointers, presentationHeader: Uint8Array.of(1, 2, 3) }) })
  return vc.derive({ verifiableCredential: structuredClone(credential), suite, documentLoader })
}

/** A badge without what the other library cannot sign: addresses on the map and ordered lists. */
async function issueThere(): Promise<JsonObject> {
  const pair = await multikeys.generateBbsKeyPair({ algorithm: multikeys.ALGORITHMS.BBS_BLS12381_SHA256 })
  const publicKey = decodeMultikey(pair.publicKeyMultibase)
  Object.assign(pair, { id: didKeyVerificationMethod(publicKey), controller: didKey(publicKey) })
  const { credentialSubject, ...badge } = richBadge(didKey(publicKey)) as JsonObject & { readonly credentialSubject: JsonObject & { readonly achievement: JsonObject } }
  const { resultDescription: _, ...achievement } = credentialSubject.achievement
  const credential = { ...badge, issuer: { id: didKey(publicKey), type: ['Profile'], name: 'Example College' }, credentialSubject: { ...credentialSubject, achievement } }
  const suite = new DataIntegrityProof({ signer: pair.signer(), cryptosuite: theirSuite.createSignCryptosuite({ mandatoryPointers: ['/issuer', '/validFrom'] }), date: '2026-11-21T00:00:00Z' })
  return vc.issue({ credential, suite, documentLoader, now }) as Promise<JsonObject>
}

describe('another implementation of bbs-2023', () => {
  it('verifies a badge of ours that shows the only item of a list and a place on the map, and finds what was altered in it', async () => {
    const copy = await deriveCredential(ours, [...evidence, '/issuer/address/geo'], { cryptography })
    expect(await verifyThere(copy)).toBe(true)
    expect(await verifyHere(copy)).toMatchObject([{ outcome: 'passed', cryptosuite: 'bbs-2023' }])
    const altered = JSON.parse(JSON.stringify(copy).replace('Example College', 'Another College')) as object
    expect(await verifyThere(altered)).toBe(false)
    expect(await verifyHere(altered)).toMatchObject([{ outcome: 'failed', code: 'proof/signature-invalid' }])
  }, 60_000)

  // Each costs seconds there.
  it.runIf(process.env['LER_TEST_LONG'] === '1').each([['nothing', []], ['everything', ['']]])('verifies a badge of ours that shows %s', async (_what, pointers) => {
    const copy = await deriveCredential(ours, pointers, { cryptography })
    expect(await verifyThere(copy)).toBe(true)
    expect(await verifyHere(copy)).toMatchObject([{ outcome: 'passed', cryptosuite: 'bbs-2023' }])
  }, 60_000)

  it('issues badges from which copies are derived here that verify there and here', async () => {
    const copy = await deriveCredential(theirs, ['/name', '/credentialSubject/identifier'], { cryptography })
    expect(await verifyThere(copy)).toBe(true)
    expect(await verifyHere(copy)).toMatchObject([{ outcome: 'passed' }])
  }, 60_000)

  it('derives copies of its badges that verify here', async () => {
    const copy = await deriveThere(theirs, ['/credentialSubject/achievement/alignment', '/name'])
    expect(await verifyHere(copy)).toMatchObject([{ outcome: 'passed' }])
    expect(await verifyHere({ ...copy, name: 'Another' })).toMatchObject([{ outcome: 'failed' }])
  }, 60_000)

  it('refuses the holder’s own copy as is done here', async () => {
    expect(await verifyThere(ours)).toBe(false)
    expect(await verifyHere(ours)).toMatchObject([{ outcome: 'failed', code: 'proof/base-proof' }])
    expect(await verifyHere(theirs)).toMatchObject([{ outcome: 'failed', code: 'proof/base-proof' }])
  }, 60_000)
})
