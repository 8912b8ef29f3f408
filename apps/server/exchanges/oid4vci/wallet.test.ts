import { didKey } from 'everlearned/did'
import type { SigningKey } from 'everlearned/crypto'
import type { JsonObject } from 'everlearned/encoding'
import type { ExchangeNetwork } from 'everlearned/exchange'
import { notifyIssuer, OfferConsent, requestCredentials, requestToken, resolveOffer, type GrantedToken, type ReceivedAnswer } from 'everlearned/exchange/oid4vci'
import { checkReceived, createMemoryWalletStorage, deriveWalletKeys, exportWallet, keepReceived, loadRecords, readImport, type ReceivedCredential } from 'everlearned/holder'
import { createDocumentFetch, createGuardedFetch, nativeCryptography as cryptography } from 'everlearned/node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestIssuer, type CredentialVariant, type TestIssuer } from '../open-test-issuer.ts'
import { openIndependentIssuer, type IndependentIssuer, type IssuerHabits } from './open-independent-issuer.ts'

/** Issuers of another make judge by the clock of the machine. */
const now = new Date()
let author: TestIssuer
const open: IndependentIssuer[] = []
beforeAll(async () => {
  author = await openTestIssuer(() => now)
})
afterAll(() => author.close())
afterEach(async () => {
  await Promise.all(open.splice(0).map((issuer) => issuer.close()))
})

const newKey = async (type: 'Ed25519' | 'P-256' = 'Ed25519'): Promise<SigningKey> => cryptography.importSigningKey(await cryptography.generateKey(type))

async function openIssuer(habits: Partial<IssuerHabits> = {}, variant: CredentialVariant = {}): Promise<{ readonly issuer: IndependentIssuer; readonly network: ExchangeNetwork }> {
  const issuer = await openIndependentIssuer({ issue: (holder) => author.issue(holder, variant), now: () => now, ...habits })
  open.push(issuer)
  return { issuer, network: { fetch: createGuardedFetch({ allowedOrigins: [issuer.origin] }), loopbackOrigins: [issuer.origin] } }
}

const grantedBy = async (link: string, network: ExchangeNetwork, code?: string): Promise<GrantedToken> => requestToken(new OfferConsent(await resolveOffer(link, network)), code, network)
const receive = (token: GrantedToken, network: ExchangeNetwork, ...keys: readonly SigningKey[]): Promise<ReceivedAnswer> => requestCredentials(token, keys.map((key) => [{ key }]), { ...network, cryptography, now })

async function take(variant: CredentialVariant, key?: SigningKey): Promise<ReceivedCredential> {
  const { issuer, network } = await openIssuer({}, variant)
  const answer = await receive(await grantedBy(issuer.link, network), network, key ?? await newKey())
  if (answer.kind !== 'given') throw new Error('the issuer gives')
  return checkReceived(answer.credentials[0] ?? '', answer.holders[0] ?? '', { cryptography, now, fetchDocument: createDocumentFetch({ allowedOrigins: [author.origin] }) })
}

const outcomesOf = ({ report }: ReceivedCredential): Record<string, string> => Object.fromEntries(report.checks.map(({ check, outcome }) => [check, outcome]))

