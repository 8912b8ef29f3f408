import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clrContextUrls } from '../credential/clr-contexts.ts'
import { credentialsContextUrl, openBadgesContextUrl } from '../credential/contexts.ts'
import { createAchievementCredential } from '../credential/open-badge.ts'
import type { SigningContext } from '../credential/add-proof.ts'
import { signCredential } from '../credential/sign-credential.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { checkRelation, findContained, maxContained, maxNesting } from './contained.ts'
import { trustNobody } from './policy.ts'
import type { Report } from './report.ts'
import { verify } from './verify.ts'

const now = new Date('2026-11-21T12:00:00Z')

interface Party {
  readonly did: string
  readonly signing: SigningContext
}

async function createParty(): Promise<Party> {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  return { did: didKey(signingKey.publicKey), signing: { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography } }
}

const [college, publisher, learner, peer] = [await createParty(), await createParty(), await createParty(), await createParty()]
const achievementId = 'urn:uuid:0d8b2a0c-58a5-4a7e-8f63-5a1c3b2d4e6f'

const award = (did = learner.did): JsonObject => createAchievementCredential({
  id: 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', issuer: { id: college.did, name: 'College' }, subject: { did }, validFrom: new Date('2026-01-01T00:00:00Z'),
  achievement: { id: achievementId, type: ['Achievement'], name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three welds' } },
})

const record = (verifiableCredential: readonly Json[], change: JsonObject = {}): JsonObject => ({
  '@context': [credentialsContextUrl, clrContextUrls['2.0.1'], openBadgesContextUrl],
  id: 'urn:uuid:5e1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', type: ['VerifiableCredential', 'ClrCredential'], name: 'Transcript',
  issuer: { id: publisher.did, type: ['Profile'], name: 'Transcript service' }, validFrom: '2026-02-01T00:00:00Z',
  credentialSubject: { id: learner.did, type: ['ClrSubject'], verifiableCredential }, ...change,
})

const endorsement = (id: string): JsonObject => ({
  '@context': [credentialsContextUrl, openBadgesContextUrl], id: 'urn:uuid:7a1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', type: ['VerifiableCredential', 'EndorsementCredential'],
  name: 'Endorsement', issuer: { id: peer.did, type: ['Profile'], name: 'Guild' }, validFrom: '2026-02-01T00:00:00Z',
  credentialSubject: { id, type: ['EndorsementSubject'], endorsementComment: 'Taught well' },
})

const sign = async (document: JsonObject, { signing }: Party): Promise<JsonObject> => signCredential(document, signing)

async function reportOn(value: JsonObject): Promise<Report> {
  const { reports: [report] } = await verify(encodeUtf8(JSON.stringify(value)), { cryptography, now, documents: {}, trust: trustNobody })
  if (report === undefined) throw new Error('no report')
  return report
}

describe('a learner record', () => {
  it('is judged by itself, and each award in it by itself', async () => {
    const report = await reportOn(await sign(record([await sign(award(), college)]), publisher))
    expect(report).toMatchObject({
      integrity: 'passed', standard: 'clr-2.0', issuer: { id: publisher.did },
      contained: [{ pointer: '/credentialSubject/verifiableCredential/0', kind: 'credential', relation: { outcome: 'passed' }, isSignedByContainer: false, report: { integrity: 'passed', issuer: { id: college.did } } }],
    })
    expect(report.notProven.join(' ')).not.toContain('inside it')
  })

  it('stays genuine around an award that is not, and says so', async () => {
    const forged = { ...(await sign(award(), college)), name: 'Surgery' }
    const report = await reportOn(await sign(record([await sign(award(), college), forged]), publisher))
    expect([report.integrity, report.contained?.map((each) => each.report.integrity)]).toEqual(['passed', ['passed', 'failed']])
    expect(report.notProven).toContain('That the credentials inside it are genuine by themselves: 1 of 2 did not verify.')
  })

  it('lends its signature to awards without one, which is told apart', async () => {
    const report = await reportOn(await sign(record([award()]), publisher))
    expect(report.contained).toMatchObject([{ isSignedByContainer: true, report: { integrity: 'failed' } }])
    expect(report.notProven).toContain('That those who issued what is inside it signed it themselves: some of it rests on the one signature around it.')
    expect((await reportOn(record([award()]))).contained).toMatchObject([{ isSignedByContainer: false }])
  })

  it('that holds the award of somebody else is found out', async () => {
    const report = await reportOn(await sign(record([await sign(award(peer.did), college)]), publisher))
    expect(report.contained).toMatchObject([{ relation: { outcome: 'failed', code: 'contained/other-subject' } }])
    expect(report.notProven.join(' ')).toContain('1 of 1 did not verify')
  })

  it('leaves the relation open where people are named by anything but DIDs', () => {
    const host = { id: 'urn:uuid:1' }
    expect(checkRelation({ kind: 'credential', host }, { credentialSubject: { id: 'urn:uuid:2' } })).toMatchObject({ outcome: 'unknown', code: 'contained/subject-differs' })
    expect(checkRelation({ kind: 'credential', host: {} }, { credentialSubject: { id: 'urn:uuid:2' } })).toMatchObject({ outcome: 'unknown', code: 'contained/subject-unnamed' })
  })

  it('is looked into three deep and no further', async () => {
    const nest = (depth: number): JsonObject => record(depth === 0 ? [] : [nest(depth - 1)])
    let report: Report | undefined = await reportOn(nest(maxNesting + 2))
    for (let depth = 0; depth < maxNesting; depth += 1) report = report?.contained?.[0]?.report
    expect(report).toMatchObject({ containedLeftOut: 1 })
    expect(report).not.toHaveProperty('contained')
    expect(report?.notProven).toContain('That all of what is inside it is genuine: there was too much to look at.')
  })

  it('of more awards than anyone has is looked into in part, and says how much it left out', async () => {
    const report = await reportOn(record(Array.from({ length: maxContained + 5 }, () => ({ type: 'VerifiableCredential' }))))
    expect([report.contained?.length, report.containedLeftOut]).toEqual([maxContained, 5])
  }, 30_000)

  it('holds anything at all and is judged nevertheless', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 4 }), async (values) => {
      const report = await reportOn(record(values as Json[]))
      expect(report.contained?.every((each) => each.report.integrity === 'failed') ?? true).toBe(true)
    }), { seed: 1, numRuns: 25 })
  })
})

