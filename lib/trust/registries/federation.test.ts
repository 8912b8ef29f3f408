import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as jose from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createGuardedFetch } from '../../node/guarded-fetch.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { didKey } from '../../did/did-key.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { lookUpInFederation, type FederationSource } from './federation.ts'
import type { IssuerStanding, RegistryAnswer } from './issuer-standing.ts'
import { lookUpInIssuerList } from './issuer-list.ts'
import { lookUpIssuer } from './look-up-issuer.ts'
import { maxRegistryFetches, type RegistryContext } from './registry-fetch.ts'

interface Answer { readonly status?: number; readonly body?: string; readonly location?: string }

/** What the hosts of the test answer, by host, path and query. */
const answers = new Map<string, Answer>()
let asked: string[] = []
const server = createServer((request, response) => {
  const name = decodeURIComponent(String(request.url).slice(1))
  asked.push(name)
  const { status = 200, body = '', location } = answers.get(name) ?? { status: 404 }
  response.writeHead(status, { 'content-type': 'application/entity-statement+jwt', ...(location === undefined ? {} : { location }) }).end(body)
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const now = new Date('2026-11-21T12:00:00Z')
const seconds = now.getTime() / 1_000
/** Real requests, with the hosts of the test behind one loopback server; other addresses meet the guard. */
const context: RegistryContext = {
  cryptography, now,
  fetch: (url, init) => createGuardedFetch({ allowedOrigins: [origin] })(url.replace(/^https:\/\/([\w-]+\.example)/, `${origin}/$1`), init),
}

interface Member { readonly id: string; readonly alg: string; readonly jwk: jose.JWK & { readonly kid: string }; readonly privateKey: jose.CryptoKey }

async function newMember(id: string, alg: string = 'ES256'): Promise<Member> {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true })
  return { id, alg, privateKey, jwk: { ...await jose.exportJWK(publicKey), kid: `key of ${id}` } }
}

type Claims = Readonly<Record<string, unknown>>

function sign(signer: Member, claims: Claims, header: Claims = {}): Promise<string> {
  return new jose.SignJWT({ iat: seconds - 60, exp: seconds + 86_400, ...claims })
    .setProtectedHeader({ alg: signer.alg, typ: 'entity-statement+jwt', kid: signer.jwk.kid, ...header }).sign(signer.privateKey)
}

const host = (id: string): string => id.replace('https://', '')

function selfClaims({ id, jwk }: Member, superiors: readonly Member[], claims: Claims = {}): Claims {
  const entity = { organization_name: `Self-styled ${host(id)}`, federation_fetch_endpoint: `${id}/fetch` }
  return { iss: id, sub: id, jwks: { keys: [jwk] }, metadata: { federation_entity: entity }, ...(superiors.length === 0 ? {} : { authority_hints: superiors.map((superior) => superior.id) }), ...claims }
}

async function publish(member: Member, superiors: readonly Member[], claims: Claims = {}): Promise<void> {
  answers.set(`${host(member.id)}/.well-known/openid-federation`, { body: await sign(member, selfClaims(member, superiors, claims)) })
}

function stated(superior: Member, subject: Member | string, claims: Claims = {}): Claims {
  const isDid = typeof subject === 'string'
  return { iss: superior.id, sub: isDid ? subject : subject.id, ...(isDid ? {} : { jwks: { keys: [subject.jwk] } }), metadata: { federation_entity: { organization_name: 'Example College' } }, ...claims }
}

function answer(superior: Member, subject: Member | string, body: string): void {
  answers.set(`${host(superior.id)}/fetch?sub=${typeof subject === 'string' ? subject : subject.id}`, { body })
}

async function state(superior: Member, subject: Member | string, claims: Claims = {}, signer: Member = superior, header: Claims = {}): Promise<void> {
  answer(superior, subject, await sign(signer, stated(superior, subject, claims), header))
}

