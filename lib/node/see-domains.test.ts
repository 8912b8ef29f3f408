import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { askDomain } from '../trust/domain-control.ts'
import { domainAt } from '../trust/history.ts'
import { didOf, documentOf, keyOf, multikeyOf, registrationOf, TrustedWorld } from '../trust/trusted-world.ts'
import { createDocumentFetch } from './guarded-fetch.ts'
import { newDomainMemory, seeDomains, type DomainMemory, type DomainWatch } from './see-domains.ts'

/** What the domains of this test serve: `name.example` is this machine. */
const served = new Map<string, Json | string>()
const asked: string[] = []
const server = createServer((request, response) => {
  const name = request.url?.split('/')[1] ?? ''
  asked.push(name)
  const document = served.get(name)
  if (document === undefined) response.writeHead(404).end()
  else response.end(typeof document === 'string' ? document : JSON.stringify(document))
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
beforeEach(() => {
  served.clear()
  asked.length = 0
})

const fetchDocument = (url: string): Promise<unknown> => createDocumentFetch({ allowedOrigins: [origin] })(url.replace(/^https:\/\/(\w+)\.example\//, `${origin}/$1/`))
const clock = { now: new Date('2026-06-01T12:00:00Z') }

async function watch(world: TrustedWorld, seat: string, memory: DomainMemory = newDomainMemory()): Promise<DomainWatch> {
  return {
    registry: world.network.registry, signer: await keyOf(seat), memory, documents: { fetchDocument }, now: () => clock.now,
    submit: async (entry) => (await world.network.offer(entry)).ok === true,
  }
}
const isVouched = ({ network: { registry } }: TrustedWorld, name: string): boolean => domainAt(registry, didOf(name), registry.size).isVouched

describe('seeDomains()', () => {
  it('vouches, by two sectors that looked, for whose domain lists their keys, and for nobody else', async () => {
    const world = await TrustedWorld.begin('college', 'squatter', 'mill', 'shop')
    served.set('college', await documentOf('college')).set('squatter', await documentOf('squatter', 'owner')).set('mill', '<html>')
    for (const seat of ['worker-1', 'worker-2', 'employer-1', 'government-1']) await seeDomains(await watch(world, seat))
    expect(['college', 'squatter', 'mill', 'shop'].map((name) => isVouched(world, name))).toEqual([true, false, false, false])
    // Of one sector one is enough, two sectors are, and its own says nothing.
    expect(world.network.registry.participants.get(didOf('college'))?.sightings?.map(({ sector }) => sector)).toEqual(['worker', 'employer'])
    const before = asked.length
    expect([await seeDomains(await watch(world, 'education-1')), await seeDomains(await watch(world, 'college')), asked.length]).toEqual([0, 0, before])
  })

  it('asks again later and later, at once when keys changed, and not for ever', async () => {
    const world = await TrustedWorld.begin('college')
    const memory = newDomainMemory()
    const look = async (minutes: number): Promise<number> => {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000)
      const before = asked.length
      await seeDomains(await watch(world, 'worker-1', memory))
      return asked.length - before
    }
    expect([await look(0), await look(5), await look(6), await look(15), await look(6)]).toEqual([1, 0, 1, 0, 1])
    await world.say({ type: 'rotate', payload: { did: didOf('college'), sequence: 0, add: [await multikeyOf('fresh')], remove: [await multikeyOf('college')] } }, ['college', 'fresh'])
    served.set('college', await documentOf('college', 'fresh'))
    expect([await look(0), world.network.registry.participants.get(didOf('college'))?.sightings?.length, await look(100_000)]).toEqual([1, 1, 0])
    await world.say({ type: 'register', payload: await registrationOf('nobody') }, ['nobody'])
    let looks = 0
    for (let day = 0; day < 30; day += 1) looks += await look(24 * 60)
    expect(looks).toBeLessThanOrEqual(11)
  })

  it('asks few at a time, whoever registers many', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `sybil${index}`)
    const world = await TrustedWorld.begin(...names)
    for (const name of names) served.set(name, await documentOf(name))
    const given = await watch(world, 'worker-1')
    expect([await seeDomains(given), asked.length, await seeDomains(given), asked.length, await seeDomains(given)]).toEqual([8, 8, 1, 9, 0])
  })
})

describe('askDomain()', () => {
  const ask = async (document: JsonObject | undefined, keys: readonly string[] = ['college']): Promise<string> => {
    if (document !== undefined) served.set('college', document)
    return askDomain({ did: didOf('college'), keys: await Promise.all(keys.map(multikeyOf)) }, { fetchDocument })
  }

  it('hears of keys that are listed for credentials, by whatever reference, beside others', async () => {
    const document = await documentOf('college')
    const [method] = document['verificationMethod'] as readonly JsonObject[]
    expect(await ask(document)).toBe('lists')
    expect(await ask({ ...document, verificationMethod: [], assertionMethod: [{ id: '#other', type: 'Unheard2030' }, { ...method }] })).toBe('lists')
    expect(await ask({ ...document, assertionMethod: ['#key-1', 7, null] })).toBe('lists')
    expect(await ask(document, ['college', 'second'])).toBe('other-keys')
    for (const none of [{ ...document, assertionMethod: [] }, { ...document, assertionMethod: 'key-1', authentication: document['assertionMethod'] ?? [] }]) expect(await ask(none)).toBe('other-keys')
  })

  it('takes nothing for its answer that is no document of it', async () => {
    expect(await ask(undefined)).toBe('silent')
    expect(await ask(await documentOf('mill'))).toBe('silent')
    expect(await askDomain({ did: 'did:web:127.0.0.1', keys: [] }, { fetchDocument: createDocumentFetch() })).toBe('silent')
  })
})
