/** Whose domain a did:web is: what a node takes, what it looks at, and what it shows. The domains of this test are what the node has at hand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeMultikey, type SigningKey } from 'everlearned/crypto'
import { didWebDocument } from 'everlearned/did'
import type { Json } from 'everlearned/encoding'
import { nativeCryptography as cryptography, newDomainMemory } from 'everlearned/node'
import { policyAt, signConformance, signEntry, type Register } from 'everlearned/trust'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'
import { handIn } from './open-test-network.ts'
import { lookAtDomains } from './see-domains.ts'
import type { IssuerView } from './show-issuer.ts'
import { stateOrganisations } from './state-organisations.ts'

const newKey = async (): Promise<SigningKey> => cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const documentFor = (did: string, key: SigningKey): Json => didWebDocument(did, [{ fragment: 'key-1', publicKey: key.publicKey, isRetired: false }])

describe('a did:web that somebody registers', () => {
  const served: Record<string, Json> = {}
  let node: TestNode
  let owner: TestOwner

  beforeAll(async () => {
    node = await openTestNode({ staticDocuments: served })
    owner = await addTestOwner(node, 'Northline College')
    await stateOrganisations(node.context)
  })

  afterAll(() => node.close())

  async function register(did: string, key: SigningKey, name = 'Harvard University'): Promise<{ readonly index?: number; readonly code?: string }> {
    const multikey = encodeMultikey(key.publicKey)
    const sample = await signConformance(did, { signingKey: key, verificationMethod: `${did}#key-1`, cryptography })
    const payload: Register = { did, name, sector: 'education', keys: [multikey], basis: 'domain', sample }
    return (await handIn(node, await signEntry({ type: 'register', payload }, { origin: node.context.ledger.checkpoint.origin, signers: [key] }))).json()
  }
  const show = async (did: string): Promise<IssuerView> => (await node.app.inject(`/api/network/issuer?did=${encodeURIComponent(did)}`)).json()

  it('is refused while its domain lists other keys, and taken once it lists theirs', async () => {
    const [did, theirs, squatter] = ['did:web:harvard.example', await newKey(), await newKey()]
    served[did] = documentFor(did, theirs)
    expect(await register(did, squatter)).toMatchObject({ status: 422, code: 'ledger/domain-lists-other-keys' })
    expect(await register(did, theirs)).toMatchObject({ index: expect.any(Number) as number })
  })

  it('is looked at, and shown with who saw it and when; one that nobody could look at says so', async () => {
    const [silent, harvard] = ['did:web:127.0.0.1%3A9', 'did:web:harvard.example']
    expect(await register(silent, await newKey(), 'HARVARD  University')).toMatchObject({ index: expect.any(Number) as number })
    expect((await show(harvard)).domain).toEqual({ state: 'unchecked', seenBy: [] })
    const memory = newDomainMemory()
    expect([await lookAtDomains(memory, node.context), await lookAtDomains(memory, node.context)]).toEqual([1, 0])
    await node.context.finality.advance()
    const seen = await show(harvard)
    expect(seen.domain).toMatchObject({ state: 'seen', seenBy: [{ name: node.context.config.name, sector: 'education', at: '2026-05-20T12:00:00.000Z' }] })
    expect(seen.namesakes).toEqual([{ did: silent, name: 'HARVARD  University' }])
    expect((await show(silent)).domain).toEqual({ state: 'unchecked', seenBy: [] })
    expect((await show(owner.organisation.did)).domain.state).toBe('own-key')
  })

  it('is given back by who governs, when it was taken while its domain was silent, and then its owner\'s', async () => {
    const [did, squatter, theirs] = ['did:web:127.0.0.1%3A11', await newKey(), await newKey()]
    await register(did, squatter, 'Lakeside College')
    served[did] = documentFor(did, theirs)
    expect(await register(did, theirs, 'Lakeside College')).toMatchObject({ code: 'trust/did-taken' })
    const { operatorKey, judgedLog: { registry } } = node.context
    expect(policyAt(registry, registry.size)?.governance.education?.threshold).toBe(1)
    const payload = { by: 'governance', sequence: registry.sequences.get('governance') ?? 0, target: 'registration', did } as const
    const entry = (signer: SigningKey): Promise<Uint8Array<ArrayBuffer>> => signEntry({ type: 'withdraw', payload }, { origin: registry.origin, signers: [signer] })
    expect((await handIn(node, await entry(squatter))).json()).toMatchObject({ code: 'trust/quorum-missing' })
    expect((await handIn(node, await entry(operatorKey))).statusCode).toBe(201)
    expect(await show(did)).toMatchObject({ gone: true, domain: { state: 'unchecked' } })
    expect(await register(did, squatter, 'Lakeside College')).toMatchObject({ code: 'ledger/domain-lists-other-keys' })
    expect(await register(did, theirs, 'Lakeside College')).toMatchObject({ index: expect.any(Number) as number })
    await lookAtDomains(newDomainMemory(), node.context)
    expect(await show(did)).toMatchObject({ gone: false, domain: { state: 'seen' }, keys: [{ key: encodeMultikey(theirs.publicKey) }] })
  })

  it('changes its name on the ledger with the one that its owner gives it', async () => {
    const answer = await owner.request({ method: 'PUT', url: `/api/organisations/${owner.organisation.id}`, payload: { name: 'Northline University' } })
    expect(answer.statusCode).toBe(200)
    await stateOrganisations(node.context)
    expect(await show(owner.organisation.did)).toMatchObject({ name: 'Northline University', formerNames: ['Northline College'] })
    const { size } = node.context.judgedLog.registry
    await stateOrganisations(node.context)
    expect(node.context.judgedLog.registry.size).toBe(size)
  })
})
