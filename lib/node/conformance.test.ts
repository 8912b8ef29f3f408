import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as adapter from './conformance.ts'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography } from './native-cryptography.ts'

const vectors = fileURLToPath(new URL('../../../shared/data/vectors/', import.meta.url))
const text = (path: string): string => readFileSync(vectors + path, 'utf8')
const isPresent = existsSync(vectors)
const hasCode = (code: string): unknown => expect.objectContaining({ code })

describe('everlearned/conformance', () => {
  it('has the functions that suites drive', () => {
    expect(Object.keys(adapter).sort()).toEqual(['canonicalize', 'canonizeRdf', 'decodeStatusList', 'verifyConsistency', 'verifyInclusion', 'verifySdJwt', 'verifySignature'])
  })
})

describe('verifySignature()', () => {
  const files = [['Ed25519', 'ed25519_test.json', 151], ['ES256', 'ecdsa_secp256r1_sha256_p1363_test.json', 262], ['ES384', 'ecdsa_secp384r1_sha384_p1363_test.json', 280]] as const
  interface Group {
    readonly publicKey: { readonly pk?: string; readonly uncompressed?: string }
    readonly tests: readonly { readonly tcId: number; readonly msg: string; readonly sig: string; readonly result: string }[]
  }

  it.skipIf(!isPresent).each(files)('gives no wrong verdict on Wycheproof %s', async (alg, file, count) => {
    const { testGroups } = JSON.parse(text(`wycheproof/${file}`)) as { testGroups: readonly Group[] }
    const cases = testGroups.flatMap(({ publicKey: { pk, uncompressed }, tests }) => tests.map((test) => ({ ...test, key: Buffer.from(pk ?? uncompressed ?? '', 'hex') })))
    const wrong: number[] = []
    for (const { tcId, key, msg, sig, result } of cases) {
      if (await adapter.verifySignature({ alg, publicKey: key, message: Buffer.from(msg, 'hex'), signature: Buffer.from(sig, 'hex') }) !== (result === 'valid')) wrong.push(tcId)
    }
    expect([cases.length, wrong]).toEqual([count, []])
  })

  it.each([['ES256', 'P-256'], ['ES384', 'P-384'], ['ES512', 'P-521']] as const)('takes a point of %s whole or compressed, and none whose halves differ', async (alg, type) => {
    const jwk = await nativeCryptography.generateKey(type)
    const { publicKey, sign } = await nativeCryptography.importSigningKey(jwk)
    const message = Buffer.from('a diploma')
    const signature = Buffer.from(await sign(Uint8Array.from(message)))
    const whole = Buffer.concat([Buffer.of(4), Buffer.from(jwk.x, 'base64url'), Buffer.from(jwk.y ?? '', 'base64url')])
    const other = Buffer.from(whole)
    other.writeUInt8((other.at(-3) ?? 0) ^ 1, other.length - 3)
    const isVerified = (key: Uint8Array): Promise<boolean> => adapter.verifySignature({ alg, publicKey: key, message, signature })
    expect(await Promise.all([whole, Buffer.from(publicKey.bytes), other, whole.subarray(1), Buffer.of(4), Buffer.alloc(0)].map(isVerified))).toEqual([true, true, false, false, false, false])
    await expect(adapter.verifySignature({ alg: 'none' as 'ES256', publicKey: whole, message, signature })).rejects.toEqual(hasCode('crypto/key-unsupported'))
  })
})

describe('canonicalize()', () => {
  const names = isPresent ? readdirSync(`${vectors}rfc8785-jcs/input`) : []
  it.skipIf(names.length === 0).each(names.length === 0 ? ['the files of RFC 8785'] : names)('writes %s as RFC 8785 does', (name) => {
    expect(adapter.canonicalize(JSON.parse(text(`rfc8785-jcs/input/${name}`)))).toBe(text(`rfc8785-jcs/output/${name}`).trim())
  })

  it('refuses what JSON does not have', () => {
    for (const value of [NaN, Infinity, undefined, '\ud800']) expect(() => adapter.canonicalize(value)).toThrow()
  })
})