const anchor = await newMember('https://anchor.example')
const middle = await newMember('https://middle.example', 'EdDSA')
const college = await newMember('https://college.example', 'RS256')
const stranger = await newMember('https://stranger.example')
const did = 'did:web:college.example'
const source: FederationSource = { kind: 'openid-federation', name: 'Members of Example', anchors: [{ id: anchor.id, keys: [anchor.jwk as JsonObject] }] }

const ask = (issuer: string = did, changes: Partial<FederationSource> = {}): Promise<RegistryAnswer> => lookUpInFederation(issuer, { ...source, ...changes }, context)
const codeOf = (found: RegistryAnswer): string => ('code' in found ? `${found.state} ${found.code}` : found.state)

async function standing(found: Promise<RegistryAnswer>): Promise<IssuerStanding> {
  const result = await found
  if (result.state !== 'listed') throw new Error(codeOf(result))
  return result.standing
}

beforeEach(async () => {
  answers.clear()
  asked = []
  await publish(anchor, [])
  await publish(middle, [anchor])
  await publish(college, [middle])
  await state(anchor, middle)
  await state(middle, college)
})

describe('lookUpInFederation() with an issuer that is an entity', () => {
  it('verifies the chain from the trust anchor, over an intermediate, to the issuer', async () => {
    const found = await standing(ask())
    expect(found).toMatchObject({ source: 'openid-federation', registry: 'Members of Example', did, name: 'Example College', state: 'in-force', isRootPinned: true, accreditedFor: [] })
    expect(found.chain.map(({ id }) => id)).toEqual([anchor.id, middle.id, did])
    expect(found.freshUntil).toEqual(new Date((seconds + 86_400) * 1_000))
    expect(found.keys).toBeUndefined()
  })

  it('never takes for its name what the issuer calls itself', async () => {
    await publish(college, [middle], { metadata: { federation_entity: { organization_name: 'Famous' }, institution_additional_information: { legal_name: 'Trustees of Famous' }, ror_entity: { rorid: '042nb2s44' } } })
    await state(middle, college, { metadata: {} })
    for (const member of ['legalName', 'identifiers']) expect(await standing(ask())).not.toHaveProperty(member)
    expect((await standing(ask())).name).toBeNull()
    await state(middle, college, { metadata: {}, metadata_policy: { federation_entity: { organization_name: { value: 'Named by Policy' } } } })
    expect((await standing(ask())).name).toBe('Named by Policy')
  })

  it('ties the keys of its metadata to the DID', async () => {
    const { jwk } = await newMember('https://signer.example', 'EdDSA')
    await publish(college, [middle], { metadata: { vc_issuer: { jwks: { keys: [jwk] } } } })
    expect((await standing(ask())).keys).toEqual([expect.stringMatching(/^z6Mk/)])
  })

  it('is absent from a federation that does not lead to it', async () => {
    expect(codeOf(await ask('did:web:nobody.example'))).toBe('absent')
    answers.delete(`middle.example/fetch?sub=${college.id}`)
    expect(codeOf(await ask())).toBe('absent')
    expect(codeOf(await ask(did, { anchors: [{ id: stranger.id }], registries: [] }))).toBe('absent')
  })

  it('is unknown, not absent, while an entity on the way is out of reach', async () => {
    answers.set('middle.example/.well-known/openid-federation', { status: 503 })
    expect(codeOf(await ask())).toBe('unknown registry/unreachable')
  })

  it('takes another way when one does not hold', async () => {
    await publish(stranger, [anchor])
    await publish(college, [stranger, middle])
    expect((await standing(ask())).chain).toHaveLength(3)
  })
})

