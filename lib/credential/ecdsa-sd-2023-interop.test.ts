import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as multikeys from '@digitalbazaar/ecdsa-multikey'
import * as theirSuite from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import { describe, expect, it } from 'vitest'
import { decodeMultikey } from '../crypto/multikey.ts'
import { didKey, didKeyDocument, didKeyVerificationMethod } from '../did/did-key.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { learnerRecord, richBadge } from './_disclosure-samples.ts'
import { loadContext } from './contexts.ts'
import { deriveCredential } from './derive-credential.ts'
import { formatDerivedProof, parseDerivedProof, type DerivedProof } from './ecdsa-sd-2023-proof-value.ts'
import { mandatoryPointersOf } from './mandatory-pointers.ts'
import { createKeyResolver } from './resolve-key.ts'
import { signForDisclosure } from './sign-for-disclosure.ts'
import { verifyProofs } from './verify-proofs.ts'

const now = new Date('2026-11-21T00:00:00Z')
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const issuer = didKey(signingKey.publicKey)

async function sign(credential: JsonObject, mandatoryPointers = mandatoryPointersOf(credential)): Promise<JsonObject> {
  return signForDisclosure(credential, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), mandatoryPointers, cryptography })
}

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
  const suite = new DataIntegrityProof({ cryptosuite: theirSuite.createDiscloseCryptosuite({ selectivePointers }) })
  return vc.derive({ verifiableCredential: structuredClone(credential), suite, documentLoader })
}

async function issueThere(mandatoryPointers: readonly string[]): Promise<JsonObject> {
  const pair = await multikeys.generate({ curve: 'P-256' })
  const publicKey = decodeMultikey(pair.publicKeyMultibase)
  Object.assign(pair, { id: didKeyVerificationMethod(publicKey), controller: didKey(publicKey) })
  const suite = new DataIntegrityProof({ signer: pair.signer(), cryptosuite: theirSuite.createSignCryptosuite({ mandatoryPointers }), date: '2026-11-21T00:00:00Z' })
  return vc.issue({ credential: plainBadge(didKey(publicKey)), suite, documentLoader, now }) as Promise<JsonObject>
}

/** A badge without what the other library cannot sign: addresses on the map and ordered lists. */
function plainBadge(did: string): JsonObject {
  const { credentialSubject, ...badge } = richBadge(did) as JsonObject & { readonly credentialSubject: JsonObject & { readonly achievement: JsonObject } }
  const { resultDescription: _, ...achievement } = credentialSubject.achievement
  return { ...badge, issuer: { id: did, type: ['Profile'], name: 'Example College' }, credentialSubject: { ...credentialSubject, achievement } }
}

