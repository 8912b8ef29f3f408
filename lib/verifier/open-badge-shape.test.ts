import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js'
import formats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJsonObject } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { findAchievementFault, findBadgeFault } from './open-badge-shape.ts'

const standards = new URL('../../../shared/data/standards/', import.meta.url)

const achievement = {
  id: 'urn:uuid:0d8b2a0c-58a5-4a7e-8f63-5a1c3b2d4e6f', type: ['Achievement'], name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three welds' },
  achievementType: 'Certificate', tag: ['steel', 'fire'], inLanguage: 'en-US', image: { id: 'https://college.example/badge.png', type: 'Image', caption: 'A torch' },
  alignment: [{ type: ['Alignment'], targetName: 'Welders', targetUrl: 'https://onet.example/51-4121', targetType: 'CTDL' }],
  resultDescription: [{ id: 'urn:uuid:2', type: ['ResultDescription'], name: 'Grade', resultType: 'LetterGrade', allowedValue: ['A', 'B'] }],
  creator: { id: 'https://college.example', type: ['Profile'], name: 'College', address: { type: ['Address'], postalCode: '1', geo: { type: 'GeoCoordinates', latitude: 1.5, longitude: 2 } } },
}

const badge: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: 'urn:uuid:1', type: ['VerifiableCredential', 'OpenBadgeCredential'], issuer: { id: 'did:web:college.example', type: ['Profile'], name: 'College' },
  name: 'Welding', validFrom: '2026-01-01T00:00:00Z', validUntil: '2027-01-01T00:00:00.123+01:00', awardedDate: '2026-01-01T00:00:00Z',
  credentialSubject: {
    type: ['AchievementSubject'], identifier: [{ type: 'IdentityObject', hashed: true, identityHash: 'sha256$00', identityType: 'emailAddress', salt: 'x' }],
    achievement, creditsEarned: 3, result: [{ type: ['Result'], value: 'A', resultDescription: 'urn:uuid:2', status: 'Completed' }],
  },
  evidence: [{ type: ['Evidence'], id: 'https://college.example/weld.jpg', name: 'Weld' }],
  credentialStatus: { id: 'https://college.example/status#1', type: 'BitstringStatusListEntry', statusListIndex: '1' },
}

const endorsement: JsonObject = {
  '@context': badge['@context'] ?? [], id: 'urn:uuid:9', type: ['VerifiableCredential', 'EndorsementCredential'], name: 'Praise', issuer: { id: 'did:web:guild.example', type: ['Profile'] },
  validFrom: '2026-01-01T00:00:00Z', credentialSubject: { id: 'urn:uuid:1', type: ['EndorsementSubject'], endorsementComment: 'Taught well' },
}

const record: JsonObject = {
  ...badge, name: 'Transcript', type: ['VerifiableCredential', 'ClrCredential'], partial: false, endorsement: [endorsement],
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  credentialSubject: {
    id: 'did:example:1', type: ['ClrSubject'], achievement: [achievement], verifiableCredential: [badge],
    association: [{ type: 'Association', associationType: 'isPartOf', sourceId: 'urn:uuid:1', targetId: 'urn:uuid:2' }],
  },
}

const without = (object: JsonObject, name: string): JsonObject => Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))