describe('lookUpInFederation() with an issuer that a registry tells of by its DID', () => {
  const issuer = didKey({ type: 'Ed25519', bytes: new Uint8Array(32).fill(9) })
  const metadata = {
    federation_entity: { organization_name: 'OneUni University', homepage_uri: 'https://oneuni.example' },
    institution_additional_information: { legal_name: 'Trustees of OneUni' },
    credential_registry_entity: { ctid: 'ce-e8a41a52-6ff6-48f0-9872-889c87b093b7' }, ror_entity: { rorid: '042nb2s44' },
  }

  it('reads the statement of the registry, which carries no keys', async () => {
    await state(anchor, issuer, { metadata })
    expect(await standing(ask(issuer))).toEqual({
      source: 'openid-federation', registry: 'Members of Example', did: issuer, name: 'OneUni University', legalName: 'Trustees of OneUni', url: 'https://oneuni.example',
      identifiers: { ctid: 'ce-e8a41a52-6ff6-48f0-9872-889c87b093b7', ror: '042nb2s44' }, accreditedFor: [], isRootPinned: true, state: 'in-force', checkedAt: now,
      freshUntil: new Date((seconds + 86_400) * 1_000), chain: [{ id: anchor.id, name: 'Self-styled anchor.example' }, { id: issuer, name: 'OneUni University' }],
    })
    expect(asked).toHaveLength(2)
  })

  it('reads it from a registry below the trust anchor, with the keys of the issuer', async () => {
    const { jwk } = await newMember('https://issuer.example', 'EdDSA')
    await state(middle, issuer, { metadata, jwks: { keys: [jwk] } })
    const found = await standing(ask(issuer, { registries: [middle.id] }))
    expect(found.chain.map(({ id }) => id)).toEqual([anchor.id, middle.id, issuer])
    expect(found.keys).toHaveLength(1)
  })

  it('says so when the keys of the trust anchor are only what its address serves', async () => {
    await state(anchor, issuer, { metadata })
    expect((await standing(ask(issuer, { anchors: [{ id: anchor.id }] }))).isRootPinned).toBe(false)
  })

  it('is absent where the registry does not know it, and unknown where the registry cannot be asked', async () => {
    expect(codeOf(await ask(issuer))).toBe('absent')
    answers.set('anchor.example/.well-known/openid-federation', { status: 500 })
    expect(codeOf(await ask(issuer))).toBe('unknown registry/unreachable')
  })

  it('shows no name with signs that turn the direction of writing', async () => {
    await state(anchor, issuer, { metadata: { federation_entity: { organization_name: 'Example \u202egelloC' } } })
    expect((await standing(ask(issuer))).name).toBeNull()
  })
})

