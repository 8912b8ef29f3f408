/**
 * The documents that rows are measured with, all made here and different for every number: a badge of some 2 kB, one of 8 kB, and a
 * learner record of some 110 kB with forty badges in it. `npm run bench -- credential` prints their sizes.
 */
import { clrContextUrls, credentialsContextUrl, openBadgesContextUrl } from 'everlearned/credential'
import type { Json, JsonObject } from 'everlearned/encoding'

/** When everything is signed. */
export const now = new Date('2026-11-21T00:00:00Z')

const statusList = 'https://college.example/status/3'

/** Two alignments, evidence and a status entry: 44 statements, three unnamed nodes, about 2.2 kB. */
export function badge(number: number, issuer: string, achievement = 'forklift-2'): JsonObject {
  return {
    '@context': [credentialsContextUrl, openBadgesContextUrl],
    id: `urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-${String(number).padStart(12, '0')}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: 'Forklift operator, level 2',
    issuer: { id: issuer, type: ['Profile'], name: 'Example College of Further Education, Faculty of Logistics', url: 'https://college.example', email: 'registrar@college.example' },
    validFrom: '2026-11-21T00:00:00Z', validUntil: '2029-11-21T00:00:00Z', awardedDate: '2026-11-20T15:30:00Z',
    credentialSubject: {
      id: `did:example:holder${number}`, type: ['AchievementSubject'], licenseNumber: String(number), narrative: 'Passed both parts of the test at the first attempt, the practical one with distinction.',
      achievement: {
        id: `https://college.example/achievements/${achievement}`, type: ['Achievement'], name: 'Forklift operator, level 2', achievementType: 'Certificate', inLanguage: 'en', humanCode: 'FLT-2',
        description: 'Operates a counterbalance truck up to 5 t, in the yard and on ramps, stacks up to three levels, and checks the truck before each shift and signs for it.',
        criteria: { narrative: 'A practical test of 90 minutes before two assessors, and a written one of 40 questions, of which 34 must be right; both within one term.' },
        alignment: [
          { type: ['Alignment'], targetName: 'Operate a forklift truck in a warehouse', targetUrl: 'https://framework.example/skills/operate-forklift', targetFramework: 'Example Framework of Occupational Skills' },
          { type: ['Alignment'], targetName: 'Store and retrieve goods', targetUrl: 'https://framework.example/skills/store-goods', targetFramework: 'Example Framework of Occupational Skills' },
        ],
      },
    },
    evidence: [{ id: `https://college.example/evidence/${number}`, type: ['Evidence'], name: 'Assessment sheet', narrative: 'Signed by both assessors on the day of the test; the original is kept by the registrar of the college for ten years.', genre: 'Form' }],
    credentialStatus: { id: `${statusList}#${number}`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: String(number), statusListCredential: statusList },
  }
}

/** The same with an address, ten alignments, results with their descriptions and pieces of evidence: about 8.2 kB, close to 200 statements and 19 unnamed nodes. */
export function longBadge(number: number, issuer: string): JsonObject {
  const short = badge(number, issuer) as JsonObject & { readonly issuer: JsonObject; readonly credentialSubject: JsonObject & { readonly achievement: JsonObject } }
  const result = (index: number): string => `urn:uuid:1b6f2a1e-6a0f-4b44-9f4b-${String(index).padStart(12, '0')}`
  return {
    ...short,
    issuer: { ...short.issuer, address: { type: ['Address'], streetAddress: '1200 University Avenue', postalCode: '92507', addressLocality: 'Riverside', addressRegion: 'CA', addressCountry: 'US', geo: { type: ['GeoCoordinates'], latitude: 33.9806, longitude: -117.3755 } } },
    credentialSubject: {
      ...short.credentialSubject,
      result: list(4, (index) => ({ type: ['Result'], resultDescription: result(index), value: String(80 + index + (number % 10)) })),
      achievement: {
        ...short.credentialSubject.achievement,
        alignment: list(10, (index) => ({
          type: ['Alignment'], targetName: `Skill number ${index}`, targetUrl: `https://framework.example/skills/${index}`, targetCode: `SK-${index}`, targetFramework: 'Example Framework',
          targetDescription: 'What somebody with this skill can do, in a sentence of usual length that says what it is, in what places, and what it is not.',
        })),
        resultDescription: list(4, (index) => ({ id: result(index), type: ['ResultDescription'], name: `Part ${index} of the test`, resultType: 'Percent', valueMin: '0', valueMax: '100', requiredValue: '60', ...(index === 0 ? { allowedValue: ['low', 'high'] } : {}) })),
        tag: list(6, (index) => `tag ${index}`),
      },
    },
    evidence: list(8, (index) => ({ id: `https://college.example/evidence/${number}/${index}`, type: ['Evidence'], name: `Sheet ${index}`, narrative: 'What was done, and who saw it, in one or two sentences that somebody typed on the day of the test, with the time, the place and the truck that was driven.' })),
  }
}

/** A learner record around forty badges with results and with proofs of their own, which are not looked at: about 111 kB, 2,130 statements, 240 unnamed nodes. */
export function learnerRecord(number: number, issuer: string): JsonObject {
  const { credentialStatus: _, ...outer } = badge(number, issuer)
  return {
    ...outer,
    id: `urn:uuid:2c6f2a1e-6a0f-4b44-9f4b-${String(number).padStart(12, '0')}`,
    '@context': [credentialsContextUrl, clrContextUrls['2.0.1'], openBadgesContextUrl],
    type: ['VerifiableCredential', 'ClrCredential'],
    credentialSubject: { id: `did:example:holder${number}`, type: ['ClrSubject'], verifiableCredential: list(40, (index) => embedded(number * 40 + index, index, issuer)) },
  }
}

function embedded(number: number, index: number, issuer: string): JsonObject {
  const made = badge(number, issuer, `course-${index}`) as JsonObject & { readonly credentialSubject: JsonObject }
  return {
    ...made,
    credentialSubject: { ...made.credentialSubject, creditsEarned: 3, narrative: 'Attended all lessons and passed the course at the end of the term, with a project on the layout of the yard that three teachers marked, a talk of twenty minutes about it before the class, and four weeks in a warehouse, of which the foreman wrote a report that is kept with the sheets of the test.', result: [{ type: ['Result'], value: String(70 + (number % 30)), status: 'Completed' }] },
    proof: {
      type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', created: '2026-11-20T09:00:00Z', verificationMethod: 'did:example:college#key-1', proofPurpose: 'assertionMethod',
      proofValue: `z58DAdFfa9SkqZMVPxAQpic7ndSayn1PzZs6ZjWp1CktyGesjuTSwRdoWhAfGFCF5bppETSTojQCrfFPP2oumHK${index + 11}`,
    },
  }
}

function list<Item extends Json>(length: number, make: (index: number) => Item): readonly Item[] {
  return Array.from({ length }, (_, index) => make(index))
}