describe('findBadgeFault()', () => {
  it('finds nothing wrong with an award, an endorsement and a learner record', () => {
    for (const document of [badge, endorsement, record]) expect(findBadgeFault(document)).toBeUndefined()
  })

  it('takes a list of one for a single value and a single value for a list', () => {
    const { credentialSubject, evidence, issuer } = badge
    expect(findBadgeFault({ ...badge, credentialSubject: [credentialSubject ?? null], evidence: (evidence as readonly Json[])[0] ?? null, issuer: [issuer ?? null] })).toBeUndefined()
    expect(findBadgeFault({ ...badge, credentialSubject: [credentialSubject ?? null, credentialSubject ?? null] })).toEqual({ pointer: '/credentialSubject', state: 'has several values where one may stand' })
  })

  it('reads credentials of data model 1.1 by their names of dates, also inside a learner record', () => {
    const { validFrom, validUntil, ...others } = badge
    const context = ['https://www.w3.org/2018/credentials/v1', 'https://purl.imsglobal.org/spec/ob/v3p0/context.json']
    const old = { ...others, '@context': context, issuanceDate: validFrom ?? null, expirationDate: validUntil ?? null }
    expect(findBadgeFault(old)).toBeUndefined()
    expect(findBadgeFault({ ...record, credentialSubject: { ...(record['credentialSubject'] as JsonObject), verifiableCredential: [old] } })).toBeUndefined()
    expect(findBadgeFault({ ...old, expirationDate: 'soon' })).toMatchObject({ pointer: '/validUntil' })
    expect(findBadgeFault(without(old, 'issuanceDate'))).toMatchObject({ pointer: '/validFrom' })
  })

  it('says where a rule is broken, and repeats nothing of the document', () => {
    const cases: readonly (readonly [JsonObject, string])[] = [
      [without(badge, 'validFrom'), '/validFrom is missing'],
      [{ ...badge, awardedDate: '2024-01-01T00:00:00' }, '/awardedDate is not a moment with a time zone'],
      [{ ...badge, image: 'https://college.example/badge.png' }, '/image is not an object'],
      [{ ...badge, evidence: [{ id: 'https://college.example' }] }, '/evidence/0/type lacks Evidence'],
      [{ ...badge, name: { en: 'Welding', deutsch: 'Schweißen' } }, '/name is not a text'],
      [{ ...badge, issuer: { id: 'did:web:college.example', type: 'Organization' } }, '/issuer/type lacks Profile'],
      [{ ...badge, issuer: 'College' }, '/issuer is not an address'],
      [{ ...badge, endorsementJwt: ['a.b'] }, '/endorsementJwt/0 is not a compact token'],
      [{ ...badge, endorsement: { ...endorsement, credentialSubject: { type: ['EndorsementSubject'] } } }, '/endorsement/credentialSubject/id is missing'],
      [{ ...badge, '@context': ['https://www.w3.org/ns/credentials/v2'] }, '/@context/1 is not the context that belongs there'],
      [{ ...record, '@context': badge['@context'] ?? [] }, '/@context/1 is not the context that belongs there'],
      [{ ...badge, credentialSubject: { type: 'AchievementSubject', achievement } }, '/credentialSubject names nobody: it has neither id nor identifier'],
      [{ ...badge, credentialSubject: { id: 'urn:x', type: 'AchievementSubject', achievement: { ...achievement, secret: 1, image: { id: 'urn:x', type: 'Image', secret: 1 } } } }, '/credentialSubject/achievement/image has a member that its class does not know'],
    ]
    for (const [document, expected] of cases) {
      const fault = findBadgeFault(document)
      expect(`${fault?.pointer} ${fault?.state}`).toBe(expected)
    }
  })

  it('answers any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(badge)), (value, name) => {
      expect(() => [findBadgeFault({ ...badge, [name]: value as Json }), findAchievementFault(value as Json)]).not.toThrow()
    }), { seed: 1 })
  })
})

const schemas = {
  badge: ['open-badges-3.0/schemas-vc2/ob_v3p0_achievementcredential_schema.json', badge],
  endorsement: ['open-badges-3.0/schemas-vc2/ob_v3p0_endorsementcredential_schema.json', endorsement],
  record: ['clr-2.0/schemas-vc2/clr_v2p0_clrcredential_schema.json', record],
} as const

function compile(path: string): ValidateFunction {
  const ajv = new Ajv2019({ strict: false, validateFormats: true, unicodeRegExp: false })
  formats.default(ajv)
  return ajv.compile(JSON.parse(readFileSync(new URL(path, standards), 'utf8')) as object)
}

/** Every place of a document that an object has a member at. */
function placesOf(value: Json, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => placesOf(item, [...path, index]))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([name, member]) => [[...path, name], ...placesOf(member, [...path, name])])
}