describe('lookUpInFederation() with hostile members', () => {
  it('refuses an intermediate that the trust anchor vouches for under another key', async () => {
    const forger = { ...stranger, id: middle.id, jwk: { ...stranger.jwk, kid: middle.jwk.kid } }
    await publish(forger, [anchor])
    await state(middle, college, {}, forger)
    expect(codeOf(await ask())).toBe('refused registry/signature-invalid')
  })

  it('refuses a statement that another than its issuer signed', async () => {
    await state(anchor, middle, {}, stranger)
    expect(codeOf(await ask())).toBe('refused registry/signature-invalid')
    await state(anchor, middle, {}, stranger, { kid: anchor.jwk.kid, alg: 'ES256' })
    expect(codeOf(await ask())).toBe('refused registry/signature-invalid')
  })

  it('refuses a trust anchor that serves other keys than the verifier chose', async () => {
    const impostor = { ...stranger, id: anchor.id }
    await publish(impostor, [])
    await state(anchor, middle, {}, impostor)
    expect(codeOf(await ask())).toBe('refused registry/signature-invalid')
  })

  it('refuses a configuration under keys that nobody attests, though all above it is sound', async () => {
    await publish({ ...stranger, id: college.id }, [middle], { metadata: { vc_issuer: { jwks: { keys: [stranger.jwk] } } } })
    expect(codeOf(await ask())).toBe('refused registry/signature-invalid')
    await publish(college, [middle])
    await publish({ ...stranger, id: anchor.id, jwk: { ...stranger.jwk, kid: anchor.jwk.kid } }, [])
    expect(codeOf(await ask())).toBe('refused registry/signature-invalid')
  })

  it('refuses an entity that does not list the key that it signs with', async () => {
    await publish(college, [middle], { jwks: { keys: [stranger.jwk] } })
    expect(codeOf(await ask())).toBe('refused registry/signature-invalid')
  })

  it('takes only the key that a statement names', async () => {
    const other = await newMember(anchor.id)
    const keys = [anchor.jwk, { ...other.jwk, kid: 'another' }] as unknown as JsonObject[]
    await state(anchor, middle, {}, anchor, { kid: 'another' })
    expect(codeOf(await ask(did, { anchors: [{ id: anchor.id, keys }] }))).toBe('refused registry/signature-invalid')
  })

  it('refuses a leaf that shows the configuration or the statement of another', async () => {
    answer(middle, college, await sign(middle, stated(middle, stranger)))
    expect(codeOf(await ask())).toBe('refused registry/subject-mismatch')
    await state(middle, college)
    answers.set('college.example/.well-known/openid-federation', { body: await sign(stranger, selfClaims(stranger, [middle])) })
    expect(codeOf(await ask())).toBe('refused registry/issuer-mismatch')
    answers.set('college.example/.well-known/openid-federation', { body: await sign(college, { ...selfClaims(college, [middle]), sub: 'https://college.example/' }) })
    expect(codeOf(await ask())).toBe('refused registry/subject-mismatch')
  })

  it('refuses what is out of date or from the future, each statement on its own', async () => {
    for (const claims of [{ exp: seconds }, { exp: seconds - 1 }]) {
      await state(anchor, middle, claims)
      expect(codeOf(await ask())).toBe('refused registry/statement-expired')
    }
    await state(anchor, middle, { iat: seconds + 3_600 })
    expect(codeOf(await ask())).toBe('refused registry/signature-invalid')
    for (const claims of [{ exp: 'soon' }, { exp: seconds - 90 }, { iat: undefined }]) {
      await state(anchor, middle, claims)
      expect(codeOf(await ask())).toBe('refused registry/statement-malformed')
    }
  })

  it('refuses what is not understood and said to be critical, in header and claims', async () => {
    answer(anchor, middle, await jose.generateKeyPair('ES256').then(() => new jose.SignJWT({ iat: seconds, exp: seconds + 60, ...stated(anchor, middle) })
      .setProtectedHeader({ alg: 'ES256', typ: 'entity-statement+jwt', kid: anchor.jwk.kid, crit: ['x'], x: 1 }).sign(anchor.privateKey, { crit: { x: true } })))
    expect(codeOf(await ask())).toBe('refused registry/signature-invalid')
    await state(anchor, middle, { crit: ['x'], x: 1 })
    expect(codeOf(await ask())).toBe('refused registry/statement-critical')
    await state(anchor, middle, { metadata_policy_crit: ['regexp'] })
    expect(codeOf(await ask())).toBe('refused registry/policy-critical')
  })

  it('refuses no signature, a public key taken for a secret, another type of token and a key without a name', async () => {
    const part = (value: unknown): string => jose.base64url.encode(JSON.stringify(value))
    const payload = { iat: seconds, exp: seconds + 60, ...stated(anchor, middle) }
    answer(anchor, middle, `${part({ alg: 'none', typ: 'entity-statement+jwt', kid: anchor.jwk.kid })}.${part(payload)}.`)
    expect(codeOf(await ask())).toBe('refused registry/signature-invalid')
    const secret = new TextEncoder().encode(JSON.stringify(anchor.jwk))
    answer(anchor, middle, await new jose.SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ: 'entity-statement+jwt', kid: anchor.jwk.kid }).sign(secret))
    expect(codeOf(await ask())).toBe('refused registry/signature-invalid')
    for (const header of [{ typ: 'JWT' }, { typ: undefined }, { kid: undefined }, { kid: undefined, jwk: anchor.jwk }]) {
      await state(anchor, middle, {}, anchor, header)
      expect(codeOf(await ask())).toBe('refused registry/signature-invalid')
    }
  })

  it('leaves open what is signed soundly with an algorithm that is not read', async () => {
    const modern = await newMember(middle.id, 'PS256')
    await publish(modern, [anchor])
    expect(codeOf(await ask())).toBe('unknown registry/not-supported')
  })

  it('follows no redirect', async () => {
    answers.set('elsewhere.example/x', answers.get('middle.example/.well-known/openid-federation') ?? {})
    answers.set('middle.example/.well-known/openid-federation', { status: 302, location: '/elsewhere.example/x' })
    expect(codeOf(await ask())).toBe('unknown registry/redirected')
    expect(asked).not.toContain('elsewhere.example/x')
  })

  it('stops at a chain that is too deep, a ring, and a bush', async () => {
    const tall = await Promise.all(Array.from({ length: 6 }, (_, height) => newMember(`https://tall-${height}.example`, 'EdDSA')))
    for (const [height, member] of tall.entries()) {
      const above = tall[height + 1] ?? anchor
      await publish(member, [above])
      await state(above, member)
    }
    expect(codeOf(await ask('did:web:tall-0.example'))).toBe('refused registry/chain-too-deep')
    expect((await standing(ask('did:web:tall-1.example'))).chain).toHaveLength(6)
    await publish(middle, [college])
    expect(codeOf(await ask())).toBe('absent')
    const bush = await Promise.all(Array.from({ length: 30 }, (_, place) => newMember(`https://bush-${place}.example`, 'EdDSA')))
    for (const [place, member] of bush.entries()) await publish(member, bush.slice(place + 1, place + 30))
    asked = []
    expect(codeOf(await ask('did:web:bush-0.example'))).toMatch(/too-many-fetches|too-deep/)
    expect(asked.length).toBeLessThanOrEqual(maxRegistryFetches)
  })

  it('reads no statement that is longer than allowed, or none at all', async () => {
    await publish(middle, [anchor], { padding: 'x'.repeat(70_000) })
    expect(codeOf(await ask())).toBe('unknown registry/too-large')
    answers.set('middle.example/.well-known/openid-federation', { body: '{"error":"none"}' })
    expect(codeOf(await ask())).toBe('refused registry/statement-malformed')
  })

  it('asks no address but https ones, whatever an entity names', async () => {
    await publish(college, [{ ...middle, id: 'http://169.254.169.254' }])
    expect(codeOf(await ask())).toBe('refused registry/entity-malformed')
    await publish(college, [middle])
    for (const [endpoint, code] of [['http://169.254.169.254/fetch', 'address-refused'], ['https://169.254.169.254/fetch', 'unreachable'], ['https://user:word@middle.example/fetch', 'address-refused']] as const) {
      await publish(middle, [anchor], { metadata: { federation_entity: { federation_fetch_endpoint: endpoint } } })
      expect(codeOf(await ask())).toBe(`unknown registry/${code}`)
    }
    expect(codeOf(await ask('did:web:127.0.0.1'))).toBe('unknown registry/unreachable')
  })
})

