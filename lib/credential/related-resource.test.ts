import { describe, expect, it } from 'vitest'
import { encodeBase64 } from '../encoding/base64url.ts'
import { decodeHex } from '../encoding/hex.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { encodeMultibase } from '../encoding/multibase.ts'
import { publishedContextDigests, type PublishedDigests } from './published-context-digests.ts'
import { compareWithPublished, isRelatedResource } from './related-resource.ts'

const v2 = 'https://www.w3.org/ns/credentials/v2'
const v1 = 'https://www.w3.org/2018/credentials/v1'
const algorithms = ['sha256', 'sha384', 'sha512'] as const
const lengths = { sha256: 32, sha384: 48, sha512: 64 } as const

const published = (url: string, algorithm: keyof PublishedDigests): string => `${algorithm}-${encodeBase64(decodeHex(publishedContextDigests[url]?.[algorithm] ?? ''))}`
const wrong = (algorithm: keyof PublishedDigests): string => `${algorithm}-${encodeBase64(new Uint8Array(lengths[algorithm]))}`

describe('isRelatedResource()', () => {
  it.each<[string, boolean, Json]>([
    ['an address with a digest', true, { id: v2, digestSRI: wrong('sha256') }], ['two digests', true, { id: v2, digestSRI: wrong('sha512'), digestMultibase: encodeMultibase(new Uint8Array(32), 'u') }],
    ['any scheme', true, { id: 'urn:x:1', digestSRI: wrong('sha384') }], ['no digest', false, { id: v2 }], ['no address', false, { digestSRI: wrong('sha256') }],
    ['a word for an address', false, { id: 'word', digestSRI: wrong('sha256') }], ['a digest that is none beside a good one', false, { id: v2, digestSRI: wrong('sha256'), digestMultibase: 'u!!' }],
    ['a text', false, v2], ['nothing', false, null], ['a list', false, [{ id: v2, digestSRI: wrong('sha256') }]], ['an empty digest', false, { id: v2, digestSRI: '' }],
  ])('%s: %s', (_what, expected, value) => {
    expect(isRelatedResource(value)).toBe(expected)
  })
})

describe('compareWithPublished()', () => {
  it.each(algorithms)('knows the base context by %s', (algorithm) => {
    expect(compareWithPublished({ id: v2, digestSRI: published(v2, algorithm) })).toBe('same')
    expect(compareWithPublished({ id: v2, digestSRI: wrong(algorithm) })).toBe('altered')
  })

  it('takes one false digest for an alteration, however many good ones stand beside it', () => {
    const good = algorithms.map((algorithm) => published(v2, algorithm)).join(' ')
    expect(compareWithPublished({ id: v2, digestSRI: good })).toBe('same')
    expect(compareWithPublished({ id: v2, digestSRI: `${good} ${wrong('sha256')}` })).toBe('altered')
    expect(compareWithPublished({ id: v2, digestSRI: good, digestMultibase: encodeMultibase(new Uint8Array(32), 'u') })).toBe('altered')
  })

  it('leaves open what it has no published digest of', () => {
    expect(compareWithPublished({ id: v1, digestSRI: wrong('sha512') })).toBe('unknown')
    expect(compareWithPublished({ id: v1, digestSRI: `${published(v1, 'sha256')} ${wrong('sha512')}` })).toBe('unknown')
    expect(compareWithPublished({ id: v1, digestSRI: `${wrong('sha256')} ${wrong('sha512')}` })).toBe('altered')
    for (const id of ['https://unknown.example/', '__proto__', 'constructor', 7, null]) expect(compareWithPublished({ id, digestSRI: wrong('sha256') })).toBe('unknown')
    expect(compareWithPublished({ id: v2 })).toBe('unknown')
    expect(compareWithPublished({ id: v2, digestSRI: 'words' })).toBe('unknown')
  })
})
