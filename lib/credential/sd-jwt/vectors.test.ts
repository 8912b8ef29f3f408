import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readJwk } from '../../did/verification-method.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { verifyMessage } from '../jose/verify-message.ts'
import type { ProofFinding } from '../verify-proofs.ts'
import { discloseClaims } from './disclose-claims.ts'
import { verifyKeyBinding } from './key-binding.ts'
import { compactFlattened, isFlattenedToken, parseSdJwt, type SdJwt } from './parse-sd-jwt.ts'

const folder = new URL('../../../../shared/data/vectors/sd-jwt/testcases/', import.meta.url)
const cases = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name) : []
/** One case is published without tokens: its form, one signature of each of several issuers, is not written any more. */
const withTokens = cases.filter((name) => readdirSync(new URL(name, folder)).some((file) => file.startsWith('sd_jwt_presentation')))
const issuerKey = readJwk({ kty: 'EC', crv: 'P-256', x: 'b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ', y: 'Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8' })
const now = new Date('2026-11-22T12:00:00Z')

function read(name: string, part: string): SdJwt {
  const compact = new URL(`${name}/${part}.txt`, folder)
  if (existsSync(compact)) return parseSdJwt(readFileSync(compact, 'utf8').trim())
  const value: unknown = JSON.parse(readFileSync(new URL(`${name}/${part}.json`, folder), 'utf8'))
  const document = (typeof value === 'string' ? JSON.parse(value) : value) as JsonObject
  expect(isFlattenedToken(document)).toBe(true)
  return parseSdJwt(compactFlattened(document))
}

const json = (name: string, part: string): unknown => JSON.parse(readFileSync(new URL(`${name}/${part}.json`, folder), 'utf8'))

async function verifyIssuer({ message }: SdJwt): Promise<ProofFinding> {
  return verifyMessage(message, { cryptography, now, types: ['', 'example+sd-jwt'], findKeys: async () => ({ keys: [{ publicKey: issuerKey, verificationMethod: 'issuer' }] }) })
}

describe.skipIf(cases.length === 0)('the published test cases of RFC 9901', () => {
  it('are all there, and all but one with tokens', () => {
    expect(cases.filter((name) => !withTokens.includes(name))).toEqual(['json_serialization_general'])
    expect(withTokens).toHaveLength(16)
  })

  it.each(withTokens.map((name) => [name]))('%s: issuer, disclosures and claims as published', async (name) => {
    const [issued, presented] = [read(name, 'sd_jwt_issuance'), read(name, 'sd_jwt_presentation')]
    for (const sdJwt of [issued, presented]) expect(await verifyIssuer(sdJwt)).toMatchObject({ outcome: 'passed', cryptosuite: 'ES256' })
    expect(issued.message.payload).toEqual(json(name, 'sd_jwt_payload'))
    expect(discloseClaims(issued, cryptography).claims).toMatchObject(json(name, 'user_claims') as object)
    expect(discloseClaims(presented, cryptography).claims).toEqual(json(name, 'verified_contents'))
  })

  const asked = { cryptography, now, nonce: '1234567890', audience: 'https://example.com/verifier' }

  it.each(withTokens.filter((name) => existsSync(new URL(`${name}/kb_jwt_payload.json`, folder))).map((name) => [name]))('%s: the holder as published, and for nobody else', async (name) => {
    const presented = read(name, 'sd_jwt_presentation')
    const { claims } = discloseClaims(presented, cryptography)
    expect(await verifyKeyBinding(presented, claims, asked)).toMatchObject({ outcome: 'passed', verificationMethod: 'cnf' })
    for (const other of [{ nonce: '0' }, { audience: 'https://example.com' }, { now: new Date('2026-11-01T00:00:00Z') }, { now: new Date('2027-01-01T00:00:00Z'), maxAgeSeconds: 3_600 }]) {
      expect(await verifyKeyBinding(presented, claims, { ...asked, ...other })).toMatchObject({ outcome: 'failed' })
    }
  })
})
