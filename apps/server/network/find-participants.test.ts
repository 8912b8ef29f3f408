import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'
import type { FoundParticipant } from './find-participants.ts'
import { stateOrganisations } from './state-organisations.ts'

describe('GET /api/network/participants', () => {
  let node: TestNode
  let owner: TestOwner

  beforeAll(async () => {
    node = await openTestNode({ name: 'Elm' })
    owner = await addTestOwner(node, 'Alder College')
    await stateOrganisations(node.context)
  })

  afterAll(async () => {
    await node.close()
  })

  const find = async (text: string): Promise<readonly FoundParticipant[]> =>
    (await node.app.inject(`/api/network/participants?q=${encodeURIComponent(text)}`)).json<{ participants: readonly FoundParticipant[] }>().participants

  it('finds a participant by any part of its name and by its DID', async () => {
    const { did } = owner.organisation
    for (const text of ['Alder College', 'der c', ` ${did} `]) expect((await find(text)).map((one) => one.did)).toContain(did)
    expect(await find('alder')).toMatchObject([{ name: 'Alder College', sector: 'education' }])
  })

  it.each(['', '   ', 'nobody of this name', 'did:key:z', '%', '.*'])('finds nobody for %j', async (text) => {
    expect(await find(text)).toEqual([])
  })

  it('refuses what no DID is as long as', async () => {
    expect((await node.app.inject(`/api/network/participants?q=${'a'.repeat(300)}`)).statusCode).toBe(400)
  })
})

describe('GET /api/organisations/:org/statements', () => {
  it('lists no accreditation of who gave none', async () => {
    const node = await openTestNode({ name: 'Fir' })
    const owner = await addTestOwner(node, 'Birch College')
    await stateOrganisations(node.context)
    const answer = await owner.request({ url: `/api/organisations/${owner.organisation.id}/statements` })
    expect(answer.json()).toMatchObject({ given: [] })
    await node.close()
  })
})
