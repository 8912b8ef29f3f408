import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { addProof } from '../credential/add-proof.ts'
import { CredentialError } from '../credential/credential-error.ts'
import { isJsonObject, listOf } from '../credential/parse-json.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { trustNobody } from './policy.ts'
import type { Verdict } from './report.ts'
import { verify } from './verify.ts'

const standards = fileURLToPath(new URL('../../../shared/data/standards/', import.meta.url))
const now = new Date('2026-11-21T20:00:00Z')
const judge = (bytes: Uint8Array<ArrayBuffer>): Promise<Verdict> => verify(bytes, { cryptography, now, documents: {}, trust: trustNobody })

/**
 * What becomes of every sample offline, with nobody's documents at hand; those that are not named fail. Unknown is, among others,
 * what only its issuer's server, a chain of blocks or a seal could vouch for. The one of Blockcerts that passes is a presentation
 * of nothing, signed by its holder; nine badges of the Digital Credentials Consortium are signed by keys that name themselves.
 */
const samples: Readonly<Record<string, { readonly total: number; readonly passed: readonly string[]; readonly unknown: readonly string[]; readonly unreadable: readonly string[] }>> = {
  'open-badges-2.0': {
    total: 57,
    passed: [],
    unknown: [
      'assertion-with-data-image.json', 'assertion-with-extension-node-basic.json', 'assertion-with-extension-node-invalid.json',
      'assertion-with-multiple-extensions.json', 'basic-assertion-no-public-key.json', 'basic-assertion.json', 'core-0_5_1_assertion.json', 'core-0_5_assertion.json',
      'core-1_0_basic_assertion.json', 'core-1_0_basic_assertion_with_extra_properties.json', 'simple-badge.png', 'simple-not-revoked.jwt', 'simple-revoked.jwt',
      'simple.jwt', 'warning-issuer-non-http.json',
    ],
    unreadable: [
      'assets/beths-robot-badge.png', 'assets/openbadges_context.json', 'assets/robotics-badge.png', 'public_domain_heart.png',
    ],
  },
  'open-badges-3.0': {
    total: 56,
    passed: [
      'dcc/v1_dataIntegrityProof_didKey_noRegistry-noStatus-noExpiry.json', 'dcc/v1_ed25519_didKey_noRegistry-noStatus-noExpiry.json',
      'dcc/v2_bothSignatureTypes_didkey_legacy-noStatus-noExpiry.json', 'dcc/v2_bothSignatureTypes_didkey_legacy-noStatus-notExpired-endorsement.json',
      'dcc/v2_dataIntegrityProof_didKey_legacyRegistry-noStatus-noExpiry-alignments.json',
      'dcc/v2_dataIntegrityProof_didKey_legacyRegistry-noStatus-noExpiry-basicOBv3.json',
      'dcc/v2_dataIntegrityProof_didKey_legacyRegistry-noStatus-noExpiry-identityHash.json',
      'dcc/v2_dataIntegrityProof_didKey_legacyRegistry-noStatus-noExpiry-minimal.json', 'dcc/v2_ed25519_didKey_legacy-noStatus-noExpiry.json',
    ],
    unknown: [
      '1edtech-validator/bit-string-list/credential-status-revoked-blank-nodes.json', '1edtech-validator/bit-string-list/credential-status-revoked.json',
      '1edtech-validator/bit-string-list/testlist', '1edtech-validator/complete.json', '1edtech-validator/credential-status-revoked.json',
      '1edtech-validator/simple-context-alias.json', '1edtech-validator/simple-context-version.json', '1edtech-validator/simple-err-proof-method.json',
      '1edtech-validator/simple-err-proof-value.json', '1edtech-validator/simple-json.png', '1edtech-validator/simple-json.svg', '1edtech-validator/simple-jwt.png',
      '1edtech-validator/simple-jwt.svg', '1edtech-validator/simple.1ob', '1edtech-validator/simple.json', '1edtech-validator/simple.jwt',
      '1edtech-validator/simple_v1.json',
    ],
    unreadable: [],
  },
  'clr-2.0': {
    total: 8,
    passed: [],
    unknown: [
      'simple.json', 'simple.jwt',
    ],
    unreadable: [],
  },
  'w3c-vc': {
    total: 56,
    passed: [],
    unknown: [
      'vcdm2-test-suite/presentation-optional-type-ok.json',
    ],
    unreadable: [],
  },
  'sd-jwt-vc': {
    total: 10,
    passed: [],
    unknown: [],
    unreadable: [
      'sd-jwt-js/vct.spec.ts',
    ],
  },
  'blockcerts': {
    total: 23,
    passed: [
      'v3/vp-eddsa-rdfc-2022.json',
    ],
    unknown: [
      'issuer/blockcerts-status-list-2021.json', 'v2/mocknet-valid-2.0.json', 'v3/cert-rl-status-list-2021-suspended.json', 'v3/certificate.json',
      'v3/ecdsa-sd-2023-signed-credential.json', 'v3/example-non-chained-proofs.json', 'v3/mocknet-vc-v2-credential-schema-invalid.json',
      'v3/mocknet-vc-v2-credential-subject-array.json', 'v3/mocknet-vc-v2-data-integrity-proof-multiple-signatures.json', 'v3/mocknet-vc-v2-invalid-date-format.json',
      'v3/mocknet-vc-v2-name-description.json', 'v3/mocknet-vc-v2-validFrom-valid.json', 'v3/mocknet-verifiable-presentation-failing-credential.json',
      'v3/mocknet-verifiable-presentation.json', 'v3/testnet-v3-did--verification-method-not-referenced.json',
    ],
    unreadable: [],
  },
}

