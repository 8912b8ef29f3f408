import { describe, expect, it } from 'vitest'
import { digestMultibase } from '../credential/resource-digest.ts'
import { encodeBase64, encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { evidenceItems, maxEvidenceItems, type EvidenceItem } from './evidence-items.ts'

const [weld, cat] = [encodeUtf8('a photograph of a weld'), encodeUtf8('a photograph of a cat')]
const id = 'https://college.example/weld.jpg'
const digest = digestMultibase(weld, cryptography)
const fileOf = (bytes: Uint8Array, mediaType = 'image/jpeg') => ({ id, name: 'weld.jpg', mediaType, bytes: encodeBase64url(bytes) })
const items = (document: JsonObject, ...evidence: readonly ReturnType<typeof fileOf>[]): readonly EvidenceItem[] => evidenceItems(document, { evidence }, cryptography)
const bound: JsonObject = { evidence: [{ id, name: 'The weld', digestMultibase: digest }] }

describe('the evidence that a record names', () => {
  it('is matched with its own file, and with that alone', () => {
    expect(items(bound, fileOf(weld))).toEqual([{ state: 'matched', name: 'The weld', address: id, mediaType: 'image/jpeg', bytes: Uint8Array.from(weld) }])
    expect(items({ evidence: { id }, relatedResource: { id, digestMultibase: digest, mediaType: 'image/png' } }, fileOf(cat), fileOf(weld))).toMatchObject([{ state: 'matched', mediaType: 'image/png', name: 'weld.jpg' }])
    expect(items(bound, fileOf(cat))).toMatchObject([{ state: 'mismatched', bytes: Uint8Array.from(cat) }])
  })

  it('is missing where nobody handed it over, and unbound where its record does not say which file it means', () => {
    expect(items(bound)).toEqual([{ state: 'missing', name: 'The weld', address: id, mediaType: '' }])
    expect(items(bound, { ...fileOf(weld), bytes: '*' })).toMatchObject([{ state: 'missing' }])
    expect(items({ evidence: [{ id }] })).toMatchObject([{ state: 'unbound' }])
    expect(items({ evidence: [{ id }] }, fileOf(cat))).toMatchObject([{ state: 'unbound', bytes: Uint8Array.from(cat) }])
    expect(items({ evidence: [{ id, digestSRI: 'md5-AA' }] }, fileOf(weld))).toMatchObject([{ state: 'not-supported' }])
  })

  it('may be part of the record', () => {
    const [text, picture, broken, bare] = items({ evidence: [{ id: 'data:text/plain;charset=utf-8,a%20weld' }, { id: `data:image/png;base64,${encodeBase64(weld)}` }, { id: 'data:text/plain,%zz' }, { id: 'data:' }] })
    expect(text).toEqual({ state: 'within', mediaType: 'text/plain', bytes: encodeUtf8('a weld') })
    expect(picture).toMatchObject({ state: 'within', mediaType: 'image/png', bytes: Uint8Array.from(weld) })
    expect([broken?.bytes, bare?.bytes?.length ?? 0]).toEqual([undefined, 0])
  })

  it('is read without harm, whatever stands there', () => {
    expect(items({ evidence: ['x', { id: 7 }, { narrative: 'words alone' }, null] })).toEqual([])
    expect(items({ evidence: [{ id: 'javascript:alert(1)', name: '\u202E\u0000gpj.exe', genre: 'text/html"><script>' }] })).toEqual([{ state: 'unbound', name: 'gpj.exe', mediaType: 'text/html"><script>' }])
    expect(items({ evidence: Array.from({ length: 500 }, () => ({ id })) })).toHaveLength(maxEvidenceItems)
    expect(items({ evidence: [{ id: `data:text/plain,${'x'.repeat(3_000_000)}` }] })[0]?.bytes).toBeUndefined()
  })
})
