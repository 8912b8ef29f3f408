import { describe, expect, it } from 'vitest'
import { verifierKeyOf, formatVerifierKey } from '../ledger/verifier-key.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { parseTrust } from './parse-trust.ts'
import { computeAcceptance } from './policy.ts'
import type { NamedFinding } from './report.ts'
import { VerifierError } from './verifier-error.ts'

describe('parseTrust()', () => {
  it('reads issuers, logs and the policy', async () => {
    const { publicKey } = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const log = formatVerifierKey(verifierKeyOf('college.example/ledger', publicKey, cryptography.sha256))
    const trust = { issuers: [{ did: 'did:web:college.example', name: 'College' }], logs: [log], policy: 'accredited' }
    expect(await parseTrust(JSON.stringify(trust), cryptography)).toEqual(trust)
  })

  it('knows nobody and asks for known issuers when it says nothing', async () => {
    expect(await parseTrust('{}', cryptography)).toEqual({ issuers: [], logs: [], policy: 'known-issuer' })
  })

  it.each([
    ['not JSON', 'x', /not JSON/], ['a list', '[]', /JSON object/], ['a member it does not know', '{"isuers":[]}', /"isuers"/], ['an unknown policy', '{"policy":"lenient"}', /policy/],
    ['issuers that are no list', '{"issuers":{}}', /issuers must be a list/], ['an issuer without a name', '{"issuers":[{"did":"did:web:a"}]}', /issuers\[0\]\.name/],
    ['a log without a key', '{"logs":["college.example"]}', /logs\[0\]/],
  ])('refuses %s and names it', async (_what, text, message) => {
    await expect(parseTrust(text, cryptography)).rejects.toThrow(VerifierError)
    await expect(parseTrust(text, cryptography)).rejects.toThrow(message)
  })
})

describe('computeAcceptance()', () => {
  const findings = (trust: NamedFinding['outcome'], accreditation: NamedFinding['outcome']): readonly NamedFinding[] => [{ check: 'issuer-trust', outcome: trust }, { check: 'accreditation', outcome: accreditation }]

  it.each([
    ['known-issuer', 'passed', 'passed', 'unknown', 'yes'], ['known-issuer', 'passed', 'failed', 'unknown', 'no'], ['known-issuer', 'unknown', 'passed', 'unknown', 'unknown'],
    ['known-issuer', 'unknown', 'failed', 'unknown', 'no'], ['known-issuer', 'failed', 'passed', 'passed', 'no'], ['accredited', 'passed', 'passed', 'passed', 'yes'],
    ['accredited', 'passed', 'passed', 'unknown', 'unknown'], ['accredited', 'passed', 'passed', 'not-applicable', 'no'], ['integrity-only', 'passed', 'failed', 'failed', 'yes'],
  ] as const)('%s: integrity %s, issuer %s, accreditation %s: %s', (policy, integrity, trust, accreditation, accepted) => {
    expect(computeAcceptance(integrity, findings(trust, accreditation), policy)).toBe(accepted)
  })
})