function filesOf(standard: string): readonly string[] {
  const folder = join(standards, standard, 'samples')
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).toSorted()
}

describe.skipIf(!existsSync(standards)).each(Object.entries(samples))('the samples of %s', (standard, { total, passed, unknown, unreadable }) => {
  it('are all there, and each has its verdict', async () => {
    const files = filesOf(standard)
    expect(files.length).toBe(total)
    for (const file of files) {
      const outcome = await judge(new Uint8Array(readFileSync(join(standards, standard, 'samples', file)))).then(({ integrity }) => integrity, (error: { readonly code: string }) => error.code)
      const expected = passed.includes(file) ? 'passed' : unknown.includes(file) ? 'unknown' : unreadable.includes(file) ? 'verifier/unreadable' : 'failed'
      expect([file, outcome]).toEqual([file, expected])
    }
    expect([...passed, ...unknown, ...unreadable].filter((file) => !files.includes(file))).toEqual([])
  }, 60_000)
})

const suite = join(standards, 'w3c-vc/samples/vcdm2-test-suite')
const readable = existsSync(suite) ? readdirSync(suite).filter((name) => name.startsWith('credential-')) : []
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const issuer = didKey(signingKey.publicKey)

/** The documents of that suite are meant to be signed by whoever is tested, who also puts in the issuer and the dates. */
async function signedBySuite(name: string, cryptosuite: string): Promise<JsonObject> {
  const document = JSON.parse(readFileSync(join(suite, name), 'utf8').replace('PAST DATE', '2020-01-01T00:00:00Z').replace('FUTURE DATE', '2040-01-01T00:00:00Z')) as JsonObject
  const { proof: _, ...unsigned } = document
  const isTestOfIssuer = name.includes('issuer') && name.includes('fail')
  const named = isJsonObject(document['issuer']) ? { ...document['issuer'], id: issuer } : issuer
  return addProof(isTestOfIssuer ? unsigned : { ...unsigned, issuer: named }, { proofPurpose: 'assertionMethod' }, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptosuite, cryptography })
}

/** Canonical JSON is signed as it stands: that a term was defined twice takes JSON-LD to know. */
const unseen = ['eddsa-jcs-2022 credential-redef-type2-fail.json']

describe.skipIf(readable.length === 0).each(['eddsa-rdfc-2022', 'eddsa-jcs-2022'])('the data model suite, signed with %s', (cryptosuite) => {
  it.each(readable.filter((name) => name.endsWith('-ok.json')))('%s is passed', async (name) => {
    // Two of them end in the past, which is another question than whether they are well formed.
    const document = await signedBySuite(name, cryptosuite)
    const { reports: [report] } = await judge(encodeUtf8(JSON.stringify(document)))
    const failing = report?.checks.filter(({ check, outcome }) => outcome === 'failed' && !['issuer-trust', 'validity-period'].includes(check)).map(({ code }) => code)
    expect([failing, report?.checks.find(({ check }) => check === 'proof')?.outcome]).toEqual([[], 'passed'])
    expect(report?.integrity).toBe(name.startsWith('credential-validuntil-') ? 'failed' : 'passed')
  })

  it.each(readable.filter((name) => name.endsWith('-fail.json') && !unseen.includes(`${cryptosuite} ${name}`)))('%s is not', async (name) => {
    const signed = await signedBySuite(name, cryptosuite).catch((error: unknown) => error)
    if (signed instanceof CredentialError) return
    expect(isJsonObject(signed) && listOf(signed['proof']).length).toBe(1)
    expect((await judge(encodeUtf8(JSON.stringify(signed)))).integrity).not.toBe('passed')
  })
})
