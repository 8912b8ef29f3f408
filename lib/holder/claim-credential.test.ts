import { describe, expect, it } from 'vitest'
import { addProof } from '../credential/add-proof.ts'
import { createAchievement, createAchievementCredential } from '../credential/open-badge.ts'
import { createKeyResolver } from '../credential/resolve-key.ts'
import { signCredential } from '../credential/sign-credential.ts'
import { verifyProofs } from '../credential/verify-proofs.ts'
import type { PrivateKeyJwk } from '../crypto/cryptography.ts'
import { ed25519Jwk } from '../crypto/secret-jwk.ts'
import { webCryptography } from '../crypto/web-cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import type { ClaimOffer } from '../exchange/claim/claim-offer.ts'
import { claimCredential, type ClaimStep } from './claim-credential.ts'
import { fetchClaimOffer } from './fetch-claim-offer.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import type { Fetch } from './request-node.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { loadRecords } from './wallet-record.ts'

const now = new Date('2026-05-01T12:00:00Z')
const node = 'https://college.example'
const link = { nodeOrigin: node, token: 'A'.repeat(43) }
const cryptography = webCryptography
const keyOf = (fill: number): PrivateKeyJwk => ed25519Jwk(new Uint8Array(32).fill(fill))
const signingKey = await cryptography.importSigningKey(keyOf(1))
const issuer = didKey(signingKey.publicKey)
const offer: ClaimOffer = { state: 'unclaimed', organisation: { name: 'Riverside College', did: issuer }, achievement: { name: 'Welding', description: '' }, recipientHint: 'S… L…', needsCode: false }

