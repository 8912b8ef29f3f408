import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { bakePng } from '../credential/baked-png.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { trustNobody } from './policy.ts'
import { findingOf, type Report } from './report.ts'
import type { VerifyContext } from './verify-context.ts'
import { verify } from './verify.ts'

const standards = fileURLToPath(new URL('../../../shared/data/standards/', import.meta.url))
const now = new Date('2026-11-21T20:00:00Z')
const bytesOf = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(join(standards, path)))

async function reportOn(bytes: Uint8Array<ArrayBuffer>, context: Partial<VerifyContext> = {}): Promise<Report> {
  const { reports: [report] } = await verify(bytes, { cryptography, now, documents: {}, trust: trustNobody, ...context })
  if (report === undefined) throw new Error('no report')
  return report
}

/** The integrity, and the codes of those checks that make it so. */
function reasons({ integrity, checks }: Report): string {
  const bad = checks.filter(({ check, outcome }) => ['format', 'proof', 'issuer-binding', 'validity-period', 'status'].includes(check) && (outcome === 'failed' || outcome === 'unknown'))
  const worst = bad.filter(({ outcome }) => outcome === integrity)
  return [integrity, ...worst.map(({ code }) => code)].join(' ')
}

const folder = 'open-badges-2.0/samples'
const isHere = existsSync(join(standards, folder))

/** What 1EdTech's own tests serve at these addresses. */
function served(assertion = 'basic-assertion.json'): Record<string, unknown> {
  const documents: Record<string, unknown> = {}
  for (const name of readdirSync(join(standards, folder, 'assets')).filter((file) => file.endsWith('.json'))) {
    const text = readFileSync(join(standards, folder, 'assets', name), 'utf8')
    for (const scheme of ['http', 'https']) documents[`${scheme}://example.org/${name}`] = text
  }
  const hosted = JSON.parse(readFileSync(join(standards, folder, assertion), 'utf8')) as { id?: string }
  return { ...documents, [hosted.id ?? '']: hosted }
}

