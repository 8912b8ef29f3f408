import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAchievement, createAchievementCredential } from '../../credential/open-badge.ts'
import { discloseClaims } from '../../credential/sd-jwt/disclose-claims.ts'
import { issueSdJwt } from '../../credential/sd-jwt/issue-sd-jwt.ts'
import { parseSdJwt } from '../../credential/sd-jwt/parse-sd-jwt.ts'
import { signCredential } from '../../credential/sign-credential.ts'
import { signForDisclosure } from '../../credential/sign-for-disclosure.ts'
import { mandatoryPointersOf } from '../../credential/mandatory-pointers.ts'
import { publicKeyToJwk } from '../../crypto/public-key.ts'
import { didKey, didKeyVerificationMethod } from '../../did/did-key.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { ExchangeError } from '../exchange-error.ts'
import { checkChoice } from './choice.ts'
import { answerClaim, selectClaims } from './claims-path.ts'
import { formatDcqlQuery, maxQueryItems, parseDcqlQuery, type DcqlQuery } from './dcql-query.ts'
import { discloseHeld, readShown, type HeldCredential } from './held-credential.ts'
import { matchDcql, type RequestMatch } from './match-dcql.ts'

const created = new Date('2026-11-21T10:00:00Z')
const [ed25519, p256] = await Promise.all((['Ed25519', 'P-256'] as const).map(async (type) => cryptography.importSigningKey(await cryptography.generateKey(type))))
if (ed25519 === undefined || p256 === undefined) throw new Error('keys were made')
const badgeType = 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential'
const baseType = 'https://www.w3.org/2018/credentials#VerifiableCredential'

const unsigned = (name: string): JsonObject => createAchievementCredential({
  id: 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-3c1d0f6f2a1e', issuer: { id: didKey(ed25519.publicKey), name: 'Example College' }, subject: { did: didKey(p256.publicKey) }, validFrom: created, narrative: 'With honours',
  achievement: createAchievement({ id: 'https://college.example/achievements/1', name, description: 'Operates a truck', criteria: { narrative: 'Test' }, achievementType: 'Certificate' }),
}) as unknown as JsonObject
const plain = async (id: string, name = 'Forklift'): Promise<HeldCredential> => ({ id, credential: JSON.stringify(await signCredential(unsigned(name), { signingKey: ed25519, verificationMethod: didKeyVerificationMethod(ed25519.publicKey), created, cryptography })) })
const dividable = async (id: string): Promise<HeldCredential> => {
  const credential = { ...unsigned('Degree'), issuer: { id: didKey(p256.publicKey), type: ['Profile'], name: 'Example College' } }
  return { id, credential: JSON.stringify(await signForDisclosure(credential, { mandatoryPointers: mandatoryPointersOf(credential), signingKey: p256, verificationMethod: didKeyVerificationMethod(p256.publicKey), created, cryptography })) }
}

const person = { given_name: 'Ada', family_name: 'Doe', postal_code: '90210', locality: 'Beverly Hills', region: 'CA', date_of_birth: '1990-01-01', address: { street_address: 'Main 1', country: 'US' }, degrees: [{ type: 'Bachelor', year: 2009 }, { type: 'Master', year: 2011 }] }
const token = async (id: string, vct: string, claims: JsonObject = person, isBound = true): Promise<HeldCredential> => ({
  id, credential: await issueSdJwt({
    claims: { iss: 'https://issuer.example', vct, ...(isBound ? { cnf: { jwk: { ...publicKeyToJwk(p256.publicKey) } } } : {}), ...claims },
    hidden: Object.keys(claims).flatMap((name) => (name === 'address' ? [['address'], ['address', 'street_address'], ['address', 'country']] : name === 'degrees' ? [['degrees'], ['degrees', 0], ['degrees', 1]] : [[name]])),
    header: { typ: 'dc+sd-jwt' },
  }, { signingKey: ed25519, cryptography }),
})

