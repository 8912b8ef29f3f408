import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestNode, type TestNode } from '../open-test-node.ts'

const samples = fileURLToPath(new URL('../../../../shared/data/standards/', import.meta.url))
const folders = ['open-badges-3.0', 'w3c-vc'].map((name) => join(samples, name)).filter((folder) => existsSync(folder))
const files = folders.flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(json|png|svg|jwt)$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name))

let node: TestNode

beforeAll(async () => {
  node = await openTestNode()
})

afterAll(() => node.close())

describe('POST /api/verify', () => {
  it.skipIf(files.length === 0)('answers every published sample with eleven findings or a problem, and never with a fault', { timeout: 120_000 }, async () => {
    for (const file of files) {
      const answer = await node.app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'application/octet-stream' }, payload: readFileSync(file) })
      expect([file, answer.statusCode]).toEqual([file, expect.toSatisfy((status: number) => status === 200 || status === 422 || status === 413)])
      node.clock.now = new Date(node.clock.now.getTime() + 5_000)
    }
  })

  it('fetches nothing from anywhere but this node', async () => {
    const document = { '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiableCredential'], 'issuer': 'did:web:127.0.0.1%3A9', 'credentialSubject': { id: 'did:web:internal.example' }, 'proof': { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', verificationMethod: 'did:web:127.0.0.1%3A9#key', proofPurpose: 'assertionMethod', proofValue: `z${'1'.repeat(88)}` } }
    const answer = await node.app.inject({ method: 'POST', url: '/api/verify', headers: { 'content-type': 'application/json' }, payload: JSON.stringify(document) })
    expect(answer.statusCode).toBe(200)
    expect(answer.json().integrity).not.toBe('passed')
    expect(answer.json().checks).toHaveLength(11)
  })
})
