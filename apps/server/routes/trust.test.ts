import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { verifyArchiveProof, verifyBuildProof } from 'everlearned/trust'
import { parseTrust } from 'everlearned/verifier'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findKeptBlob } from '../network/find-blob.ts'
import { createBuildRecorder, readOwnBuild } from '../network/own-build.ts'
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

describe('GET /api/ledger/builds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ler-build-'))
  const serve = (version: string): (() => ReturnType<ReturnType<typeof createBuildRecorder>>) => {
    writeFileSync(join(folder, 'build.json'), JSON.stringify({ type: 'EverlearnedBuild', version, files: { '/index.html': { sha256: 'ab'.repeat(32), size: 1 } } }))
    return createBuildRecorder({ ...node.context, config: { ...node.context.config, pages: { ...node.context.config.pages, wallet: folder } } })
  }

  it('shows what wallets were served, once for each build, and proves it to a wallet that noted the key of the log', async () => {
    const first = serve('0.1.0')
    const recorded = await first()
    expect([await first(), await serve('0.1.0')()]).toEqual([undefined, undefined])
    const manifest = Uint8Array.from(readFileSync(join(folder, 'build.json')))
    const { state, index, proof } = (await node.app.inject({ url: `/api/ledger/builds/${recorded?.digest}` })).json()
    expect([state, index]).toEqual(['recorded', recorded?.index])
    expect(await verifyBuildProof(proof, manifest, { verifierKey: node.context.ledger.verifierKey, policy: null, cryptography })).toEqual({ index })
    const later = await serve('0.2.0')()
    expect((await node.app.inject({ url: '/api/ledger/builds' })).json().builds).toMatchObject([{ index, digest: recorded?.digest }, { index: later?.index, digest: later?.digest }])
    // A node that goes back to an older build says so, in its place.
    expect((await serve('0.1.0')())?.index).toBeGreaterThan(later?.index ?? Infinity)
  })

  it('says of others that they are not there, records none that it cannot read, and gives the manifest to whoever keeps copies', async () => {
    expect((await node.app.inject({ url: `/api/ledger/builds/${'0'.repeat(64)}` })).json()).toEqual({ state: 'pending' })
    expect((await node.app.inject({ url: '/api/ledger/builds/x' })).statusCode).toBe(400)
    const { config, ...context } = node.context
    const served = { ...context, config: { ...config, pages: { ...config.pages, wallet: folder } } }
    const { digest, bytes } = readOwnBuild(served) ?? {}
    expect(await findKeptBlob(digest ?? '', served)).toEqual(bytes)
    writeFileSync(join(folder, 'build.json'), '{')
    expect(await createBuildRecorder(served)()).toBeUndefined()
  })
})
