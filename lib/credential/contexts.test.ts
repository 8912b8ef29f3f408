import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { canonicalJson } from '../encoding/canonical-json.ts'
import { encodeHex } from '../encoding/hex.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { clrContextUrls } from './clr-contexts.ts'
import { contextDigests } from './context-digests.ts'
import { addContext, knownContextUrls, loadContext } from './contexts.ts'
import { publishedContextDigests } from './published-context-digests.ts'

const standards = new URL('../../../shared/data/standards/', import.meta.url)
const openBadges = 'https://purl.imsglobal.org/spec/ob/v3p0'

describe('loadContext()', () => {
  it('stops when an installed context is not what was pinned', async () => {
    // Anew: what was found right once is not hashed again.
    vi.resetModules()
    const { loadContext: loadFresh } = await import('./contexts.ts')
    const sha256 = (): Uint8Array<ArrayBuffer> => new Uint8Array(32)
    for (const url of knownContextUrls) expect(() => loadFresh(url, { sha256 })).toThrow(expect.objectContaining({ code: 'credential/context-altered' }))
  })

  it('gives every known context, each with its pinned digest', () => {
    for (const url of knownContextUrls) expect(loadContext(url, nativeCryptography)).toHaveProperty('@context')
    expect(Object.keys(contextDigests).toSorted()).toEqual([...knownContextUrls].toSorted())
  })

  it('refuses an unknown context', () => {
    for (const url of ['https://other.example/context', 'http://www.w3.org/ns/credentials/v2', '__proto__', '']) {
      expect(() => loadContext(url, nativeCryptography)).toThrow(expect.objectContaining({ code: 'credential/context-unknown' }))
    }
  })

  it('knows a context that whoever runs it adds, but keeps what is pinned', () => {
    const context = { '@context': { '@vocab': 'https://added.example/' } }
    addContext('https://added.example/v1', context)
    addContext(knownContextUrls[0] ?? '', context)
    expect(loadContext('https://added.example/v1', nativeCryptography)).toEqual(context)
    expect(loadContext(knownContextUrls[0] ?? '', nativeCryptography)).not.toEqual(context)
  })

  it.skipIf(!existsSync(standards))('pins what was published', () => {
    const published = {
      'https://www.w3.org/2018/credentials/v1': 'w3c-vc/contexts/2018-credentials-v1.jsonld',
      'https://www.w3.org/ns/credentials/v2': 'w3c-vc/contexts/credentials-v2.jsonld',
      'https://w3id.org/security/data-integrity/v1': 'w3c-vc/contexts/data-integrity-v1.jsonld',
      'https://w3id.org/security/suites/ed25519-2020/v1': 'w3c-vc/contexts/suites-ed25519-2020.jsonld',
      'https://w3id.org/security/suites/jws-2020/v1': 'w3c-vc/contexts/suites-jws-2020.jsonld',
      'https://www.w3.org/ns/did/v1': 'w3c-vc/contexts/did-v1.jsonld',
      [`${openBadges}/context.json`]: 'open-badges-3.0/contexts/ob-v3p0.json',
      [`${openBadges}/context-3.0.1.json`]: 'open-badges-3.0/contexts/ob-v3p0-3.0.1.json',
      [`${openBadges}/context-3.0.2.json`]: 'open-badges-3.0/contexts/ob-v3p0-3.0.2.json',
      [`${openBadges}/context-3.0.3.json`]: 'open-badges-3.0/contexts/ob-v3p0-3.0.3.json',
      [`${openBadges}/extensions.json`]: 'open-badges-3.0/contexts/ob-v3p0-extensions.json',
      [clrContextUrls['2.0.0']]: 'clr-2.0/contexts/clr-v2p0.json',
      [clrContextUrls['2.0.1']]: 'clr-2.0/contexts/clr-v2p0-2.0.1.json',
      'https://w3id.org/vc/status-list/2021/v1': 'blockcerts/schemas/3.1/statusList2021Context.json',
    }
    for (const [url, file] of Object.entries(published)) {
      const text = canonicalJson(JSON.parse(readFileSync(new URL(file, standards), 'utf8')))
      expect([url, encodeHex(nativeCryptography.sha256(encodeUtf8(text)))]).toEqual([url, contextDigests[url]])
    }
  })

  it.skipIf(!existsSync(standards))('knows under which digests they were published', () => {
    const published = {
      'https://www.w3.org/ns/credentials/v2': 'w3c-vc/contexts/credentials-v2.jsonld',
      'https://w3id.org/security/suites/ed25519-2020/v1': 'w3c-vc/contexts/suites-ed25519-2020.jsonld',
      'https://w3id.org/security/suites/jws-2020/v1': 'w3c-vc/contexts/suites-jws-2020.jsonld',
      [`${openBadges}/context-3.0.3.json`]: 'open-badges-3.0/contexts/ob-v3p0-3.0.3.json',
      [clrContextUrls['2.0.1']]: 'clr-2.0/contexts/clr-v2p0-2.0.1.json',
    }
    for (const [url, file] of Object.entries(published)) {
      expect([url, encodeHex(nativeCryptography.sha256(readFileSync(new URL(file, standards))))]).toEqual([url, publishedContextDigests[url]?.sha256])
    }
    expect(Object.keys(publishedContextDigests).filter((url) => !knownContextUrls.includes(url))).toEqual([])
  })
})
