import { createKeyResolver, verifyProofs } from 'everlearned/credential'
import { nativeCryptography } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTestOwner, openTestNode, type TestNode } from '../open-test-node.ts'
import { loadStatusList, reserveStatus } from './status-lists.ts'

let node: TestNode
let organisationId: string

beforeAll(async () => {
  node = await openTestNode()
  organisationId = (await addTestOwner(node)).organisation.id
})

afterAll(() => node.close())

describe('reserveStatus()', () => {
  it('gives every index once, also to those who ask at the same time', async () => {
    const reserved = await Promise.all(Array.from({ length: 8 }, () => reserveStatus({ organisationId, count: 100 }, node.context)))
    const places = reserved.flat().map(({ revocation: { listId, index } }) => `${listId} ${index}`)
    expect(new Set(places).size).toBe(800)
    expect(new Set(reserved.flat().map(({ revocation }) => revocation.listId)).size).toBe(1)
    expect(new Set(reserved.flat().map(({ suspension: { listId, index } }) => `${listId} ${index}`)).size).toBe(800)
  })

  it('scatters them over the whole list', async () => {
    const places = (await reserveStatus({ organisationId, count: 100 }, node.context)).map(({ revocation }) => revocation)
    expect(Math.max(...places.map(({ index }) => index))).toBeGreaterThan(65_536)
    expect(Math.min(...places.map(({ index }) => index))).toBeLessThan(65_536)
    const order = places.map(({ index }) => index)
    expect(order).not.toEqual(order.toSorted((left, right) => left - right))
  })

  it('keeps revocations and suspensions in lists of their own, at places that do not tell each other', async () => {
    const places = await reserveStatus({ organisationId, count: 100 }, node.context)
    const lists = places.flatMap(({ revocation, suspension }) => [revocation.listId, suspension.listId])
    expect(new Set(lists).size).toBe(2)
    expect(places.filter(({ revocation, suspension }) => revocation.index === suspension.index).length).toBeLessThan(5)
    const published = await Promise.all([...new Set(lists)].map((id) => loadStatusList(id, node.context)))
    expect(published.map((list) => JSON.parse(list).credentialSubject.statusPurpose)).toEqual(['revocation', 'suspension'])
  })

  it('begins a new list when six tenths of one are used', async () => {
    const [before] = await reserveStatus({ organisationId, count: 1 }, node.context)
    await node.context.database.updateTable('status_list').set({ allocated_count: Math.floor(131_072 * 0.6) }).execute()
    node.clock.now = new Date(node.clock.now.getTime() + 1_000)
    const [after] = await reserveStatus({ organisationId, count: 1 }, node.context)
    expect(after?.revocation.listId).not.toBe(before?.revocation.listId)
    expect(after?.suspension.listId).not.toBe(before?.suspension.listId)
  })
})

describe('loadStatusList()', () => {
  it('serves the same signature for half of its life, then a fresh one that verifies', async () => {
    const [place] = await reserveStatus({ organisationId, count: 1 }, node.context)
    const id = place?.revocation.listId ?? ''
    const first = await loadStatusList(id, node.context)
    node.clock.now = new Date(node.clock.now.getTime() + 11 * 3_600_000)
    expect(await loadStatusList(id, node.context)).toBe(first)
    node.clock.now = new Date(node.clock.now.getTime() + 2 * 3_600_000)
    const second = JSON.parse(await loadStatusList(id, node.context))
    expect(second.validUntil).toBe(new Date(node.clock.now.getTime() + 86_400_000).toISOString().replace('.000', ''))
    expect(second.credentialSubject.ttl).toBe(86_400_000)
    const [finding] = await verifyProofs(second, { resolveKey: createKeyResolver({}), cryptography: nativeCryptography, expectedPurpose: 'assertionMethod', now: node.clock.now })
    expect(finding?.outcome).toBe('passed')
    expect(second.id).toBe(`${node.context.config.publicBaseUrl}/status/${id}`)
  })

  it('answers an unknown list as not found', async () => {
    await expect(loadStatusList('nothing', node.context)).rejects.toMatchObject({ code: 'status-list/not-found' })
  })
})
