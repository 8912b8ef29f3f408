/** The proof from which copies are derived opens all that they hide: it is in nothing that leaves the wallet. */
import { describe, expect, it } from 'vitest'
import { parseBbsBaseProof } from '../credential/bbs-2023-proof-value.ts'
import { parseBaseProof } from '../credential/ecdsa-sd-2023-proof-value.ts'
import { createAchievement, createAchievementCredential } from '../credential/open-badge.ts'
import { isJsonObject, parseJsonObject } from '../credential/parse-json.ts'
import { generateBbsKey, importBbsSigningKey } from '../crypto/bbs.ts'
import type { BbsSigningKey, SigningKey } from '../crypto/cryptography.ts'
import { publicKeyToJwk } from '../crypto/public-key.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { encodeHex } from '../encoding/hex.ts'
import { issueCredential } from '../issuer/issue-credential.ts'
import { undated } from '../issuer/issue-for-disclosure.ts'
import { issueSdJwtCredential } from '../issuer/issue-sd-jwt-credential.ts'
import { issueUnlinkable, unlinkable } from '../issuer/issue-unlinkable.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { makeBundle, type ShareChoice } from './make-bundle.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { previewCopy } from './preview-copy.ts'
import { proveHolder } from './prove-holder.ts'
import { readDocument } from './read-document.ts'
import { makeShare, openShare } from './share.ts'
import { factNames, factsOf, hasBaseProof, showParts } from './shown-copy.ts'
import type { Fetch } from './request-node.ts'
import { formatBackup } from './wallet-backup.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { saveRecord, type WalletRecord } from './wallet-record.ts'

const now = new Date('2026-11-21T12:34:56Z')
const origin = 'https://college.example'
const seed = new Uint8Array(32).fill(5)
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const bbsKey = await importBbsSigningKey(await generateBbsKey(cryptography))
const issuer = didKey(signingKey.publicKey)
const context = { keys: await deriveWalletKeys(seed), storage: createMemoryWalletStorage(), cryptography, now }
const { holder } = await proveHolder({ challenge: 'c', domain: origin }, { issuer, nodeOrigin: origin }, context)

function degree(by: string) {
  const achievement = createAchievement({ id: `${origin}/achievements/1`, name: 'Bachelor of Science', description: 'Four years of study.', criteria: { narrative: 'Forty courses.' }, achievementType: 'BachelorDegree' })
  return undated(createAchievementCredential({
    id: 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-3c1d0f6f2a1e', issuer: { id: by, name: 'Example College' }, achievement, subject: { did: holder }, validFrom: new Date('1987-05-12T00:00:00Z'), narrative: 'With honours',
  }), now)
}

const signer = (key: SigningKey | BbsSigningKey) => ({ signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: now, cryptography })
/** What a node would hand out, one of each form; and a record under each of the two suites. */
const copies: Readonly<Record<string, string>> = {
  'ecdsa-sd-2023': (await issueCredential(degree(issuer), { ...signer(signingKey), cryptosuite: 'ecdsa-sd-2023' })).text,
  'dc+sd-jwt': (await issueSdJwtCredential(degree(issuer), { format: 'dc+sd-jwt', signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), cryptography })).text,
  'bbs-2023': await issueUnlinkable(unlinkable(degree(didKey(bbsKey.publicKey)), now), { signingKey: bbsKey, verificationMethod: didKeyVerificationMethod(bbsKey.publicKey), cryptography }),
}
const records = {
  'ecdsa-sd-2023': recordOf(copies['ecdsa-sd-2023'] ?? ''),
  'bbs-2023': recordOf((await issueCredential(degree(didKey(bbsKey.publicKey)), signer(bbsKey))).text),
}

function recordOf(credential: string): WalletRecord {
  return { id: 'record-1', credential, nonce: null, ledgerProof: null, logs: [], status: {}, documents: {}, addedAt: now.toISOString(), origin }
}