const identity = 'https://credentials.example.com/identity_credential'
const match = (query: unknown, held: readonly HeldCredential[]): Promise<RequestMatch> => matchDcql(parseDcqlQuery(query), held, { cryptography })
const idsOf = ({ queries }: RequestMatch): unknown => Object.fromEntries(queries.map(({ queryId, candidates, reason }) => [queryId, reason ?? candidates.map(({ id }) => id)]))
const badge = (more: object = {}): JsonObject => ({ credentials: [{ id: 'badge', format: 'ldp_vc', meta: { type_values: [[badgeType]] }, ...more }] })

const held = [await plain('forklift'), await plain('crane', 'Crane'), await dividable('degree'), await token('identity', identity), { id: 'broken', credential: '{' }]

function readOrRefuse(value: unknown): DcqlQuery | undefined {
  try {
    return parseDcqlQuery(value)
  } catch (error) {
    if (error instanceof ExchangeError && error.code === 'exchange/malformed') return undefined
    throw error
  }
}

describe('a DCQL query', () => {
  it('OP2: finds Open Badges by the address of their type, or by that of all credentials, and nothing that cannot be read', async () => {
    expect(idsOf(await match(badge(), held))).toEqual({ badge: ['forklift', 'crane', 'degree'] })
    expect(idsOf(await match(badge({ meta: { type_values: [['https://other.example/Licence'], [baseType]] } }), held))).toEqual({ badge: ['forklift', 'crane', 'degree'] })
    expect(idsOf(await match(badge({ meta: { type_values: [[badgeType.replace('OpenBadge', 'Achievement')]] } }), held))).toEqual({ badge: ['forklift', 'crane', 'degree'] })
    expect(idsOf(await match(badge({ meta: { type_values: [[badgeType, 'https://other.example/Licence']] } }), held))).toEqual({ badge: 'none-of-kind' })
    expect(idsOf(await match(badge({ format: 'jwt_vc_json' }), held))).toEqual({ badge: 'none-of-kind' })
  })

  it('finds what has the claims, with one of their values where they are given', async () => {
    const path = ['credentialSubject', 'achievement', 'name']
    expect(idsOf(await match(badge({ claims: [{ path, values: ['Crane', 'Derrick'] }] }), held))).toEqual({ badge: ['crane'] })
    expect(idsOf(await match(badge({ claims: [{ path }, { path: ['evidence'] }] }), held))).toEqual({ badge: 'claims-missing' })
    expect(idsOf(await match(badge({ claims: [{ path: ['type', 1], values: ['OpenBadgeCredential'] }] }), held))).toEqual({ badge: ['forklift', 'crane', 'degree'] })
  })

  it('is not met where only issuers under some authority are wanted, or only suites of another kind, or a key that nobody named', async () => {
    expect(idsOf(await match(badge({ trusted_authorities: [{ type: 'aki', values: ['s9tIpPmhxdiuNkHMEWNpYim8S8Y'] }] }), held))).toEqual({ badge: 'authority-unproven' })
    const query = parseDcqlQuery(badge())
    const formats = new Map([['ldp_vc', ['bbs-2023', 'ecdsa-sd-2023']]])
    expect(idsOf(await matchDcql(query, held, { cryptography, formats }))).toEqual({ badge: ['degree'] })
    expect(idsOf(await matchDcql(query, held.slice(0, 2), { cryptography, formats }))).toEqual({ badge: 'suite-not-taken' })
    const loose = [await token('loose', identity, person, false)]
    const asked = { id: 'pid', format: 'dc+sd-jwt', meta: { vct_values: [identity] } }
    expect(idsOf(await match({ credentials: [asked] }, loose))).toEqual({ pid: 'not-bound' })
    expect(idsOf(await match({ credentials: [{ ...asked, require_cryptographic_holder_binding: false }] }, loose))).toEqual({ pid: ['loose'] })
  })

  it('takes the first set of claims that can be shown, and of lists only what has the value', async () => {
    const asked = { id: 'pid', format: 'dc+sd-jwt', meta: { vct_values: [identity] } }
    const claims = [{ id: 'a', path: ['nickname'] }, { id: 'b', path: ['family_name'] }, { id: 'c', path: ['degrees', null, 'type'], values: ['Master'] }, { id: 'd', path: ['address'] }, { id: 'e', path: ['address', 'country'] }]
    const pointers = async (sets: readonly (readonly string[])[]): Promise<unknown> => (await match({ credentials: [{ ...asked, claims, claim_sets: sets }] }, held)).queries[0]?.candidates[0]?.pointers
    expect(await pointers([['a'], ['b', 'c'], ['b']])).toEqual(['/family_name', '/degrees/1/type'])
    expect(await pointers([['d', 'e']])).toEqual(['/address'])
    expect(await pointers([['a']])).toBeUndefined()
  })

  it.each([
    ['no object', []], ['no credentials', { credentials: [] }], ['no id', badge({ id: 'a b' })], ['the same id twice', { credentials: [badge()['credentials'], badge()['credentials']].flat() }],
    ['no path', badge({ claims: [{ path: [] }] })], ['a negative step', badge({ claims: [{ path: [-1] }] })], ['an object for a value', badge({ claims: [{ path: ['a'], values: [{}] }] })],
    ['sets of claims without claims', badge({ claim_sets: [['a']] })], ['a claim that it does not have', badge({ claims: [{ id: 'a', path: ['a'] }], claim_sets: [['b']] })],
    ['a credential that it does not have', { ...badge(), credential_sets: [{ options: [['licence']] }] }], ['too many claims', badge({ claims: Array.from({ length: maxQueryItems + 1 }, () => ({ path: ['a'] })) })],
    ['text for several', badge({ multiple: 'yes' })], ['text for meta', badge({ meta: 'any' })],
  ])('is refused with %s', (_, query) => {
    expect(() => parseDcqlQuery(query)).toThrow(expect.objectContaining({ code: 'exchange/malformed' }))
  })

  it('is refused or read, and read again as it is written, whatever arrives', () => {
    const part = fc.oneof(fc.constantFrom('badge', 'ldp_vc', 'a'), fc.jsonValue())
    const claim = fc.record({ id: part, path: fc.array(fc.oneof(fc.string(), fc.nat(), fc.constant(null)), { minLength: 1, maxLength: 4 }), values: fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean()), { minLength: 1 }) }, { requiredKeys: ['path'] })
    const credential = fc.record({ id: fc.constantFrom('badge', 'pid'), format: fc.constant('ldp_vc'), multiple: fc.boolean(), meta: fc.constantFrom({}, { type_values: [['a']] }, { vct_values: ['b'] }), claims: fc.array(claim, { minLength: 1, maxLength: 3 }) }, { requiredKeys: ['id', 'format'] })
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), fc.record({ credentials: fc.array(credential, { maxLength: 2 }) })), (value) => {
      const query = readOrRefuse(value)
      expect(query === undefined ? undefined : parseDcqlQuery(JSON.parse(JSON.stringify(formatDcqlQuery(query))))).toEqual(query)
    }), { numRuns: 300 })
  })
})