function badge(holder: string, issuerId = issuer) {
  return createAchievementCredential({
    id: 'urn:uuid:6f2f2c1e-8a50-4d0c-9a53-1f6a1d6f0b11', issuer: { id: issuerId, name: 'Riverside College' }, subject: { did: holder }, validFrom: now,
    achievement: createAchievement({ id: 'urn:uuid:1f6a1d6f-8a50-4d0c-9a53-6f2f2c1e0b11', name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three joints' } }),
  })
}

/** How a node may lie; the honest one changes nothing. */
interface Lies {
  readonly signed?: (holder: string) => Promise<JsonObject>
  readonly answer?: object
  readonly domain?: string
}

/** A node in memory that answers as the protocol says, save for its lies. */
function nodeInMemory({ signed, answer = {}, domain = node }: Lies = {}): { fetch: Fetch; presentations: JsonObject[] } {
  const presentations: JsonObject[] = []
  const honest = (holder: string) => signCredential(badge(holder), { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography })
  const fetch: Fetch = async (url, init) => {
    if (url.endsWith('/challenge')) return Response.json({ challenge: 'challenge-1', domain, expiresAt: '2026-05-01T12:10:00Z' })
    if (init?.method !== 'POST') return Response.json(offer)
    const { presentation } = JSON.parse(String(init.body))
    presentations.push(presentation)
    const credential = JSON.stringify(await (signed ?? honest)(presentation.holder), null, 1)
    return Response.json({ credential, nonce: encodeBase64url(new Uint8Array(32)), ledgerProof: null, documents: {}, ...answer })
  }
  return { fetch, presentations }
}

async function walletAt(fetch: Fetch) {
  return { keys: await deriveWalletKeys(new Uint8Array(32).fill(9)), storage: createMemoryWalletStorage(), cryptography, fetch, now }
}

describe('claimCredential()', () => {
  it('proves the key for this issuer, and keeps the credential byte for byte', async () => {
    const { fetch, presentations } = nodeInMemory()
    const context = await walletAt(fetch)
    const steps: ClaimStep[] = []
    const record = await claimCredential({ link, offer }, { ...context, onStep: (step) => steps.push(step) })
    expect(steps).toEqual(['asking', 'proving', 'checking', 'keeping'])
    expect((await loadRecords(context)).records).toEqual([record])
    expect(record.credential).toContain('\n "@context"')
    const [finding] = await verifyProofs(presentations[0], { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'authentication', now, challenge: 'challenge-1', domain: node })
    expect(finding).toMatchObject({ outcome: 'passed' })
  })

  it('keeps one record when the same claim is repeated after a lost answer', async () => {
    const context = await walletAt(nodeInMemory().fetch)
    await claimCredential({ link, offer }, context)
    await claimCredential({ link, offer }, context)
    expect((await loadRecords(context)).records).toHaveLength(1)
  })

  it('sends the code when there is one', async () => {
    const bodies: string[] = []
    const { fetch } = nodeInMemory()
    const context = await walletAt((url, init) => (bodies.push(String(init?.body)), fetch(url, init)))
    await claimCredential({ link, offer, code: '123456' }, context)
    expect(JSON.parse(bodies[1] ?? '')).toMatchObject({ code: '123456' })
  })

  it.each<[string, Lies]>([
    ['about another subject', { signed: async () => sign(badge(didKey((await cryptography.importSigningKey(keyOf(5))).publicKey))) }],
    ['that names another issuer', { signed: async (holder) => sign(badge(holder, didKey((await cryptography.importSigningKey(keyOf(5))).publicKey))) }],
    ['signed by another key in the name of the issuer', { signed: async (holder) => sign(badge(holder), 5) }],
    ['changed after it was signed', { signed: async (holder) => ({ ...(await sign(badge(holder))), name: 'Surgery' }) }],
    ['without a proof', { signed: async (holder) => badge(holder) }],
    ['signed for another purpose', { signed: async (holder) => addProof(badge(holder), { proofPurpose: 'authentication' }, await signer(1)) }],
    ['that is no JSON', { answer: { credential: 'hello' } }],
    ['with a malformed nonce', { answer: { nonce: 'AAAA' } }],
    ['of an issuer whose document it brings itself', { signed: async (holder) => sign(badge(holder, 'did:web:other.example')) }],
  ])('refuses a credential %s, and keeps nothing', async (_, lies) => {
    const context = await walletAt(nodeInMemory(lies).fetch)
    await expect(claimCredential({ link, offer }, context)).rejects.toMatchObject({ code: 'holder/credential-refused' })
    expect((await loadRecords(context)).records).toEqual([])
  })

  it('never believes a node about the DID document of another address', async () => {
    const other = 'did:web:other.example'
    const lie = nodeInMemory({
      signed: async (holder) => addProof(badge(holder, other), { proofPurpose: 'assertionMethod' }, { ...(await signer(1)), verificationMethod: `${other}#key` }),
      answer: { documents: { [other]: { id: other, verificationMethod: [], assertionMethod: [] } } },
    })
    const context = await walletAt((url, init) => (url.startsWith('https://other.example/') ? Promise.reject(new TypeError('offline')) : lie.fetch(url, init)))
    await expect(claimCredential({ link, offer: { ...offer, organisation: { name: 'Other', did: other } } }, context)).rejects.toMatchObject({ code: 'holder/credential-refused' })
  })

  it.each([['a did:web of another node', 'did:web:other.example:orgs:college'], ['a did:key that another node issues under', issuer]])('shows a node that names %s no key that the issuer knows', async (_, did) => {
    const holderAt = async (origin: string): Promise<unknown> => {
      const { fetch, presentations } = nodeInMemory({ domain: origin })
      await claimCredential({ link: { ...link, nodeOrigin: origin }, offer: { ...offer, organisation: { name: 'College', did } } }, await walletAt(fetch)).catch(() => undefined)
      return presentations[0]?.['holder']
    }
    const known = await holderAt('https://other.example')
    expect(known).toMatch(/^did:key:/)
    expect(await holderAt('https://other.example')).toBe(known)
    expect(await holderAt('https://hostile.example')).not.toBe(known)
  })

  it('proves nothing for a challenge of another node', async () => {
    const { fetch, presentations } = nodeInMemory({ domain: 'https://bank.example' })
    await expect(claimCredential({ link, offer }, await walletAt(fetch))).rejects.toMatchObject({ code: 'holder/answer-malformed' })
    expect(presentations).toEqual([])
  })

  it('hands on why the node refused', async () => {
    const taken: Fetch = async (url, init) => (url.endsWith('/challenge') ? nodeInMemory().fetch(url, init) : Response.json({ code: 'claim/already-bound' }, { status: 409 }))
    await expect(claimCredential({ link, offer }, await walletAt(taken))).rejects.toMatchObject({ problemCode: 'claim/already-bound' })
  })
})

describe('fetchClaimOffer()', () => {
  it('asks no node whose connection others could read', async () => {
    const never: Fetch = () => Promise.reject(new Error('asked'))
    await expect(fetchClaimOffer({ ...link, nodeOrigin: 'http://college.example' }, never)).rejects.toMatchObject({ code: 'holder/node-origin' })
  })

  it.each<[string, Fetch, string]>([
    ['silence', () => Promise.reject(new TypeError('offline')), 'holder/node-unreachable'],
    ['a page of a proxy', async () => new Response('<html>'), 'holder/answer-malformed'],
    ['an endless answer', async () => new Response(new Uint8Array(9 * 1024 * 1024)), 'holder/answer-malformed'],
    ['an offer of another shape', async () => Response.json({ state: 'open' }), 'claim/malformed'],
  ])('names %s', async (_, fetch, code) => {
    await expect(fetchClaimOffer(link, fetch)).rejects.toMatchObject({ code })
  })
})

async function signer(fill: number) {
  const key = await cryptography.importSigningKey(keyOf(fill))
  return { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: now, cryptography }
}

async function sign(credential: ReturnType<typeof badge>, fill = 1): Promise<JsonObject> {
  return signCredential(credential, await signer(fill))
}