describe('another implementation of ecdsa-sd-2023', () => {
  it.each([
    ['nothing', []], ['a place on the map', ['/issuer/address/geo']], ['an ordered list', ['/credentialSubject/achievement/resultDescription/0/allowedValue']], ['the only item of a list', ['/evidence/0']],
    ['one of two items', ['/credentialSubject/achievement/alignment/1/targetName']], ['a result and its scale', ['/credentialSubject/result/0', '/credentialSubject/achievement/resultDescription/0']], ['everything', ['']],
  ])('verifies a badge of ours that shows %s', async (_what, pointers) => {
    const copy = await deriveCredential(await sign(richBadge(issuer)), pointers, { cryptography })
    expect(await verifyThere(copy)).toBe(true)
    expect(await verifyHere(copy)).toMatchObject([{ outcome: 'passed' }])
    const altered = JSON.parse(JSON.stringify(copy).replace('Forklift', 'Aircraft')) as object
    expect(await verifyThere(altered)).toBe(false)
    expect(await verifyHere(altered)).toMatchObject([{ outcome: 'failed' }])
  })

  it.each([
    ['one embedded achievement', ['/credentialSubject/verifiableCredential/1/credentialSubject/achievement/name']], ['one embedded credential', ['/credentialSubject/verifiableCredential/2']],
    ['an association', ['/credentialSubject/association/0']], ['the first and the last', ['/credentialSubject/verifiableCredential/0/credentialSubject', '/credentialSubject/verifiableCredential/2/validFrom']],
  ])('verifies a learner record of ours that shows %s', async (_what, pointers) => {
    const copy = await deriveCredential(await sign(learnerRecord(issuer)), pointers, { cryptography })
    expect(await verifyThere(copy)).toBe(true)
    expect(await verifyHere(copy)).toMatchObject([{ outcome: 'passed' }])
  })

  it('verifies each embedded credential of a learner record of ours, and none that says it was another', async () => {
    const record = await sign(learnerRecord(issuer))
    for (const number of [0, 1, 2]) {
      const copy = await deriveCredential(record, [`/credentialSubject/verifiableCredential/${number}`], { cryptography })
      expect(copy).toMatchObject({ credentialSubject: { verifiableCredential: [{ credentialSubject: { achievement: { name: `Course ${number}`, resultDescription: [{ allowedValue: ['A', 'B', 'C'] }] } } }] } })
      expect(await verifyThere(copy)).toBe(true)
      expect(await verifyHere(copy)).toMatchObject([{ outcome: 'passed' }])
      const altered = JSON.parse(JSON.stringify(copy).replace(`Course ${number}`, `Course ${number + 1}`)) as object
      expect(await verifyThere(altered)).toBe(false)
      expect(await verifyHere(altered)).toMatchObject([{ outcome: 'failed' }])
    }
  })

  it('refuses, as is done here, copies whose labels were exchanged, that lack a statement, or a signature', async () => {
    const pointers = ['/credentialSubject/achievement/alignment', '/credentialSubject/achievement/resultDescription', '/evidence/0']
    const copy = await deriveCredential(await sign(richBadge(issuer)), pointers, { cryptography }) as JsonObject & { readonly proof: { readonly proofValue: string } }
    const shown = parseDerivedProof(copy.proof.proofValue)
    if (shown === undefined) throw new RangeError('a derived copy has a proof')
    const [[first = '', one = ''] = [], [second = '', two = ''] = []] = shown.labelMap
    const withProof = (proof: Partial<DerivedProof>): object => ({ ...copy, proof: { ...copy.proof, proofValue: formatDerivedProof({ ...shown, ...proof }) } })
    const { evidence: _, ...withoutEvidence } = copy
    const hostile = [withProof({ labelMap: new Map([...shown.labelMap, [first, two], [second, one]]) }), withoutEvidence, withProof({ signatures: shown.signatures.slice(1) }), withProof({ signatures: shown.signatures.toReversed() })]
    expect(await verifyHere(withProof({}))).toMatchObject([{ outcome: 'passed' }])
    for (const altered of hostile) {
      expect(await verifyThere(altered)).toBe(false)
      expect(await verifyHere(altered)).toMatchObject([{ outcome: 'failed' }])
    }
  })

  it('issues badges from which copies are derived here that verify there and here', async () => {
    const theirs = await issueThere(['/issuer', '/validFrom'])
    for (const pointers of [['/credentialSubject/id'], ['/credentialSubject/achievement/alignment'], ['/name', '/credentialSubject/identifier']]) {
      const copy = await deriveCredential(theirs, pointers, { cryptography })
      expect(await verifyThere(copy)).toBe(true)
      expect(await verifyHere(copy)).toMatchObject([{ outcome: 'passed' }])
    }
  })

  it('derives copies, of its badges and of ours, that verify here', async () => {
    for (const base of [await issueThere(['/issuer', '/validFrom']), await sign(plainBadge(issuer), ['/issuer', '/validFrom'])]) {
      const copy = await deriveThere(base, ['/credentialSubject/achievement/alignment', '/name'])
      expect(await verifyThere(copy)).toBe(true)
      expect(await verifyHere(copy)).toMatchObject([{ outcome: 'passed' }])
    }
  })

  it('makes the same copies, byte for byte', async () => {
    const theirs = await issueThere(['/issuer', '/validFrom'])
    const pointers = ['/credentialSubject/achievement/alignment', '/name']
    const [there, here] = [await deriveThere(theirs, pointers), await deriveCredential(theirs, pointers, { cryptography })]
    expect(here['proof']).toEqual((there as JsonObject)['proof'])
    expect(here).toEqual(there)
  })

  it('refuses the holder’s own copy as is done here', async () => {
    const base = await sign(richBadge(issuer))
    expect(await verifyThere(base)).toBe(false)
    expect(await verifyHere(base)).toMatchObject([{ outcome: 'failed', code: 'proof/base-proof' }])
  })
})