describe('a choice', () => {
  const query = {
    credentials: ['pid', 'other', 'first', 'second', 'nice'].map((id) => ({ id, format: 'dc+sd-jwt', meta: { vct_values: [`https://x.example/${id}`] }, ...(id === 'nice' ? { multiple: true } : {}) })),
    credential_sets: [{ options: [['pid'], ['other'], ['first', 'second']] }, { required: false, options: [['nice']] }],
  }

  it('answers all that is required, by one of its options, and nothing besides', async () => {
    const all = await Promise.all(['first', 'second', 'nice'].map((id) => token(id, `https://x.example/${id}`, { a: 'b' })))
    const found = await match(query, [...all, { ...all[2] as HeldCredential, id: 'nice-2' }])
    expect(found.isAnswerable).toBe(true)
    expect(checkChoice(found, { first: ['first'], second: ['second'] }).map(({ id }) => id)).toEqual(['first', 'second'])
    expect(checkChoice(found, { first: ['first'], second: ['second'], nice: ['nice', 'nice-2'] })).toHaveLength(4)
    const refusal = (code: string): unknown => expect.objectContaining({ code })
    expect(() => checkChoice(found, { first: ['first'] })).toThrow(refusal('exchange/choice-incomplete'))
    expect(() => checkChoice(found, {})).toThrow(refusal('exchange/choice-incomplete'))
    expect(() => checkChoice(found, { nice: ['nice'] })).toThrow(refusal('exchange/choice-incomplete'))
    expect(() => checkChoice(found, { first: ['first'], second: ['nice'] })).toThrow(refusal('exchange/choice-unknown'))
    expect(() => checkChoice(found, { licence: ['first'] })).toThrow(refusal('exchange/choice-unknown'))
    expect(() => checkChoice(found, { first: ['first', 'first'], second: ['second'] })).toThrow(refusal('exchange/choice-surplus'))
    const pid = await match(query, [await token('pid', 'https://x.example/pid', { a: 'b' }), ...all])
    expect(() => checkChoice(pid, { pid: ['pid'], first: ['first'] })).toThrow(refusal('exchange/choice-surplus'))
    expect((await match(query, all.slice(1))).isAnswerable).toBe(false)
    expect((await match({ credentials: query.credentials }, all)).isAnswerable).toBe(false)
  })
})

