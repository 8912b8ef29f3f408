import { beforeEach, describe, expect, it } from 'vitest'
import { createAchievement, createAchievementCredential } from '../../credential/open-badge.ts'
import { parseJsonObject } from '../../credential/parse-json.ts'
import { verifyProofs } from '../../credential/verify-proofs.ts'
import { createKeyResolver } from '../../credential/resolve-key.ts'
import { mandatoryPointersOf } from '../../credential/mandatory-pointers.ts'
import { issueSdJwt } from '../../credential/sd-jwt/issue-sd-jwt.ts'
import { signCredential } from '../../credential/sign-credential.ts'
import { signForDisclosure } from '../../credential/sign-for-disclosure.ts'
import type { SigningKey } from '../../crypto/cryptography.ts'
import { publicKeyToJwk } from '../../crypto/public-key.ts'
import { didKey, didKeyVerificationMethod } from '../../did/did-key.ts'
import { encodeBase64url } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import type { ExchangeNetwork, ExchangeRequest } from '../ask.ts'
import { checkResponse } from './check-response.ts'
import { parseDcqlQuery, type DcqlQuery } from './dcql-query.ts'
import { decryptResponse, makeResponseKey } from './encrypted-response.ts'
import type { HeldCredential } from './held-credential.ts'
import { clientIdOf, formatDefinition, formatPresentationRequest, formatRequestByValue, formatRequestLink, type PresentationRequest, type PresentationWanted } from './presentation-request.ts'
import { parseResponse } from './presentation-response.ts'
import { parseParameters, readRequest } from './read-request.ts'
import { formatTransactionData, statementTransaction } from './transaction-data.ts'
import { answerRequest, declineRequest, matchRequest, PresentationConsent, previewCandidate } from './wallet.ts'

const now = new Date('2026-11-21T10:05:00Z')
const [issuerKey, ed25519, p256] = await Promise.all((['P-256', 'Ed25519', 'P-256'] as const).map(async (type) => cryptography.importSigningKey(await cryptography.generateKey(type)))) as [SigningKey, SigningKey, SigningKey]
const signing = { signingKey: issuerKey, verificationMethod: didKeyVerificationMethod(issuerKey.publicKey), created: now, cryptography }
const document = (subject: SigningKey): JsonObject => createAchievementCredential({
  id: 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-3c1d0f6f2a1e', issuer: { id: didKey(issuerKey.publicKey), name: 'Example College' }, subject: { did: didKey(subject.publicKey) }, validFrom: now, narrative: 'With honours',
  achievement: createAchievement({ id: 'https://college.example/achievements/1', name: 'Forklift', description: 'Operates a truck', criteria: { narrative: 'Test' }, achievementType: 'Certificate' }),
}) as unknown as JsonObject
const held: readonly HeldCredential[] = [
  { id: 'forklift', credential: JSON.stringify(await signCredential(document(ed25519), signing), null, 3) },
  { id: 'crane', credential: JSON.stringify(await signCredential(document(p256), signing)) },
  { id: 'degree', credential: JSON.stringify(await signForDisclosure(document(ed25519), { ...signing, mandatoryPointers: mandatoryPointersOf(document(ed25519)) })) },
  { id: 'identity', credential: await issueSdJwt({ claims: { iss: 'https://issuer.example', vct: 'https://x.example/id', name: 'Ada', town: 'Hay', cnf: { jwk: { ...publicKeyToJwk(p256.publicKey) } } }, hidden: [['name'], ['town']], header: { typ: 'dc+sd-jwt' } }, signing) },
]
const keyFor = (id: string): { readonly key: SigningKey } => ({ key: id === 'crane' || id === 'identity' ? p256 : ed25519 })

const responseUri = 'https://hire.example/vp/91ab/response'
const badgeQuery: JsonObject = { credentials: [{ id: 'badge', format: 'ldp_vc', meta: { type_values: [['https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential']] } }] }
const wanted: PresentationWanted = { responseUri, nonce: 'n-0S6_WzA2Mj', state: 'af0ifjsldkj', query: parseDcqlQuery(badgeQuery) }

