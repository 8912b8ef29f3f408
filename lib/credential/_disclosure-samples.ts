/** Documents that tests of selective disclosure share: with what real badges and learner records have and simple samples lack. */
import type { JsonObject } from '../encoding/canonical-json.ts'
import { openBadgesContextUrl } from './contexts.ts'

const achievement = {
  id: 'https://college.example/achievements/1', type: ['Achievement'], name: 'Forklift operator', description: 'Operates a truck', criteria: { narrative: 'A practical test' },
  alignment: [
    { type: ['Alignment'], targetName: 'Operate forklift', targetUrl: 'https://framework.example/1' },
    { type: ['Alignment'], targetName: 'Store goods', targetUrl: 'https://framework.example/2' },
  ],
  resultDescription: [{ id: 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-000000000001', type: ['ResultDescription'], name: 'Grade', resultType: 'LetterGrade', allowedValue: ['A', 'B', 'C'] }],
}

/** A badge with an address on the map, an ordered list, a list of one and texts in several scripts. */
export function richBadge(issuer: string): JsonObject {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2', openBadgesContextUrl],
    id: 'urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-7a3f6c1f0b11',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: 'Ünïcode 🎓',
    issuer: {
      id: issuer, type: ['Profile'], name: 'Example College',
      address: { type: ['Address'], addressLocality: 'Riverside', geo: { type: ['GeoCoordinates'], latitude: 33.9806, longitude: -117.3755 } },
    },
    validFrom: '2026-06-01T00:00:00Z',
    credentialSubject: {
      id: 'did:example:holder', type: ['AchievementSubject'], licenseNumber: '17', narrative: 'Passed: "both" parts\\',
      identifier: [{ type: 'IdentityObject', hashed: true, identityHash: 'sha256$00ff', identityType: 'emailAddress', salt: 'f00d' }],
      result: [{ type: ['Result'], resultDescription: 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-000000000001', value: 'A' }],
      achievement,
    },
    evidence: [{ id: 'https://college.example/evidence/1', type: ['Evidence'], name: 'Assessment sheet' }],
  }
}

/** A learner record that embeds credentials, some about achievements that resemble one another. */
export function learnerRecord(issuer: string, embedded = 3): JsonObject {
  const credential = (number: number): JsonObject => ({
    '@context': ['https://www.w3.org/ns/credentials/v2', openBadgesContextUrl],
    id: `urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-${String(number).padStart(12, '0')}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: issuer, type: ['Profile'], name: 'Example College' },
    validFrom: '2026-06-01T00:00:00Z',
    credentialSubject: { id: 'did:example:holder', type: ['AchievementSubject'], achievement: { ...achievement, id: `urn:uuid:7a1f4d3a-7a1f-4d3a-9d0c-${String(number).padStart(12, '0')}`, name: `Course ${number}` } },
  })
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json', openBadgesContextUrl],
    id: 'urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-7a3f6c1f0b12',
    type: ['VerifiableCredential', 'ClrCredential'],
    name: 'Transcript',
    issuer: { id: issuer, type: ['Profile'], name: 'Example College' },
    validFrom: '2026-06-01T00:00:00Z',
    credentialSubject: {
      id: 'did:example:holder', type: ['ClrSubject'],
      verifiableCredential: Array.from({ length: embedded }, (_, number) => credential(number)),
      association: [{ type: 'Association', associationType: 'isChildOf', sourceId: 'urn:uuid:7a1f4d3a-7a1f-4d3a-9d0c-000000000000', targetId: 'urn:uuid:7a1f4d3a-7a1f-4d3a-9d0c-000000000001' }],
    },
  }
}
