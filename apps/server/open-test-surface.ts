import type { JsonObject } from 'everlearned/encoding'
import type { Config } from './config.ts'
import { openTestNode, type TestNode } from './open-test-node.ts'

/** An answer of the VC-API, whatever it is. */
export interface SurfaceAnswer {
  readonly status: number
  readonly type: string
  readonly body: {
    readonly verified?: boolean
    readonly verifiableCredential?: JsonObject
    readonly errors?: readonly { readonly name: string }[]
    readonly warnings?: readonly { readonly name: string }[]
  }
}

/** A node whose VC-API is open, as a suite drives it. */
export interface TestSurface {
  readonly node: TestNode
  readonly issuers: Readonly<Record<string, string>>
  /** Sends JSON, or text as it is. */
  post(path: string, payload: unknown): Promise<SurfaceAnswer>
  /** A credential of a profile with some members changed, unsigned. */
  credentialOf(profile: string, change?: object): JsonObject
  issue(profile: string, change?: object, options?: object): Promise<JsonObject>
  verify(verifiableCredential: unknown, options?: object): Promise<SurfaceAnswer>
  verifyPresentation(verifiablePresentation: unknown, options?: object): Promise<SurfaceAnswer>
}

/** The context of data model 2.0. */
export const v2 = 'https://www.w3.org/ns/credentials/v2'

/** The names of the errors of an answer. */
export function namesOf({ body }: SurfaceAnswer): readonly string[] {
  return (body.errors ?? []).map(({ name }) => name)
}

/** Opens a node for a test file. */
export async function openTestSurface(changes: Partial<Config> = {}): Promise<TestSurface> {
  const node = await openTestNode({ vcApiOpen: true, ...changes })
  const listed = (await node.app.inject('/vc-api/profiles')).json<{ name: string; issuer: string }[]>()
  const issuers = Object.fromEntries(listed.map(({ name, issuer }) => [name, issuer]))
  const post: TestSurface['post'] = async (path, payload) => {
    const answer = await node.app.inject({ method: 'POST', url: `/vc-api/${path}`, headers: { 'content-type': 'application/json' }, payload: typeof payload === 'string' ? payload : JSON.stringify(payload) })
    return { status: answer.statusCode, type: String(answer.headers['content-type']), body: answer.json() }
  }
  const credentialOf: TestSurface['credentialOf'] = (profile, change = {}) => ({
    '@context': [v2, 'https://www.w3.org/ns/credentials/examples/v2'], 'id': `urn:uuid:${crypto.randomUUID()}`, 'type': ['VerifiableCredential'],
    'issuer': issuers[profile] ?? '', 'credentialSubject': { id: 'did:example:abc', name: 'Alice', degree: 'Bachelor' }, ...change,
  })
  return {
    node, issuers, post, credentialOf,
    issue: async (profile, change = {}, options = {}) => {
      const { status, body } = await post(`${profile}/credentials/issue`, { credential: credentialOf(profile, change), options })
      if (status !== 201 || body.verifiableCredential === undefined) throw new Error(`not issued: ${JSON.stringify(body)}`)
      return body.verifiableCredential
    },
    verify: (verifiableCredential, options = {}) => post('eddsa-rdfc-2022/credentials/verify', { verifiableCredential, options }),
    verifyPresentation: (verifiablePresentation, options = {}) => post('eddsa-rdfc-2022/presentations/verify', { verifiablePresentation, options }),
  }
}
