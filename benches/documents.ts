/** The documents that rows are measured with, all made here: the badge of 2 kB, one of 8 kB, and a learner record of some 110 kB with forty badges in it. */
import { createAchievement, createAchievementCredential, clrContextUrls, hashIdentity } from 'everlearned/credential'
import { nativeCryptography as cryptography } from 'everlearned/node'

type Json = string | number | boolean | null | readonly Json[] | JsonObject
type JsonObject = { readonly [name: string]: Json }

/** When everything is signed. */
export const now = new Date('2026-11-21T00:00:00Z')

/** Two alignments, evidence, a status entry, a hashed address; about 2 kB once signed. */
export function badge(number: number, issuer: string, achievement = 'forklift-2'): ReturnType<typeof createAchievementCredential> {
  const url = 'https://college.example/status/3'
  return createAchievementCredential({
    id: `urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-${String(number).padStart(12, '0')}`,
    issuer: { id: issuer, name: 'Example College', url: 'https://college.example' },
    achievement: createAchievement({
      id: `https://college.example/achievements/${achievement}`, name: 'Forklift operator, level 2', description: 'Operates a counterbalance truck up to 5 t.',
      criteria: { narrative: 'Practical test of 90 minutes, two assessors.' }, achievementType: 'Certificate',
      alignments: [
        { targetName: 'Operate forklift', targetUrl: 'https://framework.example/skills/operate-forklift', targetFramework: 'Example Framework' },
        { targetName: 'Store goods', targetUrl: 'https://framework.example/skills/store-goods', targetFramework: 'Example Framework' },
      ],
    }),
    subject: { did: `did:example:holder${number}`, identity: hashIdentity(`person${number}@example.org`, 'f00dfeed', cryptography) },
    validFrom: now, validUntil: new Date('2029-11-21T00:00:00Z'), licenseNumber: String(number), narrative: 'Passed both parts.',
    evidence: [{ id: `https://college.example/evidence/${number}`, name: 'Assessment sheet' }],
    status: { id: `${url}#${number}`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: String(number), statusListCredential: url },
  })
}

/** The same with an address, ten alignments, results with their descriptions and six pieces of evidence; about 8 kB, close to 200 statements. */
export function longBadge(number: number, issuer: string): JsonObject {
  const short = badge(number, issuer) as unknown as JsonObject & { readonly issuer: JsonObject; readonly credentialSubject: JsonObject & { readonly achievement: JsonObject } }
  const count = <Item>(length: number, make: (index: number) => Item): readonly Item[] => Array.from({ length }, (_, index) => make(index))
  const result = (index: number): string => `urn:uuid:1b6f2a1e-6a0f-4b44-9f4b-${String(index).padStart(12, '0')}`
  return {
    ...short,
    issuer: { ...short.issuer, address: { type: ['Address'], addressLocality: 'Riverside', addressRegion: 'CA', geo: { type: ['GeoCoordinates'], latitude: 33.9806, longitude: -117.3755 } } },
    credentialSubject: {
      ...short.credentialSubject,
      result: count(4, (index) => ({ type: ['Result'], resultDescription: result(index), value: String(80 + index + (number % 10)) })),
      achievement: {
        ...short.credentialSubject.achievement,
        alignment: count(10, (index) => ({
          type: ['Alignment'], targetName: `Skill number ${index}`, targetUrl: `https://framework.example/skills/${index}`, targetFramework: 'Example Framework', targetDescription: 'What somebody with this skill can do, in a sentence of usual length.',
        })),
        resultDescription: count(4, (index) => ({ id: result(index), type: ['ResultDescription'], name: `Part ${index}`, resultType: 'Percent', valueMin: '0', valueMax: '100', allowedValue: index === 0 ? ['low', 'middle', 'high'] : [] })),
        tag: count(8, (index) => `tag ${index}`),
      },
    },
    evidence: count(6, (index) => ({ id: `https://college.example/evidence/${number}/${index}`, type: ['Evidence'], name: `Sheet ${index}`, narrative: 'What was done, and who saw it, in one or two sentences that somebody typed.' })),
  }
}

/** A learner record around forty badges with proofs of their own, which are not looked at. */
export function learnerRecord(number: number, issuer: string): JsonObject {
  const { credentialStatus: _, ...outer } = badge(number, issuer) as unknown as JsonObject & { readonly issuer: JsonObject }
  const badges = Array.from({ length: 40 }, (_, index) => ({ ...(badge(number * 40 + index, issuer, `course-${index}`) as unknown as JsonObject), proof: embeddedProof(index) }))
  return {
    ...outer,
    id: `urn:uuid:2c6f2a1e-6a0f-4b44-9f4b-${String(number).padStart(12, '0')}`,
    '@context': ['https://www.w3.org/ns/credentials/v2', clrContextUrls['2.0.1'], 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    type: ['VerifiableCredential', 'ClrCredential'],
    credentialSubject: { id: `did:example:holder${number}`, type: ['ClrSubject'], verifiableCredential: badges },
  }
}

function embeddedProof(index: number): JsonObject {
  return {
    type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', created: '2026-11-20T09:00:00Z', verificationMethod: 'did:example:college#key-1', proofPurpose: 'assertionMethod',
    proofValue: `z58DAdFfa9SkqZMVPxAQpic7ndSayn1PzZs6ZjWp1CktyGesjuTSwRdoWhAfGFCF5bppETSTojQCrfFPP2oumHK${index + 11}`,
  }
}