describe('a claims path', () => {
  it('leads where the specification says', () => {
    const names = (path: readonly (string | number | null)[]): unknown => selectClaims(person, path).map(({ value }) => value)
    expect(names(['given_name'])).toEqual(['Ada'])
    expect(names(['address', 'street_address'])).toEqual(['Main 1'])
    expect(names(['degrees', null, 'type'])).toEqual(['Bachelor', 'Master'])
    expect(names(['degrees', 1])).toEqual([{ type: 'Master', year: 2011 }])
    for (const path of [['nobody'], ['degrees', 2], ['degrees', 'type'], ['address', null], ['address', 0], ['given_name', 'x'], ['constructor'], ['__proto__']]) expect(names(path)).toEqual([])
  })
})

describe('the least that answers', () => {
  /** Every place of a document, as a path. */
  const placesIn = (value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] => {
    if (typeof value !== 'object' || value === null) return path.length === 0 ? [] : [path]
    const inner = Array.isArray(value) ? value.flatMap((item, index) => placesIn(item, [...path, index])) : Object.entries(value).flatMap(([name, item]) => placesIn(item, [...path, name]))
    return path.length === 0 ? inner : [path, ...inner]
  }

  it('shows every claim asked for and, of a token, not one disclosure more', async () => {
    const [pid] = held.filter(({ id }) => id === 'identity')
    if (pid === undefined) throw new Error('it is held')
    const everything = discloseClaims(parseSdJwt(pid.credential), cryptography).disclosed
    const asked = fc.uniqueArray(fc.constantFrom(...placesIn(person)), { minLength: 1, maxLength: 5 })
    await fc.assert(fc.asyncProperty(asked, async (paths) => {
      const { queries: [found] } = await match({ credentials: [{ id: 'pid', format: 'dc+sd-jwt', meta: { vct_values: [identity] }, claims: paths.map((path) => ({ path })) }] }, [pid])
      const [{ pointers } = { pointers: [] }] = found?.candidates ?? []
      const text = await discloseHeld(pid, pointers, { cryptography })
      const shown = readShown(text, cryptography)
      const isStable = (path: readonly (string | number)[]): boolean => !path.some((step) => typeof step === 'number')
      for (const path of paths.filter(isStable)) expect(answerClaim(shown, { id: undefined, path, values: undefined })).toEqual(answerClaim(person, { id: undefined, path, values: undefined }))
      // Whatever is shown leads to what was asked, or lies within it.
      const { disclosures } = parseSdJwt(text)
      const opened = everything.filter((each) => disclosures.includes(each.text)).map(({ path }) => path)
      expect(opened).toHaveLength(disclosures.length)
      for (const place of opened) expect(paths.some((path) => path.every((step, index) => index >= place.length || step === place[index]))).toBe(true)
    }), { numRuns: 40 })
  })

  it('shows of a credential that can be divided what was asked for and what its issuer always shows', async () => {
    const degree = held[2] as HeldCredential
    const { queries: [found] } = await match(badge({ claims: [{ path: ['credentialSubject', 'achievement', 'criteria', 'narrative'] }] }), [degree])
    const [candidate] = found?.candidates ?? []
    expect(candidate).toMatchObject({ isWhole: false, pointers: ['/credentialSubject/achievement/criteria/narrative'] })
    const shown = JSON.stringify(readShown(await discloseHeld(degree, candidate?.pointers ?? [], { cryptography }), cryptography))
    expect(shown).toContain('"narrative":"Test"')
    for (const kept of ['With honours', 'Operates a truck', 'Certificate']) expect(shown).not.toContain(kept)
    const nothing = JSON.stringify(readShown(await discloseHeld(degree, [], { cryptography }), cryptography))
    expect(nothing).not.toContain('"Test"')
    expect(nothing).toContain('Degree')
  })

  it('shows a credential that cannot be divided whole, byte for byte', async () => {
    const { queries: [found] } = await match(badge({ claims: [{ path: ['name'] }] }), held)
    expect(found?.candidates[0]).toMatchObject({ id: 'forklift', isWhole: true, pointers: [''] })
    expect(await discloseHeld(held[0] as HeldCredential, [''], { cryptography })).toBe(held[0]?.credential)
  })
})