describe.skipIf(!isHere)('Open Badges before 3.0', () => {
  it.each([
    ['basic-assertion.json', 'passed'],
    ['assertion-with-data-image.json', 'passed'],
    ['basic-assertion-no-public-key.json', 'passed'],
    ['assertion-with-extension-node-basic.json', 'passed'],
    ['assertion-with-multiple-extensions.json', 'passed'],
    // The rules of extensions are not looked at: that is told by the check `schema`, below.
    ['assertion-with-extension-node-invalid.json', 'passed'],
    ['basic-assertion-expired.json', 'failed validity-period/expired'],
    ['basic-assertion-expired-before-issued.json', 'failed validity-period/empty'],
    ['basic-assertion-in-future.json', 'failed validity-period/not-yet'],
    ['basic-assertion-invalid-context.json', 'failed format/context-missing'],
    ['basic-assertion-invalid-type.json', 'failed format/not-a-credential'],
    ['warning-issuer-non-http.json', 'unknown issuer-binding/profile-mismatch'],
    ['core-1_0_basic_assertion.json', 'unknown proof/hosted-unavailable issuer-binding/not-resolved status/list-unavailable'],
    ['core-1_0_basic_assertion_with_extra_properties.json', 'unknown proof/hosted-unavailable issuer-binding/not-resolved status/list-unavailable'],
    ['core-1_0_assertion_with_errors.json', 'failed format/subject-malformed'],
    ['core-0_5_assertion.json', 'unknown proof/not-supported issuer-binding/not-supported status/not-supported'],
    ['core-0_5_1_assertion.json', 'unknown proof/not-supported issuer-binding/not-supported status/not-supported'],
  ])('%s, where its issuer serves it: %s', async (name, expected) => {
    // Those of the first editions name other places, where nothing is served.
    const documents = name.startsWith('core-') ? served() : served(name)
    expect(reasons(await reportOn(bytesOf(`${folder}/${name}`), { documents }))).toBe(expected)
  })

  it.each([
    ['simple.jwt', 'passed'],
    ['simple-not-revoked.jwt', 'passed'],
    ['simple-revoked.jwt', 'failed status/revoked'],
  ])('%s, its key published by its issuer: %s', async (name, expected) => {
    expect(reasons(await reportOn(bytesOf(`${folder}/${name}`), { documents: served() }))).toBe(expected)
    expect((await reportOn(bytesOf(`${folder}/${name}`))).integrity).toBe('unknown')
  })

  it('that are genuine offline are none: without what is served every one is unknown at best', async () => {
    const names = readdirSync(join(standards, folder)).filter((name) => /assertion|\.jwt$|badge\.png$/.test(name))
    expect(names.length).toBeGreaterThan(18)
    for (const name of names) expect([name, (await reportOn(bytesOf(`${folder}/${name}`))).integrity === 'passed']).toEqual([name, false])
  })

  it('tell whose they are by the salted hash of an address', async () => {
    const expected = async (holder: string): Promise<string> => findingOf(await reportOn(bytesOf(`${folder}/basic-assertion.json`), { documents: served(), holder }), 'holder-binding').outcome
    for (const address of ['nobody@example.org', 'Nobody@Example.org']) expect(await expected(address)).toBe('passed')
    expect(await expected('somebody@example.org')).toBe('failed')
    expect(await expected('did:key:z6Mk')).toBe('unknown')
  })

  it('with extensions say that the rules of these were not looked at', async () => {
    for (const name of ['assertion-with-extension-node-basic.json', 'assertion-with-extension-node-invalid.json']) {
      expect(findingOf(await reportOn(bytesOf(`${folder}/${name}`), { documents: served(name) }), 'schema').code).toBe('schema/extension-unchecked')
    }
  })

  it('are read out of pictures: as JSON, as a token or as the address where they are served', async () => {
    const badge = bytesOf(`${folder}/simple-badge.png`)
    const inside = JSON.parse(/\{"@context".*?\}\}(?=\0|.)/s.exec(Buffer.from(badge).toString('latin1'))?.[0] ?? '') as { id: string }
    const documents = { ...served(), [inside.id]: inside }
    expect(reasons(await reportOn(badge, { documents }))).toBe('passed')
    const heart = bytesOf(`${folder}/public_domain_heart.png`)
    const token = readFileSync(join(standards, folder, 'simple.jwt'), 'utf8').trim()
    expect(reasons(await reportOn(bakePng(heart, token), { documents: served() }))).toBe('passed')
    const address = bakePng(heart, inside.id)
    expect(reasons(await reportOn(address, { documents }))).toBe('passed')
    expect(await reportOn(address)).toMatchObject({ standard: 'open-badges-2.0', integrity: 'unknown' })
    expect(reasons(await reportOn(bakePng(heart, 'https://example.org/elsewhere'), { documents: { ...documents, 'https://example.org/elsewhere': inside } }))).toContain('failed format/id-mismatch')
  })

  it('and what is no badge is told so: a picture without one, a badge class, a profile, a key, a list', async () => {
    for (const name of ['public_domain_heart.png', 'assets/robotics-badge.png']) await expect(reportOn(bytesOf(`${folder}/${name}`))).rejects.toMatchObject({ code: 'verifier/unreadable' })
    for (const name of ['robotics-badge.json', 'organization.json', 'key1.json', 'revocation-list.json', 'issuer1.json']) {
      expect(findingOf(await reportOn(bytesOf(`${folder}/assets/${name}`)), 'format').code).toBe('format/not-a-credential')
    }
  })
})