describe('canonizeRdf()', () => {
  interface Entry {
    readonly type: string
    readonly action: string
    readonly result?: string
    readonly hashAlgorithm?: string
  }
  const folder = 'w3c-rdf-canon/tests/'
  const entries = isPresent ? (JSON.parse(text(`${folder}manifest.jsonld`)) as { entries: readonly Entry[] }).entries : []
  const canonize = ({ action, hashAlgorithm }: Entry): adapter.CanonicalRdf => adapter.canonizeRdf(text(folder + action), { hash: hashAlgorithm === 'SHA384' ? 'SHA-384' : 'SHA-256' })
  const ofType = (type: string): readonly Entry[] => entries.filter((entry) => entry.type === `rdfc:RDFC10${type}`)

  it.skipIf(entries.length === 0)('gives the statements of all 64 tests', () => {
    const cases = ofType('EvalTest')
    expect(cases).toHaveLength(64)
    for (const entry of cases) expect([entry.action, canonize(entry).nquads]).toEqual([entry.action, text(folder + entry.result)])
  })

  it.skipIf(entries.length === 0)('gives the labels of all 21 tests', () => {
    const cases = ofType('MapTest')
    expect(cases).toHaveLength(21)
    for (const entry of cases) expect([entry.action, canonize(entry).map]).toEqual([entry.action, JSON.parse(text(folder + entry.result))])
  })

  it.skipIf(entries.length === 0)('refuses every poison graph, in good time', () => {
    const cases = ofType('NegativeEvalTest')
    expect(cases.length).toBeGreaterThan(0)
    for (const entry of cases) {
      const started = performance.now()
      expect(() => canonize(entry)).toThrow(hasCode('credential/too-complex'))
      expect(performance.now() - started).toBeLessThan(10_000)
    }
  }, 30_000)

  it('refuses what is no N-Quads', () => {
    expect(() => adapter.canonizeRdf('hello')).toThrow()
    expect(adapter.canonizeRdf('')).toEqual({ nquads: '', map: {} })
  })
})

interface MerkleVector {
  readonly wantErr: boolean
  readonly proof: readonly string[] | null
  readonly root?: string
  readonly leafHash?: string
  readonly root1?: string
  readonly root2?: string
}