const folder = new URL('../../../../shared/data/vectors/openid4vc/vp/examples/', import.meta.url)
const examples = (existsSync(folder) ? ['query_lang', 'request'].flatMap((name) => readdirSync(new URL(`${name}/`, folder)).filter((file) => /^(?!request_).*\.json$/.test(file)).map((file) => `${name}/${file}`)) : [])
  // As published it lacks a bracket.
  .filter((name) => !name.endsWith('multi_credentials.json'))

describe.skipIf(examples.length === 0)('the examples of the specification', () => {
  it.each(examples)('%s is read as it is written', (name) => {
    const value = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as JsonObject
    expect(formatDcqlQuery(parseDcqlQuery(value))['credentials']).toMatchObject((value['credentials'] as JsonObject[]).map(({ id, format, claims }) => ({ id, format, ...(claims === undefined ? {} : { claims }) })))
  })

  it('find the person, by each of their ways', async () => {
    const find = async (name: string, wallet: readonly HeldCredential[]): Promise<RequestMatch> => match(JSON.parse(readFileSync(new URL(`query_lang/${name}.json`, folder), 'utf8')), wallet)
    const ada = [await token('ada', identity)]
    expect(idsOf(await find('simple', ada))).toEqual({ my_credential: ['ada'] })
    expect(idsOf(await find('value_matching_simple', ada))).toEqual({ my_credential: ['ada'] })
    expect(idsOf(await find('value_matching_simple', [await token('roe', identity, { ...person, family_name: 'Roe' })]))).toEqual({ my_credential: 'claims-missing' })
    expect((await find('claims_alternatives', ada)).queries[0]?.candidates[0]?.pointers).toEqual(['/family_name', '/locality', '/region', '/date_of_birth'])
    const { region: _, ...elsewhere } = person
    expect((await find('claims_alternatives', [await token('x', identity, elsewhere)])).queries[0]?.candidates[0]?.pointers).toEqual(['/family_name', '/postal_code', '/date_of_birth'])
    const two = await find('credentials_alternatives', [await token('reduced', 'https://credentials.example.com/reduced_identity_credential'), await token('home', 'https://cred.example/residence_credential'), await token('points', 'https://company.example/company_rewards', { rewards_number: '7' })])
    expect(two.isAnswerable).toBe(true)
    expect(checkChoice(two, { pid_reduced_cred_1: ['reduced'], pid_reduced_cred_2: ['home'], nice_to_have: ['points'] })).toHaveLength(3)
    expect(await find('complex_mdoc', ada)).toMatchObject({ isAnswerable: false, queries: [{ reason: 'none-of-kind' }, {}, {}, {}] })
  })
})
