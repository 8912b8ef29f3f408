/** `npm run bench -- credential [--json]`: issuing and verifying a badge, against one bare Ed25519 operation and another implementation. */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { generate } from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue, verifyCredential } from '@digitalbazaar/vc'
import { createAchievement, createAchievementCredential, createKeyResolver, hashIdentity, loadContext, parseJsonObject, signCredential, verifyProofs, worstOutcome } from 'everlearned/credential'
import { didKey, didKeyDocument, didKeyVerificationMethod } from 'everlearned/did'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { createBitstring, decodeBitstring, encodeBitstring, isBitSet, minListLength } from 'everlearned/status'
import { disclosureRows } from './disclosure-rows.ts'
import { measure, printRows, type Row } from './interleave.ts'

/** As many documents, all different, so that nothing is gained by having seen one before. */
const documents = 64
const now = new Date('2026-11-21T00:00:00Z')
const jwk = await cryptography.generateKey('Ed25519')
const signingKey = await cryptography.importSigningKey(jwk)
const verificationMethod = didKeyVerificationMethod(signingKey.publicKey)
const [privateKey, publicKey] = [createPrivateKey({ key: { ...jwk }, format: 'jwk' }), createPublicKey({ key: { ...jwk }, format: 'jwk' })]
const message = cryptography.randomBytes(64)
const signature = sign(null, message, privateKey)
const peer = '@digitalbazaar/vc 7.3.0'
const peerPair = await generate({ id: verificationMethod, controller: didKey(signingKey.publicKey) })

const rows = [issueRow(), await verifyRow(), ...await disclosureRows({ badge, documents, now, documentLoader, inTurn }), await statusRow()]
printRows('credential', await measure(rows, 11))

/** The badge of section "small": two alignments, evidence, a status entry, a hashed address; about 2 KB once signed. */
function badge(number: number, issuer: string = didKey(signingKey.publicKey)): ReturnType<typeof createAchievementCredential> {
  const url = 'https://college.example/status/3'
  return createAchievementCredential({
    id: `urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-${String(number).padStart(12, '0')}`,
    issuer: { id: issuer, name: 'Example College', url: 'https://college.example' },
    achievement: createAchievement({
      id: 'https://college.example/achievements/forklift-2', name: 'Forklift operator, level 2', description: 'Operates a counterbalance truck up to 5 t.',
      criteria: { narrative: 'Practical test of 90 minutes, two assessors.' }, achievementType: 'Certificate',
      alignments: [
        { targetName: 'Operate forklift', targetUrl: 'https://framework.example/skills/operate-forklift', targetFramework: 'Example Framework' },
        { targetName: 'Store goods', targetUrl: 'https://framework.example/skills/store-goods', targetFramework: 'Example Framework' },
      ],
    }),
    subject: { did: `did:example:holder${number}`, identity: hashIdentity(`person${number}@example.org`, 'f00dfeed', cryptography) },
    validFrom: now, validUntil: new Date('2029-11-21T00:00:00Z'), licenseNumber: String(number), narrative: 'Passed both parts.',
    evidence: [{ id: `https://college.example/evidence/${number}`, name: 'Assessment sheet' }],
    status: { id: `${url}#${number}`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: String(number), statusListCredential: url },
  })
}

function inTurn<Item>(items: readonly Item[]): () => Item {
  let next = 0
  return () => {
    const item = items[next++ % items.length]
    if (item === undefined) throw new RangeError('there is something to take turns with')
    return item
  }
}

/** From an unsigned object to a signed one, against one signature over 64 bytes. */
function issueRow(): Row {
  const ours = inTurn(Array.from({ length: documents }, (_, number) => badge(number)))
  const theirs = inTurn(Array.from({ length: documents }, (_, number) => badge(number)))
  return {
    op: 'issue-small', goal: 2,
    run: () => signCredential(ours(), { signingKey, verificationMethod, created: now, cryptography }),
    bare: () => sign(null, message, privateKey),
    peer: { name: peer, run: async () => issue({ credential: theirs(), suite: peerSuite(), documentLoader, now }) },
  }
}

/** From JSON text to a verdict on the proof, against one verification of a signature over 64 bytes. */
async function verifyRow(): Promise<Row> {
  const signed = await Promise.all(Array.from({ length: documents }, (_, number) => signCredential(badge(number), { signingKey, verificationMethod, created: now, cryptography })))
  const texts = signed.map((credential) => JSON.stringify(credential))
  const [ours, theirs] = [inTurn(texts), inTurn(texts)]
  const resolveKey = createKeyResolver({})
  return {
    op: 'verify-small', goal: 1.6,
    run: async () => {
      const findings = await verifyProofs(parseJsonObject(ours()), { resolveKey, cryptography, expectedPurpose: 'assertionMethod', now })
      if (worstOutcome(findings.map(({ outcome }) => outcome)) !== 'passed') throw new RangeError('a signed badge verifies')
    },
    bare: () => verify(null, message, publicKey, signature),
    peer: {
      name: peer,
      run: async () => {
        const suite = new DataIntegrityProof({ cryptosuite })
        const { verified } = await verifyCredential({ credential: JSON.parse(theirs()) as object, suite, documentLoader, now, checkStatus: async () => ({ verified: true }) })
        if (!verified) throw new RangeError('a signed badge verifies')
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