/** A verifier in memory: what it serves, what it is asked, and what it answers. */
let served: unknown
let asked: { readonly url: string; readonly init: ExchangeRequest }[]
let said: () => Response
const network: ExchangeNetwork = {
  fetch: async (url, init) => {
    asked.push({ url, init })
    return url.endsWith('/request') ? new Response(typeof served === 'string' ? served : JSON.stringify(served)) : said()
  },
}
beforeEach(() => {
  asked = []
  served = formatPresentationRequest(wanted)
  said = () => Response.json({ redirect_uri: 'https://hire.example/done#response_code=1' })
})
const link = formatRequestLink({ responseUri, requestUri: 'https://hire.example/vp/91ab/request' })
const read = (request: JsonObject): Promise<PresentationRequest> => readRequest(formatRequestByValue(request), network)

async function answer(request: PresentationRequest, choice: Readonly<Record<string, readonly string[]>>): Promise<string | undefined> {
  const consent = new PresentationConsent(request, await matchRequest(request, held, cryptography), choice)
  return (await answerRequest(consent, { ...network, cryptography, now, held, keyFor })).redirectUri
}

const sent = (): JsonObject => parseParameters(Object.fromEntries(new URLSearchParams(asked.at(-1)?.init.body)))
const check = async (query: DcqlQuery, changes: object = {}, body: JsonObject = sent()): Promise<unknown> => {
  const arrived = parseResponse(body)
  if (arrived.kind !== 'presented') throw new Error('it is presented')
  const checked = await checkResponse(arrived.presentations, { query, challenge: wanted.nonce, domain: clientIdOf(responseUri), now, maxAgeSeconds: 600, cryptography, dids: {}, ...changes })
  return 'finding' in checked ? checked.finding.code : checked.presentations
}
const refusal = (code: string): object => ({ code: `exchange/${code}` })