describe('OpenID4VCI, a wallet with an issuer of another make (@openid4vc)', () => {
  it('OA1: it finds both metadata documents from the offer, and shows who offers what', async () => {
    const { issuer, network } = await openIssuer()
    expect(await resolveOffer(issuer.link, network)).toMatchObject({ host: new URL(issuer.origin).host, issuer: { name: 'Elsewhere', batchSize: 2 }, configurations: [{ id: 'Badge', name: 'Crane operator' }] })
    expect(issuer.asked.map(({ path }) => path)).toEqual(['/.well-known/openid-credential-issuer', '/.well-known/oauth-authorization-server'])
  })

  it('OA1: metadata of another issuer, or a server that is not the issuer’s, ends it', async () => {
    const foreign = await openIssuer({ alter: (metadata) => ({ ...metadata, credential_issuer: `${String(metadata['credential_issuer'])}/` }) })
    await expect(resolveOffer(foreign.issuer.link, foreign.network)).rejects.toMatchObject({ code: 'exchange/issuer-mismatch' })
    const moved = await openIssuer({ alter: (metadata) => ({ ...metadata, authorization_servers: ['https://elsewhere.example'] }) })
    const link = moved.issuer.link.replace('%22pre-authorized_code%22', `%22authorization_server%22%3A%22${encodeURIComponent(moved.issuer.origin)}%22%2C%22pre-authorized_code%22`)
    await expect(resolveOffer(link, moved.network)).rejects.toMatchObject({ code: 'exchange/issuer-mismatch' })
  })

  it('OA2: what is not https is refused, wherever it is named, loopback excepted where the caller names it', async () => {
    const { issuer, network } = await openIssuer()
    await expect(resolveOffer(issuer.link, { fetch: network.fetch })).rejects.toMatchObject({ code: 'exchange/url-refused' })
    await expect(resolveOffer('openid-credential-offer://?credential_offer_uri=http%3A%2F%2Fcollege.example%2Foffer', network)).rejects.toMatchObject({ code: 'exchange/url-refused' })
    for (const name of ['credential_endpoint', 'nonce_endpoint']) {
      const plain = await openIssuer({ alter: (metadata) => ({ ...metadata, [name]: 'http://college.example/x' }) })
      await expect(resolveOffer(plain.issuer.link, plain.network)).rejects.toMatchObject({ code: 'exchange/url-refused' })
    }
  })

  it('OA3: it redeems the code, with the transaction code where one is asked for', async () => {
    const { issuer, network } = await openIssuer({ transactionCode: '493536' })
    const consent = new OfferConsent(await resolveOffer(issuer.link, network))
    await expect(requestToken(consent, undefined, network)).rejects.toMatchObject({ code: 'exchange/code-missing' })
    await expect(requestToken(consent, '000000', network)).rejects.toMatchObject({ reason: 'invalid_grant', said: 'Wrong code' })
    expect((await receive(await requestToken(consent, '493536', network), network, await newKey())).kind).toBe('given')
  })

  it('OA4: nothing of the holder leaves before consent, which serves once', async () => {
    const { issuer, network } = await openIssuer()
    const offer = await resolveOffer(issuer.link, network)
    expect(issuer.asked.every(({ body }) => body === '')).toBe(true)
    const consent = new OfferConsent(offer)
    await requestToken(consent, undefined, network)
    await expect(requestToken(consent, undefined, network)).rejects.toMatchObject({ code: 'exchange/consent-spent' })
    expect(() => new OfferConsent(offer, 'Another')).toThrow(/not offered/)
  })

  it.each([['Ed25519', 'eddsa-rdfc-2022'], ['P-256', 'ecdsa-rdfc-2019']] as const)('OA5, OA6, OA16, CA1–CA3: di_vp comes first, by a key of %s for the nonce and the issuer, in a suite that is listed', async (type, cryptosuite) => {
    const { issuer, network } = await openIssuer({ proofTypes: { jwt: { proof_signing_alg_values_supported: ['EdDSA', 'ES256'] }, di_vp: { proof_signing_alg_values_supported: [cryptosuite] } } })
    const keys = [await newKey('Ed25519'), await newKey('P-256')]
    const token = await grantedBy(issuer.link, network)
    const answer = await requestCredentials(token, [keys.map((key) => ({ key }))], { ...network, cryptography, now })
    const key = keys.find(({ publicKey }) => publicKey.type === type) ?? await newKey()
    expect(answer).toMatchObject({ kind: 'given', holders: [didKey(key.publicKey)] })
    const { proofs } = JSON.parse(issuer.asked.find(({ path }) => path === '/credential')?.body ?? '{}') as { readonly proofs: { readonly di_vp: readonly JsonObject[] } }
    expect(Object.keys(proofs)).toEqual(['di_vp'])
    expect(proofs.di_vp).toMatchObject([{ holder: didKey(key.publicKey), proof: { cryptosuite, proofPurpose: 'authentication', challenge: 'the-nonce', domain: issuer.origin } }])
  })

  it('OA5: where only jwt is taken, a token of another make’s liking proves the key; where neither is, nothing is sent', async () => {
    const { issuer, network } = await openIssuer()
    expect((await receive(await grantedBy(issuer.link, network), network, await newKey('P-256'))).kind).toBe('given')
    const other = await openIssuer({ proofTypes: { jwt: { proof_signing_alg_values_supported: ['ES512'] } } })
    await expect(receive(await grantedBy(other.issuer.link, other.network), other.network, await newKey())).rejects.toMatchObject({ code: 'exchange/key-unsuited' })
    expect(other.issuer.asked.map(({ path }) => path)).not.toContain('/credential')
  })

  it('OA7: it reads several credentials, one in the shape of drafts, and no more keys than are taken', async () => {
    const { issuer, network } = await openIssuer()
    const token = await grantedBy(issuer.link, network)
    const keys = [await newKey(), await newKey('P-256')]
    expect(await receive(token, network, ...keys)).toMatchObject({ kind: 'given', credentials: [expect.any(String), expect.any(String)], notificationId: 'the-notification' })
    await expect(receive(token, network, ...keys, await newKey())).rejects.toMatchObject({ code: 'exchange/too-many-keys' })
    expect(await notifyIssuer(token, 'the-notification', 'credential_accepted', network)).toBe(true)
    const old = await openIssuer({ isOld: true })
    expect(await receive(await grantedBy(old.issuer.link, old.network), old.network, await newKey())).toMatchObject({ kind: 'given', credentials: [expect.any(String)] })
  })

  it.each(['Ed25519', 'P-256'] as const)('OA8, OA9, CA4, CA5: a credential signed with %s is verified, its issuer resolved', async (type) => {
    const received = await take({ type })
    expect(outcomesOf(received)).toMatchObject({ 'proof': 'passed', 'issuer-binding': 'passed', 'holder-binding': 'passed' })
    expect(received.report.integrity).toBe('passed')
  })

  it('OA8: one that was changed after it was signed fails, and so does one about somebody else', async () => {
    const { issuer, network } = await openIssuer({ issue: async (holder) => (await author.issue(holder)).replace('Crane operator', 'Crane inspector') })
    const answer = await receive(await grantedBy(issuer.link, network), network, await newKey())
    if (answer.kind !== 'given') throw new Error('the issuer gives')
    const context = { cryptography, now, fetchDocument: createDocumentFetch({ allowedOrigins: [author.origin] }) }
    expect((await checkReceived(answer.credentials[0] ?? '', answer.holders[0] ?? '', context)).report.integrity).toBe('failed')
    const other = didKey((await newKey()).publicKey)
    expect((await checkReceived(await author.issue(other), answer.holders[0] ?? '', context)).report.integrity).toBe('failed')
  })

  it('OA10: one whose time is over is told apart', async () => {
    expect(outcomesOf(await take({ validUntil: new Date(now.getTime() - 3_600_000) }))).toMatchObject({ 'validity-period': 'failed' })
  })

  it.each([['revoked', 'failed'], ['forged', 'unknown'], ['old', 'unknown'], ['gone', 'unknown']] as const)('OA11, OA12: a list that is %s leaves the status %s', async (list, outcome) => {
    expect(outcomesOf(await take({ list }))).toMatchObject({ status: outcome })
  })

  it('OA13, OA14, OA15, OA17: what is kept and given out again is what came, its proof untouched, about a did:key', async () => {
    const key = await newKey()
    const received = await take({}, key)
    const issued = JSON.parse(received.text) as JsonObject
    expect(issued).toMatchObject({ credentialSubject: { id: didKey(key.publicKey) }, proof: { proofValue: expect.stringMatching(/^z/) } })
    const wallet = { keys: await deriveWalletKeys(new Uint8Array(32).fill(7)), storage: createMemoryWalletStorage(), cryptography, now }
    const record = await keepReceived(received, { origin: author.origin }, wallet)
    expect((await loadRecords(wallet)).records).toEqual([record])
    expect(await readImport(await exportWallet(wallet), { cryptography })).toMatchObject({ kind: 'read', records: [{ credential: received.text }] })
  })
})