/** A node that makes copies; `given` replaces what it hands out. */
function nodeWith(given?: string): { readonly fetch: Fetch; readonly sent: string[] } {
  const sent: string[] = []
  const fetch: Fetch = async (url, init) => {
    const body = typeof init?.body === 'string' ? init.body : ''
    sent.push(url, body)
    if (url.endsWith('/challenge')) return Response.json({ challenge: 'c', domain: origin, expiresAt: now.toISOString() })
    if (url.endsWith('/api/copies')) return Response.json({ credential: given ?? copies[(JSON.parse(body) as { readonly form: string }).form], documents: {} })
    if (url.endsWith('/api/shares')) return Response.json({ id: 'A'.repeat(22), endToken: 'B'.repeat(43) })
    return Response.json({}, { status: 404 })
  }
  return { fetch, sent }
}

/** What an attacker looks for: the proof as text, the key by which hidden statements can be guessed, and with BBS the signature. */
function secretsOf(text: string): readonly string[] {
  const { proof } = parseJsonObject(text)
  const value = isJsonObject(proof) ? String(proof['proofValue']) : ''
  const bbs = parseBbsBaseProof(value)
  const bytes = bbs === undefined ? [parseBaseProof(value)?.hmacKey] : [bbs.hmacKey, bbs.signature]
  return [value, ...bytes.filter((each) => each !== undefined).flatMap((each) => [encodeHex(each), encodeBase64url(each).slice(2, -2)])]
}

/** A text and everything that its base64url opens to. */
function opened(text: string): string {
  return [text, ...[...text.matchAll(/u([\w-]{100,})/g)].map(([, value = '']) => Buffer.from(value, 'base64url').toString('hex'))].join('\n')
}

/** Which of the secrets of `sources` an attacker finds. */
function foundIn(text: string, sources: readonly string[]): readonly string[] {
  return sources.flatMap(secretsOf).filter((secret) => secret.length > 20 && opened(text).includes(secret))
}

const all: readonly ShareChoice[] = (['ecdsa-sd-2023', 'dc+sd-jwt', 'bbs-2023'] as const).flatMap((form) => [{ facts: 'all', form }, { facts: [], form }, { facts: ['awardedDate', 'description'], form }] as const)
/** In rehearsal each kind of key is an issuer of its own, so of a record under BBS there are copies under BBS. */
const choicesOf: Readonly<Record<string, readonly ShareChoice[]>> = {
  'ecdsa-sd-2023': all, 'bbs-2023': [{ facts: 'all' }, { facts: ['awardedDate'] }, { facts: ['description'], form: 'bbs-2023' }],
}
const sources = [records['ecdsa-sd-2023'].credential, records['bbs-2023'].credential, copies['bbs-2023'] ?? '', copies['ecdsa-sd-2023'] ?? '']

describe('the proof that is its holder’s alone', () => {
  it('is found by the look that the tests below take, where it is', () => {
    for (const source of sources) expect(foundIn(source, [source]).length).toBeGreaterThan(1)
  })

  it.each(Object.entries(records))('of %s is in no share, whatever is chosen, and in nothing that a node is sent', async (name, record) => {
    for (const choice of choicesOf[name] ?? []) {
      const { fetch, sent } = nodeWith()
      const bundle = await makeBundle(record, { ...context, fetch }, choice)
      const [credential = ''] = (JSON.parse(bundle) as { readonly credentials: readonly string[] }).credentials
      expect(hasBaseProof(credential)).toBe(false)
      expect(foundIn(bundle + sent.join('\n'), sources)).toEqual([])
    }
  }, 120_000)

  it('is in no link, no ciphertext and no backup that could be read', async () => {
    const { fetch, sent } = nodeWith()
    const bundle = await makeBundle(records['ecdsa-sd-2023'], { ...context, fetch }, { facts: [] })
    const share = await makeShare({ recordId: 'record-1', bundle, node: origin, expiresAt: new Date(now.getTime() + 1), note: '' }, { ...context, fetch })
    const { ciphertext } = JSON.parse(sent.at(-1) ?? '{}') as { readonly ciphertext: string }
    expect(foundIn(await openShare(new Uint8Array(Buffer.from(ciphertext, 'base64url')), new Uint8Array(Buffer.from(share.key, 'base64url'))), sources)).toEqual([])
    await saveRecord(records['bbs-2023'], context)
    expect(foundIn(await formatBackup({ seed, passphrase: 'seven quiet otters row', storage: context.storage, cryptography, now }), sources)).toEqual([])
  }, 60_000)

  it.each(Object.entries(records))('of %s is in no preview, which says just what the share will say', async (name, record) => {
    for (const choice of choicesOf[name] ?? []) {
      const preview = await previewCopy(record.credential, choice, context)
      expect(foundIn(preview, sources)).toEqual([])
      expect(preview).not.toContain('proofValue')
    }
  }, 120_000)

  it.each(all.map((choice) => [`${choice.form} showing ${String(choice.facts)}`, choice] as const))('the preview of %s is what is shared', async (_name, choice) => {
    const record = records['ecdsa-sd-2023']
    const [credential = ''] = (JSON.parse(await makeBundle(record, { ...context, fetch: nodeWith().fetch }, choice)) as { readonly credentials: readonly string[] }).credentials
    const [preview, shared] = [await previewCopy(record.credential, choice, context), credential]
    expect(factsOf(preview, cryptography)).toEqual(factsOf(shared, cryptography))
    const [told, given] = [preview, shared].map((text) => readDocument(text, cryptography)).map(({ validFrom, validUntil, credentialSubject }) => ({ validFrom, validUntil, credentialSubject }))
    expect(told).toEqual(given)
  }, 60_000)
})