describe('lookUpInFederation() under the policies of superiors', () => {
  it('takes away what a superior removes, and refuses what it forbids', async () => {
    const { jwk } = await newMember('https://signer.example', 'EdDSA')
    await publish(college, [middle], { metadata: { vc_issuer: { jwks: { keys: [jwk] }, kinds: ['degree', 'badge'] } } })
    await state(anchor, middle, { metadata_policy: { vc_issuer: { jwks: { value: null } } } })
    expect((await standing(ask())).keys).toBeUndefined()
    await state(anchor, middle, { metadata_policy: { vc_issuer: { kinds: { one_of: ['badge'] } } } })
    expect(codeOf(await ask())).toBe('refused registry/policy-violated')
    await state(anchor, middle, { constraints: { allowed_entity_types: ['openid_provider'] } })
    expect((await standing(ask())).keys).toBeUndefined()
  })

  it.each([[{ max_path_length: 0 }], [{ naming_constraints: { permitted: ['.example.edu'] } }], [{ naming_constraints: { excluded: ['college.example'] } }]])('refuses a chain outside %j', async (constraints) => {
    await state(anchor, middle, { constraints })
    expect(codeOf(await ask())).toBe('refused registry/constraint-violated')
  })

  it('bears constraints that the chain keeps', async () => {
    await state(anchor, middle, { constraints: { max_path_length: 1, naming_constraints: { permitted: ['.example'], excluded: ['stranger.example'] } } })
    expect((await standing(ask())).name).toBe('Example College')
  })
})

