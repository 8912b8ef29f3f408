/** `npm run bench -- credential [--json]`: issuing and verifying a badge, against one bare Ed25519 operation and another implementation. */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { generate } from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue, verifyCredential } from '@digitalbazaar/vc'
import { addProof, createKeyResolver, loadContext, parseJsonObject, verifyProofs, worstOutcome } from 'everlearned/credential'
import { didKey, didKeyDocument, didKeyVerificationMethod } from 'everlearned/did'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { createBitstring, decodeBitstring, encodeBitstring, isBitSet, minListLength } from 'everlearned/status'
import { disclosureRows } from './disclosure-rows.ts'
import { badge, learnerRecord, longBadge, now } from './documents.ts'
import { measure, printRows, type Row } from './interleave.ts'

/** As many documents, all different, so that nothing is gained by having seen one before. */
const documents = 64
/** What is issued and verified, and the ratios aimed at. */
const sizes = [
  { size: 'small', make: badge, issueGoal: 2, verifyGoal: 1.6 },
  { size: 'medium', make: longBadge, issueGoal: 6, verifyGoal: 3 },
  { size: 'clr', make: learnerRecord, issueGoal: 60, verifyGoal: 22 },
] as const
type Size = (typeof sizes)[number]
const jwk = await cryptography.generateKey('Ed25519')
const signingKey = await cryptography.importSigningKey(jwk)
const verificationMethod = didKeyVerificationMethod(signingKey.publicKey)
const [privateKey, publicKey] = [createPrivateKey({ key: { ...jwk }, format: 'jwk' }), createPublicKey({ key: { ...jwk }, format: 'jwk' })]
const message = cryptography.randomBytes(64)
const signature = sign(null, message, privateKey)
const signing = { signingKey, verificationMethod, created: now, cryptography }
const assertion = { proofPurpose: 'assertionMethod' } as const
const peer = '@digitalbazaar/vc 7.3.0'
const peerPair = await generate({ id: verificationMethod, controller: didKey(signingKey.publicKey) })

const rows = [...sizes.map(issueRow), ...await Promise.all(sizes.map(verifyRow)), ...await disclosureRows({ badge: ownBadge, documents, now, documentLoader, inTurn }), await statusRow()]
printRows('credential', await measure(rows, 11))

function inTurn<Item>(items: readonly Item[]): () => Item {
  let next = 0
  return () => {
    const item = items[next++ % items.length]
    if (item === undefined) throw new RangeError('there is something to take turns with')
    return item
  }
}

function ownBadge(number: number, issuer: string = didKey(signingKey.publicKey)): ReturnType<typeof badge> {
  return badge(number, issuer)
}

function unsigned({ make }: Size): readonly Parameters<typeof addProof>[0][] {
  return Array.from({ length: documents }, (_, number) => make(number, didKey(signingKey.publicKey)) as Parameters<typeof addProof>[0])
}

/** From an unsigned object to a signed one, against one signature over 64 bytes. */
function issueRow(size: Size): Row {
  const ours = inTurn(unsigned(size))
  const theirs = inTurn(unsigned(size))
  return {
    op: `issue-${size.size}`, goal: size.issueGoal,
    run: () => addProof(ours(), assertion, signing),
    bare: () => sign(null, message, privateKey),
    peer: { name: peer, run: async () => issue({ credential: theirs(), suite: peerSuite(), documentLoader, now }) },
  }
}

/** From JSON text to a verdict on the proof, against one verification of a signature over 64 bytes. */
async function verifyRow(size: Size): Promise<Row> {
  const signed = await Promise.all(unsigned(size).map((credential) => addProof(credential, assertion, signing)))
  const texts = signed.map((credential) => JSON.stringify(credential))
  const [ours, theirs] = [inTurn(texts), inTurn(texts)]
  const resolveKey = createKeyResolver({})
  return {
    op: `verify-${size.size}`, goal: size.verifyGoal,
    run: async () => {
      const findings = await verifyProofs(parseJsonObject(ours()), { resolveKey, cryptography, expectedPurpose: 'assertionMethod', now })
      if (worstOutcome(findings.map(({ outcome }) => outcome)) !== 'passed') throw new RangeError('a signed document verifies')
    },
    bare: () => verify(null, message, publicKey, signature),
    peer: {
      name: peer,
      run: async () => {
        const suite = new DataIntegrityProof({ cryptosuite })
        const { verified } = await verifyCredential({ credential: JSON.parse(theirs()) as object, suite, documentLoader, now, checkStatus: async () => ({ verified: true }) })
        if (!verified) throw new RangeError('a signed document verifies')
      },
    },
  }
}

/** One look into a status list that was decoded before, against one verification of a signature. */
async function statusRow(): Promise<Row> {
  const operations = 100
  const bits = await decodeBitstring(await encodeBitstring(createBitstring()))
  let index = 0
  return {
    op: 'status-check', goal: 0.01, operations,
    run: () => {
      for (let check = 0; check < operations; check += 1) if (isBitSet(bits, (index += 7_919) % minListLength)) throw new RangeError('an empty list has no bit set')
    },
    bare: () => {
      for (let check = 0; check < operations; check += 1) verify(null, message, publicKey, signature)
    },
  }
}

function peerSuite(): DataIntegrityProof {
  return new DataIntegrityProof({ signer: peerPair.signer(), cryptosuite, date: '2026-11-21T00:00:00Z' })
}

/** Contexts and did:key documents out of memory, marked as never changing: the best case for the peer. */
async function documentLoader(url: string): Promise<object> {
  const [did = '', fragment] = url.split('#')
  if (!did.startsWith('did:key:')) return { documentUrl: url, document: loadContext(url, cryptography), tag: 'static' }
  const document = didKeyDocument(did)
  const [method] = document['verificationMethod'] as readonly object[]
  return { documentUrl: url, document: fragment === undefined ? document : { '@context': 'https://w3id.org/security/multikey/v1', ...method } }
}