function merkleVectors(folder: string): readonly (MerkleVector & { readonly count: (name: string) => bigint })[] {
  if (!isPresent) return []
  const files = readdirSync(`${vectors}merkle/${folder}`, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
  return files.map((name) => {
    const source = text(`merkle/${folder}/${name}`)
    // Counts reach beyond what a number of JSON.parse holds.
    return { ...JSON.parse(source) as MerkleVector, count: (member: string) => BigInt(new RegExp(`"${member}":\\s*(\\d+)`).exec(source)?.[1] ?? '0') }
  })
}

const buffer = (base64: string | null | undefined): Buffer => Buffer.from(base64 ?? '', 'base64')

describe('verifyInclusion() and verifyConsistency()', () => {
  const [leaves, trees] = [merkleVectors('inclusion'), merkleVectors('consistency')]

  it.skipIf(!isPresent)('answer every published vector as its authors do', () => {
    expect([leaves.length > 90, trees.length > 90]).toEqual([true, true])
    expect(leaves.filter(({ wantErr, proof, root, leafHash, count }) => adapter.verifyInclusion({ leafIndex: count('leafIdx'), treeSize: count('treeSize'), leafHash: buffer(leafHash), proof: (proof ?? []).map(buffer), root: buffer(root) }) === wantErr)).toEqual([])
    // A proof from an empty tree proves nothing: one vector takes it for good, and calls it useless.
    const differing = trees.filter(({ wantErr, proof, root1, root2, count }) => adapter.verifyConsistency({ size1: count('size1'), size2: count('size2'), proof: (proof ?? []).map(buffer), root1: buffer(root1), root2: buffer(root2) }) === wantErr)
    expect(differing.map(({ count }) => count('size1')).filter((size) => size !== 0n)).toEqual([])
  })

  it('answer no for counts that no tree has', () => {
    const hash = Buffer.alloc(32)
    for (const [leafIndex, treeSize] of [[-1n, 1n], [0n, 0n], [1n, 1n], [2n ** 64n, 2n ** 65n], [0n, 2n ** 70n]] as const) expect(adapter.verifyInclusion({ leafIndex, treeSize, leafHash: hash, proof: [], root: hash })).toBe(false)
    for (const [size1, size2] of [[0n, 0n], [0n, 1n], [2n, 1n], [-1n, 1n], [2n ** 64n, 2n ** 64n]] as const) expect(adapter.verifyConsistency({ size1, size2, proof: [], root1: hash, root2: hash })).toBe(false)
    expect(adapter.verifyInclusion({ leafIndex: 0n, treeSize: 1n, leafHash: hash, proof: [], root: hash })).toBe(true)
    expect(adapter.verifyConsistency({ size1: 1n, size2: 1n, proof: [], root1: hash, root2: hash })).toBe(true)
  })
})

describe('verifySdJwt()', () => {
  const folder = 'sd-jwt/testcases/'
  const issuerJwk = { kty: 'EC', crv: 'P-256', x: 'b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ', y: 'Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8' }
  const names = isPresent ? readdirSync(vectors + folder).filter((name) => existsSync(`${vectors + folder + name}/sd_jwt_presentation.txt`) || existsSync(`${vectors + folder + name}/sd_jwt_presentation.json`)) : []
  const read = (name: string): string | JsonObject => {
    if (existsSync(`${vectors + folder + name}/sd_jwt_presentation.txt`)) return text(`${folder + name}/sd_jwt_presentation.txt`)
    const value: unknown = JSON.parse(text(`${folder + name}/sd_jwt_presentation.json`))
    return (typeof value === 'string' ? JSON.parse(value) : value) as JsonObject
  }

  it.skipIf(names.length === 0)('gives the claims of every published case', async () => {
    expect(names).toHaveLength(16)
    for (const name of names) expect([name, await adapter.verifySdJwt({ sdJwt: read(name), issuerJwk })]).toEqual([name, JSON.parse(text(`${folder + name}/verified_contents.json`))])
  })

  it.skipIf(names.length === 0)('holds the holder to nonce and audience, and wants one when asked', async () => {
    const kb = { nonce: '1234567890', aud: 'https://example.com/verifier' }
    const sdJwt = read('key_binding')
    expect(await adapter.verifySdJwt({ sdJwt, issuerJwk, kb })).toEqual(JSON.parse(text(`${folder}key_binding/verified_contents.json`)))
    for (const other of [{ ...kb, nonce: '0' }, { ...kb, aud: 'https://example.com' }]) await expect(adapter.verifySdJwt({ sdJwt, issuerJwk, kb: other })).rejects.toEqual(hasCode('credential/sd-jwt-refused'))
    await expect(adapter.verifySdJwt({ sdJwt: read('no_sd'), issuerJwk, kb })).rejects.toEqual(hasCode('credential/sd-jwt-refused'))
  })

  it('refuses what is over, not yet, unsigned, of another key, or carries what nobody signed', async () => {
    const { d, ...publicJwk } = await nativeCryptography.generateKey('P-256')
    const key = { ...publicJwk, d, alg: 'ES256' }
    const now = Math.floor(Date.now() / 1_000)
    const sign = async (claims: JsonObject, typ = 'example+sd-jwt'): Promise<string> => `${await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ }).sign(key)}~`
    const own: JsonObject = { ...publicJwk }
    expect(await adapter.verifySdJwt({ sdJwt: await sign({ iss: 'x', exp: now + 600, nbf: now - 600, iat: now }), issuerJwk: own })).toMatchObject({ iss: 'x' })
    for (const claims of [{ exp: now - 3_600 }, { nbf: now + 3_600 }, { iat: now + 3_600 }, { exp: 'tomorrow' }, { '...': 'x' }, { _sd: 'x' }]) await expect(adapter.verifySdJwt({ sdJwt: await sign(claims), issuerJwk: own })).rejects.toThrow()
    const good = await sign({ iss: 'x' })
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.~`
    for (const sdJwt of [unsigned, good.slice(0, -1), `${good}WyJhIiwiYiIsImMiXQ~`, `${good}~`, '', '~', await sign({}, 'kb+jwt')]) await expect(adapter.verifySdJwt({ sdJwt, issuerJwk: own })).rejects.toThrow()
    await expect(adapter.verifySdJwt({ sdJwt: good, issuerJwk })).rejects.toEqual(hasCode('credential/sd-jwt-refused'))
  })
})

describe('decodeStatusList()', () => {
  const published = (name: string): { bits: number; lst: string } => {
    const page = text(`token-status-list/examples/${name}.md`)
    // The examples are folded to the width of a page.
    return JSON.parse(page.slice(page.indexOf('{')).replace(/\n\s*(?=[\w-]*["\w-])/g, '')) as { bits: number; lst: string }
  }

  it.skipIf(!isPresent)('reads entries of eight bits, each of the 256 somewhere', async () => {
    const status = await adapter.decodeStatusList(published('status_list_encoding8_json'))
    expect(new Set(Array.from({ length: 1_048_576 }, (_, index) => status(index))).size).toBe(256)
  })

  it.skipIf(!isPresent).each([
    ['status_list_encoding_json', [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]],
    ['status_list_encoding2_json', [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]],
    ['status_list_encoding1_long_json', { 0: 1, 1: 0, 1993: 1, 25460: 1, 495669: 1, 854545: 1, 1000345: 1, 1000346: 0 }],
    ['status_list_encoding2_long_json', { 0: 1, 1: 0, 1993: 2, 25460: 1, 159495: 3, 645645: 2, 934534: 2, 1000345: 3 }],
    ['status_list_encoding4_json', { 0: 1, 1: 0, 1993: 2, 35460: 3, 459495: 4, 595669: 5, 754353: 6, 845645: 7, 923232: 8, 924445: 9, 934534: 10, 1030203: 13, 1030205: 15 }],
  ])('reads %s', async (name, expected) => {
    const status = await adapter.decodeStatusList(published(name))
    expect(Object.keys(expected).map((index) => status(Number(index)))).toEqual(Object.values(expected))
  })
})
