import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KeyType } from 'everlearned/crypto'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { afterAll, describe, expect, it } from 'vitest'
import type { Console } from './command.ts'
import { jose } from './commands/jose.ts'

const folder = mkdtempSync(join(tmpdir(), 'ler-jose-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const console: Console = { print: () => undefined, tell: () => undefined, isTerminal: false, now: new Date('2026-11-21T12:00:00Z'), root: folder }
const at = (name: string): string => join(folder, name)
const write = (name: string, value: unknown): string => {
  writeFileSync(at(name), typeof value === 'string' ? value : JSON.stringify(value))
  return at(name)
}

async function makeKey(type: KeyType, name: string): Promise<string> {
  const { d, ...publicKeyJwk } = await cryptography.generateKey(type)
  return write(name, { id: 'https://college.example/issuers/1#key-0', type: 'JsonWebKey', controller: 'https://college.example/issuers/1', publicKeyJwk, secretKeyJwk: { ...publicKeyJwk, d } })
}

interface Outcome {
  readonly result: string
  readonly data: string
}

async function run(verb: 'issue' | 'verify', input: unknown, key: string, feature: string, ...more: readonly string[]): Promise<Outcome> {
  const output = at('output.json')
  expect(await jose.run([verb, '--input', write('input', input), '--key', key, '--feature', feature, '--output', output, ...more], console)).toBe('done')
  return JSON.parse(readFileSync(output, 'utf8')) as Outcome
}

const credential = {
  '@context': ['https://www.w3.org/ns/credentials/v2'], 'id': 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', 'type': ['VerifiableCredential'], 'issuer': 'https://college.example/issuers/1',
  'credentialSubject': { id: 'did:example:1', name: 'Ana', skills: ['Weaving', 'Welding'] },
  // Inputs of the suites carry such claims.
  'iat': '2023-01-01T00:00:00Z', 'exp': 1_600_000_000,
}
const presentation = { '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiablePresentation'], 'holder': 'did:example:1', 'verifiableCredential': [] as unknown[] }
const endings = { jose: 'vc+jwt,', sdjwt: 'vc+sd-jwt,', cose: 'vc+cose;base64,' } as const
const partOf = (token: string, index: number): Record<string, unknown> => JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Record<string, unknown>

describe.each(['Ed25519', 'P-256', 'P-384', 'P-521'] as const)('ler jose with %s', (type) => {
  it.each(['jose', 'sdjwt', 'cose'] as const)('issues and verifies a credential and a presentation of it as %s', async (form) => {
    const key = await makeKey(type, `${type}.json`)
    const issued = await run('issue', credential, key, `credential_${form}`)
    expect(issued.result).toBe('success')
    for (const input of [issued.data, issued]) expect(await run('verify', input, key, `credential_${form}`)).toEqual(issued)
    const envelope = { '@context': 'https://www.w3.org/ns/credentials/v2', 'type': 'EnvelopedVerifiableCredential', 'id': `data:application/${endings[form]}${issued.data}` }
    const presented = await run('issue', { ...presentation, verifiableCredential: [envelope] }, key, `presentation_${form}`)
    expect(await run('verify', presented.data, key, `presentation_${form}`)).toEqual(presented)
    const other = await makeKey(type, 'other.json')
    expect(await run('verify', issued.data, other, `credential_${form}`)).toEqual({ result: 'failure', data: 'proof/signature-invalid' })
    expect((await run('verify', presented.data, key, `credential_${form}`)).result).toBe('failure')
    expect((await run('verify', credential, key, `credential_${form}`)).result).toBe('failure')
  })
})

describe('ler jose', () => {
  it('states the type of every token and the key that signed it', async () => {
    const key = await makeKey('P-256', 'key.json')
    const kid = 'https://college.example/issuers/1#key-0'
    expect(partOf((await run('issue', credential, key, 'credential_jose')).data, 0)).toEqual({ alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid })
    expect(partOf((await run('issue', presentation, key, 'presentation_jose')).data, 0)).toEqual({ alg: 'ES256', typ: 'vp+jwt', cty: 'vp', kid })
    expect(partOf((await run('issue', credential, key, 'credential_sdjwt')).data, 0)).toEqual({ alg: 'ES256', typ: 'vc+sd-jwt', cty: 'vc', kid })
    expect(Buffer.from((await run('issue', credential, key, 'credential_cose')).data, 'base64').includes('application/vc+cose')).toBe(true)
  })

  it('hides what --sd names', async () => {
    const key = await makeKey('Ed25519', 'key.json')
    const { data } = await run('issue', credential, key, 'credential_sdjwt', '--sd', '["credentialSubject.name","credentialSubject.skills[0]"]')
    expect(data.split('~')).toHaveLength(4)
    expect(JSON.stringify(partOf(data, 1))).not.toMatch(/Ana|Weaving/)
    expect((await run('verify', data, key, 'credential_sdjwt')).result).toBe('success')
    expect((await run('verify', `${data.split('~')[0]}~`, key, 'credential_sdjwt')).result).toBe('success')
    expect((await run('verify', `${data}WyJhIiwiYiIsImMiXQ~`, key, 'credential_sdjwt')).data).toBe('proof/disclosure-unreferenced')
    expect((await run('issue', credential, key, 'credential_sdjwt', '--sd', '["credentialSubject.age"]')).data).toBe('credential/claim-not-found')
  })

  it.each<[string, string, object]>([
    ['a foreign member', 'credential', { ...credential, grade: 'A' }], ['the claim vc', 'credential', { ...credential, vc: {} }], ['another iss', 'credential', { ...credential, iss: 'https://other.example' }],
    ['no issuer', 'credential', { ...credential, issuer: undefined }], ['data model 1.1', 'credential', { ...credential, '@context': ['https://www.w3.org/2018/credentials/v1'] }],
    ['a credential that is not enveloped', 'presentation', { ...presentation, verifiableCredential: [credential] }],
    ['an envelope of nothing', 'presentation', { ...presentation, verifiableCredential: [{ '@context': 'https://www.w3.org/ns/credentials/v2', 'type': 'EnvelopedVerifiableCredential', 'id': 'data:application/vc+jwt,x' }] }],
    ['an envelope without its context', 'presentation', { ...presentation, verifiableCredential: [{ type: 'EnvelopedVerifiableCredential', id: 'data:application/vc+jwt,a.b.c' }] }],
  ])('neither issues nor verifies %s', async (_, content, document) => {
    const key = await makeKey('Ed25519', 'key.json')
    for (const form of ['jose', 'sdjwt', 'cose']) expect((await run('issue', document, key, `${content}_${form}`)).result).toBe('failure')
  })

  it('answers failure for keys that it cannot use, and bad usage as everywhere', async () => {
    const key = await makeKey('Ed25519', 'key.json')
    const foreign = [['P-521', 'AA'], ['secp256k1', 'A'.repeat(43)], ['P-521', 'A'.repeat(88)]].map(([crv = '', x], index) => write(`foreign-${index}.json`, { id: 'x', publicKeyJwk: { kty: 'EC', crv, x, y: x }, secretKeyJwk: { kty: 'EC', crv, x, y: x, d: x } }))
    for (const file of foreign) {
      expect((await run('issue', credential, file, 'credential_jose')).result).toBe('failure')
      expect((await run('verify', 'a.b.c', file, 'credential_jose')).result).toBe('failure')
    }
    for (const more of [['--feature', 'credential_xml'], ['--sd', 'name'], ['--sd', '["a..b"]']]) {
      await expect(jose.run(['issue', '--input', key, '--key', key, '--feature', 'credential_jose', '--output', at('o'), ...more], console)).rejects.toThrow(/must be/)
    }
    await expect(jose.run(['sign'], console)).rejects.toThrow(/it is ler jose/)
  })
})