describe.skipIf(!isHere)('learner records of other makers', () => {
  it.each([
    ['learncard-minimal.json', 'failed proof/missing', 0],
    ['learncard-multi-achievement.json', 'failed proof/missing', 0],
    ['learncard-nd-student-transcript.json', 'failed proof/missing', 3],
    ['learncard-university-transcript.json', 'failed proof/missing', 6],
    ['simple-noproof.json', 'failed proof/missing', 1],
    ['simple.json', 'unknown proof/key-unavailable issuer-binding/not-resolved', 1],
    ['simple.jwt', 'unknown proof/key-embedded issuer-binding/not-resolved', 1],
    ['simple_v1.json', 'failed proof/method-malformed', 6],
  ])('%s: %s, with %i credentials inside', async (name, expected, count) => {
    const report = await reportOn(bytesOf(`clr-2.0/samples/${name}`))
    expect([report.standard, reasons(report), report.contained?.length ?? 0]).toEqual(['clr-2.0', expected, count])
    expect(report.contained?.every((each) => each.report.integrity !== 'passed') ?? true).toBe(true)
  })

  it('are put into statements whole: only one names a draft of the context that nobody publishes', async () => {
    const names = readdirSync(join(standards, 'clr-2.0/samples')).filter((name) => name.endsWith('.json'))
    const formats = await Promise.all(names.map(async (name) => [name, findingOf(await reportOn(bytesOf(`clr-2.0/samples/${name}`)), 'format').code ?? 'passed']))
    expect(formats.filter(([, code]) => code !== 'passed')).toEqual([['simple-noproof.json', 'format/context-unknown']])
  })
})

const others = ['blockcerts', 'europass-elm', 'europass-cv', 'velocity', 'clr-1.0'].flatMap((standard) => {
  const path = join(standards, standard, 'samples')
  if (!existsSync(path)) return []
  return readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(standards.length))
})

describe.skipIf(others.length === 0)('records that are anchored or sealed elsewhere', () => {
  it('are answered within two seconds each, and none is called genuine', async () => {
    for (const path of others) {
      const started = performance.now()
      const integrity = await verify(bytesOf(path), { cryptography, now, documents: {}, trust: trustNobody }).then((verdict) => verdict.integrity, (error: { code: string }) => error.code)
      // The one that passes is a presentation of nothing, signed by its holder.
      const expected = path.endsWith('vp-eddsa-rdfc-2022.json') ? ['passed'] : ['failed', 'unknown', 'verifier/unreadable']
      expect([path, expected.includes(integrity)]).toEqual([path, true])
      expect(performance.now() - started).toBeLessThan(2_000)
    }
  }, 120_000)

  it('of the older form of learner record are told as such', async () => {
    const report = await reportOn(bytesOf('clr-1.0/samples/synthetic-hosted.clr.json'))
    expect([report.standard, report.integrity, findingOf(report, 'format').code]).toEqual(['clr-1.0', 'unknown', 'format/older'])
  })

  it('in a chain of blocks are unknown, not false: that chain is not asked', async () => {
    for (const name of ['v2/mocknet-valid-2.0.json', 'v3/mocknet-vc-v2-validFrom-valid.json', 'v3/mocknet-vc-v2-name-description.json']) {
      expect(findingOf(await reportOn(bytesOf(`blockcerts/samples/${name}`)), 'proof')).toMatchObject({ outcome: 'unknown', code: 'proof/not-supported' })
    }
  })

  it('under a European seal are unknown, not unsigned', async () => {
    for (const name of ['elm/Sample-CertOfPart-signed.jsonld', 'mynextid/edc-dc-signed.jsonld']) {
      const report = await reportOn(bytesOf(`europass-elm/samples/${name}`))
      expect([report.standard, findingOf(report, 'proof').code, findingOf(report, 'issuer-binding').code]).toEqual(['w3c-vc', 'proof/not-supported', 'issuer-binding/not-supported'])
    }
    expect(findingOf(await reportOn(bytesOf('europass-elm/samples/elm/Sample-CertOfPart-unsigned.jsonld')), 'proof').code).toBe('proof/missing')
  })
})