describe('trust marks', () => {
  const scope = 'https://anchor.example/marks/accredited'
  async function mark(giver: Member, claims: Claims = {}): Promise<Claims> {
    const trustMark = await sign(giver, { iss: giver.id, sub: college.id, trust_mark_type: scope, ...claims }, { typ: 'trust-mark+jwt' })
    return { trust_marks: [{ trust_mark_type: scope, trust_mark: trustMark }] }
  }

  it('count when the trust anchor gave them, or lets their giver give them', async () => {
    await publish(college, [middle], await mark(anchor))
    expect((await standing(ask())).accreditedFor).toEqual([{
      scope, by: { id: anchor.id, name: 'Self-styled anchor.example' }, from: new Date((seconds - 60) * 1_000), until: new Date((seconds + 86_400) * 1_000),
    }])
    const board = await newMember('https://board.example')
    await publish(board, [anchor])
    await state(anchor, board)
    await publish(anchor, [], { trust_mark_issuers: { [scope]: [board.id] } })
    await publish(college, [middle], await mark(board))
    expect((await standing(ask())).accreditedFor).toMatchObject([{ scope, by: { id: board.id } }])
  })

  it('count for nothing when given by others, to others, forged or out of date', async () => {
    const forged = { ...stranger, id: anchor.id, jwk: { ...stranger.jwk, kid: anchor.jwk.kid } }
    for (const bad of [mark(middle), mark(college), mark(stranger), mark(forged), mark(anchor, { sub: stranger.id }), mark(anchor, { exp: seconds }), mark(anchor, { trust_mark_type: 'https://other.example' })]) {
      await publish(college, [middle], await bad)
      expect((await standing(ask())).accreditedFor).toEqual([])
    }
  })
})

describe('lookUpInIssuerList()', () => {
  const list = { kind: 'issuer-list', name: 'Community list', url: 'https://list.example/registry.json' } as const
  const serve = (value: unknown): void => { answers.set('list.example/registry.json', { body: typeof value === 'string' ? value : JSON.stringify(value) }) }
  const entry = { name: 'My University', location: 'Cambridge, MA, USA', url: 'https://my.example' }

  it('finds an issuer by its DID, as known and not as accredited', async () => {
    serve({ meta: { created: '2026-01-01T00:00:00Z' }, registry: { [did]: entry } })
    expect(await standing(lookUpInIssuerList(did, list, context))).toEqual({
      source: 'issuer-list', registry: 'Community list', did, name: 'My University', location: 'Cambridge, MA, USA', url: 'https://my.example', accreditedFor: [],
      chain: [{ id: list.url, name: 'Community list' }, { id: did, name: 'My University' }], isRootPinned: false, state: 'in-force', checkedAt: now,
    })
    expect(codeOf(await lookUpInIssuerList('did:web:other.example', list, context))).toBe('absent')
    expect(codeOf(await lookUpInIssuerList('constructor', list, context))).toBe('absent')
  })

  it.each<[string, unknown]>([['no registry', { meta: {} }], ['a list', []], ['no JSON', '<html>'], ['a name twice', `{"registry":{"${did}":{"name":"A","name":"B"}}}`], ['no name', { registry: { [did]: { url: 'x' } } }]])('refuses %s', async (_, value) => {
    serve(value)
    expect(codeOf(await lookUpInIssuerList(did, list, context))).toBe('refused registry/list-malformed')
  })

  it('shows no address that is none', async () => {
    serve({ registry: { [did]: { ...entry, url: 'javascript:alert(1)' } } })
    expect((await standing(lookUpInIssuerList(did, list, context))).url).toBeUndefined()
  })

  it('is unknown when the list moved or is out of reach', async () => {
    answers.set('list.example/registry.json', { status: 301, location: 'https://other.example/' })
    expect(codeOf(await lookUpInIssuerList(did, list, context))).toBe('unknown registry/redirected')
    const offline: RegistryContext = { ...context, fetch: () => Promise.reject(new TypeError('offline')) }
    expect(codeOf(await lookUpInIssuerList(did, list, offline))).toBe('unknown registry/unreachable')
  })

  it('stands beside a federation in one look-up', async () => {
    serve({ registry: { [did]: entry } })
    expect((await lookUpIssuer(did, [source, list], context)).map(codeOf)).toEqual(['listed', 'listed'])
  })
})

