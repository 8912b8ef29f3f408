import { describe, expect, it } from 'vitest'
import { webCryptography } from '../crypto/web-cryptography.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { loadExchangeNotes } from './exchange-note.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { parseNodeOrigin } from './node-origin.ts'
import type { Fetch } from './request-node.ts'
import { endShare, fetchShare, formatShareLink, loadShares, makeShare, openShare, sealShare } from './share.ts'
import { deriveWalletKeys } from './wallet-keys.ts'

const now = new Date('2026-05-01T12:00:00Z')
const bundle = '{"type":"EverlearnedBundle","credentials":["Welding"]}'

/** A node in memory: keeps what it is given, as the real one does. */
function memoryNode(): { fetch: Fetch; kept: Map<string, string> } {
  const kept = new Map<string, string>()
  const fetch: Fetch = async (url, init) => {
    const id = new URL(url).pathname.split('/')[3]
    if (init?.method === 'POST') {
      kept.set('share-1', String(init.body))
      return Response.json({ id: 'share-1', endToken: 'secret' }, { status: 201 })
    }
    const body = kept.get(id ?? '')
    if (body === undefined) return Response.json({ code: 'share/ended' }, { status: 410 })
    if (init?.method !== 'DELETE') return Response.json(JSON.parse(body))
    if (new Headers(init.headers).get('authorization') !== 'Bearer secret') return Response.json({ code: 'share/not-yours' }, { status: 403 })
    kept.delete(id ?? '')
    return new Response(null, { status: 204 })
  }
  return { fetch, kept }
}

async function open(fetch: Fetch) {
  return { keys: await deriveWalletKeys(new Uint8Array(32).fill(1)), storage: createMemoryWalletStorage(), cryptography: webCryptography, fetch, now }
}

const input = { recordId: 'record-1', bundle, node: 'https://college.example', expiresAt: new Date('2026-05-08T12:00:00Z'), note: 'Northline' }

describe('makeShare()', () => {
  it('gives the node ciphertext only, and the link opens it', async () => {
    const node = memoryNode()
    const share = await makeShare(input, await open(node.fetch))
    expect([...node.kept.values()].join('')).not.toMatch(/Welding|Northline/)
    expect([...node.kept.values()].join('')).not.toContain(share.key)
    expect(formatShareLink(share)).toBe(`https://college.example/s/share-1#${share.key}`)
    expect((await fetchShare(share, node.fetch)).bundle).toBe(bundle)
  })

  it('remembers the share until it expires', async () => {
    const context = await open(memoryNode().fetch)
    const share = await makeShare(input, context)
    expect(await loadShares(context)).toEqual([share])
    expect(await loadShares({ ...context, now: new Date('2026-05-08T12:00:00Z') })).toEqual([])
  })

  it('refuses a bundle that no node would keep', async () => {
    await expect(makeShare({ ...input, bundle: 'x'.repeat(1_100_000) }, await open(memoryNode().fetch))).rejects.toMatchObject({ code: 'holder/share-too-large' })
  })
})

describe('endShare()', () => {
  it('deletes it at the node and in the wallet, and may be repeated', async () => {
    const node = memoryNode()
    const context = await open(node.fetch)
    const share = await makeShare(input, context)
    await endShare(share, context)
    await endShare(share, context)
    expect((await loadExchangeNotes(context)).map(({ outcome, purpose }) => [outcome, purpose])).toContainEqual(['ended', share.note])
    expect(node.kept.size).toBe(0)
    expect(await loadShares(context)).toEqual([])
    await expect(fetchShare(share, node.fetch)).rejects.toMatchObject({ problemCode: 'share/ended' })
  })

  it('remembers a share that the node did not end', async () => {
    const node = memoryNode()
    const context = await open(node.fetch)
    const share = await makeShare(input, context)
    const offline = { ...context, fetch: () => Promise.reject(new TypeError('offline')) }
    await expect(endShare(share, offline)).rejects.toMatchObject({ code: 'holder/node-unreachable' })
    await expect(endShare({ ...share, endToken: 'wrong' }, context)).rejects.toMatchObject({ problemCode: 'share/not-yours' })
    expect(await loadShares(context)).toHaveLength(1)
  })
})

describe('openShare()', () => {
  it('refuses another key, a cut key and one changed bit', async () => {
    const { ciphertext, key } = await sealShare(bundle, webCryptography)
    await expect(openShare(ciphertext, new Uint8Array(32))).rejects.toMatchObject({ code: 'holder/seal-broken' })
    await expect(openShare(ciphertext, key.slice(0, 31))).rejects.toMatchObject({ code: 'holder/share-link-malformed' })
    const changed = ciphertext.slice()
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
    await expect(openShare(changed, key)).rejects.toMatchObject({ code: 'holder/seal-broken' })
    await expect(openShare(new Uint8Array(5), key)).rejects.toMatchObject({ code: 'holder/seal-broken' })
  })

  it('reports a link without its key before asking the node', async () => {
    const share = { node: 'https://college.example', id: 'share-1', key: '' }
    await expect(fetchShare(share, () => Promise.reject(new Error('asked')))).rejects.toMatchObject({ code: 'holder/share-link-malformed' })
  })

  it('never lets a node that lies about the bytes through', async () => {
    const lie: Fetch = async () => Response.json({ ciphertext: encodeBase64url(new Uint8Array(200)), expiresAt: '2026-05-08T12:00:00Z' })
    await expect(fetchShare({ node: 'https://college.example', id: 'a', key: encodeBase64url(new Uint8Array(32)) }, lie)).rejects.toMatchObject({ code: 'holder/seal-broken' })
  })
})

describe('parseNodeOrigin()', () => {
  it.each(['https://college.example/path?x', 'http://localhost:4000', 'http://127.0.0.1:4000/', 'http://[::1]:4000'])('takes %s', (text) => {
    expect(parseNodeOrigin(text)).toBe(new URL(text).origin)
  })

  it.each(['http://college.example', 'javascript:alert(1)', 'https://user:pass@college.example', 'http://localhost.evil.example', 'file:///etc/passwd', ''])('refuses %s', (text) => {
    expect(() => parseNodeOrigin(text)).toThrow(expect.objectContaining({ code: 'holder/node-origin' }))
  })
})
