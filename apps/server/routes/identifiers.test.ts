import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTestOwner, openTestNode, type TestNode } from '../open-test-node.ts'

const multikey = 'z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b'
const did = `did:key:${multikey}`
const method = `${did}#${multikey}`

let node: TestNode

const resolve = async (identifier: string, query = ''): Promise<{ status: number; body: Record<string, unknown> }> => {
  const answer = await node.app.inject(`/1.0/identifiers/${encodeURIComponent(identifier)}${query}`)
  expect(answer.headers['content-type']).toContain('application/json')
  return { status: answer.statusCode, body: answer.json() }
}

beforeAll(async () => {
  node = await openTestNode({ staticDocuments: { 'did:web:static.example': { id: 'did:web:static.example' } } })
})
afterAll(() => node.close())

describe('GET /1.0/identifiers/*', () => {
  it('resolves a did:key, and leads a DID URL to its key', async () => {
    expect(await resolve(did)).toEqual({ status: 200, body: { '@context': 'https://w3id.org/did-resolution/v1', 'didDocument': expect.objectContaining({ id: did }), 'didDocumentMetadata': {}, 'didResolutionMetadata': { contentType: 'application/did+ld+json' } } })
    expect(await resolve(method)).toMatchObject({ status: 200, body: { didDocument: { id: method, controller: did, type: 'Multikey', publicKeyMultibase: multikey }, didDocumentMetadata: {}, didDereferencingMetadata: { contentType: 'application/did+ld+json' } } })
  })

  it('resolves this node\'s organisations in rehearsal, and the operator\'s documents', async () => {
    const { organisation } = await addTestOwner(node)
    expect((await resolve(organisation.did)).status).toBe(200)
    expect(await resolve('did:web:static.example')).toMatchObject({ status: 200, body: { didDocument: { id: 'did:web:static.example' } } })
  })

  it('takes identifiers that are long', async () => {
    expect((await resolve(`did:web:${'a'.repeat(300)}.example`)).status).toBe(404)
    expect((await resolve(`did:web:${'a'.repeat(3_000)}.example`)).status).toBe(400)
  })

  it.each([
    ['notDid:key:z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b', 'invalidDid'], [`did:key:-4:${multikey}`, 'invalidDid'], [`did:key:${multikey.slice(1)}`, 'invalidDid'], ['did:key:@', 'invalidDid'], ['did:key:', 'invalidDid'],
    ['word', 'invalidDid'], [`did:experimental:${multikey}`, 'methodNotSupported'], ['did:key:zTjsVPtY', 'invalidPublicKeyLength'], ['did:web:nowhere.example', 'notFound'], ['did:web:127.0.0.1', 'notFound'],
  ])('tells of %s that it is %s', async (identifier, error) => {
    expect(await resolve(identifier)).toEqual({ status: error === 'notFound' ? 404 : 400, body: { '@context': 'https://w3id.org/did-resolution/v1', 'didDocument': {}, 'didDocumentMetadata': {}, 'didResolutionMetadata': { error } } })
  })

  it.each([
    [`${did}/^bar^/?query=\`#${multikey}`, '', 'invalidDidUrl'], [`${did}#other`, '', 'notFound'], [`${did}/path`, '', 'notFound'],
    [method, '?publicKeyFormat=Ed25519VerificationKey2018&enableExperimentalPublicKeyTypes=false', 'invalidPublicKeyType'],
    [`${did}#z6LSfHfAMAopsuBxaBzvp51GXrPf38Az13j2fmwqadbwwrzJ`, '?publicKeyFormat=Ed25519VerificationKey2018', 'invalidPublicKeyType'],
  ])('tells of the DID URL %s%s that it is %s', async (identifier, query, error) => {
    expect((await resolve(identifier, query)).body).toMatchObject({ didDocument: {}, didDereferencingMetadata: { error } })
  })

  it('shows keys as Multikey alone', async () => {
    expect((await resolve(did, '?publicKeyFormat=Multikey')).status).toBe(200)
    expect(await resolve(did, '?publicKeyFormat=unknown')).toMatchObject({ status: 400, body: { didResolutionMetadata: { error: 'unsupportedPublicKeyType' } } })
  })
})
