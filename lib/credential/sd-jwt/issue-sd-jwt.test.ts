import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { discloseClaims, type ClaimPath } from './disclose-claims.ts'
import { alwaysShown, issueSdJwt, type SdJwtInput } from './issue-sd-jwt.ts'
import { parseSdJwt, type SdJwt } from './parse-sd-jwt.ts'

const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const diploma: JsonObject = { vct: 'urn:diploma', iss: 'did:example:1', exp: 2_000_000_000, degree: 'BSc', year: 1987, grades: ['A', 'B', { of: 'Weaving' }], address: { town: 'Hay', street: { number: 1 } } }
const issue = async (claims: JsonObject, hidden: readonly ClaimPath[], more: Partial<SdJwtInput> = {}): Promise<SdJwt> => parseSdJwt(await issueSdJwt({ claims, hidden, header: { typ: 'dc+sd-jwt' }, ...more }, { signingKey, cryptography }))
const digestsOf = (value: Json | undefined): readonly Json[] => ((value as JsonObject)['_sd'] ?? []) as readonly Json[]

describe('issueSdJwt()', () => {
  it('signs everything in the open when nothing is hidden, and says which digests it would make', async () => {
    const { message, disclosures } = await issue(diploma, [])
    expect([message.payload, disclosures]).toEqual([{ ...diploma, _sd_alg: 'sha-256' }, []])
  })

  it('leaves of what is hidden nothing but digests, sorted, in the object that it stood in', async () => {
    const { message: { payload }, disclosures } = await issue(diploma, [['year'], ['degree'], ['address', 'town'], ['address', 'street', 'number'], ['grades', 1]])
    const text = JSON.stringify(payload)
    for (const secret of ['BSc', '1987', 'Hay', '"B"']) expect(text).not.toContain(secret)
    expect(digestsOf(payload)).toHaveLength(2)
    expect(digestsOf(payload)).toEqual(digestsOf(payload).toSorted())
    expect(digestsOf(payload['address'])).toHaveLength(1)
    expect(Object.keys((payload['grades'] as readonly JsonObject[])[1] ?? {})).toEqual(['...'])
    expect(disclosures).toHaveLength(5)
  })

  it('draws a salt of more than 128 bits for each, however many there are', async () => {
    const list = Array.from({ length: 5_000 }, (_, index) => index)
    const text = await issueSdJwt({ claims: { list }, hidden: list.map((index) => ['list', index]), header: {} }, { signingKey, cryptography })
    const salts = text.split('~').slice(1, -1).map((disclosure) => (JSON.parse(Buffer.from(disclosure, 'base64url').toString()) as readonly string[])[0] ?? '')
    expect(new Set(salts).size).toBe(5_000)
    expect(new Set(salts.map((salt) => Buffer.from(salt, 'base64url').length))).toEqual(new Set([18]))
  })

  it('adds decoys where something is hidden and nowhere else, and they disclose nothing', async () => {
    const sdJwt = await issue(diploma, [['year'], ['grades', 0]], { decoys: 3 })
    const { payload } = sdJwt.message
    expect(digestsOf(payload)).toHaveLength(4)
    expect(payload['grades']).toHaveLength(6)
    expect(payload['address']).toEqual(diploma['address'])
    expect(discloseClaims(sdJwt, cryptography).claims).toEqual(diploma)
  })

  it.each(alwaysShown)('never hides %s of a credential, which whoever verifies must see', async (name) => {
    const claims = { ...diploma, [name]: diploma[name] ?? 'x' }
    await expect(issue(claims, [[name]])).rejects.toMatchObject({ code: 'credential/claim-not-hideable' })
    if (name === 'vct') return
    const { vct: _, ...other } = claims
    expect((await issue(other, [[name]])).disclosures).toHaveLength(1)
  })

  it.each<[string, ClaimPath]>([
    ['a claim that is not there', ['month']],
    ['a member of a text', ['degree', 'name']],
    ['a position of an object', ['address', 0]],
    ['a name of a list', ['grades', 'first']],
    ['a position behind the end', ['grades', 3]],
    ['a position before the start', ['grades', -1]],
    ['half a position', ['grades', 0.5]],
    ['what every object has', ['constructor']],
    ['a prototype', ['__proto__']],
    ['the length of a list', ['grades', 'length']],
    ['no path at all', []],
  ])('refuses to hide %s', async (_what, path) => {
    await expect(issue(diploma, [path])).rejects.toMatchObject({ code: 'credential/claim-not-found' })
  })

  it.each<[string, JsonObject]>([
    ['at the top', { _sd: ['x'] }],
    ['far inside', { a: [{ b: { '...': 'x' } }] }],
    ['of the hash', { _sd_alg: 'none' }],
    ['even empty', { a: { _sd: null } }],
  ])('refuses claims with a name that SD-JWT keeps to itself, %s', async (_where, claims) => {
    const name = Object.keys(claims)[0] ?? ''
    const around: JsonObject = { beside: 1, around: { ...claims, list: [claims] } }
    await expect(issue(claims, [])).rejects.toMatchObject({ code: 'credential/claim-reserved' })
    for (const hidden of [[], [['around']], [['beside']], [['around', name]], [['around', 'list', 0]]]) await expect(issue(around, hidden)).rejects.toMatchObject({ code: 'credential/claim-reserved' })
  })

  it('signs texts that only look like such names', async () => {
    const claims: JsonObject = { vct: 'x', a: '_sd', b: ['...', '_sd_alg', '"_sd":'], c: { '_sd ': 1, '_sdx': ['"...":'] } }
    for (const hidden of [[], [['b']], [['b', 0], ['c', '_sdx']]]) expect(discloseClaims(await issue(claims, hidden), cryptography).claims).toEqual(claims)
  })
})