describe('a node that would have two shares linked, or more shown than was chosen', () => {
  const ask = (given: string, choice: ShareChoice) => makeBundle(records['ecdsa-sd-2023'], { ...context, fetch: nodeWith(given).fetch }, choice)

  it('is refused a copy with an id, a status or a long life in place of one that cannot be linked', async () => {
    const linkable = { ...unlinkable(degree(didKey(bbsKey.publicKey)), now), id: 'urn:uuid:1' }
    for (const given of [(await issueCredential(linkable, signer(bbsKey))).text, records['bbs-2023'].credential, copies['ecdsa-sd-2023'] ?? '', '{']) {
      await expect(ask(given, { facts: [], form: 'bbs-2023' })).rejects.toMatchObject({ code: 'holder/credential-refused' })
    }
  }, 60_000)

  it('is refused a token of another issuer, of another holder, and one that was changed', async () => {
    const other = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
    const token = (credential: ReturnType<typeof degree>, key: SigningKey) => issueSdJwtCredential(credential, { format: 'dc+sd-jwt', signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), cryptography })
    const changed = degree(issuer)
    for (const given of [
      (await token(degree(didKey(other.publicKey)), other)).text, (await token(degree(issuer), other)).text, (await token({ ...changed, credentialSubject: { ...changed.credentialSubject, id: issuer } }, signingKey)).text,
      (await issueSdJwtCredential({ ...degree(issuer), cnf: { jwk: { ...publicKeyToJwk(other.publicKey) } } }, { format: 'dc+sd-jwt', signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), cryptography })).text,
      (copies['dc+sd-jwt'] ?? '').replace(/\.(\w)/, '.A$1'), 'a.b.c~',
    ]) await expect(ask(given, { facts: [], form: 'dc+sd-jwt' })).rejects.toMatchObject({ code: 'holder/credential-refused' })
  })

  it.each(['ecdsa-sd-2023', 'dc+sd-jwt'] as const)('makes nothing leave under %s when it made the day of the award mandatory', async (form) => {
    const mandatoryPointers = ['/issuer', '/awardedDate', '/credentialSubject/id']
    const { text } = form === 'dc+sd-jwt'
      ? await issueSdJwtCredential(degree(issuer), { format: form, signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), mandatoryPointers, cryptography })
      : await issueCredential(degree(issuer), { ...signer(signingKey), cryptosuite: form, mandatoryPointers })
    await expect(ask(text, { facts: ['description'], form })).rejects.toMatchObject({ code: 'holder/copy-shows-more' })
    expect(factNames).toContain('awardedDate')
    await expect(showParts(text, 'all', cryptography)).resolves.toContain(form === 'dc+sd-jwt' ? '~' : '1987')
  })
})