describe('OpenID4VP, a wallet that presents', () => {
  it('OP1: takes an unsigned request under the prefix redirect_uri, from its address, by value, or as a token that nobody signed', async () => {
    const request = await readRequest(link, network)
    expect(request).toMatchObject({ clientId: `redirect_uri:${responseUri}`, host: 'hire.example', responseUri, nonce: wanted.nonce, state: wanted.state, responseMode: 'direct_post' })
    expect(asked).toMatchObject([{ url: 'https://hire.example/vp/91ab/request', init: { method: 'GET', credentials: 'omit' } }])
    expect(await read(formatPresentationRequest(wanted))).toEqual(request)
    served = `${encodeBase64url(encodeUtf8('{"alg":"none"}'))}.${encodeBase64url(encodeUtf8(JSON.stringify(formatPresentationRequest(wanted))))}.`
    expect(await readRequest(`${link}&request_uri_method=post`, network)).toEqual(request)
    expect(asked.at(-1)?.init.method).toBe('POST')
    const { client_id: _, ...old } = formatPresentationRequest(wanted)
    expect(await read({ ...old, client_id: responseUri, client_id_scheme: 'redirect_uri' })).toMatchObject({ clientId: responseUri, host: 'hire.example' })
  })

  it.each<readonly [string, JsonObject, string]>([
    ['whose answer would go to another', { response_uri: 'https://evil.example/response' }, 'requester-unproven'],
    ['of a requester who is to be proven by a certificate', { client_id: 'x509_san_dns:hire.example' }, 'requester-unproven'],
    ['by plain http', { client_id: 'redirect_uri:http://hire.example/r', response_uri: 'http://hire.example/r' }, 'url-refused'],
    ['to this very machine, which nobody named', { client_id: 'redirect_uri:http://localhost:1/r', response_uri: 'http://localhost:1/r' }, 'url-refused'],
    ['that wants its answer in an address', { response_mode: 'fragment' }, 'mode-unsupported'],
    ['that wants it encrypted for nobody', { response_mode: 'direct_post.jwt' }, 'mode-unsupported'],
    ['without a nonce', { nonce: '' }, 'malformed'],
    ['for a code', { response_type: 'code' }, 'malformed'],
    ['for nothing', { dcql_query: '' }, 'malformed'],
    ['for a transaction that cannot be shown', { transaction_data: [formatTransactionData('payment', ['badge'], { amount: 1 })] }, 'transaction-refused'],
    ['for a transaction of another credential', { transaction_data: [formatTransactionData(statementTransaction, ['licence'], { text: 'x' })] }, 'transaction-refused'],
    ['for a transaction that is none', { transaction_data: ['e30'] }, 'transaction-refused'],
  ])('OP1, OP3: answers no request %s', async (_, changes, code) => {
    await expect(read({ ...formatPresentationRequest(wanted), ...changes })).rejects.toMatchObject(refusal(code))
    expect(asked).toEqual([])
  })

  it('OP1, OP3: answers no link that names another than who asks, says things twice, or is signed by someone unknown', async () => {
    await expect(readRequest(link.replace('91ab%2Fresponse', '91ab%2Fother'), network)).rejects.toMatchObject(refusal('requester-unproven'))
    await expect(readRequest(`${link}&client_id=x`, network)).rejects.toMatchObject(refusal('malformed'))
    await expect(readRequest(link.replace('https%3A%2F%2Fhire.example%2Fvp%2F91ab%2Frequest', 'http%3A%2F%2Fhire.example%2Frequest'), network)).rejects.toMatchObject(refusal('url-refused'))
    await expect(readRequest('https://hire.example/', network)).rejects.toMatchObject(refusal('not-a-request'))
    served = 'eyJhbGciOiJFUzI1NiJ9.e30.AAAA'
    await expect(readRequest(link, network)).rejects.toMatchObject(refusal('requester-unproven'))
    served = '<html>'
    await expect(readRequest(link, network)).rejects.toMatchObject(refusal('malformed'))
    const rehearsal = { ...network, loopbackOrigins: ['http://localhost:1'] }
    expect(await readRequest(formatRequestByValue(formatPresentationRequest({ ...wanted, responseUri: 'http://localhost:1/r' })), rehearsal)).toMatchObject({ host: 'localhost:1' })
  })

  it('OP4, OP5: sends nothing before there is a consent to a choice of the person\'s, and that consent serves once', async () => {
    const request = await readRequest(link, network)
    const match = await matchRequest(request, held, cryptography)
    expect(match.queries[0]?.candidates.map(({ id }) => id)).toEqual(['forklift', 'crane', 'degree'])
    await previewCandidate({ pointers: [''] }, held[0] as HeldCredential, cryptography)
    expect(() => new PresentationConsent(request, match, {})).toThrow(expect.objectContaining(refusal('choice-incomplete')))
    expect(() => new PresentationConsent(request, match, { badge: ['forklift', 'crane'] })).toThrow(expect.objectContaining(refusal('choice-surplus')))
    expect(() => new PresentationConsent(request, match, { badge: ['identity'] })).toThrow(expect.objectContaining(refusal('choice-unknown')))
    expect(asked).toHaveLength(1)
    const consent = new PresentationConsent(request, match, { badge: ['forklift'] })
    await answerRequest(consent, { ...network, cryptography, now, held, keyFor })
    await expect(answerRequest(consent, { ...network, cryptography, now, held, keyFor })).rejects.toMatchObject(refusal('consent-spent'))
    expect(asked).toHaveLength(2)
  })

  it('OP6, OP7, OP8, OP12: delivers one signed presentation a credential, keyed by query, bound to nonce and client identifier, by direct_post', async () => {
    expect(await answer(await readRequest(link, network), { badge: ['forklift'] })).toBe('https://hire.example/done#response_code=1')
    expect(asked.at(-1)).toMatchObject({ url: responseUri, init: { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } } })
    expect(Object.keys(sent())).toEqual(['vp_token', 'state'])
    expect(sent()).toMatchObject({ state: 'af0ifjsldkj', vp_token: { badge: [{ type: ['VerifiablePresentation'], proof: { type: 'DataIntegrityProof', proofPurpose: 'authentication', challenge: wanted.nonce, domain: `redirect_uri:${responseUri}` } }] } })
    expect(await check(wanted.query)).toMatchObject([{ queryId: 'badge', holder: didKey(ed25519.publicKey), isAsked: true }])
    expect(await check(wanted.query, { challenge: 'other' })).toBe('proof/challenge-mismatch')
    expect(await check(wanted.query, { domain: 'redirect_uri:https://evil.example' })).toBe('proof/domain-mismatch')
  })

  it.each([['forklift', 'eddsa-rdfc-2022', ed25519], ['crane', 'ecdsa-rdfc-2019', p256]] as const)('OP9, OP10, CP1–CP3: signs %s in a known suite, %s, by the key that it is about, as a did:key', async (id, cryptosuite, key) => {
    await answer(await readRequest(link, network), { badge: [id] })
    expect(sent()).toMatchObject({ vp_token: { badge: [{ holder: didKey(key.publicKey), proof: { cryptosuite, verificationMethod: didKeyVerificationMethod(key.publicKey) } }] } })
  })

  it('OP11, CP4: shows a credential with its proof as it is, and of one that can be divided no more than is asked for', async () => {
    await answer(await readRequest(link, network), { badge: ['forklift'] })
    expect(sent()).toMatchObject({ vp_token: { badge: [{ verifiableCredential: [parseJsonObject(held[0]?.credential ?? '')] }] } })
    const query = parseDcqlQuery({ credentials: [{ ...(badgeQuery['credentials'] as JsonObject[])[0], claims: [{ path: ['credentialSubject', 'achievement', 'description'] }] }] })
    await answer(await read(formatPresentationRequest({ ...wanted, query })), { badge: ['degree'] })
    expect(await check(query)).toMatchObject([{ isAsked: true }])
    expect(JSON.stringify(sent())).toContain('Operates a truck')
    expect(JSON.stringify(sent())).not.toContain('honours')
    const [{ verifiableCredential: [shown] }] = (sent()['vp_token'] as { readonly badge: readonly [{ readonly verifiableCredential: readonly [JsonObject] }] }).badge
    expect(await verifyProofs(shown, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now })).toMatchObject([{ outcome: 'passed', cryptosuite: 'ecdsa-sd-2023' }])
  })

  it('OP12: several credentials are several presentations, each by its own key; a token is bound by its own signature', async () => {
    const query = parseDcqlQuery({ credentials: [{ ...(badgeQuery['credentials'] as JsonObject[])[0], multiple: true }, { id: 'pid', format: 'dc+sd-jwt', meta: { vct_values: ['https://x.example/id'] }, claims: [{ path: ['name'] }] }] })
    await answer(await read(formatPresentationRequest({ ...wanted, query })), { badge: ['forklift', 'crane'], pid: ['identity'] })
    expect(await check(query)).toMatchObject([{ queryId: 'badge', holder: didKey(ed25519.publicKey) }, { queryId: 'badge', holder: didKey(p256.publicKey) }, { queryId: 'pid', holder: didKey(p256.publicKey), isAsked: true }])
    expect(await check(query, { challenge: 'other' })).toBe('proof/challenge-mismatch')
    const { pid: [text] } = sent()['vp_token'] as { readonly pid: readonly [string] }
    expect(text.split('~')).toHaveLength(3)
    const onlyToken = parseDcqlQuery({ credentials: [{ id: 'pid', format: 'dc+sd-jwt', meta: { vct_values: ['https://x.example/id'] } }] })
    expect(await check(onlyToken, { challenge: 'other' }, { vp_token: { pid: [text] } })).toBe('proof/challenge-mismatch')
    expect(await check(onlyToken, { domain: 'other' }, { vp_token: { pid: [text] } })).toBe('proof/domain-mismatch')
    expect(await check(onlyToken, {}, { vp_token: { pid: [text.slice(0, text.lastIndexOf('~') + 1)] } })).toBe('proof/key-binding-missing')
    expect(await check(query, {}, { vp_token: { pid: [text] } })).toBe('presentation/incomplete')
    expect(await check(onlyToken, {}, { vp_token: { pid: [text, text] } })).toBe('presentation/too-many')
    expect(await check(onlyToken, {}, { vp_token: { other: [text] } })).toBe('presentation/unasked')
  })

  it('OP12: handles what the other side answers: nothing, a refusal, a place where a wallet would not go', async () => {
    said = () => new Response(null)
    expect(await answer(await readRequest(link, network), { badge: ['forklift'] })).toBeUndefined()
    said = () => Response.json({ redirect_uri: 'javascript:alert(1)' })
    expect(await answer(await readRequest(link, network), { badge: ['forklift'] })).toBeUndefined()
    for (const error of ['invalid_request', 'invalid_presentation']) {
      said = () => Response.json({ error, error_description: 'No' }, { status: 400 })
      await expect(answer(await readRequest(link, network), { badge: ['forklift'] })).rejects.toMatchObject({ code: 'exchange/peer-refused', reason: error, said: 'No' })
    }
  })

  it('declines, which tells the other side no more than that', async () => {
    await declineRequest(await readRequest(link, network), { ...network, cryptography })
    expect(sent()).toEqual({ error: 'access_denied', state: 'af0ifjsldkj' })
    expect(parseResponse(sent())).toEqual({ kind: 'declined', reason: 'access_denied', state: 'af0ifjsldkj' })
  })

  it('encrypts its answer, and its refusal, where that is asked for', async () => {
    const responseKey = await makeResponseKey('k')
    const request = await read(formatPresentationRequest({ ...wanted, responseKey }))
    await answer(request, { badge: ['forklift'] })
    expect(Object.keys(sent())).toEqual(['response'])
    expect(await check(wanted.query, {}, await decryptResponse(String(sent()['response']), responseKey))).toMatchObject([{ isAsked: true }])
    await declineRequest(request, { ...network, cryptography })
    expect(await decryptResponse(String(sent()['response']), responseKey)).toEqual({ error: 'access_denied', state: 'af0ifjsldkj' })
  })

  it('signs what the person agrees to with the presentation, of either kind', async () => {
    const query = parseDcqlQuery({ credentials: [...badgeQuery['credentials'] as JsonObject[], { id: 'pid', format: 'dc+sd-jwt', meta: {} }] })
    const transactionData = [formatTransactionData(statementTransaction, ['badge', 'pid'], { text: 'I agree to the rules of the yard' })]
    const request = await read(formatPresentationRequest({ ...wanted, query, transactionData }))
    expect(request.transactions).toMatchObject([{ type: statementTransaction, content: { text: 'I agree to the rules of the yard' } }])
    await answer(request, { badge: ['forklift'], pid: ['identity'] })
    expect(await check(query, { transactions: request.transactions })).toHaveLength(2)
    const other = [{ text: formatTransactionData(statementTransaction, ['badge'], { text: 'I agree to pay' }), credentialIds: ['badge'] }]
    expect(await check(query, { transactions: other })).toBe('presentation/transaction-missing')
    expect(await check(query, { transactions: [{ ...other[0], credentialIds: ['pid'] }] })).toBe('presentation/transaction-missing')
    const [{ proof: _, ...bare }] = (sent()['vp_token'] as { readonly badge: readonly [JsonObject] }).badge
    expect(bare['transaction_data_hashes']).toEqual([encodeBase64url(cryptography.sha256(encodeUtf8(transactionData[0] ?? '')))])
  })

  it('answers the language before DCQL with a submission', async () => {
    const { dcql_query: _, ...old } = formatPresentationRequest({ ...wanted, definition: formatDefinition('badge', ['OpenBadgeCredential']) })
    const request = await read(old)
    expect(request.question.kind).toBe('definition')
    await answer(request, { badge: ['crane'] })
    expect(sent()).toMatchObject({ vp_token: { type: ['VerifiablePresentation'] }, presentation_submission: { definition_id: 'badge', descriptor_map: [{ id: 'badge', format: 'ldp_vp', path: '$' }] } })
    expect(await check(wanted.query)).toMatchObject([{ queryId: 'badge', isAsked: true }])
  })

  it.each<readonly [string, JsonObject, readonly string[]]>([
    ['by a text among types', { path: ['$.type'], filter: { type: 'string', pattern: 'OpenBadgeCredential' } }, ['forklift', 'crane', 'degree']],
    ['by an enumeration', { path: ['$.vc.type', "$['type'][*]"], filter: { enum: ['AchievementCredential', 'OpenBadgeCredential'] } }, ['forklift', 'crane', 'degree']],
    ['by a whole text', { path: ['$.credentialSubject.achievement.name'], filter: { type: 'string', pattern: '^Forklift$' } }, ['forklift', 'crane', 'degree']],
    ['by a name that none has', { path: ['$.credentialSubject.achievement.name'], filter: { const: 'Crane' } }, []],
    ['by a pattern that would have to be run', { path: ['$.name'], filter: { type: 'string', pattern: '(a+)+$' } }, []],
    ['by what is not understood', { path: ['$.name'], filter: { not: { const: 'x' } } }, []],
    ['by a member that is missing', { path: ['$.evidence'] }, []],
    ['by one that may be missing', { path: ['$.evidence'], optional: true }, ['forklift', 'crane', 'degree']],
  ])('OP2: finds in the language before DCQL %s', async (_, field, ids) => {
    const { dcql_query: __, ...old } = formatPresentationRequest(wanted)
    const request = await read({ ...old, presentation_definition: { id: 'd', input_descriptors: [{ id: 'badge', constraints: { fields: [field] } }] } })
    expect((await matchRequest(request, held, cryptography)).queries[0]?.candidates.map(({ id }) => id)).toEqual(ids)
  })
})
