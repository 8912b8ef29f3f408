import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAchievement, createAchievementCredential, signCredential } from 'everlearned/credential'
import { ed25519Jwk, webCryptography as cryptography } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { encodeBase64url } from 'everlearned/encoding'
import { sealShare } from 'everlearned/holder'
import { formatBundle } from 'everlearned/verifier'
import { expectAccessibleAtBothSizes } from '../../../stories/accessible.ts'
import { type ServedPages, serveBuiltPages } from '../../../tools/serve-built-pages.ts'
import { launchBrowser } from '../../../tools/test-browser.ts'

let served: ServedPages
let browser: Browser
let known: string
let strange: string
let shareKey: string

beforeAll(async () => {
  known = await badge(1)
  strange = await badge(2)
  const { ciphertext, key } = await sealShare(bundle(known), cryptography)
  shareKey = encodeBase64url(key)
  const issuer = didKey((await cryptography.importSigningKey(ed25519Jwk(new Uint8Array(32).fill(1)))).publicKey)
  served = await serveBuiltPages('node', {
    '/api/issuers': { issuers: [{ did: issuer, name: 'Riverside College' }] },
    '/api/node': { name: 'Test node', version: '0', publicBaseUrl: '', walletBaseUrl: '', rehearsal: true, isSetUp: true, log: { origin: 'x', verifierKey: 'x+00000000+AA' } },
    '/api/shares/share-1': { ciphertext: encodeBase64url(ciphertext), expiresAt: '2036-05-08T12:00:00Z' },
  })
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  served?.close()
})

describe('the page that checks a record', () => {
  it('names a known issuer, and stays honest about what it does not prove', async () => {
    const page = await open('/verify')
    await paste(page, known)
    expect(await headline(page)).toBe('Genuine, and signed by Riverside College')
    expect(await page.locator('.verdict').count()).toBe(6)
    await page.getByText('What this does not prove').waitFor()
    await expectAccessibleAtBothSizes(page)
  })

  it('never headlines a stranger as success', async () => {
    const page = await open('/verify')
    await paste(page, strange)
    expect(await headline(page)).toBe('Signed, but we do not know by whom')
    expect(await page.getByText('This node does not know the issuer').count()).toBe(1)
    await expectAccessibleAtBothSizes(page)
  })

  it('says no to one changed word', async () => {
    const page = await open('/verify')
    await paste(page, known.replace('Joins steel', 'Joins gold!'))
    expect(await headline(page)).toBe('Do not rely on this: it is not what was signed')
  })

  it.each([['hello', 'We cannot read this'], ['https://college.example/claim/abc', 'This is a link for claiming a record']])('says what is wrong with %s', async (text, title) => {
    const page = await open('/verify')
    await paste(page, text)
    expect(await page.getByText(title).count()).toBe(1)
  })

  it('works without a connection after the first visit', async () => {
    const page = await open('/verify')
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    // The first answers of the node go by the worker once it is there.
    await page.reload()
    await paste(page, known)
    await page.context().setOffline(true)
    await page.goto(`${served.origin}/verify`)
    await page.locator('input[type=file]').setInputFiles({ name: 'share.bundle.json', mimeType: 'application/json', buffer: Buffer.from(bundle(known)) })
    expect(await headline(page)).toBe('Genuine, and signed by Riverside College')
  })
})

describe('the page of a share', () => {
  it('opens the ciphertext with the key in the link, which the node never sees', async () => {
    const page = await open(`/s/share-1#${shareKey}`)
    expect(await headline(page)).toBe('Genuine, and signed by Riverside College')
    await expectAccessibleAtBothSizes(page)
  })

  it.each([[`/s/share-1#${'A'.repeat(43)}`, 'This link is incomplete'], ['/s/share-1', 'This link is incomplete'], [`/s/gone#${'A'.repeat(43)}`, 'This share has ended']])('says what is wrong with %s', async (path, title) => {
    const page = await open(path)
    await page.getByText(title).waitFor()
    expect(await page.getByRole('alert').count()).toBe(1)
  })
})

async function open(path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 } })
  const page = await context.newPage()
  await page.goto(served.origin + path)
  return page
}

/** Pastes a text, and waits until there is an answer. */
async function paste(page: Page, text: string): Promise<void> {
  await page.getByLabel('Paste a link or a record').fill(text)
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.locator('.headline, .notice-fault').first().waitFor()
}

async function headline(page: Page): Promise<string> {
  return (await page.locator('.headline h2').textContent()) ?? ''
}

const bundle = (credential: string): string => formatBundle({ credentials: [credential], documents: {}, status: {}, ledgerProofs: [], logs: [] })

/** A badge signed by the issuer whose key is made of this number. */
async function badge(fill: number): Promise<string> {
  const signingKey = await cryptography.importSigningKey(ed25519Jwk(new Uint8Array(32).fill(fill)))
  const created = new Date('2026-05-01T12:00:00Z')
  const credential = createAchievementCredential({
    id: 'urn:uuid:6f2f2c1e-8a50-4d0c-9a53-1f6a1d6f0b11', issuer: { id: didKey(signingKey.publicKey), name: 'Riverside College' }, validFrom: created,
    subject: { did: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' },
    achievement: createAchievement({ id: 'urn:uuid:1f6a1d6f-8a50-4d0c-9a53-6f2f2c1e0b11', name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three joints' } }),
  })
  return JSON.stringify(await signCredential(credential, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created, cryptography }))
}