describe('lookUpIssuer() with a registry of CTDL', () => {
  const [collegeId, boardId] = ['ce-e8a41a52-6ff6-48f0-9872-889c87b093b7', 'ce-cfb15560-78c6-42b7-b62c-c3112c0de8f6']
  const registry = { kind: 'credential-registry', name: 'Registry of CTDL', url: 'https://ctdl.example', accreditors: [{ ctid: boardId, name: 'Board', scopes: ['https://scope.example/nursing'] }] } as const
  const uri = (ctid: string): string => `https://ctdl.example/resources/${ctid}`
  const describeAs = (ctid: string, claims: Claims): void => { answers.set(`ctdl.example/resources/${ctid}`, { body: JSON.stringify({ 'ceterms:ctid': ctid, 'ceterms:name': { en: `Name of ${ctid.slice(0, 6)}` }, ...claims }) }) }
  const answer = async (): Promise<RegistryAnswer | undefined> => (await lookUpIssuer(did, [registry, source], context))[0]

  beforeEach(async () => {
    await state(middle, college, { metadata: { federation_entity: { organization_name: 'Example College' }, credential_registry_entity: { ctid: collegeId } } })
    await publish(college, [middle], { metadata: { federation_entity: {}, credential_registry_entity: {} } })
    describeAs(collegeId, { 'ceterms:accreditedBy': [uri(boardId)] })
  })

  it('counts an accreditation that the accreditor itself describes', async () => {
    describeAs(boardId, { 'ceterms:accredits': ['https://ctdl.example/resources/ce-00000000-0000-0000-0000-000000000000', uri(collegeId)] })
    expect(await answer()).toMatchObject({ state: 'listed', standing: { name: 'Name of ce-e8a', accreditedFor: [{ scope: 'https://scope.example/nursing', by: { id: uri(boardId), name: 'Board' } }] } })
  })

  it('counts none that only the organisation describes', async () => {
    for (const claims of [{}, { 'ceterms:accredits': 'https://evil.example/resources/' + collegeId }]) {
      describeAs(boardId, claims)
      expect(await answer()).toMatchObject({ state: 'listed', standing: { accreditedFor: [] } })
    }
  })

  it('knows nobody without a CTID that another registry ties to the issuer, and refuses the description of another', async () => {
    describeAs(collegeId, { 'ceterms:ctid': boardId })
    expect(codeOf(await answer() ?? { state: 'absent', registry: '' })).toBe('refused registry/subject-mismatch')
    await state(middle, college, { metadata: {} })
    await publish(college, [middle], { metadata: { credential_registry_entity: { ctid: collegeId } } })
    expect((await answer())?.state).toBe('absent')
  })
})