describe('an endorsement', () => {
  const withEndorsement = (value: Json, name = 'endorsement'): JsonObject => {
    const { credentialSubject, ...others } = award()
    const { achievement, ...subject } = credentialSubject as { achievement: JsonObject }
    return { ...others, credentialSubject: { ...subject, achievement: { ...achievement, [name]: [value] } } }
  }

  it('of the achievement is verified by itself and shown in the report', async () => {
    const report = await reportOn(await sign(withEndorsement(await sign(endorsement(achievementId), peer)), college))
    expect(report).toMatchObject({
      integrity: 'passed',
      contained: [{ pointer: '/credentialSubject/achievement/endorsement/0', kind: 'endorsement', relation: { outcome: 'passed' }, report: { integrity: 'passed', standard: 'open-badges-3.0', issuer: { id: peer.did } } }],
    })
  })

  it('that is false, or of something else, leaves its host genuine and is told', async () => {
    const forged = { ...(await sign(endorsement(achievementId), peer)), name: 'Praise' }
    const ofOther = await sign(endorsement('urn:uuid:11111111-58a5-4a7e-8f63-5a1c3b2d4e6f'), peer)
    for (const [value, relation, integrity] of [[forged, 'passed', 'failed'], [ofOther, 'failed', 'passed']] as const) {
      const report = await reportOn(await sign(withEndorsement(value), college))
      expect(report).toMatchObject({ integrity: 'passed', contained: [{ relation: { outcome: relation }, report: { integrity } }] })
      expect(report.notProven).toContain('That others endorse it: 1 of 1 endorsements did not verify, or are of something else.')
    }
  })

  it('is not asked whose it is: it is about a thing', async () => {
    const signed = await sign(withEndorsement(await sign(endorsement(achievementId), peer)), college)
    const { reports: [report] } = await verify(encodeUtf8(JSON.stringify(signed)), { cryptography, now, documents: {}, trust: trustNobody, holder: learner.did })
    expect(report).toMatchObject({ integrity: 'passed', contained: [{ report: { integrity: 'passed' } }] })
  })

  it('is found on the credential, the achievement and the profiles, as an object or a token', () => {
    const document = {
      endorsement: 'a.b.c', issuer: { id: 'x', endorsementJwt: ['d.e.f'] }, 'a/b~c': { endorsement: [{}] },
      credentialSubject: { verifiableCredential: [{ endorsement: 'not looked for here' }] }, evidence: { verifiableCredential: 'none of the subject' },
      proof: { endorsement: 'not here' }, '@context': { endorsement: 'nor here' },
    } as const
    expect(findContained(document).map(({ pointer, kind }) => [pointer, kind])).toEqual([
      ['/endorsement', 'endorsement'], ['/issuer/endorsementJwt/0', 'endorsement'], ['/a~1b~0c/endorsement/0', 'endorsement'], ['/credentialSubject/verifiableCredential/0', 'credential'],
    ])
    expect(findContained(document)[0]?.host).toBe(document)
  })
})
