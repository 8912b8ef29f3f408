import { nativeCryptography as cryptography } from 'everlearned/node'
import { verifyArchiveProof } from 'everlearned/trust'
import { parseTrust } from 'everlearned/verifier'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stateOrganisations } from '../network/state-organisations.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'

let node: TestNode
let owner: TestOwner

beforeAll(async () => {
  node = await openTestNode({ publicBaseUrl: 'https://college.example', rehearsal: false })
  owner = await addTestOwner(node)
  await stateOrganisations(node.context)
  await node.context.finality.advance()
})

afterAll(() => node.close())

const ask = async (names: readonly string[]) => node.app.inject({ method: 'POST', url: '/api/trust', payload: { names } })

describe('POST /api/trust', () => {
  it('gives a trust file of the issuers asked for and of nobody else', async () => {
    const { did, name } = owner.organisation
    const answer = await ask([did])
    const trust = await parseTrust(answer.body, cryptography)
    expect(trust).toMatchObject({ policy: 'known-issuer', issuers: [{ did, name }], logs: [node.context.ledger.verifierKey] })
    const [network] = trust.networks ?? []
    expect([network?.policy, network?.registry.registry.participants.get(did)?.name]).toEqual([`log ${node.context.ledger.verifierKey}\nquorum none\n`, name])
    const [other] = (await parseTrust((await ask(['did:web:other.example'])).body, cryptography)).networks ?? []
    expect(other?.registry.registry.participants.has(did)).toBe(false)
  })

  it('refuses what is no short list of names', async () => {
    expect((await node.app.inject({ method: 'POST', url: '/api/trust', payload: { names: 'did:web:a' } })).statusCode).toBe(400)
    expect((await ask(Array.from({ length: 101 }, () => 'did:web:a'))).statusCode).toBe(400)
    expect((await ask(['x'.repeat(513)])).statusCode).toBe(400)
  })
})

describe('GET /api/ledger/archive', () => {
  it('proves the identity of an issuer that was archived here, and nothing of anybody else', async () => {
    const { did } = owner.organisation
    const find = async (id: string) => (await node.app.inject({ url: `/api/ledger/archive?id=${encodeURIComponent(id)}` })).json().archived
    const [proof] = await find(did)
    expect(await verifyArchiveProof(proof, { logs: [node.context.ledger.verifierKey], cryptography })).toMatchObject({ issuer: did, kind: 'did-document', id: did, document: { id: did } })
    expect(await find('did:web:other.example')).toEqual([])
  })
})