function change(value: Json, [step, ...rest]: readonly (string | number)[], to: Json | undefined): Json {
  if (Array.isArray(value)) return value.map((item: Json, index) => (index === step ? change(item, rest, to) : item))
  if (!isJsonObject(value)) return value
  if (rest.length > 0) return { ...value, [String(step)]: change(value[String(step)] ?? null, rest, to) }
  return to === undefined ? without(value, String(step)) : { ...value, [String(step)]: to }
}

describe.skipIf(!existsSync(standards))('the published schemas', () => {
  it.each(Object.entries(schemas))('refuse no %s that these rules pass, whatever is changed in it', (_, [path, document]) => {
    const validate = compile(path)
    expect([validate(document), findBadgeFault(document)]).toEqual([true, undefined])
    const values: readonly (Json | undefined)[] = [undefined, 7, true, 'text', 'https://college.example', {}, null, ['text', 'text'], { en: 'text' }, { en: 7 }, '2026-01-01T00:00:00Z']
    const surprises: string[] = []
    for (const place of placesOf(document)) {
      for (const value of values) {
        const changed = change(document, place, value) as JsonObject
        if (findBadgeFault(changed) === undefined && !validate(changed)) surprises.push(`${place.join('/')} = ${JSON.stringify(value)}: ${validate.errors?.[0]?.instancePath} ${validate.errors?.[0]?.message}`)
      }
    }
    expect(surprises).toEqual([])
  }, 60_000)

  it.each(Object.entries(schemas))('pass no %s that these rules refuse, but for addresses, contexts and names of nobody', (_, [path, document]) => {
    const validate = compile(path)
    // In the schemas any text will do as a single type, and an object for a language.
    const stricter = /is not an address|is not the context|names nobody|lacks|language code/
    const surprises: string[] = []
    for (const place of placesOf(document)) {
      for (const value of [undefined, 7, 'text', {}, ['text']] as const) {
        const changed = change(document, place, value) as JsonObject
        const fault = findBadgeFault(changed)
        if (fault !== undefined && !stricter.test(fault.state) && validate(changed)) surprises.push(`${place.join('/')} = ${JSON.stringify(value)}: ${fault.pointer} ${fault.state}`)
      }
    }
    expect(surprises).toEqual([])
  }, 60_000)

  it('judge every sample of data model 2.0 as these rules do, stricter rules of ours apart', () => {
    const surprises: string[] = []
    let compared = 0
    const folders = ['open-badges-3.0/samples/1edtech-validator', 'open-badges-3.0/samples/dcc', 'open-badges-3.0/samples/learncard', 'clr-2.0/samples']
    const validators = Object.fromEntries(Object.entries(schemas).map(([name, [path]]) => [name, compile(path)]))
    for (const folder of folders) {
      for (const file of readdirSync(new URL(folder, standards)).filter((name) => name.endsWith('.json'))) {
        const document = JSON.parse(readFileSync(new URL(`${folder}/${file}`, standards), 'utf8')) as JsonObject
        if ((document['@context'] as readonly Json[])[0] !== 'https://www.w3.org/ns/credentials/v2') continue
        const types = document['type'] as readonly string[]
        const kind = types.includes('ClrCredential') ? 'record' : types.includes('EndorsementCredential') ? 'endorsement' : 'badge'
        const isValid = validators[kind]?.(document) ?? false
        const fault = findBadgeFault(document)
        compared += 1
        const isStricter = isValid && fault !== undefined && /is not an address|names nobody|lacks/.test(fault.state)
        if (isValid !== (fault === undefined) && !isStricter) surprises.push(`${file}: schema ${isValid}, ${fault?.pointer} ${fault?.state}; ${validators[kind]?.errors?.[0]?.instancePath} ${validators[kind]?.errors?.[0]?.message}`)
      }
    }
    expect(surprises).toEqual([])
    expect(compared).toBeGreaterThan(30)
  })
})
