import { describe, expect, it } from 'vitest'
import { publishedContextDigests } from '../../credential/published-context-digests.ts'
import { digestMultibase } from '../../credential/resource-digest.ts'
import { encodeBase64 } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { trustNobody } from '../policy.ts'
import { findingOf, type NamedFinding } from '../report.ts'
import type { EvidenceFile } from '../verify-context.ts'
import { verify } from '../verify.ts'

const [weld, cat] = [encodeUtf8('a photograph of a weld'), encodeUtf8('a photograph of a cat')]
const url = 'https://college.example/weld.jpg'

async function judge(change: JsonObject, evidence: readonly EvidenceFile[] = []): Promise<NamedFinding> {
  const credential = {
    '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiableCredential'], 'issuer': 'https://college.example', 'credentialSubject': { id: 'urn:uuid:1' }, ...change,
  }
  const { reports: [report] } = await verify(encodeUtf8(JSON.stringify(credential)), { cryptography, now: new Date('2026-11-21T12:00:00Z'), documents: {}, trust: trustNobody, evidence })
  if (report === undefined) throw new Error('no report')
  return findingOf(report, 'evidence')
}

const item = (more: JsonObject = {}): JsonObject => ({ evidence: { type: 'Evidence', id: url, ...more } })
const v2 = 'https://www.w3.org/ns/credentials/v2'
const hexDigest = (hex: string): string => `sha256-${encodeBase64(new Uint8Array(Buffer.from(hex, 'hex')))}`

describe('evidence', () => {
  it('passes with the file whose digest stands in it, in either form', async () => {
    for (const bound of [{ digestMultibase: digestMultibase(weld, cryptography) }, { digestSRI: `sha384-${encodeBase64(cryptography.sha384(weld))}` }]) {
      expect((await judge(item(bound), [cat, weld])).outcome).toBe('passed')
      expect(await judge(item(bound), [cat])).toMatchObject({ outcome: 'failed', code: 'evidence/digest-mismatch' })
      expect(await judge(item(bound))).toMatchObject({ outcome: 'unknown', code: 'evidence/not-supplied' })
    }
  })

  it('must keep every digest that is stated, on the item or in the related resource', async () => {
    const both = { ...item({ digestMultibase: digestMultibase(weld, cryptography) }), relatedResource: { id: url, digestSRI: `sha256-${encodeBase64(cryptography.sha256(cat))}` } }
    expect(await judge(both, [weld, cat])).toMatchObject({ outcome: 'failed', code: 'evidence/digest-mismatch' })
  })

  it('is unknown without a digest, or with one of another kind', async () => {
    expect(await judge(item(), [weld])).toMatchObject({ outcome: 'unknown', code: 'evidence/not-bound' })
    expect(await judge(item({ digestSRI: 'sha512-AAAA' }), [weld])).toMatchObject({ outcome: 'unknown', code: 'evidence/digest-not-supported' })
  })
})

describe('other related resources', () => {
  it('that are contexts are known by the digests they were published under', async () => {
    const digest = publishedContextDigests[v2]?.sha256 ?? ''
    expect(await judge({ relatedResource: { id: v2, digestSRI: hexDigest(digest) } })).toMatchObject({ outcome: 'not-applicable', code: 'evidence/resources-intact' })
    expect(await judge({ relatedResource: { id: v2, digestSRI: hexDigest('00'.repeat(32)) } })).toMatchObject({ outcome: 'failed', code: 'evidence/digest-mismatch' })
  })

  it('must be handed over otherwise, and make nothing evidenced', async () => {
    const resource = { relatedResource: [{ id: 'https://college.example/terms.html', digestMultibase: digestMultibase(weld, cryptography) }] }
    expect(await judge(resource)).toMatchObject({ outcome: 'unknown', code: 'evidence/not-supplied' })
    expect(await judge(resource, [weld])).toMatchObject({ outcome: 'not-applicable', code: 'evidence/resources-intact' })
  })

  it('fail when they are named twice, without a digest, or not at all', async () => {
    const good = { id: url, digestMultibase: digestMultibase(weld, cryptography) }
    for (const relatedResource of [[good, good], [{ id: url }], [{ digestMultibase: good.digestMultibase }], ['x'], [7]] as readonly Json[]) {
      expect(await judge({ relatedResource })).toMatchObject({ outcome: 'failed', code: 'evidence/resource-malformed' })
    }
  })

  it('are not looked at by the thousand', async () => {
    const relatedResource = Array.from({ length: 101 }, (_, index) => ({ id: `urn:x:${index}` }))
    expect(await judge({ relatedResource })).toMatchObject({ outcome: 'unknown', code: 'evidence/too-many' })
  })
})
