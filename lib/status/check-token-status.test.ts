import { existsSync, readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../credential/finding.ts'
import { signJws } from '../credential/jose/jws.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import type { StatusFinding } from './status-context.ts'
import { checkTokenStatus, type TokenStatusContext } from './check-token-status.ts'

const now = new Date('2026-11-21T12:00:00Z')
const seconds = now.getTime() / 1_000
const uri = 'https://college.example/statuslists/1'
const issuer = 'https://college.example'
const key = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const lst = encodeBase64url(new Uint8Array(deflateSync(Uint8Array.of(0b11_10_01_00))))
const claims: JsonObject = { iss: issuer, sub: uri, iat: seconds - 60, exp: seconds + 3_600, ttl: 600, status_list: { bits: 2, lst } }

const sign = (changes: JsonObject = {}, dropped = ''): Promise<string> =>
  signJws({ typ: 'statuslist+jwt' }, Object.fromEntries(Object.entries({ ...claims, ...changes }).filter(([name]) => name !== dropped)), key)

function ask(reference: Json, text: string | undefined, context: Partial<TokenStatusContext> = {}): Promise<StatusFinding> {
  return checkTokenStatus(reference, text, { issuer, now, fetchedAt: now, verify: async (): Promise<Finding> => ({ outcome: 'passed' }), ...context })
}

describe('checkTokenStatus()', () => {
  it('passes what is valid, and tells the age of the list', async () => {
    expect(await ask({ idx: 0, uri }, await sign())).toEqual({ outcome: 'passed', ageSeconds: 60 })
    expect(await ask({ idx: 0, uri }, await sign({}, 'iss'))).toMatchObject({ outcome: 'passed' })
  })

  it.each([[1, 'failed', 'status/revoked'], [2, 'failed', 'status/suspended'], [3, 'unknown', 'status/not-supported'], [4, 'unknown', 'status/index-out-of-range']])('index %d: %s', async (idx, outcome, code) => {
    expect(await ask({ idx, uri }, await sign())).toMatchObject({ outcome, code })
  })

  it.each<[string, JsonObject]>([
    ['list-mismatch', { sub: `${uri}0` }], ['issuer-mismatch', { iss: 'https://other.example' }], ['list-stale', { exp: seconds }], ['list-stale', { exp: 'never' }],
    ['list-not-yet-valid', { iat: seconds + 600 }], ['list-malformed', { iat: 'now' }], ['list-malformed', { ttl: 0 }], ['list-malformed', { status_list: 'none' }], ['list-malformed', { status_list: { bits: 2, lst: 'x' } }],
  ])('is unknown, never valid: %s', async (code, changes) => {
    expect(await ask({ idx: 0, uri }, await sign(changes))).toMatchObject({ outcome: 'unknown', code: `status/${code}` })
  })

  it('counts the time to live from when the copy was fetched, else from when it was issued', async () => {
    const text = await sign({ iat: seconds - 700 })
    expect(await ask({ idx: 0, uri }, text)).toMatchObject({ outcome: 'passed' })
    for (const fetchedAt of [undefined, new Date(now.getTime() - 601_000)]) expect(await ask({ idx: 0, uri }, text, { fetchedAt })).toMatchObject({ outcome: 'unknown', code: 'status/list-stale' })
  })

  it('believes no copy of unknown age that does not say how long it holds', async () => {
    const endless = await signJws({ typ: 'statuslist+jwt' }, Object.fromEntries(Object.entries(claims).filter(([name]) => name !== 'exp' && name !== 'ttl')), key)
    expect(await ask({ idx: 0, uri }, endless)).toMatchObject({ outcome: 'passed' })
    expect(await ask({ idx: 0, uri }, endless, { fetchedAt: undefined })).toMatchObject({ outcome: 'unknown', code: 'status/list-undated' })
  })

  it('is unknown when the list could not be had or does not verify', async () => {
    expect(await ask({ idx: 0, uri }, undefined)).toMatchObject({ outcome: 'unknown', code: 'status/list-unavailable' })
    for (const outcome of ['failed', 'unknown'] as const) expect(await ask({ idx: 0, uri }, await sign(), { verify: async () => ({ outcome }) })).toMatchObject({ outcome: 'unknown', code: 'status/list-unverified' })
  })

  it('answers any reference and any text with a finding that is not passed', async () => {
    await fc.assert(fc.asyncProperty(fc.jsonValue(), fc.string(), async (reference, text) => {
      expect((await ask(reference as Json, text)).outcome).toBe('unknown')
    }))
  })

  const example = new URL('../../../shared/data/vectors/token-status-list/examples/status_list_jwt_raw.md', import.meta.url)
  it.skipIf(!existsSync(example))('reads the published token', async () => {
    const text = readFileSync(example, 'utf8').replace(/\s/g, '')
    const published = { issuer: 'https://example.com', now: new Date('2023-06-20T00:00:00Z') }
    const at = (idx: number, changes: Partial<TokenStatusContext> = {}): Promise<StatusFinding> => ask({ idx, uri: 'https://example.com/statuslists/1' }, text, { ...published, fetchedAt: published.now, ...changes })
    expect(await at(0)).toMatchObject({ outcome: 'failed', code: 'status/revoked' })
    expect(await at(1)).toMatchObject({ outcome: 'passed' })
    expect(await at(1, { fetchedAt: undefined })).toMatchObject({ outcome: 'unknown', code: 'status/list-stale' })
  })
})
